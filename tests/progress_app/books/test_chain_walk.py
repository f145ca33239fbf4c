"""The walk along a chain: every forgery is found, at the first row that is not sound."""

import datetime

import pytest
from django.conf import settings

from progress_app.models import Posting
from progress_app.queries.ledger import LEDGER_CHAIN
from progress_app.rules.chains import ChainWalk, Flaw, Head, known_from, posting_fault
from tests.progress_app.books.forging import (
    Forgery,
    changed,
    content_columns,
    forgeries,
    rewritten,
)
from tests.progress_app.chains import CHAINS, broken_links
from unionplan.lib.anchors import sealed_anchor
from unionplan.lib.chain import GENESIS
from unions_app.enums import ChainFault
from unions_app.models import ChainHead

pytestmark = pytest.mark.django_db
KEY = settings.LEDGER_KEY
ANCHORED_ON = datetime.date(2024, 10, 1)


@pytest.fixture(scope="module", params=CHAINS)
def chain(request, year, django_db_blocker) -> list:
    """Return all rows of a chain as they were written, and sound."""
    with django_db_blocker.unblock():
        rows = list(CHAINS[request.param].objects.order_by("sequence"))
        head = ChainHead.objects.get(name=request.param)
    assert len(rows) > 180
    assert (head.sequence, head.link) == (rows[-1].sequence, rows[-1].link)
    assert broken_links(request.param, rows, key=KEY) == []
    return rows


def head_of(rows: list) -> Head:
    return Head(rows[-1].sequence, rows[-1].link) if rows else Head()


def anchor_at(row):
    return sealed_anchor(
        key=KEY,
        on=ANCHORED_ON,
        chain=LEDGER_CHAIN,
        sequence=row.sequence,
        link=row.link,
    )


def flaw_of(rows, *, head: Head, anchors=(), key: str = KEY) -> Flaw | None:
    """Walk to the first flaw, as the product does over rows of the database."""
    walk = ChainWalk(key=key, known=known_from(head=head, anchors=anchors))
    for row in rows:
        if flaw := walk.flaw_of(row):
            return flaw
    return walk.flaw_at_end(head=head)


def is_named_rightly(forgery: Forgery, head: Head) -> bool:
    expected = Flaw(forgery.place, forgery.fault)
    return flaw_of(forgery.rows, head=head) == expected


def test_what_was_written_is_sound(chain):
    assert flaw_of(chain, head=head_of(chain)) is None
    assert flaw_of(chain, head=head_of(chain), anchors=[anchor_at(chain[50])]) is None


def test_an_empty_chain_is_sound():
    assert flaw_of([], head=Head()) is None


def test_without_the_key_the_first_row_is_not_genuine(chain):
    found = flaw_of(chain, head=head_of(chain), key="another key")

    assert found == Flaw(1, ChainFault.SEAL)


def test_thousands_of_forgeries_are_found_at_the_first_bad_row(chain):
    head, tried, missed = head_of(chain), 0, []
    for forgery in forgeries(chain, seed=7):
        tried += 1
        if not is_named_rightly(forgery, head):
            missed.append((forgery.deed, flaw_of(forgery.rows, head=head)))

    assert missed == []
    assert tried > 1000


def test_a_rewrite_with_the_key_shows_against_an_anchor_and_nowhere_else(chain):
    column = content_columns(type(chain[0]))[-1]
    for at in (0, 40, 99):
        value = {"detail": {"forged": 1}, "recorded_by_id": 999}[column]
        forged = rewritten(chain, at, key=KEY, **{column: value})

        assert flaw_of(forged, head=head_of(forged)) is None
        found = flaw_of(forged, head=head_of(forged), anchors=[anchor_at(chain[99])])
        assert found == Flaw(100, ChainFault.ANCHOR, ANCHORED_ON)


def test_what_was_rewritten_after_the_anchor_does_not_show(chain):
    column = content_columns(type(chain[0]))[-1]
    value = {"detail": {"forged": 1}, "recorded_by_id": 999}[column]
    forged = rewritten(chain, 100, key=KEY, **{column: value})

    anchors = [anchor_at(chain[99])]
    assert flaw_of(forged, head=head_of(forged), anchors=anchors) is None


def test_a_cut_tail_with_its_head_set_back_shows_against_an_anchor(chain):
    for left in (0, 1, 100, len(chain) - 1):
        cut = chain[:left]

        assert flaw_of(cut, head=head_of(cut)) is None
        anchors = [anchor_at(chain[10]), anchor_at(chain[-1])]
        found = flaw_of(cut, head=head_of(cut), anchors=anchors)
        assert found == Flaw(left + 1, ChainFault.ANCHOR_CUT, ANCHORED_ON)


def test_a_cut_tail_shows_against_the_head(chain):
    assert flaw_of(chain[:70], head=head_of(chain)) == Flaw(71, ChainFault.CUT)


def test_rows_beyond_the_head_and_a_head_with_another_link(chain):
    short = head_of(chain[:-2])
    assert flaw_of(chain, head=short) == Flaw(
        chain[-1].sequence - 1, ChainFault.BEYOND_HEAD
    )
    other = Head(chain[-1].sequence, "f" * 64)
    assert flaw_of(chain, head=other) == Flaw(chain[-1].sequence, ChainFault.HEAD)


def test_rows_appended_during_the_walk_are_no_flaw(chain):
    before = head_of(chain[:-5])
    walk = ChainWalk(key=KEY, known=known_from(head=before, anchors=[]))

    assert [flaw for row in chain[:-2] if (flaw := walk.flaw_of(row))] == []
    assert walk.flaw_at_end(head=head_of(chain)) is None
    assert walk.place == len(chain) - 2


def test_a_value_of_another_kind_is_unreadable(chain):
    for column, value in (("recorded_at", None), ("recorded_at", "yesterday")):
        forged = changed(chain, 30, **{column: value})

        assert flaw_of(forged, head=head_of(chain)) == Flaw(31, ChainFault.UNREADABLE)


def test_an_anchor_of_an_empty_chain_says_nothing(chain):
    empty = sealed_anchor(
        key=KEY, on=ANCHORED_ON, chain=LEDGER_CHAIN, sequence=0, link=GENESIS
    )

    assert flaw_of(chain, head=head_of(chain), anchors=[empty]) is None


def test_two_anchors_of_one_place_must_both_hold(chain):
    false = sealed_anchor(
        key=KEY, on=ANCHORED_ON, chain=LEDGER_CHAIN, sequence=5, link="f" * 64
    )
    anchors = [anchor_at(chain[4]), false]

    found = flaw_of(chain, head=head_of(chain), anchors=anchors)

    assert found == Flaw(5, ChainFault.ANCHOR, ANCHORED_ON)


SOUND = {
    "is_of_its_entry": True,
    "decision": "accepted",
    "supersedes": 4,
    "in_force_before": 4,
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, None),
        ({"supersedes": None, "in_force_before": None}, None),
        ({"is_of_its_entry": False}, ChainFault.ENTRY),
        ({"decision": None}, ChainFault.REVIEW),
        ({"decision": "returned"}, ChainFault.DECISION),
        ({"decision": "endorsed"}, ChainFault.DECISION),
        ({"supersedes": None}, ChainFault.SUPERSEDES),
        ({"supersedes": 3}, ChainFault.SUPERSEDES),
        ({"in_force_before": None}, ChainFault.SUPERSEDES),
    ],
)
def test_what_a_posting_must_refer_to(change, fault):
    assert posting_fault(**{**SOUND, **change}) == fault


def test_every_column_of_a_posting_is_covered():
    assert set(content_columns(Posting)) == {
        "recorded_at",
        "target_id",
        "union_id",
        "period_id",
        "presence",
        "quantity",
        "numerator",
        "denominator",
        "stage",
        "entry_id",
        "review_id",
        "supersedes_id",
        "recorded_by_id",
    }
