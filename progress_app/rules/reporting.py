"""How far returns are, who may remind, and when the calendar does."""

from dataclasses import dataclass
from datetime import date, datetime, time

from progress_app.enums import ReminderKind, ReportingState
from unionplan.lib.dates import SHANGHAI
from unions_app.enums import Role
from unions_app.rules import Access, sees_every_union

HANDED_IN = frozenset(
    {ReportingState.SUBMITTED, ReportingState.RETURNED, ReportingState.ACCEPTED}
)
WAITED_FOR = frozenset(
    {ReportingState.NOT_BEGUN, ReportingState.DRAFT, ReportingState.OVERDUE}
)
"""Whoever stands here can be reminded."""
REMINDS_FROM = time(8)
"""The calendar reminds in the morning, not at midnight."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a union's return holds: lines by where they are.

    ``was_handed_in``: once is enough, as for its being in time.
    """

    lines: int = 0
    was_handed_in: bool = False
    handed_in: int = 0
    returned: int = 0
    accepted: int = 0


def reporting_state(
    *, owed: int, told: Told | None, opens_on: date, due_on: date, today: date
) -> ReportingState:
    """Return how far a return is on a Shanghai day; ``told`` is None before it is begun.

    The due day counts whole. Blank lines are not reported, so a return that has some is
    never accepted as a whole.
    """
    if told and told.was_handed_in:
        if told.returned:
            return ReportingState.RETURNED
        is_whole = told.accepted >= max(owed, told.lines)
        return ReportingState.ACCEPTED if is_whole else ReportingState.SUBMITTED
    if not owed:
        return ReportingState.NOT_OWED
    if today < opens_on:
        return ReportingState.NOT_OPEN
    if today > due_on:
        return ReportingState.OVERDUE
    return ReportingState.DRAFT if told else ReportingState.NOT_BEGUN


def calendar_reminder(
    *, opens_on: date, due_on: date, locks_on: date, at: datetime
) -> ReminderKind | None:
    """Return which reminder the calendar owes at a moment; None for none.

    Each holds until the next one's day, so that a day without a running clock is made
    up for. Nothing before the period opens or after it locks.
    """
    local = at.astimezone(SHANGHAI)
    today = local.date()
    days_left = (due_on - today).days
    if not opens_on <= today <= locks_on or local.time() < REMINDS_FROM:
        return None
    if days_left > 3:
        return None
    if days_left > 1:
        return ReminderKind.THREE_DAYS_BEFORE
    return ReminderKind.ONE_DAY_BEFORE if days_left >= 0 else ReminderKind.DAY_AFTER


def can_see_status(access: Access) -> bool:
    """Whoever sees the whole city sees how far its returns are."""
    return sees_every_union(access)


def can_remind(access: Access) -> bool:
    """Officers and administrators remind; leaders and auditors only look."""
    return access.has(Role.OFFICER, Role.ADMINISTRATOR)
