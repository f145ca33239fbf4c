"""The leadership's first page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from progress_app.models import Submission
from progress_app.queries.as_of import AsOf
from progress_app.queries.ledger import LedgerState
from progress_app.queries.positions import is_open
from reports_app.queries.areas import AreaRows, Counts, areas_of, counts_of
from reports_app.queries.attention import Attention, attention_of, needing_attention
from reports_app.queries.framework import BoardPillar, framework_board
from reports_app.queries.freshness import freshness, waiting_by_target
from reports_app.queries.headline import Headline, headline_of, judged
from reports_app.queries.history import city_history
from reports_app.queries.standing import (
    Coverage,
    Frame,
    Positions,
    Standing,
    frame_of,
    is_owing,
    positions_for,
    standings_at,
)
from reports_app.queries.tiles import Below, standings_below
from reports_app.rules.prospects import SHORT
from targets_app.models import ReportingPeriod, Target
from tasks_app.models import Plan


@dataclass(frozen=True, slots=True)
class HandedIn:
    """How many unions have handed in their return for a period."""

    period: ReportingPeriod
    coverage: Coverage


def handed_in(frame: Frame) -> tuple[HandedIn, ...]:
    """Return the returns of the checkpoint and of the open period. Cost: one query.

    A union that owed nothing on the period's last day is not counted on either side.
    """
    told = defaultdict(set)
    rows = Submission.objects.filter(
        period__in=frame.telling_periods, first_submitted_at__lte=frame.as_of.at
    )
    for period_id, union_id in rows.values_list("period_id", "union_id"):
        told[period_id].add(union_id)
    found = []
    for period in frame.telling_periods:
        owing = {
            unit.pk
            for unit in frame.unions.values()
            if is_open(unit, period.ends_on)
            and any(is_owing(target, unit) for target in frame.targets)
        }
        coverage = Coverage(len(told[period.pk] & owing), len(owing))
        found.append(HandedIn(period, coverage))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Cockpit:
    """Everything on the cockpit: ``watched`` are figures, ``stuck`` milestones.

    ``waiting`` is how many figures wait for review, by the id of their target;
    ``below`` is how the territorial unions stand. ``history`` holds the city's
    positions at every period that has opened; it and the ``headline`` that is forecast
    from it are those of now: None at a past moment, where all periods would have to be
    reckoned from the ledger.
    """

    frame: Frame
    ledger: LedgerState
    waiting: Mapping[int, int]
    counts: Counts
    headline: Headline | None
    areas: tuple[AreaRows, ...]
    watched: tuple[Attention, ...]
    stuck: tuple[Attention, ...]
    board: tuple[BoardPillar, ...]
    handed_in: tuple[HandedIn, ...]
    below: Below
    history: Positions | None

    @property
    def numeric(self) -> tuple[Target, ...]:
        """The figures and rates, in the plan's order: what can be chosen to be shown."""
        return tuple(target for target in self.frame.targets if target.is_numeric)

    @property
    def foremost(self) -> Target | None:
        """The figure or rate that asks for attention first; else the plan's first."""
        if self.watched:
            return self.watched[0].standing.target
        return next(iter(self.numeric), None)


def cockpit_of(*, plan: Plan, as_of: AsOf) -> Cockpit:
    """Return the cockpit of a plan at a moment. Cost: ten queries; past: 16."""
    frame = frame_of(plan=plan, as_of=as_of)
    history = None if as_of.is_past else city_history(frame)
    positions = positions_for(frame) if history is None else history
    standings = standings_at(frame=frame, union=frame.federation, positions=positions)
    grave = needing_attention(standings)
    below = positions
    if not as_of.is_past:
        asked = {row.target.pk for row in grave}
        chosen = [t for t in frame.targets if t.is_numeric or t.pk in asked]
        below = positions_for(frame, targets=chosen)
    attention = attention_of(frame, grave, below)
    return Cockpit(
        frame=frame,
        ledger=freshness(plan_id=plan.pk, as_of=as_of),
        waiting=waiting_by_target(plan_id=plan.pk, as_of=as_of),
        counts=counts_of(standings),
        headline=_headline(frame, standings, history, attention, below),
        areas=areas_of(standings),
        watched=tuple(a for a in attention if a.standing.target.is_numeric),
        stuck=tuple(a for a in attention if not a.standing.target.is_numeric),
        board=framework_board(plan, standings),
        handed_in=handed_in(frame),
        below=standings_below(frame, below),
        history=history,
    )


def _headline(
    frame: Frame,
    standings: Sequence[Standing],
    history: Positions | None,
    attention: Sequence[Attention],
    below: Positions,
) -> Headline | None:
    """Return what will be missed and because of whom; None without a history."""
    if history is None:
        return None
    judgements = judged(frame, standings, history)
    explained = {row.standing.target.pk for row in attention}
    further = [
        row.standing
        for row in judgements
        if row.verdict.prospect in SHORT and row.standing.target.pk not in explained
    ]
    behind = (*attention, *attention_of(frame, further, below))
    return headline_of(judgements, behind)
