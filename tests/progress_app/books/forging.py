"""What somebody who gets at the rows, with or without the key, can do to a chain."""

import random
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from tests.progress_app.chains import link_of, mac_of
from unions_app.enums import ChainFault

CHAIN_COLUMNS = {"sequence", "previous_hash", "link", "mac"}


@dataclass(frozen=True)
class Forgery:
    """Rows as they are after the deed, and the place and fault that must be told."""

    deed: str
    rows: list
    place: int
    fault: ChainFault


def content_columns(model) -> list[str]:
    """Return the columns whose content the chain must cover."""
    return [
        f.attname for f in model._meta.concrete_fields if f.attname not in CHAIN_COLUMNS
    ]


def other_than(value, column: str):
    """Return another value of the same kind."""
    if isinstance(value, Decimal):
        return value + Decimal("0.0001")
    if isinstance(value, timedelta | int):
        return value + 1
    if isinstance(value, dict):
        return {**value, "forged": True}
    if hasattr(value, "tzinfo"):
        return value + timedelta(microseconds=1)
    if isinstance(value, str):
        return value + "x"
    return 1 if column.endswith("_id") else Decimal(1)


def changed(rows: list, at: int, **values) -> list:
    """Return the rows with one of them, a copy, changed."""
    row = copy(rows[at])
    for name, value in values.items():
        setattr(row, name, value)
    return [*rows[:at], row, *rows[at + 1 :]]


def single_changes(rows: list, at: int) -> Iterator[Forgery]:
    """Yield a change of each column of one row."""
    row, place = rows[at], rows[at].sequence
    for column in content_columns(type(row)):
        value = other_than(getattr(row, column), column)
        forged = changed(rows, at, **{column: value})
        yield Forgery(f"{column} of {place}", forged, place, ChainFault.CONTENT)
    for column, fault in (
        ("previous_hash", ChainFault.PREVIOUS),
        ("link", ChainFault.CONTENT),
        ("mac", ChainFault.SEAL),
    ):
        forged = changed(rows, at, **{column: "f" * 64})
        yield Forgery(f"{column} of {place}", forged, place, fault)


def deletion(rows: list, at: int) -> Forgery:
    """Return the rows without one; without the last the head tells."""
    is_last = at == len(rows) - 1
    fault = ChainFault.CUT if is_last else ChainFault.MISSING
    return Forgery(
        f"without {at + 1}", rows[:at] + rows[at + 1 :], rows[at].sequence, fault
    )


def swaps(rows: list, first: int, second: int) -> Iterator[Forgery]:
    """Yield two rows in each other's place, with and without their sequences."""
    place = rows[first].sequence
    swapped = list(rows)
    swapped[first], swapped[second] = rows[second], rows[first]
    yield Forgery("places", swapped, place, ChainFault.MISSING)
    kept = changed(swapped, first, sequence=place)
    kept = changed(kept, second, sequence=rows[second].sequence)
    yield Forgery("contents", kept, place, ChainFault.PREVIOUS)
    hidden = changed(
        kept,
        first,
        previous_hash=rows[first].previous_hash,
        link=rows[first].link,
        mac=rows[first].mac,
    )
    yield Forgery("contents, links kept", hidden, place, ChainFault.CONTENT)


def renumbered(rows: list, at: int) -> list:
    """Return the rows with those from a place on moved up by one."""
    moved = []
    for row in rows[at:]:
        moved.append(copy(row))
        moved[-1].sequence += 1
    return [*rows[:at], *moved]


def insertions(rows: list, at: int) -> Iterator[Forgery]:
    """Yield a row put in after another: a plain copy, and one that fits but for the key."""
    row, place = rows[at], rows[at].sequence
    twice = [*rows[: at + 1], copy(row), *rows[at + 1 :]]
    yield Forgery(f"{place} twice", twice, place, ChainFault.REPEATED)
    made_up = copy(row)
    made_up.sequence, made_up.previous_hash = place + 1, row.link
    made_up.link = link_of(made_up, previous=row.link)
    made_up.mac = mac_of(made_up.link, key="another key")
    later = renumbered(rows, at + 1)
    fitting = [*later[: at + 1], made_up, *later[at + 1 :]]
    yield Forgery(f"one after {place}", fitting, place + 1, ChainFault.SEAL)


def rewritten(rows: list, at: int, *, key: str, **values) -> list:
    """Return the rows with one changed and all after it sealed again with the key."""
    forged = changed(rows, at, **values)
    previous = rows[at].previous_hash
    for place in range(at, len(rows)):
        row = copy(forged[place])
        row.previous_hash = previous
        row.link = previous = link_of(row, previous=previous)
        row.mac = mac_of(row.link, key=key)
        forged[place] = row
    return forged


def forgeries(rows: list, *, seed: int) -> Iterator[Forgery]:
    """Yield some thousands of deeds, all different, the same every time."""
    dice = random.Random(seed)
    for at in range(len(rows)):
        yield deletion(rows, at)
    for at in sorted(dice.sample(range(len(rows)), 60)):
        yield from single_changes(rows, at)
        yield from insertions(rows, at)
        if at + 1 < len(rows):
            yield from swaps(rows, at, dice.randrange(at + 1, len(rows)))
