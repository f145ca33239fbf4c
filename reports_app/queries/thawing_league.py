"""A publication's frozen league read back."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reports_app.enums import Apart, LeagueFormula
from reports_app.rules.frozen import fraction_of
from unions_app.enums import PeerGroup
from unions_app.models import Union

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FrozenRank:
    """A ranked union as it was published; names as in ``league.LeagueRow``."""

    union: Union
    rank: int
    tied: int
    score: Fraction
    most: Fraction
    counted: int
    on_pace: int
    over: int
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class FrozenApart:
    """A union that was listed apart; ``awaited`` is how many figures were wanting."""

    union: Union
    reason: Apart
    awaited: int


@dataclass(frozen=True, slots=True)
class FrozenGroup:
    """One peer group of a frozen league."""

    group: PeerGroup
    ranks: tuple[FrozenRank, ...]
    apart: tuple[FrozenApart, ...]


@dataclass(frozen=True, slots=True)
class FrozenLeague:
    """The league of a quarter as it was published."""

    quarter: int
    formula: LeagueFormula
    cap_percent: int
    groups: tuple[FrozenGroup, ...]


def thawed_league(told: Told | None) -> FrozenLeague | None:
    """Return a frozen league; None where none was due, or none was frozen yet."""
    if told is None:
        return None
    return FrozenLeague(
        quarter=int(told["quarter"]),
        formula=LeagueFormula(told["formula"]),
        cap_percent=int(told["cap_percent"]),
        groups=tuple(
            FrozenGroup(
                group=PeerGroup(group["group"]),
                ranks=tuple(_rank(row) for row in group["ranks"]),
                apart=tuple(_apart(row) for row in group["apart"]),
            )
            for group in told["groups"]
        ),
    )


def thawed_union(told: Told) -> Union:
    """Return a row that stands for a union as it was: never to be saved."""
    return Union(pk=int(told["id"]), short_name=told["name"])


def _rank(told: Told) -> FrozenRank:
    counts = ("rank", "tied", "counted", "on_pace", "over", "lowest", "highest")
    return FrozenRank(
        union=thawed_union(told["union"]),
        score=fraction_of(told["score"]) or Fraction(0),
        most=fraction_of(told["most"]) or Fraction(0),
        **{name: int(told[name]) for name in counts},
    )


def _apart(told: Told) -> FrozenApart:
    return FrozenApart(
        union=thawed_union(told["union"]),
        reason=Apart(told["reason"]),
        awaited=int(told["awaited"]),
    )
