"""How sure a ratio is while some units' figures are old or missing."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_app.rules.rollup import Position
from reports_app.rules.ratios import (
    Bounds,
    DenominatorCoverage,
    RatioUnit,
    bounds_of,
    denominator_coverage,
)


def unit(
    numerator: int | None = None,
    denominator: int | None = None,
    *,
    age: int = 0,
    owes: bool = True,
) -> RatioUnit:
    """Return a unit that told two counts ``age`` periods ago; two are carried on."""
    if denominator is None:
        return RatioUnit(Position(units_expected=int(owes)))
    holds = age <= 2
    return RatioUnit(
        Position(
            numerator=Decimal(numerator) if holds else None,
            denominator=Decimal(denominator) if holds else None,
            units_expected=int(owes),
            units_reported=int(age == 0 and owes),
            units_stale=int(0 < age <= 2),
        ),
        last_denominator=Decimal(denominator),
    )


NOTHING_SUCH = RatioUnit(Position(not_applicable=1, units_expected=1, units_reported=1))
SILENT = unit()


def bounds(lowest: Fraction, highest: Fraction, **units: int) -> Bounds:
    counts = {"carried": 0, "expired": 0, "unknown": 0} | units
    return Bounds(lowest=lowest, highest=highest, **counts)


@pytest.mark.parametrize(
    ("units", "found"),
    [
        (
            [unit(80, 100), unit(50, 100, age=1)],
            bounds(Fraction(80, 200), Fraction(180, 200), carried=1),
        ),
        (
            # Past the carry limit only its last denominator is used.
            [unit(80, 100), unit(50, 100, age=3)],
            bounds(Fraction(80, 200), Fraction(180, 200), expired=1),
        ),
        (
            [unit(80, 100), SILENT],
            bounds(Fraction(4, 5), Fraction(4, 5), unknown=1),
        ),
        (
            [unit(80, 100), unit(1, 10, age=2), unit(1, 10, age=9), SILENT],
            bounds(
                Fraction(80, 120), Fraction(100, 120), carried=1, expired=1, unknown=1
            ),
        ),
        (
            # A unit at 0 % reported: it stays in, and nothing about it is unsure.
            [unit(0, 100), unit(50, 100, age=1)],
            bounds(Fraction(0), Fraction(1, 2), carried=1),
        ),
        (
            # Closed since: what is carried on still counts, what expired does not.
            [unit(8, 10), unit(5, 10, age=1, owes=False)],
            bounds(Fraction(8, 20), Fraction(18, 20), carried=1),
        ),
    ],
)
def test_a_missing_unit_could_by_now_have_none_or_all(units, found):
    assert bounds_of(units) == found


@pytest.mark.parametrize(
    "units",
    [
        [unit(80, 100), unit(0, 50)],
        [unit(80, 100), NOTHING_SUCH],
        [unit(80, 100), unit(owes=False)],
        [unit(80, 100), unit(5, 10, age=5, owes=False)],
        [SILENT],
        [unit(0, 0), SILENT],
        [],
    ],
    ids=[
        "everybody reported",
        "no such thing",
        "owes nothing",
        "closed and expired",
        "never told",
        "nothing to count",
        "nobody",
    ],
)
def test_no_bounds_where_nothing_is_open_or_nothing_known(units):
    assert bounds_of(units) is None


def test_a_unit_that_said_so_is_not_one_that_never_told():
    found = bounds_of([unit(80, 100), NOTHING_SUCH, SILENT])

    assert found == bounds(Fraction(4, 5), Fraction(4, 5), unknown=1)


@pytest.mark.parametrize(
    ("units", "reported", "known", "unknown", "share"),
    [
        ([unit(80, 100), unit(0, 50)], 150, 150, 0, Fraction(1)),
        ([unit(80, 100), unit(50, 100, age=1)], 100, 200, 0, Fraction(1, 2)),
        ([unit(80, 100), unit(50, 300, age=9)], 100, 400, 0, Fraction(1, 4)),
        ([unit(80, 100), SILENT], 100, 100, 1, Fraction(1)),
        ([unit(80, 100), NOTHING_SUCH], 100, 100, 0, Fraction(1)),
        # A union that owes nothing counts in the sum, not in the coverage.
        ([unit(80, 100), unit(5, 10, owes=False)], 100, 100, 0, Fraction(1)),
        ([unit(5, 10, owes=False)], 0, 0, 0, None),
        ([SILENT, SILENT], 0, 0, 2, None),
        ([], 0, 0, 0, None),
    ],
)
def test_the_coverage_of_the_denominator(units, reported, known, unknown, share):
    found = denominator_coverage(units)

    assert found == DenominatorCoverage(Decimal(reported), Decimal(known), unknown)
    assert found.share == share


@st.composite
def told_units(draw) -> RatioUnit:
    denominator = draw(st.integers(0, 50))
    return unit(
        draw(st.integers(0, denominator)),
        denominator,
        age=draw(st.integers(0, 4)),
        owes=draw(st.booleans()),
    )


anyone = st.one_of(told_units(), st.just(SILENT), st.just(NOTHING_SUCH))


@given(st.lists(anyone, max_size=6), st.data())
def test_bounds_hold_every_completion_of_the_missing_units(units, data):
    found = bounds_of(units)
    if found is None:
        return
    numerators, denominators = [], []
    for one in units:
        last = one.last_denominator
        is_out = last is None or (not one.position.units_expected and not one.known)
        if is_out:
            continue
        is_sure = one.known and not one.position.units_stale
        denominators.append(last)
        numerators.append(
            one.known[0] if is_sure else data.draw(st.integers(0, int(last)))
        )

    completed = Fraction(sum(numerators)) / Fraction(sum(denominators))

    assert found.lowest <= completed <= found.highest


@given(st.lists(anyone, max_size=6))
def test_bounds_hold_the_level_that_is_shown(units):
    found = bounds_of(units)
    known = [one.known for one in units if one.known]
    base = sum(denominator for _numerator, denominator in known)
    if found is None or not base:
        return

    level = Fraction(sum(numerator for numerator, _d in known)) / Fraction(base)

    assert found.lowest <= level <= found.highest


@given(st.lists(anyone, max_size=6), st.integers(1, 50))
def test_one_more_report_never_widens_the_bounds(units, denominator):
    before = bounds_of([*units, unit(0, denominator, age=1)])
    after = bounds_of([*units, unit(0, denominator)])
    if after is None:
        return

    assert before.lowest <= after.lowest
    assert after.highest <= before.highest


@given(st.lists(anyone, max_size=8))
def test_the_coverage_never_passes_the_whole(units):
    found = denominator_coverage(units)
    owing = [one for one in units if one.position.units_expected]
    missing = sum(
        one.last_denominator or 0 for one in owing if not one.position.units_reported
    )

    assert found.known - found.reported == missing
    assert found.share is None or 0 <= found.share <= 1
