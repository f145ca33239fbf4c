"""The league (赛马比拼) of a quarter: results only, within peer groups, as of any moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from progress_app.queries.as_of import AsOf
from progress_app.queries.ledger import LedgerState
from progress_app.queries.positions import is_open
from reports_app.enums import Apart, LeagueFormula
from reports_app.queries.freshness import freshness
from reports_app.queries.league_frame import settled_at
from reports_app.queries.league_terms import Terms, terms_of
from reports_app.queries.league_units import (
    LeftOut,
    Measured,
    measured,
    results_of,
    unions_that_handed_in,
    why_apart,
    why_left_out,
)
from reports_app.queries.standing import (
    Coverage,
    Frame,
    Standing,
    frame_of,
    is_owing,
    positions_for,
)
from reports_app.rules.league import (
    Contribution,
    contributions_of,
    ranks_of,
    scores_of,
)
from reports_app.rules.quarters import Quarter, quarters_of
from targets_app.models import Target
from tasks_app.models import Plan
from unions_app.enums import PeerGroup
from unions_app.models import Union


class NoSuchQuarterError(LookupError):
    """The plan has no such quarter, or its last month is not past its due day."""


@dataclass(frozen=True, slots=True)
class LeaguePart:
    """One target of a union: how it stands at the quarter's end, and what it adds."""

    standing: Standing
    contribution: Contribution


@dataclass(frozen=True, slots=True)
class LeagueRow:
    """A ranked union; ``tied`` is how many others share its rank.

    ``score`` is exact, in points; ``other_ranks`` are its ranks under the formulas that
    do not decide. ``on_pace`` and ``over`` count targets at least at their pace, and
    beyond their whole goal: the latter is told beside, it adds nothing.
    """

    union: Union
    rank: int
    tied: int
    score: Fraction
    most: Fraction
    parts: tuple[LeaguePart, ...]
    left_out: tuple[LeftOut, ...]
    other_ranks: Mapping[LeagueFormula, int]

    @property
    def lowest(self) -> int:
        """The best rank under the other formulas."""
        return min(self.other_ranks.values())

    @property
    def highest(self) -> int:
        """The worst rank under the other formulas."""
        return max(self.other_ranks.values())

    @property
    def on_pace(self) -> int:
        """How many of its targets are at least where they are expected."""
        rows = (part.standing for part in self.parts)
        return sum((row.achieved or 0) >= row.expected for row in rows)

    @property
    def over(self) -> int:
        """How many of its targets are beyond the whole goal."""
        return sum((part.standing.achieved or 0) > 1 for part in self.parts)


@dataclass(frozen=True, slots=True)
class ApartRow:
    """A union that is listed apart; ``awaited`` are the figures that are wanting."""

    union: Union
    reason: Apart
    awaited: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class GroupLeague:
    """One peer group: the ranked in order of rank, then who is apart.

    ``left_out`` are the targets owed there that count for nobody; ``coverage`` is how
    many of its unions are ranked.
    """

    group: PeerGroup
    rows: tuple[LeagueRow, ...]
    apart: tuple[ApartRow, ...]
    left_out: tuple[LeftOut, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class League:
    """A quarter's league; ``quarter`` is None, and no group there, before one is due."""

    frame: Frame
    terms: Terms
    ledger: LedgerState
    quarters: tuple[Quarter, ...]
    quarter: Quarter | None
    groups: tuple[GroupLeague, ...]


def league_of(*, plan: Plan, quarter: int | None = None, as_of: AsOf) -> League:
    """Return the league of a quarter at a moment; None is the latest that is due.

    Errors: NoSuchQuarterError. Cost: 11 queries; at a past moment 17 at most.
    """
    frame = frame_of(plan=plan, as_of=as_of)
    quarters = quarters_of(frame.now.periods, today=frame.on)
    due = {one.number: one for one in quarters if one.is_due}
    if quarter is not None and quarter not in due:
        raise NoSuchQuarterError
    chosen = due[quarter or max(due)] if due else None
    terms = terms_of(plan, as_of=as_of, unions=frame.unions)
    if chosen is not None:
        ending = [p for p in frame.now.periods if p.ends_on == chosen.ends_on]
        frame = settled_at(frame, ending[0])
    return League(
        frame=frame,
        terms=terms,
        ledger=freshness(plan_id=plan.pk, as_of=as_of),
        quarters=quarters,
        quarter=chosen,
        groups=_groups(frame, terms) if chosen else (),
    )


def _groups(frame: Frame, terms: Terms) -> tuple[GroupLeague, ...]:
    reasons = {t.pk: why_left_out(frame, t, terms) for t in frame.targets}
    counting = [t for t in frame.targets if reasons[t.pk] is None]
    positions = positions_for(frame, targets=counting)
    handed_in = unions_that_handed_in(frame)
    end = frame.telling_periods[0].ends_on
    found = []
    for group in PeerGroup:
        members = [
            measured(frame, union, counting, positions)
            for union in frame.unions.values()
            if union.peer_group == group and is_open(union, end)
        ]
        left_out = tuple(
            LeftOut(target, reason)
            for target in frame.targets
            if (reason := reasons[target.pk])
            and any(is_owing(target, unit.union) for unit in members)
        )
        found.append(_group(group, members, left_out, handed_in, terms))
    return tuple(found)


def _group(
    group: PeerGroup,
    members: list[Measured],
    left_out: tuple[LeftOut, ...],
    handed_in: frozenset[int],
    terms: Terms,
) -> GroupLeague:
    reasons = {unit.union.pk: why_apart(unit, handed_in) for unit in members}
    ranked = {u.union.pk: u for u in members if reasons[u.union.pk] is None}
    rows = _rows(ranked, terms)
    return GroupLeague(
        group=group,
        rows=tuple(sorted(rows, key=lambda row: row.rank)),
        apart=tuple(
            ApartRow(unit.union, reason, unit.awaited)
            for unit in members
            if (reason := reasons[unit.union.pk])
        ),
        left_out=left_out,
        coverage=Coverage(len(ranked), len(members)),
    )


def _rows(ranked: Mapping[int, Measured], terms: Terms) -> list[LeagueRow]:
    results = results_of(ranked, terms)
    told = {
        formula: contributions_of(results, formula=formula, cap=terms.cap)
        for formula in LeagueFormula
    }
    ranks = {formula: ranks_of(scores_of(rows)) for formula, rows in told.items()}
    deciding, own = told[terms.formula], ranks[terms.formula]
    scores = scores_of(deciding)
    return [
        LeagueRow(
            union=unit.union,
            rank=own[pk],
            tied=sum(rank == own[pk] for rank in own.values()) - 1,
            score=scores[pk],
            most=sum((part.most for part in deciding[pk]), Fraction(0)),
            parts=tuple(map(LeaguePart, unit.standings, deciding[pk])),
            left_out=unit.left_out,
            other_ranks={f: ranks[f][pk] for f in terms.other_formulas},
        )
        for pk, unit in ranked.items()
    ]
