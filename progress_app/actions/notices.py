"""Telling a union's reporters what became of their return."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from progress_app.enums import Decision, EntryState
from progress_app.models import Entry, Review, Submission
from unionplan.lib.dates import local_date
from unions_app.actions import News, in_every_language, notify
from unions_app.enums import NoticeKind
from unions_app.models import Person
from unions_app.queries import reporters_of


def tell_returned(*, submission: Submission, by_person_id: int, at: datetime) -> None:
    """Tell what of a return came back, by whom and why; one notice for all of it.

    In the caller's transaction, as is ``tell_accepted``. Cost: three queries.
    """
    latest = Review.objects.filter(entry=OuterRef("pk"), decision=Decision.RETURNED)
    returned = list(
        Entry.objects.filter(submission=submission, state=EntryState.RETURNED)
        .select_related("target")
        .annotate(by=Subquery(latest.order_by("-pk").values("reviewer__name")[:1]))
        .order_by("target__position")
    )
    people = reporters_of([submission.union_id], on=local_date(at))
    news = News(
        kind=NoticeKind.RETURNED,
        subject=f"submission:{submission.pk}",
        person_ids=_others(people[submission.union_id], by_person_id),
        texts=_returned_texts(submission, returned),
    )
    notify(news=[news], at=at)


def _others(people: Collection[Person], person_id: int) -> list[int]:
    """Leave out who did it: a department's officer may report for it as well."""
    return [person.pk for person in people if person.pk != person_id]


def _returned_texts(
    submission: Submission, returned: Sequence[Entry]
) -> Mapping[str, Mapping[str, str]]:
    def told() -> tuple[str, str]:
        title = ngettext(
            "%(union)s · %(period)s：%(number)d 项被退回",
            "%(union)s · %(period)s：%(number)d 项被退回",
            len(returned),
        ) % _named(submission, len(returned))
        lines = [
            _("%(target)s：%(reason)s（%(reviewer)s）")
            % {
                "target": entry.target,
                "reason": entry.return_reason,
                "reviewer": entry.by,  # type: ignore[attr-defined]
            }
            for entry in returned
        ]
        return title, "\n".join(lines)

    return in_every_language(told)


def tell_accepted(*, submission_ids: Collection[int], at: datetime) -> None:
    """Tell of the returns among some that all of it has been accepted.

    Call it where acceptances take turns, behind the ledger's head: of two departments
    that accept the last lines at once, the second sees the first's. Cost: three
    queries, one when none is complete.
    """
    complete = list(_complete(submission_ids))
    if not complete:
        return
    unions = {submission.union_id for submission in complete}
    people = reporters_of(unions, on=local_date(at))
    news = [
        News(
            kind=NoticeKind.ACCEPTED,
            subject=f"submission:{submission.pk}",
            person_ids=[person.pk for person in people[submission.union_id]],
            texts=_accepted_texts(submission),
        )
        for submission in complete
    ]
    notify(news=news, at=at)


def _complete(submission_ids: Collection[int]) -> QuerySet[Submission]:
    lines = Entry.objects.filter(submission=OuterRef("pk"))
    rows = Submission.objects.filter(pk__in=submission_ids)
    return rows.exclude(
        Exists(lines.exclude(state=EntryState.ACCEPTED))
    ).select_related("union", "period")


def _accepted_texts(submission: Submission) -> Mapping[str, Mapping[str, str]]:
    def told() -> tuple[str, str]:
        names = _named(submission, 0)
        title = _("%(union)s · %(period)s：全部通过") % names
        return title, _("各项都已通过审核，计入全市汇总。")

    return in_every_language(told)


def _named(submission: Submission, number: int) -> dict[str, object]:
    return {
        "union": submission.union,
        "period": submission.period,
        "number": number,
    }
