"""Moments told from the ledger, or from a later one than that of their day."""

from dataclasses import replace

from progress_app.queries.as_of import AsOf
from progress_app.queries.ledger import ledger_sequence
from unions_app.queries import Rewind, rewind_to


def settled(as_of: AsOf) -> AsOf:
    """Return a moment that is told from the ledger: the present at its newest posting."""
    if as_of.is_past:
        return as_of
    return replace(as_of, sequence=ledger_sequence(), rewind=Rewind())


def retold(as_of: AsOf) -> AsOf:
    """Return the same day as it is told by today's ledger.

    Periods, shares and unions stay as they were; what was posted since counts. So a
    publication's figures can be compared with what is known of them now, without what
    later months brought. Cost: one query, two for the present.
    """
    rewind = as_of.rewind or rewind_to(as_of.at)
    return replace(as_of, sequence=ledger_sequence(), rewind=rewind)
