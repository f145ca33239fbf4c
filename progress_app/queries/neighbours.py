"""Whether a chain holds around one row: the row, the one before it, the one after."""

from dataclasses import dataclass
from typing import Any

from django.db.models.query import QuerySet

from progress_app.queries.ledger import LEDGER_CHAIN
from progress_app.queries.verification import postings_with_grounds, reference_flaw
from progress_app.rules.chains import UNREADABLE, ChainWalk, Flaw, Head
from unions_app.enums import ChainFault
from unions_app.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What came of checking around a row; ``flaw`` None: nothing is wrong.

    ``first`` and ``last`` are the sequences of the rows that were reckoned again;
    ``before`` and ``after`` those of the row's neighbours, None at an end.
    """

    first: int
    last: int
    flaw: Flaw | None
    before: int | None
    after: int | None


def around(chain: str, sequence: int, *, key: str) -> Neighbourhood:
    """Check the row at a sequence of a chain, and its two neighbours.

    What lies further back is taken as it stands: this tells of the place, the whole
    chain is ``verdict_on``'s business. Cost: one query.
    """
    is_ledger = chain == LEDGER_CHAIN
    rows = postings_with_grounds() if is_ledger else AuditEvent.objects.all()
    try:
        near = _near(rows, sequence)
    except UNREADABLE:
        flaw = Flaw(sequence, ChainFault.UNREADABLE)
        return Neighbourhood(sequence, sequence, flaw, None, None)
    # The link of the row before last is taken as it stands; the first row has none.
    start = Head()
    if near and sequence > 2:
        start = Head(near[0].sequence, near[0].link)
        if near[0].sequence == sequence - 2:
            near = near[1:]
        else:
            start = Head(sequence - 2, near[0].previous_hash)
    walk = ChainWalk(key=key, after=start)
    places = [row.sequence for row in near]
    return Neighbourhood(
        first=max(1, sequence - 1),
        last=max([sequence, *places]),
        flaw=_first_flaw(walk, near, is_ledger=is_ledger),
        before=sequence - 1 if sequence - 1 in places else None,
        after=sequence + 1 if sequence + 1 in places else None,
    )


def _near(rows: QuerySet[Any], sequence: int) -> list[Any]:
    near = rows.filter(sequence__range=(sequence - 2, sequence + 1))
    return list(near.order_by("sequence"))


def _first_flaw(walk: ChainWalk, rows: list[Any], *, is_ledger: bool) -> Flaw | None:
    for row in rows:
        flaw = walk.flaw_of(row)
        if flaw is None and is_ledger:
            flaw = reference_flaw(row)
        if flaw is not None:
            return flaw
    return None
