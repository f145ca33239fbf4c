"""Stamps and frozen texts: exact there and back, and the same for the same."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_app.rules.rollup import Position
from reports_app.rules.deviations import deviations
from reports_app.rules.frozen import (
    decimal_of,
    fraction_of,
    frozen_position,
    text_of,
    thawed_position,
)
from reports_app.rules.stamps import (
    Imprint,
    canonical,
    read_stamp,
    sealed,
    spelled,
)
from unionplan.lib.dates import SHANGHAI

AMOUNT = st.none() | st.decimals(0, 10**11, allow_nan=False, places=4)
COUNT = st.integers(0, 10**6)
IMPRINT = Imprint(
    year=2024,
    number=3,
    title="通报",
    sequence=17,
    as_of_at=datetime(2024, 10, 20, tzinfo=SHANGHAI),
    link="a" * 64,
)
CHANGES = {
    "year": 2025,
    "number": 4,
    "title": "别的",
    "sequence": 18,
    "as_of_at": datetime(2024, 10, 21, tzinfo=SHANGHAI),
    "link": "b" * 64,
    "withdraws": "0" * 16,
    "reason": "错",
}


@given(st.fractions())
def test_a_fraction_comes_back_exactly(share):
    assert fraction_of(text_of(share)) == share


@given(AMOUNT)
def test_a_decimal_comes_back_exactly(amount):
    assert decimal_of(text_of(amount)) == amount


@given(
    st.builds(
        Position,
        quantity=AMOUNT,
        numerator=AMOUNT,
        denominator=AMOUNT,
        not_started=COUNT,
        done=COUNT,
        quota=AMOUNT,
        last_sequence=COUNT,
    )
)
def test_a_position_comes_back_as_it_was(position):
    assert thawed_position(frozen_position(position)) == position


def test_zero_is_not_nothing():
    assert text_of(Decimal("0.0000")) == "0"
    assert text_of(None) is None
    assert text_of(Fraction(0)) == "0/1"


def test_the_order_of_keys_does_not_matter():
    assert canonical({"b": "1", "a": ["2"]}) == canonical({"a": ["2"], "b": "1"})


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_changes_changes_the_seal(name):
    changed = Imprint(
        **{field: getattr(IMPRINT, field) for field in IMPRINT.__slots__}
        | {name: CHANGES[name]}
    )
    first, second = (
        sealed(key="k", imprint=imprint, figures={"a": "1"})
        for imprint in (IMPRINT, changed)
    )

    assert first.digest == second.digest
    assert first.stamp != second.stamp


def test_the_figures_and_the_key_change_the_seal():
    one = sealed(key="k", imprint=IMPRINT, figures={"a": "1"})

    assert sealed(key="k", imprint=IMPRINT, figures={"a": "2"}).seal != one.seal
    assert sealed(key="other", imprint=IMPRINT, figures={"a": "1"}).seal != one.seal


def test_a_stamp_is_read_as_it_is_printed():
    assert spelled("0123456789abcdef") == "0123-4567-89ab-cdef"
    assert read_stamp(" 0123-4567 89AB-CDEF ") == "0123456789abcdef"


def test_only_figures_deviate_and_not_words():
    old = [{"target": "1", "code": "1.1", "name": "旧", "figures": {"done": "1"}}]
    new = [{"target": "1", "code": "1.1", "name": "新", "figures": {"done": "2"}}]

    assert deviations(old, [old[0] | {"name": "新"}]) == []
    [found] = deviations(old, new)
    assert (found.published, found.computed) == ("1", "2")


def test_what_was_added_or_is_gone_is_told():
    row = {"target": "1", "code": "1.1", "figures": {"done": "1"}}

    assert [d.published for d in deviations([], [row])] == [None]
    assert [d.computed for d in deviations([row], [])] == [None]
