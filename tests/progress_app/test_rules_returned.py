"""What the cells of a returned form mean: pure rules."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_app.enums import CellProblem, Presence, Stage
from progress_app.rules.figures import Figure, read_entry
from progress_app.rules.returned import (
    FIGURE_FIELDS,
    INPUT_FIELDS,
    TEXT_FIELDS,
    Content,
    Loose,
    Row,
    digest,
    digest_of,
    fields_of,
    read_row,
    told,
)
from targets_app.enums import TargetKind
from unionplan.lib.spreadsheets.reading import SheetCell

STAGES = {"受阻": "blocked", "Blocked": "blocked"}
TEXTS = dict.fromkeys(TEXT_FIELDS, "")
KINDS = ("text", "number", "percent", "date", "boolean", "error")


def cell(text: str, kind: str = "text") -> SheetCell:
    return SheetCell(row=14, column=7, kind=kind, text=text)


def read(kind: str, **cells: SheetCell) -> tuple[dict[str, str], dict[str, str]]:
    return read_row(kind=kind, cells=cells, stages=STAGES)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (TargetKind.FLOW, ("quantity",)),
        (TargetKind.STOCK, ("quantity",)),
        (TargetKind.RATIO, ("numerator", "denominator")),
        (TargetKind.MILESTONE, ("stage",)),
    ],
)
def test_each_kind_asks_for_its_own_figures(kind, fields):
    assert fields_of(kind) == fields


def test_a_line_without_a_cell_is_blank():
    raw, problems = read(TargetKind.FLOW)

    assert raw == dict.fromkeys((*INPUT_FIELDS, "presence"), "")
    assert problems == {}


@pytest.mark.parametrize("blank", ["", "   ", "\n", "　"])
def test_blanks_are_blank_even_where_nothing_is_asked_for(blank):
    raw, problems = read(TargetKind.FLOW, stage=cell(blank), quantity=cell(blank))

    assert (raw["stage"], raw["quantity"], problems) == ("", "", {})


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("date", CellProblem.DATE),
        ("percent", CellProblem.PERCENT),
        ("boolean", CellProblem.BOOLEAN),
        ("error", CellProblem.ERROR),
    ],
)
def test_what_is_no_number_is_a_problem_in_a_figure(kind, problem):
    raw, problems = read(TargetKind.FLOW, quantity=cell("0.5", kind))

    assert (raw["quantity"], problems) == ("0.5", {"quantity": problem})


@pytest.mark.parametrize("kind", ["text", "number", "percent", "date", "boolean"])
def test_in_a_text_everything_but_an_error_is_a_text(kind):
    raw, problems = read(TargetKind.FLOW, note=cell("0.5", kind))

    assert (raw["note"], problems) == ("0.5", {})


def test_an_error_is_a_problem_wherever_it_stands():
    _raw, problems = read(
        TargetKind.FLOW, note=cell("#N/A", "error"), stage=cell("#REF!", "error")
    )

    assert problems == {"note": CellProblem.ERROR, "stage": CellProblem.ERROR}


@pytest.mark.parametrize("kind", TargetKind)
def test_a_figure_where_none_is_asked_for_is_a_problem(kind):
    cells = {name: cell("1", "number") for name in FIGURE_FIELDS}

    _raw, problems = read(kind, **cells)

    others = set(FIGURE_FIELDS) - set(fields_of(kind))
    assert problems == dict.fromkeys(others, CellProblem.WRONG_FIELD)


@pytest.mark.parametrize(
    ("word", "value"),
    [("受阻", "blocked"), ("Blocked", "blocked"), ("不知道", "不知道")],
)
def test_a_stage_is_told_by_its_value_and_an_unknown_one_as_it_stands(word, value):
    raw, problems = read(TargetKind.MILESTONE, stage=cell(word))

    assert (raw["stage"], problems) == (value, {})


def test_a_reason_alone_says_not_applicable():
    raw, problems = read(TargetKind.RATIO, reason=cell("本期没有"))

    assert (raw["presence"], problems) == (Presence.NOT_APPLICABLE, {})


@pytest.mark.parametrize("name", ["numerator", "denominator"])
def test_a_reason_and_a_figure_contradict_each_other(name):
    cells = {"reason": cell("本期没有"), name: cell("0", "number")}

    raw, problems = read(TargetKind.RATIO, **cells)

    assert (raw["presence"], problems) == ("", {"reason": CellProblem.BOTH_GIVEN})


def test_a_figure_is_told_as_a_person_would_type_it():
    figure = Figure(Presence.VALUE, quantity=Decimal("1200.5000"))

    assert told(figure, {"note": "说明"}) == {
        "quantity": "1200.5",
        "numerator": "",
        "denominator": "",
        "stage": "",
        "reason": "",
        "note": "说明",
        "problems": "",
        "next_steps": "",
    }


def test_a_digest_is_of_the_worth_not_of_the_writing():
    one, same, other = (
        digest(Figure(Presence.VALUE, quantity=Decimal(number)), TEXTS)
        for number in ("1200", "1.2E+3", "1201")
    )

    assert one == same != other
    assert len(one) == 16


@pytest.mark.parametrize(
    "other",
    [
        Figure(),
        Figure(Presence.NOT_APPLICABLE),
        Figure(Presence.VALUE, quantity=Decimal(0)),
        Figure(Presence.VALUE, numerator=Decimal(0)),
        Figure(Presence.VALUE, stage=Stage.DONE),
    ],
)
def test_blank_zero_and_not_applicable_have_digests_of_their_own(other):
    figures = [
        Figure(),
        Figure(Presence.NOT_APPLICABLE),
        Figure(Presence.VALUE, quantity=Decimal(0)),
        Figure(Presence.VALUE, numerator=Decimal(0)),
        Figure(Presence.VALUE, stage=Stage.DONE),
    ]

    same = [
        figure for figure in figures if digest(figure, TEXTS) == digest(other, TEXTS)
    ]
    assert same == [other]


@pytest.mark.parametrize("name", TEXT_FIELDS)
def test_every_text_counts_in_the_digest(name):
    assert digest(Figure(), TEXTS | {name: "字"}) != digest(Figure(), TEXTS)


@given(
    kind=st.sampled_from(TargetKind.values),
    cells=st.dictionaries(
        st.sampled_from(INPUT_FIELDS),
        st.builds(
            SheetCell,
            row=st.just(14),
            column=st.just(7),
            kind=st.sampled_from(KINDS),
            text=st.text(max_size=20),
        ),
    ),
)
def test_whatever_stands_in_the_cells_is_read_or_told(kind, cells):
    """Nothing is lost: what was not understood has a problem at its field."""
    raw, problems = read_row(kind=kind, cells=cells, stages=STAGES)
    reading = read_entry(kind=kind, places=2, raw=raw)

    for name in FIGURE_FIELDS:
        typed = cells[name].text.strip() if name in cells else ""
        is_told = name in problems or name in reading.problems
        stands = getattr(reading.figure, name)
        assert (
            not typed
            or is_told
            or stands not in (None, "")
            or raw["presence"]
            or ("reason" in problems)
        )
    assert digest_of(reading) == digest(reading.figure, reading.texts)


def test_content_is_the_same_after_its_way_through_json():
    content = Content(
        rows=(
            Row(7, 2, 14, {"quantity": "三"}, {"quantity": "date"}),
            Row(8, 0, 15, {"note": "二\n行"}, {}, is_touched=False),
        ),
        loose=(Loose("F90", "12", "outside_rows"), Loose("", "4.1", "missing_row")),
    )

    assert Content.from_json(json.loads(json.dumps(content.to_json()))) == content
