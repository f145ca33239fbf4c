"""A form that came back: each thing that can be wrong with it, and where."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils.translation import override

from progress_app.enums import CellProblem, FormRefusal
from progress_app.workbook.identity import MARK, FormRefusedError
from tests import factories
from tests.progress_app.desks import HAVENS, MEMBERS, PENSION, RATE, STAGE
from tests.progress_app.workbook.forms import Form, filled, made, read, row_of
from unionplan.lib.spreadsheets.refusals import Refusal, RefusedError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]


@pytest.fixture
def data(submission):
    return made(submission)


def test_a_form_that_nobody_touched_changes_nothing(people, submission):
    typed = {
        HAVENS: {"quantity": "1200", "note": "=1+1 _x0041_", "problems": "一\n二"},
        RATE: {"numerator": "3", "denominator": "4"},
        STAGE: {"stage": "blocked"},
        MEMBERS: {"presence": "not_applicable", "reason": "本期没有"},
        PENSION: {"quantity": "0"},
    }
    factories.saved(submission, people.reporter, typed)

    content = read(submission, made(submission))

    assert len(content.rows) == submission.entries.count()
    assert [row for row in content.rows if row.is_touched] == []
    assert content.loose == ()


@pytest.mark.parametrize(
    ("value", "understood"),
    [
        (12, "12"),
        (0, "0"),
        (1234567, "1234567"),
        ("１，２００", "１，２００"),  # noqa: RUF001
        ("20万", "20万"),
        (" 12 ", "12"),
        ("1,200", "1,200"),
        (12.0, "12"),
    ],
)
def test_a_figure_is_told_as_it_would_be_typed(submission, data, value, understood):
    content = read(submission, filled(data, {(HAVENS, "quantity"): value}).data)

    row = row_of(content, submission, HAVENS)
    assert (row.raw["quantity"], row.problems, row.is_touched) == (understood, {}, True)
    assert [other.entry_id for other in content.rows if other.is_touched] == [
        row.entry_id
    ]


def test_blank_and_zero_are_two_things(people, submission):
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "5"}})
    data = made(submission)

    blank = read(submission, filled(data, {(HAVENS, "quantity"): None}).data)
    zero = read(submission, filled(data, {(HAVENS, "quantity"): 0}).data)

    assert row_of(blank, submission, HAVENS).raw["quantity"] == ""
    assert row_of(zero, submission, HAVENS).raw["quantity"] == "0"


@pytest.mark.parametrize("word", ["受阻", "Blocked"])
def test_a_stage_is_known_by_its_words_in_both_languages(submission, data, word):
    content = read(submission, filled(data, {(STAGE, "stage"): word}).data)

    assert row_of(content, submission, STAGE).raw["stage"] == "blocked"


def test_a_reason_without_a_figure_is_not_applicable(submission, data):
    content = read(submission, filled(data, {(HAVENS, "reason"): "本期没有"}).data)

    row = row_of(content, submission, HAVENS)
    assert (row.raw["presence"], row.raw["reason"]) == ("not_applicable", "本期没有")


def test_a_number_or_a_date_in_a_text_is_a_text(submission, data):
    values = {(HAVENS, "note"): 2024, (HAVENS, "problems"): date(2024, 10, 1)}

    row = row_of(read(submission, filled(data, values).data), submission, HAVENS)

    assert (row.raw["note"], row.raw["problems"], row.problems) == (
        "2024",
        "2024-10-01",
        {},
    )


@pytest.mark.parametrize(
    ("target", "name", "value", "number_format", "problem"),
    [
        (HAVENS, "quantity", date(2024, 1, 2), "yyyy-mm-dd", CellProblem.DATE),
        (HAVENS, "quantity", 3, "m/d/yy", CellProblem.DATE),
        (HAVENS, "quantity", 0.5, "0%", CellProblem.PERCENT),
        (RATE, "numerator", 0.85, "0.00%", CellProblem.PERCENT),
        (HAVENS, "quantity", True, "General", CellProblem.BOOLEAN),
        (HAVENS, "quantity", "#REF!", "General", CellProblem.ERROR),
        (HAVENS, "note", "#N/A", "General", CellProblem.ERROR),
        (HAVENS, "numerator", 3, "General", CellProblem.WRONG_FIELD),
        (HAVENS, "stage", "受阻", "General", CellProblem.WRONG_FIELD),
        (RATE, "quantity", 85, "General", CellProblem.WRONG_FIELD),
        (STAGE, "quantity", 1, "General", CellProblem.WRONG_FIELD),
    ],
)
def test_what_is_no_figure_is_noted_at_its_cell(
    submission, data, target, name, value, number_format, problem
):
    form = filled(data, {(target, name): value})
    form.cell(target, name).number_format = number_format

    row = row_of(read(submission, form.data), submission, target)

    assert row.problems == {name: problem}
    assert row.number == form.row(target)
    assert row.raw[name]


def test_a_figure_with_a_reason_why_there_is_none_is_noted(submission, data):
    values = {(HAVENS, "quantity"): 3, (HAVENS, "reason"): "本期没有"}

    row = row_of(read(submission, filled(data, values).data), submission, HAVENS)

    assert row.problems == {"reason": CellProblem.BOTH_GIVEN}
    assert row.raw["presence"] == ""


def delete_row(form: Form) -> None:
    form.sheet.delete_rows(form.row(HAVENS))


def repeat_code(form: Form) -> None:
    form.sheet.cell(form.row(MEMBERS), 1).value = form[HAVENS, "code"]


def change_code(form: Form) -> None:
    form[HAVENS, "code"] = "9.9.9-9"


def fill_below(form: Form) -> None:
    form.sheet["F90"] = 12


def fill_a_heading(form: Form) -> None:
    form.sheet["K5"] = "写在领域行里"


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (delete_row, [("", CellProblem.MISSING_ROW)]),
        (
            repeat_code,
            [("A39", CellProblem.REPEATED_CODE), ("", CellProblem.MISSING_ROW)],
        ),
        (
            change_code,
            [("A32", CellProblem.UNKNOWN_CODE), ("", CellProblem.MISSING_ROW)],
        ),
        (fill_below, [("F90", CellProblem.OUTSIDE_ROWS)]),
        (fill_a_heading, [("K5", CellProblem.OUTSIDE_ROWS)]),
    ],
)
def test_what_belongs_to_no_line_is_noted(submission, data, spoil, found):
    form = Form(data)
    spoil(form)

    content = read(submission, form.data)

    assert [(loose.place, loose.problem) for loose in content.loose] == found


def test_rows_may_be_sorted_and_columns_to_the_right_are_the_clerks_own(
    submission, data
):
    form = filled(data, {(HAVENS, "quantity"): 7})
    form.sheet["P3"], form.sheet["P32"] = "自己的备注", 5
    form.sheet.move_range(f"A{form.row(HAVENS)}:N{form.row(HAVENS)}", rows=40)

    content = read(submission, form.data)

    assert content.loose == ()
    assert row_of(content, submission, HAVENS).raw["quantity"] == "7"


def refusal_of(submission, data: bytes) -> tuple[str, str]:
    with pytest.raises(FormRefusedError) as refused:
        read(submission, data)
    return refused.value.refusal, refused.value.place


def drop_identity(form: Form) -> None:
    del form.book["unionplan"]


def drop_form(form: Form) -> None:
    form.book.create_sheet("别的")
    del form.book["填报表"]


def rename_form(form: Form) -> None:
    form.sheet.title = "十月"


def clear_seal(form: Form) -> None:
    form.book["unionplan"]["A3"] = None


def change_version(form: Form) -> None:
    cell = form.book["unionplan"]["A2"]
    cell.value = cell.value.replace(',0,"', ',5,"', 1)


def change_union(form: Form) -> None:
    cell = form.book["unionplan"]["A2"]
    cell.value = cell.value.replace('{"union":', '{"union":1')


def other_layout(form: Form) -> None:
    form.book["unionplan"]["A1"] = MARK.replace("1", "2")


def insert_column(form: Form) -> None:
    form.sheet.insert_cols(6)


def drop_column(form: Form) -> None:
    form.sheet.delete_cols(3)


def rename_head(form: Form) -> None:
    form.sheet["G4"] = "分子（个）"


def clear_heads(form: Form) -> None:
    form.sheet.delete_rows(4)


@pytest.mark.parametrize(
    ("spoil", "refusal", "place"),
    [
        (drop_identity, FormRefusal.NOT_A_FORM, ""),
        (drop_form, FormRefusal.NOT_A_FORM, ""),
        (rename_form, FormRefusal.NOT_A_FORM, ""),
        (other_layout, FormRefusal.NOT_A_FORM, ""),
        (clear_seal, FormRefusal.EDITED, ""),
        (change_version, FormRefusal.EDITED, ""),
        (change_union, FormRefusal.EDITED, ""),
        (insert_column, FormRefusal.COLUMNS_MOVED, "F4"),
        (drop_column, FormRefusal.COLUMNS_MOVED, "C4"),
        (rename_head, FormRefusal.COLUMNS_MOVED, "G4"),
        (clear_heads, FormRefusal.COLUMNS_MOVED, "A4"),
    ],
)
def test_a_form_that_cannot_be_told_is_refused(
    submission, data, spoil: Callable[[Form], None], refusal, place
):
    form = Form(data)
    before = form.data
    spoil(form)
    assert form.data != before

    assert refusal_of(submission, form.data) == (refusal, place)


def test_the_form_of_another_union_is_told(people, submission):
    other = factories.started("江北区", people.stranger)

    assert refusal_of(submission, made(other)) == (FormRefusal.OTHER_UNION, "")


def test_last_periods_form_is_told(people, submission):
    other = factories.started("万州区", people.reporter, number=9)

    assert refusal_of(submission, made(other)) == (FormRefusal.OTHER_PERIOD, "")


def test_a_form_from_an_installation_with_another_key_is_told(
    submission, data, settings
):
    settings.LEDGER_KEY = "another key"

    assert refusal_of(submission, data) == (FormRefusal.EDITED, "")


@pytest.mark.parametrize(
    ("spoil", "refusal", "place"),
    [
        (lambda sheet: sheet.__setitem__("G14", "=1+2"), Refusal.FORMULA, "G14"),
        (lambda sheet: sheet.merge_cells("F7:F9"), Refusal.MERGED, "F7:F9"),
        (
            lambda sheet: sheet.__setitem__("F5000", 1),
            Refusal.TOO_MANY_CELLS,
            "F5000",
        ),
    ],
)
def test_what_hides_values_in_the_form_is_refused_with_its_place(
    submission, data, spoil, refusal, place
):
    form = Form(data)
    spoil(form.sheet)

    with pytest.raises(RefusedError) as refused:
        read(submission, form.data)

    assert (refused.value.refusal, refused.value.place) == (refusal, place)


def test_a_sheet_of_ones_own_may_hold_formulas(submission, data):
    form = Form(data)
    own = form.book.create_sheet("明细")
    own["A1"], own["B1"] = "=SUM(B1:B3)", "=填报表!F7"
    own.merge_cells("C1:D4")

    assert read(submission, form.data).loose == ()


def test_a_form_in_english_comes_back_to_a_page_in_chinese(submission):
    with override("en"):
        form = filled(made(submission), {(STAGE, "stage"): "Done"})

    content = read(submission, form.data)

    assert row_of(content, submission, STAGE).raw["stage"] == "done"
