"""Figures as people type them, and as they are told back. Never a float."""
# ruff: noqa: RUF001 (full-width digits are what people type)

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionplan.lib.numbers import (
    NotANumberError,
    approximate,
    decimal_places,
    grouped,
    in_words,
    parse_decimal,
    percent_text,
    plain,
    signed,
)

figures = st.decimals(
    min_value=0, max_value=10**11, places=4, allow_nan=False, allow_infinity=False
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", "0"),
        ("12", "12"),
        ("007", "7"),
        ("+5", "5"),
        ("-5", "-5"),
        ("1.50", "1.50"),
        ("１２．５", "12.5"),
        ("－３", "-3"),
        ("1,234", "1234"),
        ("12,345,678.9", "12345678.9"),
        ("1，234", "1234"),
        ("１，２３４", "1234"),
        ("  12\t", "12"),
        ("\u300012\u3000", "12"),
        ("\xa012", "12"),
        ("20万", "200000"),
        ("1.4万", "14000"),
        ("１.５万", "15000"),
        ("2亿", "200000000"),
        ("0.0001万", "1"),
    ],
)
def test_a_number_is_understood(typed, number):
    assert parse_decimal(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", " ", "\t\n", "\u3000"])
def test_blank_is_nothing_and_not_zero(typed):
    assert parse_decimal(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "1,23",
        "1,2345",
        "1234,567",
        ",123",
        "1,,234",
        "3/4",
        "½",
        "5²",
        "10⁴",
        "①",
        "50%",
        "1e5",
        "1E+3",
        "NaN",
        "Infinity",
        "0x10",
        "1_000",
        "1 234",
        ".5",
        "5.",
        "1.2.3",
        "--5",
        "+-5",
        "12个",
        "20万人",
        "万",
        "1,234万",
        "十二",
        "=1+1",
        "1\x002",
        "1\x00",
        "约12",
        "9" * 29,
        "1." + "0" * 30 + "1",
        "1." + "0" * 30 + "1万",
    ],
)
def test_what_is_not_plainly_a_number_is_refused_and_not_guessed(typed):
    with pytest.raises(NotANumberError):
        parse_decimal(typed)


@given(figures)
def test_what_is_shown_is_read_back_the_same(number):
    assert parse_decimal(plain(number)) == number
    assert parse_decimal(grouped(number)) == number


@given(st.integers(0, 10**11))
def test_what_is_told_in_words_is_the_same_number(number):
    assert parse_decimal(in_words(number).replace(",", "")) == number


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_refused_or_blank(text):
    try:
        number = parse_decimal(text)
    except NotANumberError:
        return
    assert (number is None) == (not text.strip())


@pytest.mark.parametrize(
    ("number", "places"),
    [
        ("0", 0),
        ("12", 0),
        ("1200", 0),
        ("1.0", 0),
        ("1.50", 1),
        ("0.0001", 4),
        ("1E+3", 0),
    ],
)
def test_decimals_that_really_stand_are_counted(number, places):
    assert decimal_places(Decimal(number)) == places


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, ""),
        (0, "0"),
        (Decimal("-0"), "0"),
        (Decimal("0.0000"), "0"),
        (Decimal("12.5000"), "12.5"),
        (Decimal("1E+3"), "1000"),
        (100, "100"),
        (Decimal("-1234.5"), "-1234.5"),
    ],
)
def test_plain(number, text):
    assert plain(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, ""),
        (0, "0"),
        (999, "999"),
        (1000, "1,000"),
        (Decimal("1234567.8900"), "1,234,567.89"),
        (Decimal("-1234.5"), "-1,234.5"),
        (Decimal("-0.5"), "-0.5"),
    ],
)
def test_grouped(number, text):
    assert grouped(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (9_999, "9,999"),
        (10_000, "1万"),
        (199_999, "19.9999万"),
        (200_000, "20万"),
        (1_400_000, "140万"),
        (99_999_999, "9,999.9999万"),
        (100_000_000, "1亿"),
        (123_456_789, "1.23456789亿"),
        (Decimal("20000.5"), "2.00005万"),
    ],
)
def test_a_slip_by_ten_thousand_is_seen_in_words(number, text):
    assert in_words(number) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(0), "0%"),
        (Fraction(1), "100%"),
        (Fraction(5, 6), "83.33%"),
        (Fraction(2, 3), "66.67%"),
        (Fraction(57, 100), "57%"),
        (Fraction(21, 10), "210%"),
        (Fraction(12345, 1_000_000), "1.23%"),
        (Fraction(12350, 1_000_000), "1.24%"),
    ],
)
def test_a_percentage_is_rounded_half_up(share, text):
    assert percent_text(share) == text


@pytest.mark.parametrize(
    ("share", "places", "text"),
    [
        (Fraction(84_999, 100_000), 2, "84.99%"),
        (Fraction(84_999, 100_000), 0, "84%"),
        (Fraction(8496, 10_000), 2, "84.96%"),
        (Fraction(8496, 10_000), 0, "84%"),
        (Fraction(85, 100), 2, "85%"),
        (Fraction(85_004, 100_000), 2, "85%"),
        (Fraction(85_006, 100_000), 2, "85.01%"),
    ],
)
def test_a_share_under_its_limit_is_never_shown_as_having_reached_it(
    share, places, text
):
    assert percent_text(share, places=places, limit=Fraction(85, 100)) == text


def test_a_share_at_its_very_limit_is_shown_as_having_reached_it():
    two_thirds = Fraction(2, 3)

    assert percent_text(two_thirds, limit=two_thirds) == "66.67%"


counts = st.integers(1, 10**15)


@given(part=counts, whole=counts, percent=st.integers(1, 100))
def test_a_shown_percentage_and_its_limit_agree(part, whole, percent):
    share, limit = Fraction(part, whole), Fraction(percent, 100)

    shown = percent_text(share, limit=limit)

    assert (Fraction(shown.removesuffix("%")) >= percent) == (share >= limit)


@given(
    part=st.integers(10**40, 10**41), places=st.integers(0, 4), excess=st.integers(1, 9)
)
def test_a_percentage_is_exact_however_many_digits_stand_behind_it(
    part, places, excess
):
    limit = Fraction(part, 10**41)

    shown = percent_text(limit - Fraction(excess, 10**50), places=places, limit=limit)

    assert Fraction(shown.removesuffix("%")) < limit * 100


@pytest.mark.parametrize(
    ("number", "places", "limit", "shown"),
    [
        ("399.6", 0, None, "400"),
        ("399.6", 0, 400, "399"),
        ("400", 0, 400, "400"),
        ("400.4", 0, 400, "400"),
        ("2.5", 0, None, "3"),
        ("0.04", 1, None, "0"),
        ("0.05", 1, None, "0.1"),
        ("399.96", 1, 400, "399.9"),
        ("1292293.5", 0, None, "1292294"),
    ],
)
def test_a_number_is_rounded_for_display_and_never_up_to_its_limit(
    number, places, limit, shown
):
    limit = None if limit is None else Fraction(limit)
    found = approximate(Fraction(number), places=places, limit=limit)

    assert plain(found) == shown


@given(st.fractions(0, 10**6), st.integers(0, 4), st.integers(0, 10**6))
def test_a_rounded_number_lies_on_its_own_side_of_the_limit(number, places, limit):
    found = approximate(number, places=places, limit=Fraction(limit))

    assert abs(Fraction(found) - number) < Fraction(1, 10**places)
    assert (found >= limit) == (number >= limit)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("1200"), "+1,200"),
        (Decimal("-0.90"), "−0.9"),
        (Decimal("-12345.5"), "−12,345.5"),
        (Decimal("0.00"), "0"),
        (7, "+7"),
    ],
    ids=str,
)
def test_a_difference_shows_its_sign(number, text):
    assert signed(number) == text
