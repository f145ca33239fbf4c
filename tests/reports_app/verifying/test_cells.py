"""When two cells say the same."""

import pytest

from reports_app.enums import Alteration
from reports_app.rules.verifying.cells import altered, shown
from unionplan.lib.spreadsheets.books import BookCell

SHARE = BookCell("number", "0.78205128205128", "0.00%")
MOMENT = BookCell("date", "2024-10-28 09:00:00", "yyyy-mm-dd hh:mm:ss")
COUNT = BookCell("number", "1234", "#,##0")


def number(text: str, shown_as: str = "#,##0") -> BookCell:
    return BookCell("number", text, shown_as)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (None, None),
        (COUNT, number("1234")),
        (number("5", '#,##0"※"'), number("5", "#,##0\\※")),
        (MOMENT, BookCell("date", MOMENT.text, "yyyy\\-mm\\-dd\\ hh:mm:ss")),
        # Programs round the fifteenth digit of an endless share differently.
        (number("0.869444444444444", "0.00%"), number("0.869444444444445", "0.00%")),
    ],
)
def test_the_same_value_stored_otherwise_is_the_same(expected, found):
    assert altered(expected, found) is None


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (COUNT, None),
        (None, COUNT),
        (COUNT, number("1235")),
        (COUNT, BookCell("text", "1235")),
        (COUNT, BookCell("text", "不详")),
        (COUNT, BookCell("formula", "=1200+34")),
        (COUNT, BookCell("error", "#N/A")),
        (COUNT, BookCell("boolean", "TRUE")),
        (SHARE, number("0.78205128205", "0.00%")),
        (number("123456789012345"), number("123456789012346")),
        (number("1234.5678"), number("1234.5679")),
        (MOMENT, BookCell("date", "2024-10-28 09:00:01", MOMENT.shown_as)),
        (BookCell("text", "受阻"), BookCell("text", "推进中")),
        (BookCell("text", "01"), number("1", "General")),
        (BookCell("text", "1"), number("1", "General")),
    ],
)
def test_another_value_is_another(expected, found):
    assert altered(expected, found) == Alteration.CELL


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (COUNT, "1234"),
        (COUNT, " 1,234 "),
        (number("0.782", "0.00%"), "78.2%"),
        (MOMENT, MOMENT.text),
    ],
)
def test_a_number_that_became_text_says_the_same(expected, text):
    assert altered(expected, BookCell("text", text)) == Alteration.AS_TEXT


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (COUNT, number("1234", "0.0")),
        (COUNT, number("1234", '"9,999"')),
        (SHARE, number(SHARE.text, "0%")),
        (MOMENT, number("45593.375", "General")),
        (number("45593.375"), BookCell("date", "2024-10-28 09:00:00", "yyyy")),
    ],
)
def test_a_number_that_is_shown_otherwise_is_told_apart(expected, found):
    assert altered(expected, found) == Alteration.FORMAT


def test_a_share_is_told_in_percent():
    assert shown(number("0.782", "0.00%")) == "78.2%"
    assert shown(COUNT) == "1234"
    assert shown(None) == ""
