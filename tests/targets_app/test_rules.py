"""Who owes, when, at what pace, and how shares are split."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets_app.enums import PaceKind, PeriodState, Source
from targets_app.rules import (
    Pace,
    curve_errors,
    expected_share,
    is_due,
    owes,
    period_state,
    split_by_weights,
)
from unions_app.enums import UnionKind

LEAD, OTHER = 1, 2


@pytest.mark.parametrize(
    ("source", "lead", "other_department", "territorial", "industrial"),
    [
        (Source.MUNICIPAL, True, False, False, False),
        (Source.DISTRICTS, False, False, True, True),
        (Source.BOTH, True, False, True, True),
    ],
)
def test_owes(source, lead, other_department, territorial, industrial):
    def answer(union_id, union_kind):
        return owes(
            source=source,
            territorial_only=False,
            lead_department_id=LEAD,
            union_id=union_id,
            union_kind=union_kind,
        )

    assert answer(LEAD, UnionKind.DEPARTMENT) is lead
    assert answer(OTHER, UnionKind.DEPARTMENT) is other_department
    assert answer(OTHER, UnionKind.TERRITORIAL) is territorial
    assert answer(OTHER, UnionKind.INDUSTRIAL) is industrial
    assert answer(OTHER, UnionKind.MUNICIPAL) is False


@pytest.mark.parametrize("source", [Source.DISTRICTS, Source.BOTH])
@pytest.mark.parametrize(
    ("kind", "expected"), [(UnionKind.TERRITORIAL, True), (UnionKind.INDUSTRIAL, False)]
)
def test_owes_territorial_only(source, kind, expected):
    answer = owes(
        source=source,
        territorial_only=True,
        lead_department_id=LEAD,
        union_id=OTHER,
        union_kind=kind,
    )

    assert answer is expected


def test_a_lead_department_still_owes_its_part_of_a_territorial_target():
    answer = owes(
        source=Source.BOTH,
        territorial_only=True,
        lead_department_id=LEAD,
        union_id=LEAD,
        union_kind=UnionKind.DEPARTMENT,
    )

    assert answer is True


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2024, 10, 24), PeriodState.NOT_OPEN),
        (date(2024, 10, 25), PeriodState.OPEN),
        (date(2024, 11, 5), PeriodState.OPEN),
        (date(2024, 11, 6), PeriodState.OVERDUE),
        (date(2024, 11, 15), PeriodState.OVERDUE),
        (date(2024, 11, 16), PeriodState.LOCKED),
    ],
)
def test_period_state_counts_each_named_day_whole(today, state):
    answer = period_state(
        opens_on=date(2024, 10, 25),
        due_on=date(2024, 11, 5),
        locks_on=date(2024, 11, 15),
        today=today,
    )

    assert answer is state


@pytest.mark.parametrize(
    ("month", "share"), [(1, Fraction(1, 12)), (9, Fraction(3, 4)), (12, Fraction(1))]
)
def test_a_linear_pace_expects_a_twelfth_a_month(month, share):
    assert expected_share(pace=Pace(kind=PaceKind.LINEAR), month=month) == share


@pytest.mark.parametrize(("month", "share"), [(1, 0), (9, 0), (10, 1), (12, 1)])
def test_a_step_expects_nothing_before_its_month(month, share):
    pace = Pace(kind=PaceKind.STEP, due_month=10)

    assert expected_share(pace=pace, month=month) == share
    assert is_due(pace=pace, month=month) is bool(share)


def test_a_step_without_a_month_is_never_due():
    pace = Pace(kind=PaceKind.STEP)

    assert not any(is_due(pace=pace, month=month) for month in range(1, 13))


def test_a_custom_pace_expects_exactly_what_its_curve_says():
    shares = tuple(Decimal(text) for text in ("0", "0", "33.3", *["50"] * 8, "100"))
    pace = Pace(kind=PaceKind.CUSTOM, shares=shares)

    assert expected_share(pace=pace, month=2) == 0
    assert expected_share(pace=pace, month=3) == Fraction(333, 1000)
    assert expected_share(pace=pace, month=12) == 1
    assert is_due(pace=pace, month=2) is False
    assert is_due(pace=pace, month=3) is True


@pytest.mark.parametrize(
    ("kind", "shares", "errors"),
    [
        (PaceKind.LINEAR, [], []),
        (PaceKind.LINEAR, ["100"], ["unexpected"]),
        (PaceKind.STEP, ["100"] * 12, ["unexpected"]),
        (PaceKind.CUSTOM, ["100"] * 12, []),
        (PaceKind.CUSTOM, ["0"] * 11 + ["100"], []),
        (PaceKind.CUSTOM, [], ["count"]),
        (PaceKind.CUSTOM, ["100"] * 11, ["count"]),
        (PaceKind.CUSTOM, ["50"] * 12, ["end"]),
        (PaceKind.CUSTOM, ["60", "50"] + ["100"] * 10, ["falls"]),
        (PaceKind.CUSTOM, ["60"] + ["50"] * 11, ["falls", "end"]),
        (PaceKind.CUSTOM, ["x"] + ["100"] * 11, ["number"]),
        (PaceKind.CUSTOM, ["-1"] + ["100"] * 11, ["number"]),
        (PaceKind.CUSTOM, ["100.1"] + ["100"] * 11, ["number"]),
        (PaceKind.CUSTOM, [""] + ["100"] * 11, ["number"]),
        (PaceKind.CUSTOM, ["1.2.3"] + ["100"] * 11, ["number"]),
        (PaceKind.CUSTOM, [50] + ["100"] * 11, ["number"]),
    ],
)
def test_curve_errors(kind, shares, errors):
    assert curve_errors(kind=kind, shares=shares) == errors


weights_of_unions = st.dictionaries(
    st.integers(1, 60), st.integers(0, 10_000), min_size=1, max_size=46
).filter(lambda weights: sum(weights.values()) > 0)


@given(total=st.integers(0, 2_000_000), weights=weights_of_unions)
def test_a_split_sums_exactly_and_stays_within_one_of_the_exact_share(total, weights):
    parts = split_by_weights(total=total, weights=weights)

    assert parts.keys() == weights.keys()
    assert sum(parts.values()) == total
    for union, part in parts.items():
        assert abs(part - Fraction(total * weights[union], sum(weights.values()))) < 1


@given(total=st.integers(0, 2_000_000), weights=weights_of_unions)
def test_a_split_does_not_depend_on_the_order_of_the_unions(total, weights):
    turned = dict(reversed(weights.items()))

    assert split_by_weights(total=total, weights=turned) == split_by_weights(
        total=total, weights=weights
    )


@given(total=st.integers(0, 2_000_000), weights=weights_of_unions)
def test_a_union_without_weight_gets_nothing(total, weights):
    parts = split_by_weights(total=total, weights=weights)

    assert {parts[union] for union, weight in weights.items() if not weight} <= {0}


def test_equal_remainders_go_to_the_smaller_id():
    assert split_by_weights(total=400, weights=dict.fromkeys((3, 1, 2), 1)) == {
        1: 134,
        2: 133,
        3: 133,
    }


@pytest.mark.parametrize("weights", [{}, {1: 0, 2: 0}])
def test_a_split_without_any_weight_is_refused(weights):
    with pytest.raises(ValueError, match="no positive weight"):
        split_by_weights(total=10, weights=weights)
