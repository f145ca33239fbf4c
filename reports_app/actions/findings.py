"""Writing down what was found: a change is a further row, the earlier ones stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from progress_app.actions.errors import ActionRefusedError
from progress_app.queries.ledger import figure_of
from reports_app.enums import FindingProblem, Outcome
from reports_app.models import Finding, SampleItem
from reports_app.queries.samples import latest_of
from reports_app.rules.findings import Problem, Said, amount_of, read_finding
from unionplan.lib.chain import body_hash
from unionplan.lib.numbers import plain
from unions_app.actions import Happening, locked_head, record, take_receipt
from unions_app.queries import AUDIT_CHAIN


@dataclass(frozen=True, slots=True)
class FindingInput:
    """One finding as it was typed; ``seen`` is the version that the person saw, 0: none."""

    item_id: int
    seen: int
    outcome: Outcome
    reduction: str = ""
    note: str = ""
    reference: str = ""

    def says_nothing(self) -> bool:
        """Whether an item that has no finding is left without one."""
        is_blank = not (self.reduction or self.note or self.reference)
        return self.outcome == Outcome.PENDING and is_blank


class FindingsRefusedError(ActionRefusedError):
    """Nothing was written: ``problems`` by item id and field.

    ``standing`` are findings that somebody else wrote meanwhile, by item id.
    """

    def __init__(
        self,
        problems: Mapping[int, Mapping[str, Problem]],
        standing: Mapping[int, Finding],
    ) -> None:
        """Keep both."""
        super().__init__("findings refused")
        self.problems = problems
        self.standing = standing


@transaction.atomic
def record_findings(
    *,
    sample_id: int,
    findings: Sequence[FindingInput],
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> int:
    """Write findings of a sample's items, all or none; return how many are new.

    The caller has authorised it. What is as it was changes nothing. Errors:
    FindingsRefusedError; AlreadyDoneError with {"written": number}.
    """
    body = ["findings", sample_id, [_typed(found) for found in findings]]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    # Whoever writes findings waits here. The rows themselves cannot be locked: the web's
    # role may only select and insert there.
    locked_head(AUDIT_CHAIN)
    items = _items(sample_id, findings)
    latest = latest_of(list(items.values()))
    problems: dict[int, dict[str, Problem]] = {}
    standing: dict[int, Finding] = {}
    fresh: list[Finding] = []
    for typed in findings:
        stands = latest.get(typed.item_id)
        said = _read(items[typed.item_id], typed)
        if _is_as_it_was(typed, said, stands):
            continue
        if typed.seen != (stands.version if stands else 0):
            said.problems["outcome"] = FindingProblem.STALE
            if stands:
                standing[typed.item_id] = stands
        if said.problems:
            problems[typed.item_id] = said.problems
        fresh.append(_finding(typed, said, stands, person_id, at))
    if problems:
        raise FindingsRefusedError(problems, standing)
    Finding.objects.bulk_create(fresh)
    _record(sample_id, fresh, items, person_id, at)
    receipt.response = {"written": len(fresh)}
    receipt.save(update_fields=["response"])
    return len(fresh)


def _typed(found: FindingInput) -> list[object]:
    texts = [found.outcome.value, found.reduction, found.note, found.reference]
    return [found.item_id, found.seen, *texts]


def _items(sample_id: int, findings: Sequence[FindingInput]) -> dict[int, SampleItem]:
    rows = SampleItem.objects.select_related("posting__target")
    chosen = rows.filter(sample=sample_id, pk__in=[f.item_id for f in findings])
    return {item.pk: item for item in chosen}


def _read(item: SampleItem, typed: FindingInput) -> Said:
    return read_finding(
        outcome=typed.outcome,
        reduction=typed.reduction,
        note=typed.note,
        amount=amount_of(figure_of(item.posting)),
        places=item.posting.target.decimal_places,
    )


def _is_as_it_was(typed: FindingInput, said: Said, stands: Finding | None) -> bool:
    if stands is None:
        return typed.says_nothing()
    return not said.problems and (
        stands.outcome,
        stands.reduction,
        stands.note,
        stands.reference,
    ) == (said.outcome, said.reduction, typed.note.strip(), typed.reference.strip())


def _finding(
    typed: FindingInput,
    said: Said,
    stands: Finding | None,
    person_id: int,
    at: datetime,
) -> Finding:
    return Finding(
        item_id=typed.item_id,
        version=stands.version + 1 if stands else 1,
        outcome=said.outcome,
        reduction=said.reduction,
        note=typed.note.strip(),
        reference=typed.reference.strip(),
        found_by_id=person_id,
        found_at=at,
    )


def _record(
    sample_id: int,
    fresh: Sequence[Finding],
    items: Mapping[int, SampleItem],
    person_id: int,
    at: datetime,
) -> None:
    happenings = [
        Happening(
            action="sample.found",
            subject=f"sample:{sample_id}",
            union_id=items[found.item_id].posting.union_id,
            detail={
                "item": found.item_id,
                "posting": items[found.item_id].posting_id,
                "version": found.version,
                "outcome": str(Outcome(found.outcome).value),
                "reduction": plain(found.reduction),
                "note": body_hash(found.note),
                "reference": body_hash(found.reference),
            },
        )
        for found in fresh
    ]
    if happenings:
        record(happenings=happenings, person_id=person_id, at=at)
