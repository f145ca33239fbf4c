"""A recorded sample drawn a second time, to see that it is what its seed gives."""

from reports_app.enums import StratifyBy
from reports_app.models import Sample
from reports_app.queries.sampling import Scope, layers_of
from reports_app.rules.sampling import ALGORITHM, allocated, drawn


def is_reproduced(sample: Sample) -> bool | None:
    """Return whether scope, sequence and seed give the recorded items, in their order.

    None for a sample of another rule than today's. Cost: two queries over the scope.
    """
    if sample.algorithm != ALGORITHM:
        return None
    scope = Scope(
        plan=sample.plan,
        sequence=sample.as_of_sequence,
        strata_by=tuple(StratifyBy(name) for name in sample.strata_by),
        target=sample.target,
        union=sample.union,
        period=sample.period,
    )
    layers = layers_of(scope)
    populations = {i: len(layer.sequences) for i, layer in enumerate(layers)}
    numbers = allocated(populations, size=sample.size) if layers else {}
    again = [
        sequence
        for i, layer in enumerate(layers)
        for sequence in drawn(layer.sequences, seed=sample.seed, size=numbers[i])
    ]
    recorded = sample.items.order_by("position").values_list("posting_id", flat=True)
    return again == list(recorded)
