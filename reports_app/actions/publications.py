"""The life of a publication: drafted, changed or discarded, published for ever."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from progress_app.queries.as_of import AsOf
from progress_app.queries.ledger import ledger_sequence
from progress_app.queries.reconciliations import is_disputed, rest_of
from reports_app.actions.files import request_files
from reports_app.enums import PublicationProblem, PublicationState
from reports_app.models import Publication
from reports_app.queries.freezing import frozen_figures
from reports_app.queries.publications import as_of_publication, newest_template
from reports_app.queries.replays import seal_of
from reports_app.rules.frozen import SCHEMA
from tasks_app.models import Plan
from unions_app.actions import Happening, record, take_receipt


class PublicationRefusedError(Exception):
    """A publication cannot be made so; ``problem`` says why and what to do."""

    def __init__(self, problem: PublicationProblem) -> None:
        """Keep the reason."""
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person decides about a publication: its title, and the moment it tells.

    ``withdraws`` is a wrong one that this one replaces, and ``reason`` why.
    """

    title: str
    as_of: AsOf
    withdraws: Publication | None = None
    reason: str = ""


@transaction.atomic
def draft_publication(
    *,
    plan: Plan,
    draft: Draft,
    is_demonstration: bool,
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> Publication:
    """Write down what is to be published. The caller has authorised.

    Errors: PublicationRefusedError; AlreadyDoneError with {"publication": id}.
    """
    body = ["publication", plan.pk, draft.title, draft.as_of.text, draft.reason]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    _check(draft, at=at)
    publication = Publication.objects.create(
        plan=plan,
        year=plan.year,
        is_demonstration=is_demonstration,
        drafted_by_id=person_id,
        drafted_at=at,
        withdraws=draft.withdraws,
        **_decided(draft),
    )
    _record(publication, "drafted", person_id=person_id, at=at)
    receipt.response = {"publication": publication.pk}
    receipt.save(update_fields=["response"])
    return publication


def _check(draft: Draft, *, at: datetime) -> None:
    if draft.as_of.at > at:
        raise PublicationRefusedError(PublicationProblem.NOT_YET)
    withdrawn = draft.withdraws
    if withdrawn is not None and (
        not withdrawn.is_published or withdrawn.successors.exists()
    ):
        raise PublicationRefusedError(PublicationProblem.WITHDRAWN_ALREADY)


def _decided(draft: Draft) -> dict[str, Any]:
    as_of = draft.as_of
    return {
        "title": draft.title,
        "reason": draft.reason,
        "as_of_sequence": min(as_of.sequence, ledger_sequence()),
        "as_of_at": as_of.at,
        "as_of_text": as_of.text,
    }


@transaction.atomic
def change_draft(
    *, publication: Publication, draft: Draft, person_id: int, at: datetime
) -> None:
    """Change what is to be published; what it withdraws stays.

    Errors: PublicationRefusedError.
    """
    if draft.as_of.at > at:
        raise PublicationRefusedError(PublicationProblem.NOT_YET)
    found = Publication.objects.filter(pk=publication.pk, state=PublicationState.DRAFT)
    if not found.update(**_decided(draft)):
        raise PublicationRefusedError(PublicationProblem.NO_DRAFT)
    publication.refresh_from_db()
    _record(publication, "changed", person_id=person_id, at=at)


@transaction.atomic
def discard_draft(*, publication: Publication, person_id: int, at: datetime) -> None:
    """Throw a draft away; the audit trail keeps that there was one.

    Errors: PublicationRefusedError.
    """
    found = Publication.objects.filter(pk=publication.pk, state=PublicationState.DRAFT)
    if not found.exists():
        raise PublicationRefusedError(PublicationProblem.NO_DRAFT)
    _record(publication, "discarded", person_id=person_id, at=at)
    found.delete()


@transaction.atomic
def publish(
    *,
    publication: Publication,
    seen_sequence: int,
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> Publication:
    """Freeze a draft's moment under the year's next number, and order its files.

    ``seen_sequence`` is the ledger's position of the preview that was confirmed.
    Numbers are gapless: whoever publishes waits for the plan's row. Errors:
    PublicationRefusedError; AlreadyDoneError with {"publication": id}.
    """
    body = ["publish", publication.pk, seen_sequence]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    rows = Plan.objects.select_for_update(no_key=True).filter(year=publication.year)
    list(rows.order_by("pk"))
    publication = Publication.objects.select_related("plan", "withdraws").get(
        pk=publication.pk
    )
    _check_publishable(publication, seen_sequence=seen_sequence, at=at)
    _freeze(publication, person_id=person_id, at=at)
    _record(
        publication,
        "published",
        person_id=person_id,
        at=at,
        number=publication.number,
        stamp=publication.stamp,
        digest=publication.digest,
        withdraws=publication.withdraws_id,
    )
    request_files(publication=publication, person_id=person_id, at=at)
    receipt.response = {"publication": publication.pk}
    receipt.save(update_fields=["response"])
    return publication


def _check_publishable(
    publication: Publication, *, seen_sequence: int, at: datetime
) -> None:
    problem = None
    if publication.is_published:
        problem = PublicationProblem.NO_DRAFT
    elif publication.as_of_sequence != seen_sequence:
        problem = PublicationProblem.CHANGED_MEANWHILE
    elif publication.as_of_at > at:
        problem = PublicationProblem.NOT_YET
    elif is_disputed(plan_id=publication.plan_id):
        problem = PublicationProblem.DISPUTED
    elif rest_of(plan_id=publication.plan_id) is None:
        problem = PublicationProblem.UNSUMMED
    if problem is not None:
        raise PublicationRefusedError(problem)


def _freeze(publication: Publication, *, person_id: int, at: datetime) -> None:
    figures = frozen_figures(
        plan=publication.plan, as_of=as_of_publication(publication)
    )
    of_year = Publication.objects.filter(year=publication.year)
    last = of_year.aggregate(last=Max("number"))["last"]
    publication.number = (last or 0) + 1
    made = seal_of(publication, figures, number=publication.number)
    publication.figures, publication.schema = figures, SCHEMA
    publication.digest, publication.seal = made.digest, made.seal
    publication.stamp = made.stamp
    publication.template = newest_template()
    publication.state = PublicationState.PUBLISHED
    publication.published_by_id, publication.published_at = person_id, at
    publication.save()


def _record(
    publication: Publication,
    what: str,
    *,
    person_id: int,
    at: datetime,
    **detail: str | int | None,
) -> None:
    happening = Happening(
        action=f"publication.{what}",
        subject=f"publication:{publication.pk}",
        detail={
            "plan": publication.plan_id,
            "as_of_sequence": publication.as_of_sequence,
            **detail,
        },
    )
    record(happenings=[happening], person_id=person_id, at=at)
