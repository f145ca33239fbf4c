"""Which decision leads where, and who may not take it."""

from progress_app.enums import Decision, EntryState

EDITABLE = frozenset({EntryState.DRAFT, EntryState.RETURNED})


def is_editable(state: str) -> bool:
    """Return whether a reporter may still change an entry."""
    return state in EDITABLE


def is_awaiting_endorsement(*, state: str, has_approver: bool) -> bool:
    """Return whether the union's own approver is next."""
    return has_approver and state == EntryState.SUBMITTED


def is_awaiting_review(*, state: str, has_approver: bool) -> bool:
    """Return whether the lead department is next.

    What was endorsed stays so when the union gives up its approver.
    """
    return state == EntryState.ENDORSED or (
        state == EntryState.SUBMITTED and not has_approver
    )


def state_after(decision: Decision) -> EntryState:
    """Return where a decision takes an entry that awaits it."""
    return {
        Decision.ENDORSED: EntryState.ENDORSED,
        Decision.RETURNED: EntryState.RETURNED,
        Decision.ACCEPTED: EntryState.ACCEPTED,
        Decision.CORRECTED: EntryState.ACCEPTED,
    }[decision]


def is_own_work(*, decider_id: int, submitted_by_id: int | None) -> bool:
    """Return whether someone would decide on what they submitted themselves."""
    return decider_id == submitted_by_id
