"""The form as a file: what is in it, what can be typed, how it prints."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from progress_app.queries.grid import grid
from progress_app.rules.returned import INPUT_FIELDS
from progress_app.workbook.columns import COLUMNS, FIRST_ROW, HEAD_ROW, NUMBERS
from progress_app.workbook.form import NO_MARKS, Marks, form_name, write_form
from targets_app.models import Target
from tests import factories
from tests.people import NOW
from tests.progress_app.desks import HAVENS, MEMBERS, PENSION, RATE, STAGE
from tests.progress_app.workbook.forms import Form, made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]


@pytest.fixture
def form(submission):
    return Form(made(submission))


def codes(form: Form) -> list[str]:
    rows = range(FIRST_ROW, form.sheet.max_row + 1)
    found = [form.sheet.cell(row, NUMBERS["code"]).value for row in rows]
    return [code for code in found if code]


def test_every_owed_target_has_its_row_in_the_plans_order(submission, form):
    entries = submission.entries.order_by("target__position")

    assert codes(form) == list(entries.values_list("target__code", flat=True))


def test_areas_and_tasks_stand_above_their_rows(submission, form):
    [area, *_rest] = grid(submission, at=NOW).areas
    names = [form.sheet.cell(row, 2).value for row in (FIRST_ROW, FIRST_ROW + 1)]

    assert names == [area.area.title, area.tasks[0].task.title]


def test_the_head_names_every_column(form):
    heads = [form.sheet.cell(HEAD_ROW, n).value for n in range(1, len(COLUMNS) + 1)]

    assert heads == [
        "编号",
        "指标",
        "单位",
        "年度分解任务",
        "至上期累计",
        "本期数",
        "分子",
        "分母",
        "阶段",
        "本期无此项的原因",
        "说明",
        "存在问题",
        "下一步打算",
        "状态",
    ]


@pytest.mark.parametrize(
    ("target", "open_fields"),
    [
        (HAVENS, {"quantity"}),
        (PENSION, {"quantity"}),
        (RATE, {"numerator", "denominator"}),
        (STAGE, {"stage"}),
    ],
)
def test_only_what_is_asked_for_can_be_typed(form, target, open_fields):
    texts = {"reason", "note", "problems", "next_steps"}
    unlocked = {
        column.name
        for column in COLUMNS
        if not form.cell(target, column.name).protection.locked
    }

    assert unlocked == open_fields | texts
    assert form.sheet.protection.sheet


def test_what_has_been_handed_in_cannot_be_typed(people):
    submission = factories.submitted(
        "万州区", people.reporter, {HAVENS: {"quantity": "7"}}
    )
    form = Form(made(submission))

    assert all(form.cell(HAVENS, name).protection.locked for name in INPUT_FIELDS)
    assert form[HAVENS, "state"] == "已提交"
    assert not form.cell(MEMBERS, "quantity").protection.locked


def test_a_figure_that_is_counted_from_a_list_cannot_be_typed(people, submission):
    factories.listed(submission, people.reporter, HAVENS, "观音桥", "解放碑")

    form = Form(made(submission))

    locked = [form.cell(HAVENS, name).protection.locked for name in INPUT_FIELDS]
    assert dict(zip(INPUT_FIELDS, locked, strict=True)) == {
        "quantity": True,
        "numerator": True,
        "denominator": True,
        "stage": True,
        "reason": True,
        "note": False,
        "problems": False,
        "next_steps": False,
    }
    assert form[HAVENS, "quantity"] == 2


def test_what_has_been_saved_stands_in_it(people, submission, quota):
    quota(HAVENS, "万州区", "12")
    factories.accepted(
        "万州区",
        people.reporter,
        people.officer,
        {HAVENS: {"quantity": "3"}},
        number=9,
    )
    typed = {
        HAVENS: {"quantity": "1200", "note": "=1+1", "problems": "一\n二"},
        RATE: {"numerator": "3", "denominator": "4"},
        STAGE: {"stage": "blocked"},
        MEMBERS: {"presence": "not_applicable", "reason": "本期没有"},
    }
    factories.saved(submission, people.reporter, typed)

    form = Form(made(submission))

    assert (form[HAVENS, "goal"], form[HAVENS, "cumulative"]) == (12, 3)
    assert (form[HAVENS, "quantity"], form[HAVENS, "note"]) == (1200, "=1+1")
    assert form[HAVENS, "problems"] == "一\n二"
    assert (form[RATE, "numerator"], form[RATE, "denominator"]) == (3, 4)
    assert (form[STAGE, "stage"], form[STAGE, "state"]) == ("受阻", "草稿")
    assert (form[MEMBERS, "quantity"], form[MEMBERS, "reason"]) == (None, "本期没有")
    assert (form[PENSION, "quantity"], form[PENSION, "state"]) == (None, "未填")
    assert form[PENSION, "goal"] == "未分解"


def test_a_text_that_looks_like_a_formula_stays_a_text(people, submission):
    factories.saved(submission, people.reporter, {HAVENS: {"note": "=HYPERLINK(1)"}})

    cell = Form(made(submission)).cell(HAVENS, "note")

    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_decimals_keep_their_worth(people, submission):
    Target.objects.filter(name=PENSION).update(decimal_places=4)
    typed = {PENSION: {"quantity": "99999999999.9999"}}
    factories.saved(submission, people.reporter, typed)

    cell = Form(made(submission)).cell(PENSION, "quantity")

    assert Decimal(str(cell.value)) == Decimal("99999999999.9999")
    assert cell.number_format == "#,##0.####"


def test_the_definition_stands_beside_the_target(form):
    target = Target.objects.get(name=HAVENS)
    words = form.cell(HAVENS, "name").comment.text

    assert target.quote in words
    assert target.definitions.get().text in words
    assert str(target.lead_department) in words


def test_a_ratio_names_its_two_counts(form):
    target = Target.objects.get(name=RATE)
    words = form[RATE, "name"]

    assert target.numerator_name in words
    assert target.denominator_name in words


def checks(form: Form) -> dict[str, object]:
    return {
        str(rule.sqref): rule for rule in form.sheet.data_validations.dataValidation
    }


def test_the_spreadsheet_checks_while_typing(form):
    last = form.sheet.max_row
    found = checks(form)
    stages = found[f"I{FIRST_ROW}:I{last}"]
    figures = found[f"F{FIRST_ROW}:H{last}"]

    assert stages.formula1 == '"未启动,推进中,已完成,受阻"'
    assert (figures.operator, figures.formula1) == ("greaterThanOrEqual", "0")
    # A spreadsheet takes "20万" for a text: it asks, and lets it stand.
    assert figures.errorStyle == "warning"
    assert found[f"J{FIRST_ROW}:J{last}"].formula1 == "200"


def test_it_scrolls_and_prints_on_a4(form):
    sheet = form.sheet

    assert sheet.freeze_panes == f"C{FIRST_ROW}"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (
        9,
        "landscape",
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${HEAD_ROW}:${HEAD_ROW}"
    assert not sheet.merged_cells.ranges
    assert all(
        sheet.column_dimensions[cell.column_letter].width >= 2 * len(cell.value)
        or len(cell.value) > 6
        for cell in sheet[HEAD_ROW]
    )


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_a_demonstration_says_so_on_the_sheet_in_print_and_in_its_name(
    submission, is_demonstration
):
    form = Form(made(submission, is_demonstration=is_demonstration))
    name = form_name(
        grid(submission, at=NOW), is_demonstration=is_demonstration, is_marked=False
    )

    said = [
        "演示数据" in form.sheet["A1"].value,
        form.sheet.oddHeader.right.text == "演示数据",
        name == "演示数据-填报表-万州区-2024年10月.xlsx",
    ]
    assert said == [is_demonstration] * 3
    assert name.endswith("填报表-万州区-2024年10月.xlsx")


def test_the_identification_is_hidden_and_protected(form):
    sheet = form.book["unionplan"]

    assert sheet.sheet_state == "veryHidden"
    assert sheet.protection.sheet
    assert form.book.sheetnames == ["填报表", "unionplan"]


def test_english_is_complete(submission):
    with override("en"):
        form = Form(made(submission))

    assert form.sheet["A1"].value.startswith("Demonstration data")
    assert form.sheet.cell(HEAD_ROW, 6).value == "This period"
    assert form.book.sheetnames[1] == "unionplan"


def test_marks_show_what_was_typed_and_what_is_wrong_with_it(submission):
    entry = factories.entry_for(submission, HAVENS)
    marks = Marks(
        raw={entry.pk: {"quantity": "三个", "note": "写了说明"}},
        faults={(entry.pk, "quantity"): "没有看懂这个数"},
        loose=["B99 多出来的：没有编号"],
    )
    data = write_form(grid(submission, at=NOW), is_demonstration=True, marks=marks)

    form = Form(data)
    marked, plain = form.cell(HAVENS, "quantity"), form.cell(HAVENS, "note")

    assert (marked.value, plain.value) == ("三个", "写了说明")
    assert marked.comment.text == "没有看懂这个数"
    assert marked.fill.start_color.rgb.endswith("FBE6A2")
    assert not marked.protection.locked
    assert plain.comment is None
    assert form.sheet.cell(form.sheet.max_row, 2).value == "B99 多出来的：没有编号"


def test_without_marks_no_cell_is_coloured(submission):
    data = write_form(grid(submission, at=NOW), is_demonstration=True, marks=NO_MARKS)
    sheet = load_workbook(BytesIO(data)).worksheets[0]

    ground = {cell.fill.start_color.rgb for row in sheet.iter_rows() for cell in row}
    assert not any(str(colour).endswith("FBE6A2") for colour in ground)


def test_a_form_costs_the_same_for_many_lines(submission, django_assert_num_queries):
    with django_assert_num_queries(8):
        made(submission)
