"""Checking the chains: what is wrong with a row, decided from the rows before it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from progress_app.enums import Decision
from unionplan.lib.anchors import Anchor
from unionplan.lib.chain import GENESIS, link_hash, seal
from unions_app.enums import ChainFault

POSTS_NOTHING = frozenset({Decision.ENDORSED, Decision.RETURNED})
"""Decisions that leave no posting; every other one has exactly one."""
UNREADABLE = (ArithmeticError, AttributeError, TypeError, ValueError)
"""What a stored value raises that is not of its column's kind: SQLite keeps anything."""


class SealedRow(Protocol):
    """A row of a chain. ``sealed_fields`` are the texts that its link covers."""

    sequence: int
    previous_hash: str
    link: str
    mac: str

    @property
    def sealed_fields(self) -> Sequence[str]:
        """The texts, in order."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first thing that is wrong with a chain.

    ``place`` is a sequence; for UNPOSTED it is the review's number. ``on`` is the day of
    the anchor that shows it.
    """

    place: int
    fault: ChainFault
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain is said to end; 0 and GENESIS when it is empty."""

    sequence: int = 0
    link: str = GENESIS


@dataclass(frozen=True, slots=True)
class Known:
    """A link that something outside the rows says stands at a sequence."""

    sequence: int
    link: str
    fault: ChainFault
    fault_when_cut: ChainFault
    on: date | None = None


def known_from(*, head: Head, anchors: Iterable[Anchor]) -> list[Known]:
    """Return what the chain's head and the anchors of the chain say."""
    return [
        Known(head.sequence, head.link, ChainFault.HEAD, ChainFault.CUT),
        *(
            Known(a.sequence, a.link, ChainFault.ANCHOR, ChainFault.ANCHOR_CUT, a.on)
            for a in anchors
        ),
    ]


class ChainWalk:
    """Goes along a chain row by row, in the order of sequences, from the first.

    Keeps the place and the last link only, so memory does not grow with the chain.
    """

    def __init__(
        self, *, key: str, known: Iterable[Known] = (), after: Head | None = None
    ) -> None:
        """Begin before the first row, or ``after`` one that is taken as it stands."""
        begins = after or Head()
        self.place = begins.sequence
        self._link = begins.link
        self._key = key
        self._known: Mapping[int, list[Known]] = defaultdict(list)
        for told in known:
            self._known[told.sequence].append(told)

    def flaw_of(self, row: SealedRow) -> Flaw | None:
        """Return what is wrong with the next row; None: go on to the one after it."""
        due = self.place + 1
        if row.sequence != due:
            is_later = row.sequence > due
            fault = ChainFault.MISSING if is_later else ChainFault.REPEATED
            return Flaw(due if is_later else self.place, fault)
        fault_found = self._fault_of(row)
        if fault_found is not None:
            return Flaw(due, fault_found)
        self.place, self._link = due, row.link
        return self._contradiction()

    def _fault_of(self, row: SealedRow) -> ChainFault | None:
        if row.previous_hash != self._link:
            return ChainFault.PREVIOUS
        try:
            fields = [str(row.sequence), *row.sealed_fields]
        except UNREADABLE:
            return ChainFault.UNREADABLE
        if row.link != link_hash(previous_hash=self._link, fields=fields):
            return ChainFault.CONTENT
        return (
            None if row.mac == seal(key=self._key, link=row.link) else ChainFault.SEAL
        )

    def _contradiction(self) -> Flaw | None:
        for told in self._known.get(self.place, ()):
            if told.link != self._link:
                return Flaw(self.place, told.fault, told.on)
        return None

    def flaw_at_end(self, *, head: Head) -> Flaw | None:
        """Return what is wrong with where the rows end.

        ``head`` is what the chain's head says after the last row was read: rows that
        were appended while the walk went on are no flaw.
        """
        later = [pk for pk in self._known if pk > self.place]
        if later:
            told = self._known[min(later)][0]
            return Flaw(self.place + 1, told.fault_when_cut, told.on)
        if self.place > head.sequence:
            return Flaw(head.sequence + 1, ChainFault.BEYOND_HEAD)
        if self.place == head.sequence and self._link != head.link:
            return Flaw(self.place, ChainFault.HEAD)
        return None


def posting_fault(
    *,
    is_of_its_entry: bool,
    decision: str | None,
    supersedes: int | None,
    in_force_before: int | None,
) -> ChainFault | None:
    """Return what is wrong with what a posting refers to; None: nothing.

    ``decision`` is that of its review, None where there is no such review of its entry.
    ``in_force_before`` is the newest earlier posting of the same cell.
    """
    if not is_of_its_entry:
        return ChainFault.ENTRY
    if decision is None:
        return ChainFault.REVIEW
    if decision in POSTS_NOTHING:
        return ChainFault.DECISION
    return ChainFault.SUPERSEDES if supersedes != in_force_before else None
