"""The chain around one row: sound, or what is wrong there."""

import pytest
from django.conf import settings

from progress_app.models import Posting, Review
from progress_app.queries.ledger import LEDGER_CHAIN
from progress_app.queries.neighbours import around
from tests import triggers
from unions_app.enums import ChainFault
from unions_app.models import AuditEvent
from unions_app.queries import AUDIT_CHAIN


def told(chain: str, sequence: int):
    return around(chain, sequence, key=settings.LEDGER_KEY)


@pytest.mark.parametrize("chain", [LEDGER_CHAIN, AUDIT_CHAIN])
def test_every_place_of_a_sound_chain_is_sound(year, chain):
    model = Posting if chain == LEDGER_CHAIN else AuditEvent
    last = model.objects.count()
    assert last > 100

    for sequence in (1, 2, 3, 4, last // 2, last - 1, last):
        place = told(chain, sequence)
        assert place.flaw is None, sequence
        assert place.before == (sequence - 1 or None)
        assert place.after == (None if sequence == last else sequence + 1)
        assert (place.first, place.last) == (
            max(1, sequence - 1),
            min(last, sequence + 1),
        )


def test_it_costs_one_query(year, django_assert_num_queries):
    with django_assert_num_queries(1):
        told(LEDGER_CHAIN, 40)


DEEDS = [
    # what is changed, of the row 40; what is told at rows 39, 40, 41
    ({"quantity": 999}, ChainFault.CONTENT),
    ({"mac": "f" * 64}, ChainFault.SEAL),
    ({"previous_hash": "f" * 64}, ChainFault.PREVIOUS),
]


@pytest.mark.parametrize(("change", "fault"), DEEDS, ids=str)
def test_a_changed_row_shows_at_itself_and_beside(year, change, fault):
    with triggers.lifted_then_undone():
        Posting.objects.filter(sequence=40).update(**change)

        for sequence in (39, 40, 41):
            flaw = told(LEDGER_CHAIN, sequence).flaw
            assert (flaw.place, flaw.fault) == (40, fault)
        assert told(LEDGER_CHAIN, 30).flaw is None


def test_a_changed_event_shows(year):
    with triggers.lifted_then_undone():
        AuditEvent.objects.filter(sequence=40).update(action="entry.forged")

        flaw = told(AUDIT_CHAIN, 40).flaw

        assert (flaw.place, flaw.fault) == (40, ChainFault.CONTENT)


def test_a_missing_row_shows_at_the_next(year):
    with triggers.lifted_then_undone():
        AuditEvent.objects.filter(sequence=40).delete()

        flaw = told(AUDIT_CHAIN, 41).flaw

        assert (flaw.place, flaw.fault) == (40, ChainFault.MISSING)


def test_what_a_posting_refers_to_is_checked_too(year):
    posting = Posting.objects.get(sequence=40)
    with triggers.lifted_then_undone():
        Review.objects.filter(pk=posting.review_id).update(decision="endorsed")

        flaw = told(LEDGER_CHAIN, 40).flaw

        assert (flaw.place, flaw.fault) == (40, ChainFault.DECISION)
