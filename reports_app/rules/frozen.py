"""Figures as texts that last: exact, and read back as exactly what they were."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any

from progress_app.rules.rollup import Position
from unionplan.lib.numbers import plain

SCHEMA = 2
"""Of the frozen data. A change of its shape is a new number, and the old one is read.

1: targets only. 2: the league too.
"""
AMOUNTS = ("quantity", "numerator", "denominator", "quota")


def text_of(number: Decimal | Fraction | int | None) -> str | None:
    """Return a figure as text: a decimal plain, a fraction as "n/d"; None stays None."""
    if number is None:
        return None
    if isinstance(number, Fraction):
        return f"{number.numerator}/{number.denominator}"
    return plain(number)


def decimal_of(text: str | None) -> Decimal | None:
    """Return a decimal from its text."""
    return None if text is None else Decimal(text)


def fraction_of(text: str | None) -> Fraction | None:
    """Return a fraction from its text."""
    return None if text is None else Fraction(text)


def frozen_position(position: Position) -> dict[str, str | None]:
    """Return a position as texts by name."""
    return {name: text_of(value) for name, value in asdict(position).items()}


def thawed_position(told: Mapping[str, str | None]) -> Position:
    """Return the position that was frozen."""
    read: dict[str, Any] = {}
    for field in fields(Position):
        text = told[field.name]
        is_amount = field.name in AMOUNTS
        read[field.name] = decimal_of(text) if is_amount else int(text or 0)
    return Position(**read)
