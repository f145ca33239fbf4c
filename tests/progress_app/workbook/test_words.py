"""What the preview says of cells, and what columns are called."""

import pytest
from django.utils.translation import override

from progress_app.enums import CellProblem, FigureProblem
from progress_app.queries.uploads import CellChange, CellFault, Preview
from progress_app.rules.returned import INPUT_FIELDS, Loose, Row
from progress_app.templatetags.uploads import (
    cell_text,
    fault,
    field_name,
    loose_words,
    place,
)
from progress_app.workbook.columns import (
    COLUMNS,
    NUMBERS,
    heads,
    sheet_titles,
    stage_words,
)
from targets_app.enums import TargetKind
from targets_app.models import Target
from unions_app.models import Person

RATIO = Target(
    kind=TargetKind.RATIO, numerator_name="已建会", denominator_name="应建会"
)
FLOW = Target(kind=TargetKind.FLOW)
ROW = Row(entry_id=7, version=0, number=14, raw={"quantity": "三"})


def test_a_cell_is_told_by_its_address():
    change = CellChange(ROW, RATIO, "numerator", "", "3")

    assert place(change) == "G14"
    assert [NUMBERS[name] for name in INPUT_FIELDS] == list(range(6, 14))


@pytest.mark.parametrize(
    ("target", "name", "words"),
    [
        (RATIO, "numerator", "已建会"),
        (RATIO, "denominator", "应建会"),
        (RATIO, "note", "说明"),
        (FLOW, "quantity", "本期数"),
        (FLOW, "numerator", "分子"),
    ],
)
def test_the_counts_of_a_ratio_have_their_own_names(target, name, words):
    assert field_name(name, target) == words


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        ("", "quantity", "（空）"),
        ("1200000", "quantity", "1,200,000"),
        ("20万", "quantity", "200,000"),
        ("三个", "quantity", "三个"),
        ("0", "numerator", "0"),
        ("blocked", "stage", "受阻"),
        ("不知道", "stage", "不知道"),
        ("1200", "note", "1200"),
    ],
)
def test_what_stands_in_a_cell_is_shown_as_people_read_it(text, name, shown):
    assert cell_text(text, name) == shown


def test_a_fault_says_what_to_do():
    whole = CellFault(ROW, FLOW, "quantity", "1.5", FigureProblem.TOO_MANY_DECIMALS)
    error = CellFault(ROW, FLOW, "quantity", "#REF!", CellProblem.ERROR)

    assert fault(whole) == "本项只填整数，请去掉小数"
    assert fault(error) == "单元格里是错误值，请改填数字"


def test_of_two_peoples_values_both_are_told():
    conflict = CellFault(
        ROW,
        FLOW,
        "quantity",
        "4",
        CellProblem.CHANGED_SINCE,
        stands="1200",
        by=Person(username="x", name="同事"),
    )

    assert fault(conflict).endswith("网页上现在是：1,200（同事）")


def test_what_belongs_to_no_line_is_told_with_its_place_where_it_has_one():
    below = Loose("F90", "12", CellProblem.OUTSIDE_ROWS)
    missing = Loose("", "4.1.2-1 新建渝工港湾", CellProblem.MISSING_ROW)

    assert loose_words(below).startswith("F90 12：这一行没有编号")
    assert loose_words(missing).startswith("4.1.2-1 新建渝工港湾：这一项的行被删去了")


def test_a_preview_can_be_applied_when_it_changes_something_and_nothing_is_wrong():
    change = CellChange(ROW, FLOW, "quantity", "", "3")
    wrong = CellFault(ROW, FLOW, "quantity", "三", CellProblem.ERROR)
    loose = Loose("F90", "12", CellProblem.OUTSIDE_ROWS)

    cases = [
        (((change,), (), ()), True),
        (((), (), ()), False),
        (((change,), (wrong,), ()), False),
        (((change,), (), (loose,)), False),
    ]
    for parts, can in cases:
        assert Preview(*parts, unchanged=0).can_be_applied is can
    assert Preview((change, change), (), (), 0).rows == [ROW]


def test_columns_and_stages_are_known_in_every_language():
    assert [len(row) for row in heads()] == [len(COLUMNS)] * 2
    assert heads()[0] != heads()[1]
    assert len(set(sheet_titles())) == 2
    assert set(stage_words().values()) == {
        "not_started",
        "under_way",
        "done",
        "blocked",
    }


def test_asking_for_every_language_leaves_the_readers_own():
    with override("en"):
        heads()
        assert cell_text("", "note") == "(blank)"
