"""What was typed into one line, read as an exact figure or told what is wrong."""
# ruff: noqa: RUF001 (full-width digits are what people type)

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_app.enums import FigureProblem, Presence, Stage
from progress_app.enums import FigureWarning as Doubt
from progress_app.rules.figures import (
    EntryContext,
    Figure,
    is_half_a_ratio,
    is_numerator_above,
    obstacles_to_submit,
    read_entry,
    running_total,
    warnings_for,
)
from targets_app.enums import TargetKind

FLOW, STOCK, RATIO, MILESTONE = TargetKind
NO_TEXTS = {"reason": "", "note": "", "problems": "", "next_steps": ""}


def read(kind, places=0, **raw):
    return read_entry(kind=kind, places=places, raw=raw)


def value(quantity=None, numerator=None, denominator=None, stage=""):
    def number(given):
        return None if given is None else Decimal(given)

    return Figure(
        presence=Presence.VALUE,
        quantity=number(quantity),
        numerator=number(numerator),
        denominator=number(denominator),
        stage=stage,
    )


@pytest.mark.parametrize("kind", [FLOW, STOCK])
@pytest.mark.parametrize(
    ("typed", "quantity"), [("12", 12), ("0", 0), ("１２", 12), ("1,200", 1200)]
)
def test_a_quantity_is_read(kind, typed, quantity):
    reading = read(kind, quantity=typed)

    assert reading.figure == value(quantity)
    assert reading.problems == {}


@pytest.mark.parametrize("kind", list(TargetKind))
@pytest.mark.parametrize("raw", [{}, {"quantity": " "}, {"presence": "value"}])
def test_nothing_typed_is_not_reported_whatever_the_kind(kind, raw):
    reading = read(kind, **raw)

    assert reading.figure == Figure(presence=Presence.NOT_REPORTED)
    assert reading.problems == {}


def test_zero_blank_and_not_applicable_are_three_things():
    zero = read(FLOW, quantity="0").figure
    blank = read(FLOW, quantity="").figure
    absent = read(FLOW, presence="not_applicable", reason="本区无此项").figure

    assert (zero.presence, zero.quantity) == ("value", Decimal(0))
    assert (blank.presence, blank.quantity) == ("not_reported", None)
    assert (absent.presence, absent.quantity) == ("not_applicable", None)


def test_a_ratio_is_two_counts():
    reading = read(RATIO, numerator="80", denominator="100")

    assert reading.figure == value(numerator=80, denominator=100)


@pytest.mark.parametrize(
    ("numerator", "denominator"), [("5", ""), ("", "5"), ("0", "")]
)
def test_half_a_ratio_is_kept_while_it_is_typed(numerator, denominator):
    reading = read(RATIO, numerator=numerator, denominator=denominator)

    assert reading.problems == {}
    assert reading.figure.presence == Presence.VALUE
    assert is_half_a_ratio(reading.figure)


@pytest.mark.parametrize(
    ("numerator", "denominator", "problems"),
    [
        ("5", "5", {}),
        ("0", "0", {}),
        ("6", "5", {"numerator": FigureProblem.NUMERATOR_ABOVE}),
        ("1", "0", {"numerator": FigureProblem.NUMERATOR_ABOVE}),
    ],
)
def test_a_numerator_above_its_denominator_is_an_error(
    numerator, denominator, problems
):
    reading = read(RATIO, numerator=numerator, denominator=denominator)

    assert reading.problems == problems


@pytest.mark.parametrize("stage", Stage.values)
def test_a_milestone_is_a_stage(stage):
    assert read(MILESTONE, stage=stage).figure == value(stage=stage)


def test_a_milestone_of_no_known_stage_is_refused():
    reading = read(MILESTONE, stage="almost")

    assert reading.problems == {"stage": FigureProblem.UNKNOWN_STAGE}
    assert reading.figure == Figure()


def test_only_what_the_kind_asks_for_is_read():
    everything = {"quantity": "1", "numerator": "2", "denominator": "3"}

    assert read(FLOW, **everything, stage="done").figure == value(1)
    assert read(RATIO, **everything).figure == value(numerator=2, denominator=3)
    assert read(MILESTONE, **everything, stage="done").figure == value(stage="done")


@pytest.mark.parametrize(
    ("typed", "places", "problem"),
    [
        ("十二", 0, FigureProblem.NOT_A_NUMBER),
        ("3/4", 0, FigureProblem.NOT_A_NUMBER),
        ("50%", 0, FigureProblem.NOT_A_NUMBER),
        ("1\x002", 0, FigureProblem.NOT_A_NUMBER),
        ("\ud800", 0, FigureProblem.NOT_A_NUMBER),
        ("-1", 0, FigureProblem.NEGATIVE),
        ("-0.5", 0, FigureProblem.NEGATIVE),
        ("1.5", 0, FigureProblem.TOO_MANY_DECIMALS),
        ("0.125", 2, FigureProblem.TOO_MANY_DECIMALS),
        ("1.00005万", 0, FigureProblem.TOO_MANY_DECIMALS),
        ("100000000000", 0, FigureProblem.TOO_LARGE),
        ("1000亿", 0, FigureProblem.TOO_LARGE),
    ],
)
@pytest.mark.parametrize(
    ("kind", "field"),
    [(FLOW, "quantity"), (STOCK, "quantity"), (RATIO, "denominator")],
)
def test_what_cannot_be_taken_is_told_beside_its_field(
    kind, field, typed, places, problem
):
    reading = read(kind, places, **{field: typed})

    assert reading.problems == {field: problem}
    assert reading.figure == Figure()


@pytest.mark.parametrize(
    ("typed", "places", "quantity"),
    [("1.0", 0, "1"), ("1.50", 1, "1.5"), ("0.0001", 4, "0.0001"), ("-0", 0, "0")],
)
def test_trailing_zeros_are_no_decimals(typed, places, quantity):
    assert read(FLOW, places, quantity=typed).figure == value(quantity)


def test_the_largest_figure_is_just_below_the_limit():
    assert read(FLOW, quantity="99999999999").figure == value("99999999999")


def test_one_wrong_count_of_a_ratio_leaves_the_other():
    reading = read(RATIO, numerator="x", denominator="100")

    assert reading.problems == {"numerator": FigureProblem.NOT_A_NUMBER}
    assert reading.figure == value(denominator=100)


@pytest.mark.parametrize("kind", list(TargetKind))
def test_not_applicable_needs_its_reason(kind):
    without = read(kind, presence="not_applicable", reason="  ")
    given = read(kind, presence="not_applicable", reason=" 本区无此项 ", quantity="7")

    assert without.problems == {"reason": FigureProblem.REASON_MISSING}
    assert given.problems == {}
    assert given.figure == Figure(presence=Presence.NOT_APPLICABLE)
    assert given.texts["reason"] == "本区无此项"


def test_a_reason_goes_when_a_value_comes():
    reading = read(FLOW, quantity="1", reason="本区无此项")

    assert reading.texts == NO_TEXTS


def test_texts_are_kept_as_written_but_for_the_space_around_them():
    reading = read(FLOW, note=" 第一行\r\n\t第二行 \n", problems="难", next_steps="干")

    assert reading.texts == NO_TEXTS | {
        "note": "第一行\n\t第二行",
        "problems": "难",
        "next_steps": "干",
    }
    assert reading.problems == {}


@pytest.mark.parametrize("field", ["note", "problems", "next_steps"])
@pytest.mark.parametrize("char", ["\x00", "\x1b", "\r", "\x0b", "\ud800", "\uffff"])
def test_what_no_database_or_workbook_can_hold_is_refused(field, char):
    reading = read(FLOW, quantity="1", **{field: f"甲{char}乙"})

    assert reading.problems == {field: FigureProblem.CONTROL_CHARACTER}


@pytest.mark.parametrize(
    ("field", "limit"), [("note", 2000), ("problems", 2000), ("next_steps", 2000)]
)
def test_a_text_may_be_as_long_as_its_column(field, limit):
    assert read(FLOW, **{field: "字" * limit}).problems == {}
    assert read(FLOW, **{field: "字" * (limit + 1)}).problems == {
        field: FigureProblem.TOO_LONG
    }


def test_a_reason_may_be_two_hundred_characters_long():
    fits = read(FLOW, presence="not_applicable", reason="字" * 200)
    too_long = read(FLOW, presence="not_applicable", reason="字" * 201)

    assert fits.problems == {}
    assert too_long.problems == {"reason": FigureProblem.TOO_LONG}


@given(
    kind=st.sampled_from(TargetKind),
    raw=st.dictionaries(
        st.sampled_from(
            ["presence", "quantity", "numerator", "denominator", "stage", "note"]
        ),
        st.one_of(st.text(max_size=8), st.sampled_from(["not_applicable", "5", "7"])),
    ),
)
def test_whatever_is_typed_gets_a_reading_that_the_database_takes(kind, raw):
    figure = read_entry(kind=kind, places=0, raw=raw).figure

    numbers = (figure.quantity, figure.numerator, figure.denominator)
    has_value = any(number is not None for number in numbers) or figure.stage != ""
    assert has_value == (figure.presence == Presence.VALUE)
    assert all(number is None or number >= 0 for number in numbers)


@pytest.mark.parametrize(
    ("numerator", "denominator", "above", "half"),
    [
        (None, None, False, False),
        (1, None, False, True),
        (None, 1, False, True),
        (1, 1, False, False),
        (2, 1, True, False),
    ],
)
def test_the_two_counts_of_a_ratio(numerator, denominator, above, half):
    figure = value(numerator=numerator, denominator=denominator)

    assert is_numerator_above(figure) is above
    assert is_half_a_ratio(figure) is half


def context(quota=None, cumulative=None, pending=None, previous=None):
    def number(given):
        return None if given is None else Decimal(given)

    return EntryContext(
        quota=number(quota),
        cumulative=number(cumulative),
        pending=number(pending),
        previous=None if previous is None else value(previous),
    )


@pytest.mark.parametrize(
    ("kind", "typed", "beside", "total"),
    [
        (FLOW, None, context(), None),
        (FLOW, 0, context(), 0),
        (FLOW, 3, context(cumulative=10, pending=5), 18),
        (FLOW, None, context(cumulative=10), 10),
        (FLOW, None, context(pending=5), 5),
        (STOCK, 3, context(cumulative=10, pending=5), 3),
        (STOCK, None, context(cumulative=10), None),
        (RATIO, None, context(cumulative=10), None),
        (MILESTONE, None, context(), None),
    ],
)
def test_running_total(kind, typed, beside, total):
    assert running_total(kind=kind, figure=value(typed), context=beside) == total


@pytest.mark.parametrize(
    ("kind", "typed", "beside", "doubts"),
    [
        (FLOW, 5, context(), ()),
        (FLOW, None, context(quota=1, cumulative=5), ()),
        # A flow may fall; a stock should not.
        (FLOW, 1, context(previous=2), ()),
        (STOCK, 1, context(previous=2), (Doubt.FALLING,)),
        (STOCK, 2, context(previous=2), ()),
        # Ten times is not yet more than ten times.
        (FLOW, 10, context(previous=1), ()),
        (FLOW, 11, context(previous=1), (Doubt.JUMP,)),
        (STOCK, 11, context(previous=1), (Doubt.JUMP,)),
        (FLOW, 11, context(previous=0), ()),
        # Above the year's share, with what still waits for review.
        (FLOW, 4, context(quota=10, cumulative=6), ()),
        (FLOW, 5, context(quota=10, cumulative=6), (Doubt.OVER_QUOTA,)),
        (FLOW, 4, context(quota=10, cumulative=6, pending=1), (Doubt.OVER_QUOTA,)),
        (STOCK, 11, context(quota=10, cumulative=99), (Doubt.OVER_QUOTA,)),
        (STOCK, 10, context(quota=10, cumulative=99), ()),
        (FLOW, 4, context(quota=0), ()),
        (FLOW, 22, context(quota=9, previous=2), (Doubt.JUMP, Doubt.OVER_QUOTA)),
    ],
)
def test_what_makes_a_figure_doubtful(kind, typed, beside, doubts):
    assert warnings_for(kind=kind, figure=value(typed), context=beside) == doubts


def test_not_applicable_before_gives_nothing_to_compare_with():
    beside = EntryContext(previous=Figure(presence=Presence.NOT_APPLICABLE))

    assert warnings_for(kind=STOCK, figure=value(1), context=beside) == ()


@pytest.mark.parametrize(
    ("kind", "figure", "note", "obstacles"),
    [
        (FLOW, value(1), "", ()),
        (FLOW, value(21), "", (FigureProblem.NOTE_MISSING,)),
        (FLOW, value(21), "集中换届", ()),
        (RATIO, value(numerator=1), "写了说明", (FigureProblem.INCOMPLETE,)),
        (RATIO, value(denominator=1), "", (FigureProblem.INCOMPLETE,)),
        (RATIO, value(numerator=0, denominator=0), "", ()),
        (FLOW, Figure(presence=Presence.NOT_APPLICABLE), "", ()),
    ],
)
def test_what_must_be_mended_before_it_is_handed_in(kind, figure, note, obstacles):
    found = obstacles_to_submit(
        kind=kind, figure=figure, note=note, context=context(previous=2)
    )

    assert found == obstacles


@pytest.mark.parametrize(
    ("kind", "figure", "asks"),
    [
        (FLOW, value(3), True),
        (FLOW, value(0), False),
        (STOCK, value(1), True),
        (RATIO, value(numerator=1, denominator=2), True),
        (MILESTONE, Figure(Presence.VALUE, stage="under_way"), True),
        (MILESTONE, Figure(Presence.VALUE, stage="not_started"), False),
        (FLOW, Figure(Presence.NOT_APPLICABLE), False),
        (FLOW, Figure(), False),
    ],
)
def test_what_was_done_asks_for_a_file_or_a_note(kind, figure, asks):
    beside = EntryContext(lacks_evidence=True)
    told = {"kind": kind, "figure": figure, "context": beside}

    assert warnings_for(**told) == ((Doubt.NO_EVIDENCE,) if asks else ())
    stopped = obstacles_to_submit(**told, note="")
    assert stopped == ((FigureProblem.NOTE_MISSING,) if asks else ())
    assert obstacles_to_submit(**told, note="原件存档") == ()
    assert warnings_for(kind=kind, figure=figure, context=EntryContext()) == ()
