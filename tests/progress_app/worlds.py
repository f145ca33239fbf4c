"""Small worlds in the database: a deep tree, six months, any target, any history.

Everything of one example is rolled back after it: postings need no entries then,
because references are checked at the commit that never comes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from progress_app.enums import Presence, Stage
from progress_app.models import Posting, Rollup, RollupMark
from progress_app.queries.positions import position_of
from progress_app.rules.figures import Figure
from progress_app.rules.rollup import Position
from targets_app.enums import Comparator, PeriodKind, Source, Strength, TargetKind, Unit
from targets_app.models import Quota, ReportingPeriod, Target
from tasks_app.models import Measure, Plan
from tests import factories
from tests.people import NOW
from tests.progress_app import oracle
from unions_app.enums import UnionKind
from unions_app.models import Person, Union

CITY, LEAD = "city", "lead"
PARENTS = {
    CITY: None,
    LEAD: CITY,
    "office": CITY,
    "works": CITY,
    "a": CITY,
    "b": CITY,
    "a1": "a",
    "a2": "a",
    "a21": "a2",
    "a211": "a21",
}
"""A department that leads and may owe, one that never does, an industrial union, and
two districts: of one, unions three levels below."""
KINDS = {LEAD: UnionKind.DEPARTMENT, "office": UnionKind.DEPARTMENT} | {
    "works": UnionKind.INDUSTRIAL
}
YEAR, MONTHS = 2031, range(1, 7)
ENDS = [date(YEAR, n + 1, 1) - timedelta(days=1) for n in MONTHS]
DAYS = [date(YEAR, 1, 1), ENDS[1], ENDS[1] + timedelta(days=1), *ENDS[2:4], ENDS[-1]]


@dataclass(frozen=True)
class Tree:
    """What all examples share: ids of unions by name, of periods by index."""

    plan: Plan
    unions: Mapping[str, int]
    periods: Sequence[int]


def make_tree() -> Tree:
    """Hang the tree below the city; nobody else there owes anything."""
    Union.objects.exclude(kind=UnionKind.MUNICIPAL).update(kind=UnionKind.DEPARTMENT)
    unions = {CITY: factories.union_called("市总工会").pk}
    for name, parent in PARENTS.items():
        if parent is not None:
            kind = KINDS.get(name, UnionKind.TERRITORIAL)
            unions[name] = Union.objects.create(
                name=name, short_name=name, kind=kind, parent_id=unions[parent]
            ).pk
    plan = Plan.objects.get()
    plan.pk, plan.year = None, YEAR
    plan.save(force_insert=True)
    periods = [
        ReportingPeriod.objects.create(
            plan=plan,
            kind=PeriodKind.MONTH,
            number=number,
            starts_on=day.replace(day=1),
            ends_on=day,
            opens_on=day,
            due_on=day,
            locks_on=day,
        ).pk
        for number, day in zip(MONTHS, ENDS, strict=True)
    ]
    Person.objects.create_user("ledger")
    return Tree(plan, unions, periods)


@dataclass(frozen=True)
class Ground:
    """What a target's sums rest on beside its postings, by names of unions."""

    kind: str
    source: str = Source.DISTRICTS
    territorial_only: bool = False
    limit: int = 2
    opened: Mapping[str, date] = field(default_factory=dict)
    closed: Mapping[str, date] = field(default_factory=dict)
    quotas: Mapping[str, Mapping[date, Decimal]] = field(default_factory=dict)

    def is_expected(self, name: str, day: date) -> bool:
        """Return whether a union owes a figure on a day, in the plainest words."""
        if name == LEAD:
            is_owing = self.source in ("municipal", "both")
        elif name in (CITY, "office") or self.source == "municipal":
            is_owing = False
        else:
            is_owing = name != "works" or not self.territorial_only
        begins = self.opened.get(name, date.min)
        return is_owing and begins <= day <= self.closed.get(name, date.max)

    def quota(self, name: str, day: date) -> Decimal | None:
        """Return a union's own share on a day."""
        known = [on for on in self.quotas.get(name, {}) if on <= day]
        return self.quotas[name][max(known)] if known else None

    def world(self) -> oracle.World:
        """Return the same as the oracle understands it."""
        place = {name: i for i, name in enumerate(PARENTS)}
        return oracle.World(
            kind=str(self.kind),
            limit=self.limit,
            periods=len(ENDS),
            parents={
                place[name]: None if parent is None else place[parent]
                for name, parent in PARENTS.items()
            },
            expected={
                place[name]: [self.is_expected(name, day) for day in ENDS]
                for name in PARENTS
            },
            quotas={
                place[name]: [self.quota(name, day) for day in ENDS]
                for name in self.quotas
            },
        )


small = st.integers(0, 30).map(Decimal)
exact = st.decimals(0, 10**8, places=4, allow_nan=False, allow_infinity=False)
amounts = small | exact


def figures(kind: str) -> st.SearchStrategy[Figure]:
    """Return figures of a kind; one in three says "not applicable"."""
    if kind == TargetKind.RATIO:
        values = st.tuples(amounts, amounts).map(
            lambda pair: Figure(
                Presence.VALUE, numerator=min(pair), denominator=max(pair)
            )
        )
    elif kind == TargetKind.MILESTONE:
        values = st.sampled_from(Stage.values).map(
            lambda stage: Figure(Presence.VALUE, stage=stage)
        )
    else:
        values = amounts.map(lambda number: Figure(Presence.VALUE, quantity=number))
    return st.one_of(values, values, st.just(Figure(Presence.NOT_APPLICABLE)))


names = st.sampled_from(list(PARENTS))
places = st.integers(0, len(ENDS) - 1)
days = st.sampled_from(DAYS)


@st.composite
def grounds(draw, kinds=tuple(TargetKind)):
    """Return grounds: unions open late or close early, shares change in mid-year."""
    opened = draw(st.dictionaries(names, days, max_size=3))
    closed = draw(st.dictionaries(names, days, max_size=3))
    return Ground(
        kind=draw(st.sampled_from(kinds)),
        source=draw(st.sampled_from(Source)),
        territorial_only=draw(st.booleans()),
        limit=draw(st.integers(0, 3)),
        opened=opened,
        closed={name: max(day, opened.get(name, day)) for name, day in closed.items()},
        quotas=draw(
            st.dictionaries(
                names, st.dictionaries(days, amounts, min_size=1), max_size=4
            )
        ),
    )


def make_target(tree: Tree, ground: Ground, *, position: int = 1) -> Target:
    """Make a target on its grounds, in the database."""
    is_ratio = ground.kind == TargetKind.RATIO
    target = Target.objects.create(
        plan=tree.plan,
        measure=Measure.objects.first(),
        position=position,
        code=str(position),
        name=str(position),
        quote="-",
        kind=ground.kind,
        unit=Unit.PERCENT if is_ratio else Unit.NONE,
        amount=None if ground.kind == TargetKind.MILESTONE else Decimal(90),
        comparator=Comparator.PLANNED,
        strength=Strength.FIRM,
        source=ground.source,
        territorial_only=ground.territorial_only,
        lead_department_id=tree.unions[LEAD],
        numerator_name="-" if is_ratio else "",
        denominator_name="-" if is_ratio else "",
        carry_forward_periods=ground.limit,
    )
    lay_ground(tree, target, ground)
    return target


def lay_ground(tree: Tree, target: Target, ground: Ground) -> None:
    """Write the unions' dates and the target's shares as the ground says."""
    for name, pk in tree.unions.items():
        Union.objects.filter(pk=pk).update(
            opened_on=ground.opened.get(name), closed_on=ground.closed.get(name)
        )
    Quota.objects.filter(target=target).delete()
    Quota.objects.bulk_create(
        Quota(target=target, union_id=tree.unions[name], amount=amount, effective_on=on)
        for name, shares in ground.quotas.items()
        for on, amount in shares.items()
    )


def append(tree: Tree, target: Target, name: str, place: int, figure: Figure) -> int:
    """Post a figure, whoever stands in its cell already; return its sequence."""
    cell = {
        "target": target,
        "union_id": tree.unions[name],
        "period_id": tree.periods[place],
    }
    standing = Posting.objects.filter(**cell).order_by("-sequence").first()
    newest = Posting.objects.order_by("-sequence").first()
    sequence = newest.sequence + 1 if newest else 1
    Posting.objects.create(
        sequence=sequence,
        recorded_at=NOW,
        link=str(sequence),
        presence=figure.presence,
        quantity=figure.quantity,
        numerator=figure.numerator,
        denominator=figure.denominator,
        stage=figure.stage,
        entry_id=sequence,
        review_id=sequence,
        supersedes=standing,
        recorded_by=Person.objects.get(username="ledger"),
        **cell,
    )
    cell["from_period_id"] = cell.pop("period_id")
    RollupMark.objects.create(marked_at=NOW, **cell)
    return sequence


Key = tuple[str, int]
"""A union's name and a period's index."""


def stored(tree: Tree, target: Target) -> dict[Key, Position]:
    """Return what is stored for a target: all of it, whoever it is of."""
    named = {pk: name for name, pk in tree.unions.items()}
    return {
        (
            named.get(row.union_id, f"stranger {row.union_id}"),
            tree.periods.index(row.period_id),
        ): position_of(row)
        for row in Rollup.objects.filter(target=target)
    }


def told(ground: Ground, history: Sequence[oracle.Told]) -> dict[Key, Position]:
    """Return what the oracle says."""
    found = oracle.all_positions(ground.world(), history)
    named = list(PARENTS)
    return {(named[place], period): p for (place, period), p in found.items()}


def as_told(sequence: int, name: str, place: int, figure: Figure) -> oracle.Told:
    """Return a posting as the oracle understands it."""
    return oracle.Told(sequence, list(PARENTS).index(name), place, figure)
