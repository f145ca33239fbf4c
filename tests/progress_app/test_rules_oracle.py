"""The roll-up against the oracle: random small worlds, random orders of arrival."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from progress_app.enums import Presence, Stage
from progress_app.queries.positions import Grounds, all_positions
from progress_app.rules.figures import Figure
from progress_app.rules.rollup import Cell
from targets_app.enums import Source, TargetKind
from targets_app.models import ReportingPeriod, Target
from tests.progress_app import oracle
from unions_app.enums import UnionKind
from unions_app.models import Union

CITY, LEAD, OUTSIDER = 1, 2, 3
PARENTS = {CITY: None, LEAD: CITY, OUTSIDER: CITY, 4: CITY, 5: CITY, 6: 4, 7: 4, 8: 7}
"""A city; its lead department, which may owe, and another, which never does; two
districts, of which one has unions below it, two levels deep."""
DISTRICTS = (4, 5, 6, 7, 8)
ENDS = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]
DAYS = [date(2024, 1, 1), *ENDS, date(2024, 2, 28), date(2024, 3, 1)]


def figures(kind):
    small = st.integers(0, 30).map(Decimal)
    if kind == TargetKind.RATIO:
        values = st.tuples(small, small).map(
            lambda pair: Figure(
                Presence.VALUE, numerator=min(pair), denominator=max(pair)
            )
        )
    elif kind == TargetKind.MILESTONE:
        values = st.sampled_from(Stage.values).map(
            lambda stage: Figure(Presence.VALUE, stage=stage)
        )
    else:
        values = small.map(lambda number: Figure(Presence.VALUE, quantity=number))
    return st.one_of(values, values, st.just(Figure(Presence.NOT_APPLICABLE)))


@st.composite
def unions(draw):
    """Return unions by id; some open late, some close early."""
    found = {}
    for pk, parent in PARENTS.items():
        opened, closed = draw(st.none() | st.sampled_from(DAYS)), None
        if draw(st.integers(0, 3)) == 0:
            closed = draw(st.sampled_from(DAYS))
        kind = UnionKind.TERRITORIAL if pk in DISTRICTS else UnionKind.DEPARTMENT
        found[pk] = Union(
            pk=pk,
            parent_id=parent,
            kind=UnionKind.MUNICIPAL if pk == CITY else kind,
            opened_on=opened,
            closed_on=closed,
        )
    return found


@st.composite
def grounds(draw):
    target = Target(
        kind=draw(st.sampled_from(TargetKind)),
        source=draw(st.sampled_from(Source)),
        lead_department_id=LEAD,
        carry_forward_periods=draw(st.integers(0, 3)),
    )
    dated = st.dictionaries(st.sampled_from(DAYS), st.integers(0, 9).map(Decimal))
    quotas = draw(st.dictionaries(st.sampled_from(list(PARENTS)), dated, max_size=3))
    return Grounds(
        target=target,
        periods=[ReportingPeriod(number=n, ends_on=day) for n, day in enumerate(ENDS)],
        unions=draw(unions()),
        children={
            pk: [child for child, parent in PARENTS.items() if parent == pk]
            for pk in PARENTS
        },
        order=sorted(PARENTS, reverse=True),
        quotas={pk: sorted(rows.items()) for pk, rows in quotas.items()},
    )


@st.composite
def histories(draw, kind):
    """Return postings in order of arrival; later ones correct earlier ones."""
    cells = st.tuples(
        st.sampled_from(list(PARENTS)), st.integers(0, len(ENDS) - 1), figures(kind)
    )
    return [
        oracle.Told(sequence, *cell)
        for sequence, cell in enumerate(draw(st.lists(cells, max_size=12)), 1)
    ]


def is_expected(ground, union, day):
    source = ground.target.source
    is_own = union.pk == LEAD and source in ("municipal", "both")
    is_district = union.pk in DISTRICTS and source in ("districts", "both")
    starts, ends = union.opened_on or date.min, union.closed_on or date.max
    return (is_own or is_district) and starts <= day <= ends


def world_of(ground):
    """Return the same grounds as the oracle understands them."""

    def share(pk, day):
        known = [q for since, q in ground.quotas.get(pk, ()) if since <= day]
        return known[-1] if known else None

    return oracle.World(
        kind=str(ground.target.kind),
        limit=ground.target.carry_forward_periods,
        periods=len(ENDS),
        parents=PARENTS,
        expected={
            pk: [is_expected(ground, union, day) for day in ENDS]
            for pk, union in ground.unions.items()
        },
        quotas={pk: [share(pk, day) for day in ENDS] for pk in ground.quotas},
    )


def cells_of(history):
    cells = {}
    for told in history:
        cell = Cell(figure=told.figure, sequence=told.sequence)
        cells.setdefault(told.union, {})[told.period] = cell
    return cells


@settings(max_examples=700, deadline=None)
@given(data=st.data(), ground=grounds())
def test_every_position_is_what_the_oracle_says(data, ground):
    history = data.draw(histories(ground.target.kind))

    found = all_positions(ground, cells_of(history))

    assert found == oracle.all_positions(world_of(ground), history)


@settings(max_examples=200, deadline=None)
@given(data=st.data(), ground=grounds())
def test_coverage_never_passes_a_hundred_percent(data, ground):
    history = data.draw(histories(ground.target.kind))

    found = all_positions(ground, cells_of(history))

    assert all(p.units_reported <= p.units_expected for p in found.values())
