"""What the ledger says today of what a workbook told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from progress_app.models import Posting
from progress_app.queries.as_of import AsOf
from reports_app.enums import Cause
from reports_app.models import Export
from reports_app.queries.bridges import Bridge, bridges_of
from reports_app.queries.exports import as_of_export
from reports_app.rules.verifying.difference import Difference
from targets_app.models import Target
from unions_app.models import Union
from unions_app.queries import municipal_federation

MOST_SEQUENCE = 18
"""Digits of a posting's sequence."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Which figure a difference is about: a target at a union, or a posting."""

    target: Target | None = None
    union: Union | None = None
    posting: Posting | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """How the city's figures differ now from what a workbook told, and why.

    ``corrected`` are those of which a part is a correction.
    """

    before: AsOf
    bridges: tuple[Bridge, ...]

    @property
    def corrected(self) -> tuple[Bridge, ...]:
        """The figures that a correction changed since."""
        return tuple(
            bridge
            for bridge in self.bridges
            if any(part.cause == Cause.CORRECTION for part in bridge.parts)
        )

    @property
    def by_target(self) -> dict[int, Bridge]:
        """The figures that differ, by target id."""
        return {bridge.target.pk: bridge for bridge in self.bridges}


def today_of(export: Export, *, now: AsOf) -> Today:
    """Return how the ledger differs now. Cost: as ``bridges_of``, and one query."""
    before = as_of_export(export)
    bridges = bridges_of(
        plan=export.plan, union=municipal_federation(), before=before, after=now
    )
    return Today(before=before, bridges=bridges)


def subjects_of(
    export: Export, differences: Iterable[Difference]
) -> Mapping[tuple[str, str], Subject]:
    """Return what differences are about, by row key and column. Cost: three queries."""
    asked = {(each.key, each.column) for each in differences if each.key}
    codes = {key for key, _column in asked}
    targets = {
        target.code: target
        for target in Target.objects.filter(plan=export.plan_id, code__in=codes)
    }
    numbers = {int(key) for key in codes if _is_sequence(key)}
    postings = Posting.objects.filter(
        target__plan=export.plan_id,
        sequence__in=numbers,
        sequence__lte=export.as_of_sequence,
    ).in_bulk(field_name="sequence")
    unions = {
        union.short_name: union
        for union in Union.objects.filter(short_name__in={c for _key, c in asked})
    }
    found = {}
    for key, column in asked:
        if key in targets:
            found[key, column] = Subject(targets[key], unions.get(column))
        elif _is_sequence(key) and int(key) in postings:
            found[key, column] = Subject(posting=postings[int(key)])
    return found


def _is_sequence(key: str) -> bool:
    return key.isascii() and key.isdecimal() and len(key) <= MOST_SEQUENCE
