"""What a leader with one minute is told: what will be missed, and because of whom."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports_app.enums import NoForecast, Prospect
from reports_app.queries.attention import Attention
from reports_app.queries.history import forecast_of
from reports_app.queries.standing import Frame, Positions, Standing
from reports_app.rules.prospects import SHORT, Verdict, counted, verdict_of
from unions_app.models import Union

NAMED = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """A figure or rate of the city, and what is to be expected of it."""

    standing: Standing
    verdict: Verdict
    refusal: str


@dataclass(frozen=True, slots=True)
class Involved:
    """A union and how many of the targets in question it is short of its pace in."""

    union: Union
    targets: int


@dataclass(frozen=True, slots=True)
class Headline:
    """What the sentences are made of; firm targets, the aspirational ones apart.

    ``short`` are those that will be, or were, missed and those behind without a
    forecast, the gravest first; ``silent`` are due and nobody told anything.
    ``involved`` are the unions that most of them have in common, the most first.
    ``unsure`` is how many have no forecast because too little was reported.
    """

    numeric: int
    counts: Mapping[Prospect, int]
    short: tuple[Judgement, ...]
    silent: tuple[Judgement, ...]
    striving: tuple[Judgement, ...]
    involved: tuple[Involved, ...]
    unsure: int

    @property
    def missed(self) -> tuple[Judgement, ...]:
        """Those that were not met when the year was over."""
        return self._of(Prospect.MISSED)

    @property
    def will_miss(self) -> tuple[Judgement, ...]:
        """Those that will not be met, by their forecast."""
        return self._of(Prospect.WILL_MISS)

    @property
    def lagging(self) -> tuple[Judgement, ...]:
        """Those behind without a forecast."""
        return self._of(Prospect.LAGGING)

    @property
    def foremost(self) -> tuple[Involved, ...]:
        """The unions that are named."""
        return self.involved[:NAMED]

    @property
    def others(self) -> int:
        """How many involved unions are not named."""
        return len(self.involved) - len(self.foremost)

    def _of(self, prospect: Prospect) -> tuple[Judgement, ...]:
        return tuple(row for row in self.short if row.verdict.prospect == prospect)

    @property
    def is_nothing_due(self) -> bool:
        """Whether no firm target is due yet."""
        return self.counts[Prospect.NOT_DUE] == self.numeric


def judged(
    frame: Frame, standings: Iterable[Standing], history: Positions
) -> tuple[Judgement, ...]:
    """Return what is to be expected of every figure and rate of the city."""
    found = []
    for row in standings:
        if row.target.is_numeric:
            told = forecast_of(frame, row.target, history)
            refusal = told.value if isinstance(told, NoForecast) else ""
            verdict = verdict_of(light=row.light, told=told)
            found.append(Judgement(row, verdict, refusal))
    return tuple(found)


def headline_of(
    judgements: Sequence[Judgement], attention: Iterable[Attention]
) -> Headline:
    """Return the headline from judgements and what lies behind those in question."""
    firm = [row for row in judgements if not row.standing.target.is_aspirational]
    short = sorted((row for row in firm if row.verdict.prospect in SHORT), key=_gravity)
    thin = {NoForecast.LOW_COVERAGE.value, NoForecast.TOO_FEW_PERIODS.value}
    return Headline(
        numeric=len(firm),
        counts=counted(row.verdict for row in firm),
        short=tuple(short),
        silent=tuple(r for r in firm if r.verdict.prospect == Prospect.SILENT),
        striving=tuple(
            row
            for row in judgements
            if row.standing.target.is_aspirational and row.verdict.prospect in SHORT
        ),
        involved=_involved(short, attention),
        unsure=sum(row.refusal in thin for row in firm),
    )


def _gravity(row: Judgement) -> tuple[Fraction, int]:
    share = row.verdict.share
    if share is None:
        share = row.standing.achieved or Fraction(0)
    return share, row.standing.target.position


def _involved(
    short: Iterable[Judgement], attention: Iterable[Attention]
) -> tuple[Involved, ...]:
    asked = {row.standing.target.pk for row in short}
    unions: dict[int, Union] = {}
    times: Counter[int] = Counter()
    for row in attention:
        if row.standing.target.pk in asked:
            for gap in row.short:
                unions[gap.union.pk] = gap.union
                times[gap.union.pk] += 1
    ranked = sorted(times, key=lambda pk: (-times[pk], unions[pk].position))
    return tuple(Involved(unions[pk], times[pk]) for pk in ranked)
