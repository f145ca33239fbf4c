"""Which figures rest on a correction (更正): a posting that superseded another."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from progress_app.models import Correction, Posting
from reports_app.queries.standing import Frame
from targets_app.enums import TargetKind
from targets_app.models import Target
from unions_app.models import Union


@dataclass(frozen=True, slots=True)
class Corrected:
    """How many corrected cells the figures of a moment rest on.

    By target and union id, by target and period id, and by target id.
    """

    by_union: Mapping[tuple[int, int], int] = field(default_factory=dict)
    by_period: Mapping[tuple[int, int], int] = field(default_factory=dict)
    by_target: Mapping[int, int] = field(default_factory=dict)


def corrected_in(
    frame: Frame, *, targets: Iterable[Target], union: Union | None = None
) -> Corrected:
    """Return the corrected cells behind targets' figures, of one union or of all.

    A sum rests on every period up to the one shown, a level on each union's latest
    word only. Cost: one query; none before the first period.
    """
    display = frame.now.display
    if display is None:
        return Corrected()
    known = Posting.objects.as_of(frame.as_of.sequence).filter(
        period__number__lte=display.number
    )
    newer = known.filter(
        target=OuterRef("target"),
        union=OuterRef("union"),
        period__number__gt=OuterRef("period__number"),
    )
    cells = known.filter(
        Q(target__kind=TargetKind.FLOW) | ~Exists(newer),
        target__in=list(targets),
        supersedes__isnull=False,
    ).in_force(frame.as_of.sequence)
    if union is not None:
        cells = cells.filter(union=union)
    rows = list(cells.order_by().values_list("target_id", "union_id", "period_id"))
    return Corrected(
        by_union=Counter((target, union_id) for target, union_id, _period in rows),
        by_period=Counter((target, period) for target, _union_id, period in rows),
        by_target=Counter(target for target, _union_id, _period in rows),
    )


@dataclass(frozen=True, slots=True)
class UnionCorrections:
    """A union's corrections: the latest postings, how many, and how many wait."""

    latest: tuple[Posting, ...]
    total: int
    waiting: int


def corrections_of(frame: Frame, union: Union, *, limit: int) -> UnionCorrections:
    """Return a union's corrections by a moment, newest first. Cost: three queries."""
    as_of = frame.as_of
    postings = Posting.objects.as_of(as_of.sequence).filter(
        union=union, target__plan=frame.plan, supersedes__isnull=False
    )
    rows = postings.select_related(
        "target", "period", "supersedes", "review__reviewer", "correction__proposed_by"
    )
    undecided = Q(decided_at__isnull=True) | Q(decided_at__gt=as_of.at)
    proposed = Correction.objects.filter(
        undecided,
        entry__submission__union=union,
        entry__target__plan=frame.plan,
        proposed_at__lte=as_of.at,
    )
    return UnionCorrections(
        latest=tuple(rows.order_by("-sequence")[:limit]),
        total=postings.count(),
        waiting=proposed.count(),
    )
