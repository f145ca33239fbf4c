"""Samples, their items with what was found, and what that says of the whole."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.query import QuerySet

from progress_app.queries.ledger import figure_of
from reports_app.enums import Outcome
from reports_app.models import Finding, Sample, SampleItem, SampleStratum
from reports_app.queries.ledger.postings import POSTING_PARTS
from reports_app.rules.findings import WRONG, amount_of
from reports_app.rules.intervals import (
    Interval,
    Layer,
    clopper_pearson,
    standard_error,
    stratified_rate,
)
from reports_app.rules.stratified_intervals import stratified_interval
from targets_app.models import Target
from unions_app.rules import Access

SAMPLE_PARTS = ("plan", "target", "union", "period", "drawn_by")


def samples_for(access: Access) -> QuerySet[Sample]:
    """Return the samples a person may see, newest first, with how many are examined."""
    newest = Finding.objects.filter(item__sample=OuterRef("pk")).order_by()
    pending = newest.exclude(outcome=Outcome.PENDING).filter(
        version=Subquery(
            Finding.objects.filter(item=OuterRef("item"))
            .order_by("-version")
            .values("version")[:1]
        )
    )
    counted = pending.values("item__sample").annotate(number=Count("pk"))
    rows = Sample.objects.visible_to(access).select_related(*SAMPLE_PARTS)
    return rows.annotate(examined=Subquery(counted.values("number")))


def sample_for(access: Access, pk: int) -> Sample:
    """Return a sample the person may see. Errors: Sample.DoesNotExist."""
    found: Sample = (
        Sample.objects.visible_to(access).select_related(*SAMPLE_PARTS).get(pk=pk)
    )
    return found


def items_of(sample: Sample) -> QuerySet[SampleItem]:
    """Return a sample's items in the order they were drawn, with their postings."""
    parts = [f"posting__{part}" for part in POSTING_PARTS]
    rows = SampleItem.objects.filter(sample=sample)
    return rows.select_related("stratum__target", "stratum__union", *parts)


def latest_of(items: Sequence[SampleItem]) -> dict[int, Finding]:
    """Return the finding that counts of each item that has one. Cost: one query."""
    rows = Finding.objects.filter(item__in=[item.pk for item in items])
    rows = rows.select_related("found_by").order_by("version")
    return {row.item_id: row for row in rows}


def latest_change(sample: Sample) -> object:
    """Return when the newest finding was written; None before the first."""
    rows = Finding.objects.filter(item__sample=sample)
    return rows.aggregate(newest=Max("found_at"))["newest"]


@dataclass(frozen=True, slots=True)
class Amounts:
    """What one target's sampled figures came to, in its unit (a ratio: its numerator).

    ``unproven`` are the whole figures of postings without evidence.
    """

    target: Target
    examined: Decimal
    reduced: Decimal
    unproven: Decimal


@dataclass(frozen=True, slots=True)
class StratumResult:
    """One stratum and what was found in it."""

    stratum: SampleStratum
    layer: Layer

    @property
    def rate(self) -> Fraction | None:
        """How many of those examined were wrong; None before any."""
        if not self.layer.examined:
            return None
        return Fraction(self.layer.wrong, self.layer.examined)


@dataclass(frozen=True, slots=True)
class Results:
    """What a sample says. ``rate`` is of the examined items, ``interval`` its bounds.

    ``weighted``, its ``error`` and its bounds are those of the whole population by
    strata; None where they are not known yet. Of a stratified sample they alone say
    something of the population.
    """

    counts: Mapping[str, int]
    examined: int
    wrong: int
    rate: Fraction | None
    interval: Interval | None
    strata: tuple[StratumResult, ...]
    weighted: Fraction | None
    error: Fraction | None
    weighted_interval: Interval | None
    amounts: tuple[Amounts, ...]

    @property
    def is_stratified(self) -> bool:
        """Whether it was drawn from more than one stratum."""
        return len(self.strata) > 1


def results_of(
    sample: Sample, items: Sequence[SampleItem], findings: Mapping[int, Finding]
) -> Results:
    """Return what findings say. Cost: one query."""
    outcomes = {
        item.pk: findings[item.pk].outcome if item.pk in findings else Outcome.PENDING
        for item in items
    }
    counts = {each.value: list(outcomes.values()).count(each.value) for each in Outcome}
    strata = _strata(sample, items, outcomes)
    layers = [row.layer for row in strata]
    examined = sum(layer.examined for layer in layers)
    wrong = sum(layer.wrong for layer in layers)
    return Results(
        counts=counts,
        examined=examined,
        wrong=wrong,
        rate=Fraction(wrong, examined) if examined else None,
        interval=clopper_pearson(wrong=wrong, examined=examined),
        strata=strata,
        weighted=stratified_rate(layers),
        error=standard_error(layers),
        weighted_interval=stratified_interval(layers),
        amounts=_amounts(items, findings),
    )


def _strata(
    sample: Sample, items: Sequence[SampleItem], outcomes: Mapping[int, str]
) -> tuple[StratumResult, ...]:
    examined: dict[int, int] = defaultdict(int)
    wrong: dict[int, int] = defaultdict(int)
    for item in items:
        outcome = outcomes[item.pk]
        examined[item.stratum_id] += outcome != Outcome.PENDING
        wrong[item.stratum_id] += outcome in WRONG
    rows = SampleStratum.objects.filter(sample=sample)
    return tuple(
        StratumResult(
            stratum=row,
            layer=Layer(row.population, examined[row.pk], wrong[row.pk]),
        )
        for row in rows.select_related("target", "union")
    )


def _amounts(
    items: Sequence[SampleItem], findings: Mapping[int, Finding]
) -> tuple[Amounts, ...]:
    """Return sums by target: figures of different targets never add to each other."""
    sums: dict[Target, list[Decimal]] = {}
    for item in items:
        found = findings.get(item.pk)
        amount = amount_of(figure_of(item.posting))
        if found is None or found.outcome == Outcome.PENDING or amount is None:
            continue
        is_unproven = found.outcome == Outcome.NO_EVIDENCE
        told = [amount, found.reduction or Decimal(0), amount if is_unproven else 0]
        before = sums.setdefault(item.posting.target, [Decimal(0)] * 3)
        sums[item.posting.target] = [a + b for a, b in zip(before, told, strict=True)]
    by_plan = sorted(sums.items(), key=lambda pair: pair[0].position)
    return tuple(Amounts(target, *told) for target, told in by_plan)
