"""What can be found of a posting, and what is wrong with it."""

from decimal import Decimal

import pytest

from progress_app.enums import FigureProblem, Presence
from progress_app.rules.figures import Figure
from reports_app.enums import FindingProblem, Outcome
from reports_app.rules.findings import amount_of, read_finding


def read(outcome, reduction="", note="核对台账", amount="20", places=0):
    return read_finding(
        outcome=outcome,
        reduction=reduction,
        note=note,
        amount=None if amount is None else Decimal(amount),
        places=places,
    )


def test_what_is_confirmed_needs_no_words():
    said = read(Outcome.CONFIRMED, note="")

    assert (said.outcome, said.reduction, said.problems) == (
        Outcome.CONFIRMED,
        None,
        {},
    )


@pytest.mark.parametrize("reduction", ["20", "\uff11\uff12", "1", " 7 "])
def test_a_reduction_is_read_as_every_figure_is(reduction):
    said = read(Outcome.REDUCED, reduction)

    assert said.problems == {}
    assert 0 < said.reduction <= 20


@pytest.mark.parametrize(
    ("reduction", "problem"),
    [
        ("", FindingProblem.REDUCTION_MISSING),
        ("0", FindingProblem.REDUCTION_ZERO),
        ("21", FindingProblem.REDUCTION_ABOVE),
        ("一", FigureProblem.NOT_A_NUMBER),
        ("-1", FigureProblem.NEGATIVE),
        ("1.5", FigureProblem.TOO_MANY_DECIMALS),
    ],
)
def test_a_wrong_reduction(reduction, problem):
    assert read(Outcome.REDUCED, reduction).problems == {"reduction": problem}


def test_decimals_are_those_of_the_target():
    assert read(Outcome.REDUCED, "1.5", places=1).reduction == Decimal("1.5")


@pytest.mark.parametrize(
    "outcome", [Outcome.CONFIRMED, Outcome.NO_EVIDENCE, Outcome.PENDING]
)
def test_only_a_reduction_has_an_amount(outcome):
    said = read(outcome, "3")

    assert said.problems == {"reduction": FindingProblem.REDUCTION_NOT_WANTED}


def test_a_stage_cannot_be_reduced():
    said = read(Outcome.REDUCED, "1", amount=None)

    assert said.problems == {"reduction": FindingProblem.NOTHING_TO_REDUCE}


@pytest.mark.parametrize(
    ("outcome", "reduction"),
    [(Outcome.REDUCED, "1"), (Outcome.NO_EVIDENCE, ""), (Outcome.PENDING, "")],
)
def test_all_else_says_why(outcome, reduction):
    said = read(outcome, reduction, note="  ")

    assert said.problems == {"note": FindingProblem.NOTE_MISSING}


def test_what_can_be_reduced():
    stage = Figure(Presence.VALUE, stage="done")
    rate = Figure(Presence.VALUE, numerator=Decimal(8), denominator=Decimal(9))

    assert amount_of(Figure(Presence.VALUE, quantity=Decimal(0))) == 0
    assert amount_of(rate) == 8
    assert amount_of(stage) is None
