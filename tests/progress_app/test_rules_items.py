"""Items as they are typed: texts, days, what makes two the same."""

from datetime import date
from decimal import Decimal

import pytest

from progress_app.enums import ItemProblem, Presence
from progress_app.rules.figures import Figure
from progress_app.rules.items import (
    ITEM_LIMITS,
    folded,
    identity,
    is_not_the_list,
    read_day,
    read_item,
)

ENDS_ON, TODAY = date(2024, 10, 31), date(2024, 10, 28)
GOOD = {
    "name": "观音桥渝工港湾",
    "identifier": "",
    "address": "江北区建新北路16号",
    "happened_on": "2024-10-08",
    "note": "",
}


def read(**raw):
    return read_item(GOOD | raw, period_ends_on=ENDS_ON, today=TODAY)


def test_a_good_item_is_read():
    reading = read(note=" 商圈内，\r\n全天开放 ")

    assert reading.problems == {}
    assert reading.happened_on == date(2024, 10, 8)
    assert reading.texts["name"] == "观音桥渝工港湾"
    assert reading.texts["note"] == "商圈内，\n全天开放"


def test_a_cell_of_several_lines_is_one_line():
    assert (
        read(address="江北区\n 建新北路\t16号").texts["address"]
        == "江北区 建新北路 16号"
    )


@pytest.mark.parametrize(
    ("raw", "field", "problem"),
    [
        ({"name": ""}, "name", ItemProblem.NAME_MISSING),
        ({"name": " —— "}, "name", ItemProblem.NAME_MISSING),
        ({"address": " "}, "identifier", ItemProblem.WHERE_MISSING),
        ({"address": "-", "identifier": "/"}, "identifier", ItemProblem.WHERE_MISSING),
        ({"happened_on": ""}, "happened_on", ItemProblem.DATE_MISSING),
        ({"happened_on": "上月"}, "happened_on", ItemProblem.DATE_UNREADABLE),
        ({"happened_on": "2024-10-29"}, "happened_on", ItemProblem.DATE_AHEAD),
        ({"name": "甲" * 201}, "name", ItemProblem.TOO_LONG),
        ({"identifier": "9" * 101}, "identifier", ItemProblem.TOO_LONG),
        ({"address": "路" * 301}, "address", ItemProblem.TOO_LONG),
        ({"note": "注" * 501}, "note", ItemProblem.TOO_LONG),
        ({"name": "观音桥\x00港湾"}, "name", ItemProblem.CONTROL_CHARACTER),
        ({"address": "建新\x0b北路"}, "address", ItemProblem.CONTROL_CHARACTER),
        ({"note": "半个字\ud83d"}, "note", ItemProblem.CONTROL_CHARACTER),
    ],
)
def test_what_is_wrong_is_told_by_field(raw, field, problem):
    assert read(**raw).problems == {field: problem}


def test_a_day_after_the_period_belongs_to_a_later_one():
    late = read_item(GOOD, period_ends_on=date(2024, 9, 30), today=TODAY)

    assert late.problems == {"happened_on": ItemProblem.DATE_AFTER_PERIOD}


@pytest.mark.parametrize("day", ["2024-10-28", "2024-01-01", "2023-12-31"])
def test_a_day_may_be_today_or_before_the_period(day):
    assert read(happened_on=day).problems == {}


def test_everything_wrong_is_told_at_once():
    reading = read(name="", address="", happened_on="")

    assert reading.problems.keys() == {"name", "identifier", "happened_on"}


def test_texts_at_their_limits_are_kept():
    longest = {name: "字" * limit for name, limit in ITEM_LIMITS.items()}

    assert read(**longest).problems == {}


@pytest.mark.parametrize(
    "text",
    [
        "2024-10-08",
        "2024-10-8",
        "2024/10/8",
        "2024.10.08",
        "2024年10月8日",
        "20241008",
        " ２０２４-10-08 ",  # noqa: RUF001
        "2024/10/8 0:00:00",
        "2024-10-08 00:00",
    ],
)
def test_a_day_is_read_as_excel_writes_it(text):
    assert read_day(text) == date(2024, 10, 8)


@pytest.mark.parametrize(
    "text",
    [
        "10月8日",
        "2024-10",
        "2024-13-01",
        "2024-02-30",
        "45573",
        "2024-10/08",
        "24-10-8",
    ],
)
def test_half_a_day_is_not_guessed(text):
    assert read_day(text) == ItemProblem.DATE_UNREADABLE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重庆 XX（集团）公司", "重庆xx集团公司"),
        ("ＡＢＣ－１２３", "abc123"),  # noqa: RUF001
        ("9150 0000-MA5U", "91500000ma5u"),
        ("\u200b港湾\u3000", "港湾"),
        ("——", ""),
    ],
)
def test_folding_keeps_letters_and_digits(text, expected):
    assert folded(text) == expected


def same(**other):
    mine = {"name": "某某公司工会", "identifier": "91500105MA5U", "address": "甲路1号"}
    return identity(**mine) == identity(**mine | other)


def test_the_same_item_however_it_is_typed():
    assert same(name="某某公司 工会", identifier="９１５００１０５ma5u")  # noqa: RUF001
    assert same(address="乙路2号"), "the identifier says it"
    assert not same(identifier="91500105MA5V")
    assert not same(name="某某公司")


def test_without_an_identifier_the_address_stands_in():
    one = {"name": "渝工港湾", "identifier": "", "address": "甲路1号"}

    assert identity(**one) == identity(**one | {"address": "甲路 1号"})
    assert identity(**one) != identity(**one | {"address": "乙路1号"})


@pytest.mark.parametrize(
    ("figure", "count", "expected"),
    [
        (Figure(Presence.VALUE, Decimal(3)), 3, False),
        (Figure(Presence.VALUE, Decimal(4)), 3, True),
        (Figure(Presence.VALUE, Decimal(0)), 3, True),
        (Figure(), 3, True),
        (Figure(Presence.NOT_APPLICABLE), 3, True),
        (Figure(Presence.VALUE, Decimal(4)), 0, False),
        (Figure(), 0, False),
        (Figure(Presence.NOT_APPLICABLE), 0, False),
    ],
)
def test_a_figure_with_a_list_is_its_length(figure, count, expected):
    assert is_not_the_list(figure=figure, item_count=count) is expected
