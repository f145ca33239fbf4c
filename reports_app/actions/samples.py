"""Drawing a sample: once, recorded, for ever."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from progress_app.actions.errors import ActionRefusedError
from reports_app.models import Sample, SampleItem, SampleStratum
from reports_app.queries.sampling import Layer, Scope, layers_of, seed_of, shared_out
from reports_app.rules.sampling import draw_key, drawn
from unionplan.lib.chain import body_hash
from unions_app.actions import Happening, record, take_receipt


class NothingToDrawError(ActionRefusedError):
    """The scope holds no posting."""


@transaction.atomic
def draw_sample(
    *,
    scope: Scope,
    title: str,
    size: int,
    seed: str,
    is_demonstration: bool,
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> Sample:
    """Draw a sample; the caller has authorised it. ``seed`` "" takes the ledger's.

    Errors: NothingToDrawError, TooFewError; AlreadyDoneError with {"sample": id} for
    the same click again.
    """
    body = ["sample", title, size, seed, scope.allocation.value, *_told(scope)]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    layers = layers_of(scope)
    if not layers:
        raise NothingToDrawError
    numbers = shared_out(layers, allocation=scope.allocation, size=size)
    sample = Sample.objects.create(
        plan=scope.plan,
        title=title,
        target=scope.target,
        union=scope.union,
        period=scope.period,
        strata_by=[by.value for by in scope.strata_by],
        as_of_sequence=scope.sequence,
        seed=seed or seed_of(scope.sequence),
        algorithm=scope.allocation.value,
        population=sum(len(layer.sequences) for layer in layers),
        size=sum(numbers.values()),
        is_demonstration=is_demonstration,
        drawn_by_id=person_id,
        drawn_at=at,
    )
    chosen = _write_items(sample, layers, [numbers[i] for i in range(len(layers))])
    _record(sample, scope, chosen, at=at)
    receipt.response = {"sample": sample.pk}
    receipt.save(update_fields=["response"])
    return sample


def _told(scope: Scope) -> list[object]:
    """Return what makes two scopes the same."""
    narrowed = (scope.target, scope.union, scope.period)
    return [
        scope.plan.pk,
        scope.sequence,
        [by.value for by in scope.strata_by],
        [row.pk if row else None for row in narrowed],
    ]


def _write_items(
    sample: Sample, layers: Sequence[Layer], numbers: Sequence[int]
) -> list[int]:
    strata = SampleStratum.objects.bulk_create(
        SampleStratum(
            sample=sample,
            position=position,
            target_id=layer.target_id,
            union_id=layer.union_id,
            band=layer.band,
            population=len(layer.sequences),
            drawn=number,
        )
        for position, (layer, number) in enumerate(zip(layers, numbers, strict=True), 1)
    )
    chosen = [
        (stratum, sequence)
        for stratum, layer in zip(strata, layers, strict=True)
        for sequence in drawn(
            layer.sequences,
            seed=sample.seed,
            size=stratum.drawn,
            rule=sample.algorithm,
        )
    ]
    SampleItem.objects.bulk_create(
        SampleItem(
            sample=sample,
            stratum=stratum,
            position=position,
            posting_id=sequence,
            draw_key=draw_key(
                seed=sample.seed, sequence=sequence, rule=sample.algorithm
            ),
        )
        for position, (stratum, sequence) in enumerate(chosen, 1)
    )
    return [sequence for _stratum, sequence in chosen]


def _record(
    sample: Sample, scope: Scope, chosen: Sequence[int], *, at: datetime
) -> None:
    plan, sequence, strata_by, narrowed = _told(scope)
    happening = Happening(
        action="sample.drawn",
        subject=f"sample:{sample.pk}",
        detail={
            "plan": plan,
            "as_of_sequence": sequence,
            "strata_by": strata_by,
            "narrowed": narrowed,
            "seed": body_hash(sample.seed),
            "algorithm": sample.algorithm,
            "population": sample.population,
            "size": sample.size,
            "items": body_hash(list(chosen)),
        },
    )
    record(happenings=[happening], person_id=sample.drawn_by_id, at=at)


def record_paper(*, sample: Sample, sha256: str, person_id: int, at: datetime) -> None:
    """Write into the audit trail who fetched which working paper."""
    happening = Happening(
        action="sample.paper",
        subject=f"sample:{sample.pk}",
        detail={"sha256": sha256},
    )
    record(happenings=[happening], person_id=person_id, at=at)
