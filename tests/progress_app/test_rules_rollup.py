"""How accepted figures add up over periods and over unions."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_app.enums import Presence, Stage
from progress_app.rules.figures import Figure
from progress_app.rules.lights import achieved_share
from progress_app.rules.rollup import (
    Cell,
    Duty,
    Position,
    add,
    combine,
    own_positions,
)
from targets_app.enums import TargetKind

FLOW, STOCK, RATIO, MILESTONE = TargetKind
ABSENT = Figure(presence=Presence.NOT_APPLICABLE)


def value(quantity=None, *, of=None, stage=""):
    """Return a quantity, a ratio (``value(80, of=100)``) or a stage."""
    number = None if quantity is None else Decimal(quantity)
    if of is not None:
        return Figure(Presence.VALUE, numerator=number, denominator=Decimal(of))
    return Figure(Presence.VALUE, quantity=number, stage=stage)


def told(kind, figures, *, limit=2, duties=None):
    """Return a union's positions; ``figures`` are by period, None for no report."""
    cells = {
        index: Cell(figure=figure, sequence=index + 1)
        for index, figure in enumerate(figures)
        if figure is not None
    }
    return own_positions(
        kind=kind,
        cells=cells,
        duties=duties or [Duty(is_expected=True)] * len(figures),
        carry_forward_periods=limit,
    )


def quantities(positions):
    return [position.quantity for position in positions]


@pytest.mark.parametrize(
    ("figures", "cumulative"),
    [
        ([value(3), value(4), value(5)], [3, 7, 12]),
        ([value(3), None, value(5)], [3, 3, 8]),
        ([None, value(4), None], [None, 4, 4]),
        ([None, None, None], [None, None, None]),
        ([value(0), None, None], [0, 0, 0]),
        ([value(3), ABSENT, value(5)], [3, 3, 8]),
        ([ABSENT, None, value(5)], [0, 0, 5]),
    ],
)
def test_a_flow_is_the_sum_of_its_periods(figures, cumulative):
    assert quantities(told(FLOW, figures)) == cumulative


@pytest.mark.parametrize(
    ("figures", "limit", "known", "stale"),
    [
        ([value(9), value(4), value(5)], 2, [9, 4, 5], [0, 0, 0]),
        ([value(9), None, None, None], 2, [9, 9, 9, None], [0, 1, 1, 0]),
        ([value(9), None, value(8)], 0, [9, None, 8], [0, 0, 0]),
        ([None, value(9), None], 1, [None, 9, 9], [0, 0, 1]),
        ([value(0), None], 1, [0, 0], [0, 1]),
        # "Not applicable" is the latest word: nothing is carried over it.
        ([value(9), ABSENT, None], 2, [9, None, None], [0, 0, 0]),
    ],
)
def test_a_stock_is_the_latest_known_value(figures, limit, known, stale):
    positions = told(STOCK, figures, limit=limit)

    assert quantities(positions) == known
    assert [position.units_stale for position in positions] == stale


def test_a_ratio_carries_both_counts_and_loses_both():
    positions = told(RATIO, [value(80, of=100), None, None], limit=1)

    counts = [(p.numerator, p.denominator, p.units_stale) for p in positions]
    assert counts == [(80, 100, 0), (80, 100, 1), (None, None, 0)]


def test_a_milestone_stays_where_it_is_until_something_else_is_said():
    done, under_way = value(stage=Stage.DONE), value(stage=Stage.UNDER_WAY)

    positions = told(MILESTONE, [under_way, None, None, None, done], limit=1)

    assert [p.under_way for p in positions] == [1, 1, 1, 1, 0]
    assert [p.done for p in positions] == [0, 0, 0, 0, 1]
    assert [p.units_stale for p in positions] == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_its_count(stage):
    (position,) = told(MILESTONE, [value(stage=stage)])

    assert getattr(position, stage) == 1
    assert (
        position.not_started + position.under_way + position.done + position.blocked
    ) == 1


@pytest.mark.parametrize(
    ("kind", "units"),
    [
        (FLOW, [0, 0, 0, 0]),
        (STOCK, [1, 1, 0, 0]),
        (RATIO, [1, 1, 0, 0]),
        (MILESTONE, [1, 1, 1, 1]),
    ],
)
def test_no_such_thing_stands_as_long_as_a_value_would(kind, units):
    positions = told(kind, [ABSENT, None, None, None], limit=1)

    assert [p.not_applicable for p in positions] == units
    assert [p.units_stale for p in positions] == [0, 0, 0, 0]


def test_reported_means_in_this_period_and_zero_and_not_applicable_count():
    positions = told(STOCK, [value(0), None, ABSENT, value(1)])

    assert [p.units_reported for p in positions] == [1, 0, 1, 1]
    assert [p.units_expected for p in positions] == [1, 1, 1, 1]


@pytest.mark.parametrize("kind", [FLOW, STOCK])
def test_a_closed_union_that_still_reports_does_not_lift_coverage(kind):
    duties = [Duty(is_expected=True), Duty(is_expected=False)]

    positions = told(kind, [value(1), value(2)], duties=duties)

    assert [p.units_expected for p in positions] == [1, 0]
    assert [p.units_reported for p in positions] == [1, 0]
    assert positions[1].quantity == (3 if kind == FLOW else 2)


def test_a_position_tells_the_share_in_force_and_the_last_posting():
    duties = [Duty(is_expected=True, quota=q) for q in (None, Decimal(5), Decimal(7))]

    positions = told(FLOW, [None, value(1), None], duties=duties)

    assert [p.quota for p in positions] == [None, 5, 7]
    assert [p.last_sequence for p in positions] == [0, 2, 2]


kinds = st.sampled_from(TargetKind)
small = st.integers(0, 50).map(Decimal)


def figures_of(kind):
    if kind == RATIO:
        counts = st.tuples(st.integers(0, 50), st.integers(0, 50))
        values = counts.map(lambda pair: value(min(pair), of=max(pair)))
    elif kind == MILESTONE:
        values = st.sampled_from(Stage).map(lambda stage: value(stage=stage))
    else:
        values = small.map(value)
    return st.one_of(st.none(), st.just(ABSENT), values)


@given(data=st.data(), kind=kinds, at=st.integers(0, 5))
def test_a_change_touches_no_figure_of_an_earlier_period(data, kind, at):
    figures = data.draw(st.lists(figures_of(kind), min_size=6, max_size=6))
    changed = list(figures)
    changed[at] = data.draw(figures_of(kind))

    assert told(kind, figures)[:at] == told(kind, changed)[:at]


@pytest.mark.parametrize("kind", TargetKind)
def test_no_report_at_all_is_never_a_zero(kind):
    positions = told(kind, [None] * 4)

    assert positions == [Position(units_expected=1)] * 4


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [(None, None, None), (None, 0, 0), (2, None, 2), (2, 3, 5), (0, None, 0)],
)
def test_adding_what_may_be_unknown(first, second, both):
    def number(given):
        return None if given is None else Decimal(given)

    assert add(number(first), number(second)) == number(both)


def position_with(**given):
    return Position(**{name: Decimal(number) for name, number in given.items()})


def test_a_citys_rate_is_made_of_counts_and_not_of_percentages():
    # 90 % of 10 and 10 % of 90: the mean says 50 %, the truth is 18 %.
    city = combine(
        [
            position_with(numerator=9, denominator=10),
            position_with(numerator=9, denominator=90),
        ],
        own_quota=None,
    )

    assert (city.numerator, city.denominator) == (18, 100)
    assert achieved_share(kind=RATIO, goal=Decimal(100), position=city) == Fraction(
        18, 100
    )


def test_units_at_zero_percent_stay_in_the_denominator():
    # 79.02 % was once shown as 90.00 %: the units at 0 % had been dropped.
    city = combine(
        [
            position_with(numerator=9000, denominator=10_000),
            position_with(numerator=0, denominator=1_390),
        ],
        own_quota=None,
    )

    assert (city.numerator, city.denominator) == (9000, 11_390)


def test_a_denominator_does_not_start_at_one():
    # 41 units at 1/1 once gave 97.62 %: their parent had begun with a 1 of its own.
    units = [position_with(numerator=1, denominator=1)] * 41

    city = combine([Position(), *units], own_quota=None)

    assert (city.numerator, city.denominator) == (41, 41)


def test_a_node_of_unknowns_knows_nothing():
    assert combine([Position(), Position()], own_quota=None) == Position()
    assert combine([], own_quota=None) == Position()


@pytest.mark.parametrize(
    ("own", "children", "quota"),
    [
        (None, [3, 4], 7),
        (10, [3, 4], 10),
        (0, [3, 4], 0),
        (None, [None, 4], 4),
        (None, [None, None], None),
    ],
)
def test_a_nodes_own_share_stands_for_the_sum_below_it(own, children, quota):
    def number(given):
        return None if given is None else Decimal(given)

    parts = [Position(quota=number(own))]
    parts += [Position(quota=number(child)) for child in children]

    assert combine(parts, own_quota=number(own)).quota == number(quota)


maybe = st.one_of(st.none(), small)
counts = st.integers(0, 5)
positions = st.builds(
    Position,
    quantity=maybe,
    numerator=maybe,
    denominator=maybe,
    not_started=counts,
    under_way=counts,
    done=counts,
    blocked=counts,
    not_applicable=counts,
    quota=maybe,
    units_expected=counts,
    units_reported=counts,
    units_stale=counts,
    last_sequence=counts,
)


@given(st.lists(positions, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_unions_does_not_matter(parts, random):
    turned = random.sample(parts, len(parts))

    assert combine(turned, own_quota=None) == combine(parts, own_quota=None)


@given(st.lists(positions, max_size=4), st.lists(positions, max_size=4))
def test_sums_of_sums_are_the_sum(some, others):
    halves = [combine(some, own_quota=None), combine(others, own_quota=None)]

    assert combine(halves, own_quota=None) == combine(some + others, own_quota=None)


@given(positions)
def test_a_single_part_is_its_own_sum(position):
    assert combine([position], own_quota=None) == position
