"""Quarters of a plan's year. The league knows no shorter time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Ending(Protocol):
    """What a reporting period says of its time."""

    @property
    def ends_on(self) -> date:
        """The last day."""

    @property
    def due_on(self) -> date:
        """The last day to report."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter by its last reporting period; due once that one's due day is over."""

    number: int
    ends_on: date
    due_on: date
    is_due: bool


def quarters_of(periods: Iterable[Ending], *, today: date) -> tuple[Quarter, ...]:
    """Return the quarters at whose last day a period ends, in order."""
    return tuple(
        Quarter(
            number=period.ends_on.month // 3,
            ends_on=period.ends_on,
            due_on=period.due_on,
            is_due=period.due_on < today,
        )
        for period in periods
        if period.ends_on.month % 3 == 0
    )
