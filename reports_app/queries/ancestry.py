"""What one figure is made of: unions, their periods, postings, people and files."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from progress_app.models import Entry, Evidence, Posting, RollupMark
from progress_app.queries.as_of import AsOf
from progress_app.queries.positions import cells_by_union
from progress_app.rules.rollup import Position, combine
from reports_app.queries.ledger.files import files_of
from reports_app.queries.ledger.postings import POSTING_PARTS
from reports_app.queries.standing import (
    Frame,
    Positions,
    frame_of,
    positions_for,
    stored_positions,
)
from reports_app.rules.ancestry import Making, is_same_figure, making
from targets_app.models import ReportingPeriod, Target
from unions_app.models import Union
from unions_app.rules import Access

MOST_POSTINGS = 3000
"""How many postings a page unfolds; beyond, each union's own page does."""


@dataclass(frozen=True, slots=True)
class Step:
    """A posting in force of one period; ``counts`` is whether it is in the figure."""

    posting: Posting
    counts: bool
    files: tuple[Evidence, ...]
    can_read_entry: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What a union adds: as told, and as its postings come to.

    ``is_node``: what the union of the page reports itself, beside those below it.
    ``made`` is None where the union has others below it, or there are too many
    postings to unfold: its own page tells.
    """

    union: Union
    position: Position
    is_node: bool = False
    has_children: bool = False
    made: Making | None = None
    steps: tuple[Step, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether its postings come to what is told of it, where that is known."""
        return self.made is None or is_same_figure(self.made.position, self.position)


@dataclass(frozen=True, slots=True)
class Ancestry:
    """One figure taken apart. ``summed`` is what the parts add up to.

    ``is_waiting``: accepted figures of the target are still to be added to stored sums.
    """

    target: Target
    union: Union
    period: ReportingPeriod
    frame: Frame
    told: Position
    parts: tuple[Part, ...]
    summed: Position
    is_waiting: bool
    is_cut: bool

    @property
    def adds_up(self) -> bool:
        """Whether the parts are exactly the figure."""
        return is_same_figure(self.told, self.summed)

    @property
    def is_sound(self) -> bool:
        """Whether that holds for every part and its postings too."""
        return self.adds_up and all(part.is_sound for part in self.parts)


def ancestry_of(
    access: Access,
    *,
    target: Target,
    union: Union,
    period: ReportingPeriod,
    as_of: AsOf,
) -> Ancestry:
    """Take apart the figure of a union at a period's end, as told at a moment.

    Cost: eight queries; ten at a past moment, one more for a level.
    """
    frame = frame_of(plan=target.plan, as_of=as_of, targets=[target])
    [told_target] = frame.targets
    below = [each for each in frame.unions.values() if each.parent_id == union.pk]
    parents = {each.parent_id for each in frame.unions.values()}
    positions = _positions(frame, period, [union, *below])
    leaves = [each for each in below if each.pk not in parents]
    postings = _postings(told_target, [union, *leaves], period, as_of)
    is_cut = len(postings) > MOST_POSTINGS
    unfold = _Unfolding(access, frame, period, [] if is_cut else postings)
    parts = [
        Part(
            union=each,
            position=position or Position(),
            has_children=each.pk in parents,
            made=None if is_cut or each.pk in parents else unfold.made(each),
            steps=steps,
        )
        for each in below
        for position in [positions.get((target.pk, each.pk, period.pk))]
        for steps in [unfold.steps(each)]
        if position is not None or steps
    ]
    told = positions.get((target.pk, union.pk, period.pk), Position())
    own = _own(union, told, unfold, is_cut=is_cut, is_leaf=not below)
    parts = [*own, *parts]
    return Ancestry(
        target=told_target,
        union=union,
        period=period,
        frame=frame,
        told=told,
        parts=tuple(parts),
        summed=combine([part.position for part in parts], own_quota=None),
        is_waiting=not as_of.is_past
        and RollupMark.objects.filter(target=target).exists(),
        is_cut=is_cut,
    )


def _positions(
    frame: Frame, period: ReportingPeriod, unions: Iterable[Union]
) -> Positions:
    """Return what is told of unions: stored sums now, the ledger's at a past moment."""
    if frame.as_of.is_past:
        return positions_for(frame, periods=[period])
    [target] = frame.targets
    chosen = [each.pk for each in unions]
    return stored_positions(Q(target=target, period=period, union__in=chosen))


def _own(
    union: Union, told: Position, unfold: "_Unfolding", *, is_cut: bool, is_leaf: bool
) -> list[Part]:
    """Return what the page's union reports itself, where it does.

    No stored sum holds it apart from those below: the ledger says it.
    """
    if is_leaf and is_cut:
        return [Part(union=union, position=told, is_node=True)]
    made, steps = unfold.made(union), unfold.steps(union)
    if not steps and not is_leaf:
        return []
    return [
        Part(union=union, position=made.position, is_node=True, made=made, steps=steps)
    ]


def _postings(
    target: Target, unions: Iterable[Union], period: ReportingPeriod, as_of: AsOf
) -> list[Posting]:
    rows = Posting.objects.filter(
        target=target, union__in=[each.pk for each in unions]
    ).filter(period__number__lte=period.number)
    rows = rows.in_force(as_of.sequence).select_related(*POSTING_PARTS)
    return list(rows.order_by("period__number")[: MOST_POSTINGS + 1])


class _Unfolding:
    """Postings by union, with what belongs to them. Cost: two queries."""

    def __init__(
        self,
        access: Access,
        frame: Frame,
        period: ReportingPeriod,
        postings: Sequence[Posting],
    ) -> None:
        [self._target] = frame.targets
        self._periods = list(frame.now.periods)
        self._index = {each.pk: i for i, each in enumerate(self._periods)}
        self._at_index = self._index[period.pk]
        self._cells = cells_by_union(postings, self._periods)
        self._by_union: dict[int, list[Posting]] = defaultdict(list)
        for posting in postings:
            self._by_union[posting.union_id].append(posting)
        entries = [posting.entry_id for posting in postings]
        readable = Entry.objects.visible_to(access).filter(pk__in=entries)
        self._readable = set(readable.values_list("pk", flat=True))
        self._files = files_of(access, postings)

    def made(self, union: Union) -> Making:
        """Return what a union's own postings come to."""
        return making(
            kind=self._target.kind,
            cells=self._cells.get(union.pk, {}),
            at_index=self._at_index,
            carry_forward_periods=self._target.carry_forward_periods,
        )

    def steps(self, union: Union) -> tuple[Step, ...]:
        """Return a union's own postings in force, by period."""
        counted = self.made(union).counted
        return tuple(
            Step(
                posting=posting,
                counts=self._index[posting.period_id] in counted,
                files=self._files[posting.pk],
                can_read_entry=posting.entry_id in self._readable,
            )
            for posting in self._by_union.get(union.pk, ())
        )
