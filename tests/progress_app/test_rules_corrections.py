"""What a correction may say, and who may propose it: whole truth tables."""

from decimal import Decimal

import pytest

from progress_app.enums import CorrectionState, FigureProblem
from progress_app.rules.corrections import (
    can_propose,
    changes_between,
    has_grounds,
    is_awaiting_decision,
    read_correction,
)
from progress_app.rules.figures import Figure
from unions_app.enums import Role
from unions_app.rules import Access, Grant

FIVE = Figure("value", quantity=Decimal(5))
RATE = Figure("value", numerator=Decimal(8), denominator=Decimal(10))
DONE = Figure("value", stage="done")
ABSENT = Figure("not_applicable")
UNION, DEPARTMENT, ELSEWHERE = 1, 2, 3


def read(kind, standing, places=0, **raw):
    return read_correction(kind=kind, places=places, raw=raw, standing=standing)


@pytest.mark.parametrize(
    ("kind", "standing", "raw", "problems"),
    [
        ("flow", FIVE, {"quantity": "6"}, {}),
        ("flow", FIVE, {"quantity": "0"}, {}),
        ("flow", FIVE, {"quantity": "\uff16"}, {}),
        ("stock", FIVE, {"quantity": "1万"}, {}),
        ("flow", FIVE, {"presence": "not_applicable"}, {}),
        ("flow", ABSENT, {"quantity": "5"}, {}),
        ("flow", FIVE, {"quantity": "5.0"}, {"quantity": "same_as_before"}),
        ("flow", FIVE, {"quantity": ""}, {"quantity": "figure_missing"}),
        ("flow", FIVE, {"quantity": "-1"}, {"quantity": "negative"}),
        ("flow", FIVE, {"quantity": "1.5"}, {"quantity": "too_many_decimals"}),
        ("flow", FIVE, {"quantity": "很多"}, {"quantity": "not_a_number"}),
        ("ratio", RATE, {"numerator": "9", "denominator": "10"}, {}),
        ("ratio", RATE, {"numerator": "9"}, {"denominator": "incomplete"}),
        ("ratio", RATE, {}, {"denominator": "figure_missing"}),
        (
            "ratio",
            RATE,
            {"numerator": "11", "denominator": "10"},
            {"numerator": "numerator_above"},
        ),
        (
            "ratio",
            RATE,
            {"numerator": "8", "denominator": "10"},
            {"denominator": "same_as_before"},
        ),
        ("milestone", DONE, {"stage": "blocked"}, {}),
        ("milestone", DONE, {"stage": "done"}, {"stage": "same_as_before"}),
        ("milestone", DONE, {"stage": ""}, {"stage": "figure_missing"}),
        ("milestone", DONE, {"stage": "soon"}, {"stage": "unknown_stage"}),
        (
            "flow",
            ABSENT,
            {"presence": "not_applicable"},
            {"quantity": "same_as_before"},
        ),
    ],
)
def test_what_is_wrong_with_a_new_figure(kind, standing, raw, problems):
    assert read(kind, standing, **raw).problems == problems


def test_the_new_figure_is_read_as_an_entry_is():
    assert read("flow", FIVE, quantity="\uff11,200").figure.quantity == 1200
    assert read("flow", FIVE, presence="not_applicable").figure == ABSENT
    assert read("stock", FIVE, places=1, quantity="2.5").figure.quantity == Decimal(
        "2.5"
    )


def test_every_problem_has_words():
    assert "更正后" in str(FigureProblem.FIGURE_MISSING.label)
    assert "相同" in str(FigureProblem.SAME_AS_BEFORE.label)


@pytest.mark.parametrize(
    ("files", "reference", "enough"),
    [(0, "", False), (1, "", True), (0, "渝工发2024年第9号", True), (2, "x", True)],
)
def test_a_correction_rests_on_a_file_or_a_reference(files, reference, enough):
    assert has_grounds(files=files, reference=reference) is enough


@pytest.mark.parametrize("state", CorrectionState)
def test_only_a_proposal_can_be_decided_on(state):
    assert is_awaiting_decision(state) is (state == "proposed")


@pytest.mark.parametrize(
    ("role", "at", "may"),
    [
        (Role.REPORTER, UNION, True),
        (Role.OFFICER, UNION, True),
        (Role.OFFICER, DEPARTMENT, True),
        (Role.REPORTER, DEPARTMENT, False),
        (Role.APPROVER, UNION, False),
        (Role.LEADER, UNION, False),
        (Role.AUDITOR, UNION, False),
        (Role.ADMINISTRATOR, UNION, False),
        (Role.REPORTER, ELSEWHERE, False),
        (Role.OFFICER, ELSEWHERE, False),
    ],
)
def test_who_may_propose(role, at, may):
    access = Access(person_id=1, grants=frozenset({Grant(role, at)}))

    assert can_propose(access, union_id=UNION, lead_department_id=DEPARTMENT) is may


def test_nobody_proposes_nothing():
    assert not can_propose(Access(), union_id=UNION, lead_department_id=DEPARTMENT)


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (FIVE, FIVE, {}),
        (FIVE, Figure("value", quantity=Decimal("5.0000")), {}),
        (FIVE, Figure("value", quantity=Decimal(0)), {"quantity": ["5", "0"]}),
        (
            FIVE,
            ABSENT,
            {"presence": ["value", "not_applicable"], "quantity": ["5", ""]},
        ),
        (DONE, Figure("value", stage="blocked"), {"stage": ["done", "blocked"]}),
        (
            RATE,
            Figure("value", numerator=Decimal(9), denominator=Decimal(12)),
            {"numerator": ["8", "9"], "denominator": ["10", "12"]},
        ),
    ],
)
def test_what_changes_is_told_column_by_column(before, after, changes):
    assert changes_between(before, after) == changes
