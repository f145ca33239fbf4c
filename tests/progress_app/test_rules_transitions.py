"""Which decision leads where: whole truth tables."""

import pytest

from progress_app.enums import Decision, EntryState
from progress_app.rules.transitions import (
    is_awaiting_endorsement,
    is_awaiting_review,
    is_editable,
    is_own_work,
    state_after,
)

DRAFT, SUBMITTED, ENDORSED, RETURNED, ACCEPTED = EntryState


@pytest.mark.parametrize(
    ("state", "editable"),
    [
        (DRAFT, True),
        (SUBMITTED, False),
        (ENDORSED, False),
        (RETURNED, True),
        (ACCEPTED, False),
    ],
)
def test_is_editable(state, editable):
    assert is_editable(state) is editable
    assert is_editable(state.value) is editable


@pytest.mark.parametrize(
    ("state", "has_approver", "endorsement", "review"),
    [
        (DRAFT, False, False, False),
        (DRAFT, True, False, False),
        (SUBMITTED, False, False, True),
        (SUBMITTED, True, True, False),
        # It was endorsed while the union still had an approver.
        (ENDORSED, False, False, True),
        (ENDORSED, True, False, True),
        (RETURNED, False, False, False),
        (RETURNED, True, False, False),
        (ACCEPTED, False, False, False),
        (ACCEPTED, True, False, False),
    ],
)
def test_who_is_next(state, has_approver, endorsement, review):
    told = {"state": state, "has_approver": has_approver}

    assert is_awaiting_endorsement(**told) is endorsement
    assert is_awaiting_review(**told) is review


@pytest.mark.parametrize(
    ("decision", "state"),
    [
        (Decision.ENDORSED, ENDORSED),
        (Decision.RETURNED, RETURNED),
        (Decision.ACCEPTED, ACCEPTED),
    ],
)
def test_state_after(decision, state):
    assert state_after(decision) is state


@pytest.mark.parametrize(
    ("decider", "submitter", "own"), [(1, 1, True), (1, 2, False), (1, None, False)]
)
def test_is_own_work(decider, submitter, own):
    assert is_own_work(decider_id=decider, submitted_by_id=submitter) is own
