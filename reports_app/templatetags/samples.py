"""How samples are told."""

from collections.abc import Iterator

from django import template

from reports_app.models import Sample, SampleStratum
from reports_app.queries.samples import Results
from reports_app.workbook import rate_words, sample_words

register = template.Library()

OUTCOME_STATES = {
    "pending": "not_reported",
    "confirmed": "accepted",
    "reduced": "returned",
    "no_evidence": "alarm",
}


@register.filter
def scope_of(sample: Sample) -> str:
    """Say what a sample was drawn from."""
    return sample_words.scope_words(sample)


@register.filter
def strata_of(sample: Sample) -> str:
    """Say what its strata are made of."""
    return sample_words.strata_words(sample)


@register.filter
def stratum_name(stratum: SampleStratum) -> str:
    """Name one stratum."""
    return sample_words.stratum_name(stratum)


@register.filter
def rates_of(results: Results) -> Iterator[tuple[str, str]]:
    """Return what the rates are, each with its label."""
    return rate_words.interval_words(results)


@register.filter
def counts_of(results: Results) -> str:
    """Say how many items came out how."""
    return sample_words.outcome_counts(results)


@register.filter
def reproduced(is_reproduced: bool | None) -> str:
    """Say what came of drawing a sample a second time."""
    return sample_words.reproduced_words(is_reproduced)


@register.filter
def method_of(sample: Sample) -> str:
    """Say how a sample's items were drawn."""
    return sample_words.method_words(sample)


@register.filter
def outcome_state(outcome: str) -> str:
    """Return the shape and colour of an outcome."""
    return OUTCOME_STATES[outcome]
