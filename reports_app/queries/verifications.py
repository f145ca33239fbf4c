"""Verifications: who may read which, and one with everything its page tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models.query import QuerySet

from reports_app.enums import Alteration
from reports_app.models import Export, Verification
from reports_app.queries.bridges import Bridge
from reports_app.queries.exports import exports_for
from reports_app.queries.today import Subject, Today, subjects_of
from reports_app.rules.verifying.difference import Difference
from unions_app.models import AuditEvent
from unions_app.rules import Access

PARTS = ("verified_by", "export__plan", "export__requested_by", "export__publication")


def verifications_for(access: Access) -> QuerySet[Verification]:
    """Return the verifications a person may read, newest first."""
    return Verification.objects.visible_to(access).select_related(*PARTS)


def verification_for(access: Access, pk: UUID) -> Verification:
    """Return a verification. Errors: Verification.DoesNotExist."""
    return verifications_for(access).get(pk=pk)


@dataclass(frozen=True, slots=True)
class Line:
    """A difference, and which figure of the ledger it is about; None for none.

    ``bridge`` is how the city's figure differs today, None where it does not.
    """

    difference: Difference
    subject: Subject | None
    bridge: Bridge | None = None

    @property
    def is_of_the_city(self) -> bool:
        """Whether it is about a target's figure of the whole city."""
        return bool(self.subject and self.subject.target and not self.subject.union)


@dataclass(frozen=True, slots=True)
class VerificationPage:
    """A verification as its page tells it.

    ``counts`` are differences by kind. ``is_anchored``: the audit trail holds the same
    hash for the original. ``can_fetch``: the reader may download the original.
    """

    verification: Verification
    lines: tuple[Line, ...]
    counts: tuple[tuple[Alteration, int], ...]
    is_anchored: bool
    can_fetch: bool
    today: Today | None

    @property
    def not_shown(self) -> int:
        """How many differences were only counted."""
        return self.verification.difference_count - len(self.lines)


def verification_page(
    access: Access, verification: Verification, *, today: Today | None
) -> VerificationPage:
    """Return everything that the page of a verification tells. Cost: five queries."""
    export = verification.export
    differences = [Difference.from_json(each) for each in verification.differences]
    return VerificationPage(
        verification=verification,
        lines=tuple(_lines(export, differences, today)),
        counts=tuple(
            (Alteration(kind), verification.counts[kind])
            for kind in Alteration.values
            if kind in verification.counts
        ),
        is_anchored=export is not None and is_anchored(export),
        can_fetch=export is not None
        and exports_for(access).filter(pk=export.pk).exists(),
        today=today,
    )


def is_anchored(export: Export) -> bool:
    """Return whether the sealed audit trail holds the hash that an export's row has."""
    events = AuditEvent.objects.filter(
        action="export.finished", subject=f"export:{export.pk}"
    )
    hashes = [
        detail.get("sha256") for detail in events.values_list("detail", flat=True)
    ]
    return export.sha256 in hashes


def _lines(
    export: Export | None, differences: Sequence[Difference], today: Today | None
) -> Iterator[Line]:
    subjects = subjects_of(export, differences) if export else {}
    bridges = today.by_target if today else {}
    for each in differences:
        line = Line(each, subjects.get((each.key, each.column)))
        if line.is_of_the_city and line.subject and line.subject.target:
            line = replace(line, bridge=bridges.get(line.subject.target.pk))
        yield line
