"""What a person keeps an eye on: pinning, ordering, and the choice of the digest."""

from datetime import datetime
from enum import IntEnum

from django.db import transaction

from reports_app.models import DigestChoice, Pin
from unions_app.actions import Happening, record
from unions_app.models import Person

MOST_PINS = 12
"""More would be a second list of targets, not the ones to look at first."""


class TooManyPinsError(Exception):
    """The person has as many targets pinned as fit the strip."""


class Direction(IntEnum):
    """Where to a pin is moved."""

    FORWARD = -1
    BACK = 1


@transaction.atomic
def pin_target(*, target_id: int, person_id: int, at: datetime) -> bool:
    """Put a target behind a person's other pins; False when it was pinned already.

    The caller has authorised. Errors: TooManyPinsError.
    """
    pinned = _own(person_id)
    if target_id in pinned:
        return False
    if len(pinned) >= MOST_PINS:
        raise TooManyPinsError
    Pin.objects.create(
        person_id=person_id,
        target_id=target_id,
        position=len(pinned) + 1,
        pinned_at=at,
    )
    _record("target.pinned", target_id, person_id, at)
    return True


@transaction.atomic
def unpin_target(*, target_id: int, person_id: int, at: datetime) -> bool:
    """Take a pin away; False when there was none."""
    pinned = _own(person_id)
    if target_id not in pinned:
        return False
    Pin.objects.filter(pk=pinned.pop(target_id).pk).delete()
    _renumber(list(pinned.values()))
    _record("target.unpinned", target_id, person_id, at)
    return True


@transaction.atomic
def move_pin(
    *, target_id: int, person_id: int, direction: Direction, at: datetime
) -> bool:
    """Let a pin change places with its neighbour; False where there is none."""
    order = list(_own(person_id).values())
    places = {pin.target_id: place for place, pin in enumerate(order)}
    if target_id not in places:
        return False
    old, new = places[target_id], places[target_id] + direction
    if not 0 <= new < len(order):
        return False
    order[old], order[new] = order[new], order[old]
    _renumber(order)
    _record("pin.moved", target_id, person_id, at)
    return True


@transaction.atomic
def choose_digest(*, is_wanted: bool, person_id: int, at: datetime) -> None:
    """Keep whether a person wants the monthly digest."""
    DigestChoice.objects.update_or_create(
        person_id=person_id, defaults={"is_wanted": is_wanted, "chosen_at": at}
    )
    happening = Happening(
        action="digest.chosen",
        subject=f"person:{person_id}",
        detail={"is_wanted": is_wanted},
    )
    record(happenings=[happening], person_id=person_id, at=at)


def _own(person_id: int) -> dict[int, Pin]:
    """Return a person's pins by target id, in order; two clicks take turns."""
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    rows = Pin.objects.filter(person=person_id).order_by("position", "pk")
    return {pin.target_id: pin for pin in rows}


def _renumber(order: list[Pin]) -> None:
    for place, pin in enumerate(order, 1):
        pin.position = place
    Pin.objects.bulk_update(order, ["position"])


def _record(action: str, target_id: int, person_id: int, at: datetime) -> None:
    happening = Happening(action=action, subject=f"target:{target_id}")
    record(happenings=[happening], person_id=person_id, at=at)
