"""A recorded sample drawn a second time, to see that it is what its seed gives."""

from reports_app.enums import Allocation, StratifyBy
from reports_app.models import Sample
from reports_app.queries.sampling import Scope, layers_of, shared_out
from reports_app.rules.sampling import drawn


def is_reproduced(sample: Sample) -> bool | None:
    """Return whether scope, sequence and seed give the recorded items, in their order.

    None for a sample of a rule that is no more. Cost: two queries over the scope.
    """
    if sample.algorithm not in Allocation.values:
        return None
    allocation = Allocation(sample.algorithm)
    scope = Scope(
        plan=sample.plan,
        sequence=sample.as_of_sequence,
        strata_by=tuple(StratifyBy(name) for name in sample.strata_by),
        target=sample.target,
        union=sample.union,
        period=sample.period,
        allocation=allocation,
    )
    layers = layers_of(scope)
    numbers = shared_out(layers, allocation=allocation, size=sample.size)
    again = [
        sequence
        for i, layer in enumerate(layers)
        for sequence in drawn(
            layer.sequences, seed=sample.seed, size=numbers[i], rule=allocation.value
        )
    ]
    recorded = sample.items.order_by("position").values_list("posting_id", flat=True)
    return again == list(recorded)
