"""The verifier on a real database, tampered with under lifted triggers."""

import pytest
from django.conf import settings
from django.db import connection

from progress_app.enums import Decision
from progress_app.models import Posting, Review
from progress_app.queries.ledger import LEDGER_CHAIN
from progress_app.queries.verification import verdict_on
from progress_app.rules.chains import Flaw
from tests.progress_app.books.forging import rewritten
from tests.progress_app.chains import CHAINS
from tests.triggers import lifted_then_undone
from unions_app.enums import ChainFault
from unions_app.models import AuditEvent, ChainHead
from unions_app.queries import AUDIT_CHAIN

pytestmark = pytest.mark.django_db
KEY = settings.LEDGER_KEY
POSTING, EVENT = "progress_app_posting", "unions_app_auditevent"
POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def raw(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def flaw(chain: str) -> Flaw | None:
    return verdict_on(chain, key=KEY).flaw


@pytest.mark.parametrize("chain", CHAINS)
def test_what_was_written_is_sound(year, chain):
    verdict = verdict_on(chain, key=KEY)

    assert verdict.flaw is None
    assert verdict.rows == CHAINS[chain].objects.count() > 180


CHANGES = [
    *(
        (LEDGER_CHAIN, f"UPDATE {POSTING} SET {what} WHERE sequence = 42", 42, fault)
        for what, fault in (
            ("quantity = 999", ChainFault.CONTENT),
            ("numerator = 0, denominator = 1", ChainFault.CONTENT),
            ("presence = 'not_applicable'", ChainFault.CONTENT),
            ("stage = 'blocked'", ChainFault.CONTENT),
            ("union_id = union_id + 1", ChainFault.CONTENT),
            ("target_id = target_id + 1", ChainFault.CONTENT),
            ("recorded_at = '2024-01-01 00:00:00'", ChainFault.CONTENT),
            ("recorded_by_id = recorded_by_id + 1", ChainFault.CONTENT),
            ("link = 'f' || substr(link, 2)", ChainFault.CONTENT),
            ("mac = link", ChainFault.SEAL),
            ("previous_hash = link", ChainFault.PREVIOUS),
            ("sequence = 9999", ChainFault.MISSING),
        )
    ),
    *(
        (AUDIT_CHAIN, f"UPDATE {EVENT} SET {what} WHERE sequence = 120", 120, fault)
        for what, fault in (
            ("action = 'nothing'", ChainFault.CONTENT),
            ("subject = 'x'", ChainFault.CONTENT),
            ("detail = '{}'", ChainFault.CONTENT),
            ("person_id = NULL", ChainFault.CONTENT),
            ("recorded_at = '2024-01-01 00:00:00'", ChainFault.CONTENT),
            ("mac = link", ChainFault.SEAL),
            ("previous_hash = link", ChainFault.PREVIOUS),
            ("sequence = 9999", ChainFault.MISSING),
        )
    ),
    (LEDGER_CHAIN, f"DELETE FROM {POSTING} WHERE sequence = 1", 1, ChainFault.MISSING),
    (
        LEDGER_CHAIN,
        f"DELETE FROM {POSTING} WHERE sequence = 42",
        42,
        ChainFault.MISSING,
    ),
    (LEDGER_CHAIN, f"DELETE FROM {POSTING} WHERE sequence > 100", 101, ChainFault.CUT),
    (LEDGER_CHAIN, f"DELETE FROM {POSTING}", 1, ChainFault.CUT),
    (AUDIT_CHAIN, f"DELETE FROM {EVENT} WHERE sequence = 77", 77, ChainFault.MISSING),
    (AUDIT_CHAIN, f"DELETE FROM {EVENT} WHERE sequence > 150", 151, ChainFault.CUT),
]


@pytest.mark.parametrize(
    ("chain", "statement", "place", "fault"), CHANGES, ids=[c[1] for c in CHANGES]
)
def test_a_change_in_the_database_is_found_where_it_is(
    year, chain, statement, place, fault
):
    with lifted_then_undone():
        raw(statement)
        assert flaw(chain) == Flaw(place, fault)

    assert flaw(chain) is None


@pytest.mark.parametrize(
    ("chain", "table"), [(LEDGER_CHAIN, POSTING), (AUDIT_CHAIN, EVENT)]
)
def test_two_rows_in_each_others_place(year, chain, table):
    with lifted_then_undone():
        raw(
            f"UPDATE {table} SET sequence = -1 WHERE sequence = 30",
            f"UPDATE {table} SET sequence = 30 WHERE sequence = 50",
            f"UPDATE {table} SET sequence = 50 WHERE sequence = -1",
        )
        assert flaw(chain) == Flaw(30, ChainFault.PREVIOUS)


def test_rows_put_in_at_the_end_without_the_head(year):
    with lifted_then_undone():
        event = AuditEvent.objects.order_by("-sequence").first()
        place = event.sequence + 1
        event.sequence, event.link = place, "f" * 64
        event.save(force_insert=True)
        assert flaw(AUDIT_CHAIN) == Flaw(place, ChainFault.PREVIOUS)


def test_a_row_sealed_with_the_key_beyond_the_head(year):
    with lifted_then_undone():
        last = AuditEvent.objects.order_by("-sequence").first()
        place, last_link = last.sequence + 1, last.link
        last.sequence, last.previous_hash = place, last_link
        (forged,) = rewritten([last], 0, key=KEY, action="made.up")
        forged.save(force_insert=True)

        assert flaw(AUDIT_CHAIN) == Flaw(place, ChainFault.BEYOND_HEAD)


@pytest.mark.parametrize("chain", CHAINS)
def test_a_head_that_says_something_else(year, chain):
    with lifted_then_undone():
        head = ChainHead.objects.get(name=chain)
        ChainHead.objects.filter(name=chain).update(link="f" * 64)
        assert flaw(chain) == Flaw(head.sequence, ChainFault.HEAD)

        ChainHead.objects.filter(name=chain).update(sequence=head.sequence - 3)
        assert flaw(chain) == Flaw(head.sequence - 3, ChainFault.HEAD)

        ChainHead.objects.filter(name=chain).delete()
        assert flaw(chain) == Flaw(1, ChainFault.BEYOND_HEAD)


def moved_entry():
    pk = Posting.objects.get(sequence=42).entry_id
    raw(f"UPDATE progress_app_entry SET target_id = 1 WHERE id = {pk}")


def lost_entry():
    pk = Posting.objects.get(sequence=42).entry_id
    raw(f"DELETE FROM progress_app_entry WHERE id = {pk}")


def lost_review():
    pk = Posting.objects.get(sequence=42).review_id
    raw(f"DELETE FROM progress_app_review WHERE id = {pk}")


def review_of_another():
    posting = Posting.objects.get(sequence=42)
    other = Posting.objects.get(sequence=43).entry_id
    raw(
        f"UPDATE progress_app_review SET entry_id = {other}, entry_version = 99 "
        f"WHERE id = {posting.review_id}"
    )


def review_that_returned():
    pk = Posting.objects.get(sequence=42).review_id
    raw(
        "UPDATE progress_app_review SET decision = 'returned', reason = 'x' "
        f"WHERE id = {pk}"
    )


@pytest.mark.parametrize(
    ("deed", "fault"),
    [
        (moved_entry, ChainFault.ENTRY),
        (lost_entry, ChainFault.ENTRY),
        (lost_review, ChainFault.REVIEW),
        (review_of_another, ChainFault.REVIEW),
        (review_that_returned, ChainFault.DECISION),
    ],
)
def test_a_posting_that_no_decision_stands_behind(year, deed, fault):
    with lifted_then_undone():
        deed()
        assert flaw(LEDGER_CHAIN) == Flaw(42, fault)


def store(rows) -> None:
    """Put rewritten rows in the place of those that stand, and move the head."""
    model = type(rows[0])
    raw(f"DELETE FROM {model._meta.db_table} WHERE sequence >= {rows[0].sequence}")
    model.objects.bulk_create(rows)
    ChainHead.objects.filter(name=LEDGER_CHAIN).update(
        sequence=rows[-1].sequence, link=rows[-1].link
    )


def test_a_correction_that_names_another_posting_shows_even_with_the_key(year):
    rows = list(Posting.objects.order_by("sequence"))
    at = next(i for i, row in enumerate(rows) if row.supersedes_id)
    other = next(
        row.sequence
        for row in rows
        if row.target_id != rows[at].target_id and row.sequence < rows[at].sequence
    )
    with lifted_then_undone():
        store(rewritten(rows, at, key=KEY, supersedes_id=other)[at:])

        assert flaw(LEDGER_CHAIN) == Flaw(rows[at].sequence, ChainFault.SUPERSEDES)


def test_a_decision_that_was_never_posted(year):
    last = Posting.objects.order_by("-sequence").first()
    before = Posting.objects.get(sequence=last.sequence - 1)
    with lifted_then_undone():
        raw(f"DELETE FROM {POSTING} WHERE sequence = {last.sequence}")
        ChainHead.objects.filter(name=LEDGER_CHAIN).update(
            sequence=before.sequence, link=before.link
        )

        assert flaw(LEDGER_CHAIN) == Flaw(last.review_id, ChainFault.UNPOSTED)
        Review.objects.filter(pk=last.review_id).update(decision=Decision.ENDORSED)
        assert flaw(LEDGER_CHAIN) is None


BYPASS = (
    [
        "SET session_replication_role = replica",
        f"UPDATE {POSTING} SET quantity = 1 WHERE sequence = 42",
        "SET session_replication_role = origin",
    ]
    if POSTGRESQL
    else [
        "PRAGMA recursive_triggers=OFF",
        f"REPLACE INTO {POSTING} (sequence, recorded_at, previous_hash, link, mac, "
        "presence, quantity, stage, target_id, union_id, period_id, entry_id, review_id,"
        " recorded_by_id) SELECT sequence, recorded_at, previous_hash, link, mac, "
        "presence, 1, stage, target_id, union_id, period_id, entry_id, review_id, "
        f"recorded_by_id FROM {POSTING} WHERE sequence = 42",
        "PRAGMA recursive_triggers=ON",
    ]
)


def test_what_gets_past_the_triggers_shows(year):
    """A superuser's switch on PostgreSQL, REPLACE from a bare client on SQLite."""
    with lifted_then_undone():
        raw(*BYPASS)
        assert flaw(LEDGER_CHAIN) == Flaw(42, ChainFault.CONTENT)


UNREADABLE = (
    [(POSTING, "recorded_at = 'infinity'"), (EVENT, "recorded_at = 'infinity'")]
    if POSTGRESQL
    else [
        (POSTING, "recorded_at = '2024-13-45 00:00:00'"),
        (POSTING, "recorded_at = 'yesterday'"),
        (POSTING, "quantity = 'many'"),
        (EVENT, "recorded_at = ''"),
    ]
)


@pytest.mark.parametrize(("table", "what"), UNREADABLE)
def test_a_value_that_cannot_be_read_is_named_too(year, table, what):
    chain = LEDGER_CHAIN if table == POSTING else AUDIT_CHAIN
    with lifted_then_undone():
        raw(f"UPDATE {table} SET {what} WHERE sequence = 61")
        found = flaw(chain)

    assert found.place == 61
    assert found.fault in (ChainFault.UNREADABLE, ChainFault.CONTENT)


def test_the_kinds_of_figures_are_all_in_the_ledger(year):
    assert set(Posting.objects.values_list("stage", flat=True)) == {"", "under_way"}
    assert Posting.objects.filter(numerator__isnull=False).exists()
    assert Posting.objects.filter(supersedes__isnull=False).count() == 6
