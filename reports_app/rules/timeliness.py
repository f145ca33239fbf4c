"""Whether a return came in time: derived from its dates, never stored."""

from datetime import date

from reports_app.enums import Timeliness


def timeliness(
    *, first_submitted_on: date | None, opens_on: date, due_on: date, today: date
) -> Timeliness:
    """Return how a union's return for a period came in; the due day counts whole."""
    if first_submitted_on is not None:
        is_late = first_submitted_on > due_on
        return Timeliness.LATE if is_late else Timeliness.ON_TIME
    if today < opens_on:
        return Timeliness.NOT_OPEN
    return Timeliness.AWAITED if today <= due_on else Timeliness.MISSING


def days_late(*, first_submitted_on: date | None, due_on: date, today: date) -> int:
    """Return by how many days a return is or was late; 0 when it is not."""
    return max(0, ((first_submitted_on or today) - due_on).days)
