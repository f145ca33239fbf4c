"""The ledger: gapless, chained, sealed, and closed to every change."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction

from progress_app.actions.errors import WrongStateError
from progress_app.actions.reviews import accept_entries
from progress_app.enums import EntryState
from progress_app.models import Entry, Posting, Review, Rollup
from progress_app.queries.ledger import LEDGER_CHAIN, ledger_sequence, ledger_state
from targets_app.models import Target
from tests import factories
from tests.people import NOW
from tests.progress_app.chains import CHAINS, broken_links
from unions_app.models import AuditEvent, ChainHead

pytestmark = pytest.mark.django_db
HAVENS, RATE, STAGE = "新建渝工港湾", "建会率", "实名制管理"
TYPED = {
    HAVENS: {"quantity": "5"},
    RATE: {"numerator": "80", "denominator": "100"},
    STAGE: {"stage": "under_way"},
}


@pytest.fixture
def ledger(people):
    """Return the sequences of a few postings of two unions in two months."""
    sequences = []
    for number in (9, 10):
        for union, person in (("万州区", people.reporter), ("江北区", people.stranger)):
            sequences += factories.accepted(
                union, person, people.officer, TYPED, number=number, roll_up=False
            )
    return sequences


def test_a_posting_says_what_was_accepted_and_by_whom(ledger, people):
    entry = factories.entry_for(
        factories.started("万州区", people.reporter, number=9), RATE
    )

    posting = entry.postings.get()

    assert (posting.union.short_name, posting.period.number) == ("万州区", 9)
    assert posting.target == entry.target
    assert (posting.numerator, posting.denominator) == (80, 100)
    assert (posting.quantity, posting.stage, posting.presence) == (None, "", "value")
    assert posting.recorded_by == people.officer
    assert posting.recorded_at == factories.open_moment(9)
    assert posting.supersedes is None
    assert posting.sealed_fields == [
        "2024-09-25T02:00:00.000000+00:00",
        str(posting.target_id),
        str(posting.union_id),
        str(posting.period_id),
        "value",
        "",
        "80",
        "100",
        "",
        str(entry.pk),
        str(entry.reviews.get().pk),
        "",
        str(people.officer.pk),
    ]


def test_sequences_are_gapless_whatever_was_rolled_back_between(people):
    sequences = []
    for number in (7, 8, 9, 10):
        sequences += factories.accepted(
            "万州区", people.reporter, people.officer, TYPED, number=number
        )
        other = factories.submitted("江北区", people.stranger, TYPED, number=number)
        seen = dict(other.entries.awaiting_review().values_list("pk", "version"))
        with transaction.atomic():
            accept_entries(
                versions=seen, person_id=people.officer.pk, at=NOW, client_key=uuid4()
            )
            transaction.set_rollback(True)

    assert sequences == list(range(1, 13))
    assert list(Posting.objects.values_list("sequence", flat=True)) == sequences
    assert ledger_sequence() == 12


@pytest.mark.parametrize("name", CHAINS)
def test_the_chain_can_be_reckoned_again_from_what_is_stored(ledger, name):
    rows = list(CHAINS[name].objects.order_by("sequence"))

    assert len(rows) > 10
    assert broken_links(name, rows, key=settings.LEDGER_KEY) == []
    head = ChainHead.objects.get(name=name)
    assert (head.sequence, head.link) == (rows[-1].sequence, rows[-1].link)


@pytest.mark.parametrize("name", CHAINS)
def test_without_the_key_no_row_is_genuine(ledger, name):
    rows = list(CHAINS[name].objects.order_by("sequence"))

    assert broken_links(name, rows, key="another key") == [r.sequence for r in rows]


def covered(model):
    """Return the columns whose content the chain must cover."""
    chain = {"sequence", "previous_hash", "link", "mac"}
    return [f.attname for f in model._meta.concrete_fields if f.attname not in chain]


FALSE_CONTENT = {
    "DateTimeField": NOW,
    "DecimalField": Decimal("99.5"),
    "JSONField": {"version": 99},
}


@pytest.mark.parametrize(
    ("name", "column"),
    [(name, column) for name, m in CHAINS.items() for column in covered(m)],
)
def test_a_change_in_any_column_shows(ledger, name, column):
    rows = list(CHAINS[name].objects.order_by("sequence"))
    forged = rows[4]
    kind = type(forged)._meta.get_field(column.removesuffix("_id")).get_internal_type()
    setattr(forged, column, FALSE_CONTENT.get(kind, "999"))

    found = broken_links(name, rows, key=settings.LEDGER_KEY)

    assert found == [forged.sequence]


@pytest.mark.parametrize("name", CHAINS)
def test_a_missing_and_a_swapped_row_show(ledger, name):
    rows = list(CHAINS[name].objects.order_by("sequence"))
    swapped = [*rows[:2], rows[3], rows[2], *rows[4:]]

    assert broken_links(name, rows[:4] + rows[5:], key=settings.LEDGER_KEY)[0] == 6
    assert broken_links(name, swapped, key=settings.LEDGER_KEY)[0] == 4


APPEND_ONLY = (Posting, Review, AuditEvent)
A_COLUMN = {Posting: "quantity", Review: "reason", AuditEvent: "action"}


def raw(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def content(model):
    return list(model.objects.order_by("pk").values())


def by_raw_update(model):
    raw(f"UPDATE {model._meta.db_table} SET {A_COLUMN[model]} = {A_COLUMN[model]}")


def by_raw_delete(model):
    raw(f"DELETE FROM {model._meta.db_table}")


def by_raw_delete_of_one(model):
    pk = model.objects.order_by("-pk").first().pk
    raw(f"DELETE FROM {model._meta.db_table} WHERE {model._meta.pk.column} = {pk}")


def by_queryset_update(model):
    model.objects.update(**{A_COLUMN[model]: None if model is Posting else "x"})


def by_bulk_update(model):
    row = model.objects.order_by("-pk").first()
    setattr(row, A_COLUMN[model], 7)
    model.objects.bulk_update([row], [A_COLUMN[model]])


def by_saving_again(model):
    model.objects.order_by("-pk").first().save(force_update=True)


def by_upsert(model):
    row = model.objects.order_by("-pk").first()
    model.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=[model._meta.pk.name],
        update_fields=[A_COLUMN[model]],
    )


@pytest.mark.parametrize("model", APPEND_ONLY)
@pytest.mark.parametrize(
    "change",
    [
        by_raw_update,
        by_raw_delete,
        by_raw_delete_of_one,
        by_queryset_update,
        by_bulk_update,
        by_saving_again,
        by_upsert,
    ],
)
def test_the_database_refuses_every_change(ledger, model, change):
    before = content(model)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change(model)

    assert content(model) == before


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_the_database_refuses_to_be_emptied_or_overwritten(ledger, model):
    before, table = content(model), model._meta.db_table
    if connection.vendor == "postgresql":
        statements = [f"TRUNCATE {table} CASCADE"]
        raw("SET CONSTRAINTS ALL IMMEDIATE")
    else:
        statements = [
            f"{verb} INTO {table} SELECT * FROM {table}"
            for verb in ("REPLACE", "INSERT OR REPLACE")
        ]

    for statement in statements:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            raw(statement)

    assert content(model) == before


def corrected(people, quantity):
    """Accept a line of September once more, with another figure."""
    line = Entry.objects.filter(
        submission__union__short_name="万州区",
        submission__period__number=9,
        target__name=HAVENS,
    )
    line.update(state=EntryState.RETURNED)
    return factories.accepted(
        "万州区",
        people.reporter,
        people.officer,
        {HAVENS: {"quantity": quantity}},
        number=9,
    )


def test_a_correction_is_a_new_posting_that_names_the_old_one(ledger, people):
    first = Posting.objects.get(
        target__name=HAVENS, union__short_name="万州区", period__number=9
    )

    (second,) = corrected(people, "8")
    (third,) = corrected(people, "6")

    cell = Posting.objects.filter(
        target=first.target, union=first.union, period=first.period
    )
    assert list(cell.values_list("sequence", "quantity", "supersedes")) == [
        (first.sequence, 5, None),
        (second, 8, first.sequence),
        (third, 6, second),
    ]
    assert cell.current().get().sequence == third
    assert [cell.in_force(s).get().quantity for s in (second - 1, second, third)] == [
        5,
        8,
        6,
    ]


@pytest.mark.parametrize(
    ("place", "refusal"),
    [(0, r"one_first_posting|period_id"), (1, r"supersedes_id")],
)
def test_a_cell_has_one_first_posting_and_each_posting_one_correction(
    ledger, people, place, refusal
):
    corrected(people, "8")
    cell = Posting.objects.filter(
        target__name=HAVENS, union__short_name="万州区", period__number=9
    )
    copy = cell.order_by("sequence")[place]
    copy.sequence, copy.link, copy.review_id = 1000, "another", 1000

    with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
        copy.save(force_insert=True)


@pytest.mark.parametrize("typed", ["0", "0.0001", "99999999999.9999", "12345678901"])
def test_every_figure_that_can_be_typed_is_kept_exactly(people, typed):
    Target.objects.filter(name=HAVENS).update(decimal_places=4)
    line = {HAVENS: {"quantity": typed, "note": "已核对"}}
    factories.accepted("万州区", people.reporter, people.officer, line)

    posting = Posting.objects.get()
    city = Rollup.objects.get(union__short_name="市总工会", period__number=10)
    assert (posting.quantity, city.quantity) == (Decimal(typed), Decimal(typed))
    assert broken_links(LEDGER_CHAIN, [posting], key=settings.LEDGER_KEY) == []


def test_the_state_of_the_ledger(ledger, plan, people):
    factories.submitted("万州区", people.reporter, TYPED, number=8)

    state = ledger_state(plan_id=plan.pk)

    assert (state.sequence, state.recorded_at) == (12, NOW)
    assert (state.unsummed_marks, state.awaiting_review) == (12, 3)


def test_a_refused_decision_moves_no_head(ledger, people):
    entry = Entry.objects.filter(state=EntryState.ACCEPTED).first()

    with pytest.raises(WrongStateError):
        accept_entries(
            versions={entry.pk: entry.version},
            person_id=people.officer.pk,
            at=NOW,
            client_key=uuid4(),
        )

    assert ledger_sequence() == 12
