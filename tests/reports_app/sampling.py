"""Samples drawn through the product's action."""

from typing import Any
from uuid import UUID, uuid4

from progress_app.queries.ledger import ledger_sequence
from reports_app.actions.findings import FindingInput, record_findings
from reports_app.actions.samples import draw_sample
from reports_app.enums import Outcome
from reports_app.models import Sample
from reports_app.queries.sampling import Scope
from tasks_app.models import Plan
from tests.people import NOW
from unions_app.models import Person


def sampled(
    person: Person,
    plan: Plan,
    *,
    size: int,
    seed: str = "2024",
    key: UUID | None = None,
    sequence: int | None = None,
    **scope: Any,
) -> Sample:
    """Return a sample of a plan's postings as the ledger stands."""
    stands = ledger_sequence() if sequence is None else sequence
    return draw_sample(
        scope=Scope(plan=plan, sequence=stands, **scope),
        title="三季度抽查",
        size=size,
        seed=seed,
        is_demonstration=True,
        person_id=person.pk,
        at=NOW,
        client_key=key or uuid4(),
    )


def found(
    sample: Sample,
    person: Person,
    *typed: tuple[int, Outcome, dict[str, Any]],
    key: UUID | None = None,
) -> int:
    """Write findings, each of the item at a place from 1 on; return how many are new."""
    items = dict(sample.items.values_list("position", "pk"))
    return record_findings(
        sample_id=sample.pk,
        findings=[
            FindingInput(items[place], more.pop("seen", 0), outcome, **more)
            for place, outcome, more in [(p, o, dict(m)) for p, o, m in typed]
        ],
        person_id=person.pk,
        at=NOW,
        client_key=key or uuid4(),
    )
