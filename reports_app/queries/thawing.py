"""A publication's frozen data read back: the same standings that were frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from progress_app.enums import Light, Stage
from reports_app.queries.areas import AreaRows, Counts, areas_of, counts_of
from reports_app.queries.attention import Attention, Gap, needing_attention
from reports_app.queries.standing import Coverage, Standing
from reports_app.queries.thawing_league import (
    FrozenLeague,
    thawed_league,
    thawed_union,
)
from reports_app.rules.frozen import decimal_of, fraction_of, thawed_position
from targets_app.models import Target
from tasks_app.models import Measure, Task, TaskArea
from unions_app.models import Union

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Month:
    """How a target stood at the end of a month, and what was expected by then."""

    month: int
    achieved: Fraction | None
    expected: Fraction


@dataclass(frozen=True, slots=True)
class Thawed:
    """A publication's figures, as they were published.

    ``standings`` are of the federation, their targets and unions rows that stand for
    what they were: never to be saved. ``months`` are by target id, ``handed_in`` by
    the period's name. ``display`` and ``checkpoint`` are names, "" for none. ``league``
    is None where no quarter was due, and in data of schema 1.
    """

    plan_title: str
    year: int
    federation: str
    display: str
    checkpoint: str
    behind_percent: Decimal
    sequence: int
    at: datetime
    recorded_at: datetime | None
    link: str
    awaiting: int
    waiting: Mapping[int, int]
    handed_in: Mapping[str, Coverage]
    standings: tuple[Standing, ...]
    areas: tuple[AreaRows, ...]
    counts: Counts
    watched: tuple[Attention, ...]
    stuck: tuple[Attention, ...]
    months: Mapping[int, tuple[Month, ...]]
    league: FrozenLeague | None


def thawed(figures: Told) -> Thawed:
    """Return frozen data as what it tells. No queries."""
    plan, ledger = figures["plan"], figures["ledger"]
    federation = thawed_union(plan["federation"])
    rows = [(told, _standing(told, federation)) for told in figures["targets"]]
    standings = tuple(row for _told, row in rows)
    causes = {row.target.pk: _attention(told, row) for told, row in rows}
    grave = [causes[row.target.pk] for row in needing_attention(standings)]
    recorded_at = ledger["recorded_at"]
    return Thawed(
        plan_title=plan["title"],
        year=int(plan["year"]),
        federation=plan["federation_name"],
        display=plan["display"]["name"] if plan["display"] else "",
        checkpoint=plan["checkpoint"]["name"] if plan["checkpoint"] else "",
        behind_percent=Decimal(plan["behind_percent"]),
        sequence=int(ledger["sequence"]),
        at=datetime.fromisoformat(ledger["at"]),
        recorded_at=datetime.fromisoformat(recorded_at) if recorded_at else None,
        link=ledger["link"],
        awaiting=int(figures["awaiting"]),
        waiting={row.target.pk: int(told["awaiting"]) for told, row in rows},
        handed_in={row["period"]: _coverage(row) for row in figures["handed_in"]},
        standings=standings,
        areas=areas_of(standings),
        counts=counts_of(standings),
        watched=tuple(a for a in grave if a.standing.target.is_numeric),
        stuck=tuple(a for a in grave if not a.standing.target.is_numeric),
        months={row.target.pk: _months(told) for told, row in rows},
        league=thawed_league(figures.get("league")),
    )


def _coverage(told: Told) -> Coverage:
    return Coverage(int(told["reported"]), int(told["expected"]))


def _covered(text: str | None) -> Coverage | None:
    if text is None:
        return None
    reported, _slash, expected = text.partition("/")
    return Coverage(int(reported), int(expected))


def _target(told: Told) -> Target:
    area = TaskArea(
        pk=int(told["area"]["id"]),
        position=int(told["area"]["position"]),
        title=told["area"]["title"],
    )
    task = Task(
        pk=int(told["task"]["id"]),
        position=int(told["task"]["position"]),
        title=told["task"]["title"],
        area=area,
    )
    copied = ("code", "name", "kind", "unit", "comparator", "strength", "open_question")
    return Target(
        pk=int(told["target"]),
        measure=Measure(task=task),
        amount=decimal_of(told["figures"]["goal"]),
        lead_department=thawed_union(told["lead"]),
        decimal_places=int(told["decimal_places"]),
        numerator_name=told["numerator_name"],
        denominator_name=told["denominator_name"],
        **{name: told[name] for name in copied},
    )


def _standing(told: Told, federation: Union) -> Standing:
    figures = told["figures"]
    stage = figures["stage"]
    return Standing(
        target=_target(told),
        union=federation,
        position=thawed_position(figures),
        coverage=_covered(figures["coverage"]) or Coverage(0, 0),
        open_coverage=_covered(figures["open_coverage"]),
        stale=int(figures["stale"]),
        goal=decimal_of(figures["goal"]),
        expected=fraction_of(figures["expected"]) or Fraction(0),
        achieved=fraction_of(figures["achieved"]),
        level=fraction_of(figures["level"]),
        light=Light(figures["light"]),
        shortfall=decimal_of(figures["shortfall"]),
        stage=Stage(stage) if stage else None,
    )


def _attention(told: Told, row: Standing) -> Attention:
    causes = told["causes"] or {"gaps": [], "blocked": [], "units_behind": "0"}
    gaps = [
        Gap(
            union=thawed_union(gap["union"]),
            amount=Decimal(gap["amount"]),
            standing=row,
            is_unreported=gap["is_unreported"],
        )
        for gap in causes["gaps"]
    ]
    return Attention(
        standing=row,
        gaps=tuple(gaps),
        units_behind=int(causes["units_behind"]),
        blocked=tuple(thawed_union(union) for union in causes["blocked"]),
    )


def _months(told: Told) -> tuple[Month, ...]:
    return tuple(
        Month(
            month=int(row["month"]),
            achieved=fraction_of(row["achieved"]),
            expected=fraction_of(row["expected"]) or Fraction(0),
        )
        for row in told["months"]
    )
