"""Saving cells: line by line, compare-and-set, once for each client key."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from progress_app.actions.errors import NotOwedError, PeriodClosedError
from progress_app.actions.submissions import CellInput, save_cells
from progress_app.enums import EntryState, FigureProblem, Presence
from progress_app.models import Entry
from tests import factories
from unionplan.lib.chain import body_hash
from unionplan.lib.dates import end_of
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.models import AuditEvent, Receipt

pytestmark = pytest.mark.django_db
HAVENS, MEMBERS, RATE = "新建渝工港湾", "发展工会会员", "建会率"
NEW_UNIONS = "新建基层工会组织"


@pytest.fixture
def submission(people):
    return factories.started("万州区", people.reporter)


def cell(submission, target, *, version=None, **raw):
    entry = factories.entry_for(submission, target)
    return CellInput(entry.pk, entry.version if version is None else version, raw)


def save(submission, person, *cells, key=None, at=None):
    return save_cells(
        submission=submission,
        cells=cells,
        person_id=person.pk,
        at=at or factories.open_moment(submission.period.number),
        client_key=key or uuid4(),
    )


def saves_told():
    return AuditEvent.objects.filter(action="entry.saved")


def test_a_saved_line_holds_what_was_typed_and_who_typed_it(submission, people):
    typed = cell(submission, HAVENS, quantity="1,200", note=" 集中开放 ")

    outcome = save(submission, people.reporter, typed)

    entry = factories.entry_for(submission, HAVENS)
    assert outcome.saved == {entry.pk: 1}
    assert (entry.presence, entry.quantity, entry.version) == ("value", 1200, 1)
    assert (entry.note, entry.state) == ("集中开放", EntryState.DRAFT)
    assert entry.saved_by == people.reporter
    assert entry.saved_at == factories.open_moment(10)


def test_nothing_but_the_named_line_changes(submission, people):
    others = submission.entries.exclude(target__name=HAVENS).order_by("pk")
    before = list(others.values())

    save(submission, people.reporter, cell(submission, HAVENS, quantity="5"))

    assert list(others.values()) == before


def test_a_figure_can_be_taken_back_to_blank_and_to_not_applicable(submission, people):
    for raw, figure in (
        ({"quantity": "0"}, (Presence.VALUE, Decimal(0), "")),
        ({"quantity": ""}, (Presence.NOT_REPORTED, None, "")),
        (
            {"presence": "not_applicable", "reason": "无"},
            (Presence.NOT_APPLICABLE, None, "无"),
        ),
        ({"quantity": "3"}, (Presence.VALUE, Decimal(3), "")),
    ):
        save(submission, people.reporter, cell(submission, HAVENS, **raw))
        entry = factories.entry_for(submission, HAVENS)
        assert (entry.presence, entry.quantity, entry.reason) == figure
    assert entry.version == 4


def test_one_bad_line_does_not_stop_the_others(submission, people):
    factories.saved(submission, people.colleague, {HAVENS: {"quantity": "1"}})
    Entry.objects.filter(target__name=HAVENS).update(state=EntryState.SUBMITTED)
    factories.saved(submission, people.colleague, {MEMBERS: {"quantity": "7"}})

    outcome = save(
        submission,
        people.reporter,
        cell(submission, HAVENS, quantity="2"),
        cell(submission, MEMBERS, version=0, quantity="8"),
        cell(submission, RATE, numerator="9", denominator="8"),
        cell(submission, NEW_UNIONS, quantity="3"),
    )

    pks = {n: factories.entry_for(submission, n).pk for n in (HAVENS, MEMBERS, RATE)}
    new = factories.entry_for(submission, NEW_UNIONS)
    assert outcome.saved == {new.pk: 1}
    assert {pk: entry.quantity for pk, entry in outcome.shut.items()} == {
        pks[HAVENS]: 1
    }
    assert {pk: (e.quantity, e.version) for pk, e in outcome.stale.items()} == {
        pks[MEMBERS]: (7, 1)
    }
    assert outcome.refused == {pks[RATE]: {"numerator": FigureProblem.NUMERATOR_ABOVE}}
    written = submission.entries.exclude(quantity=None)
    assert set(written.values_list("target__name", "quantity", "version")) == {
        (HAVENS, 1, 1),
        (MEMBERS, 7, 1),
        (NEW_UNIONS, 3, 1),
    }


@pytest.mark.parametrize("version", [0, 2, 99])
def test_who_saw_another_version_writes_nothing(submission, people, version):
    save(submission, people.colleague, cell(submission, HAVENS, quantity="5"))

    mine = cell(submission, HAVENS, version=version, quantity="6")
    outcome = save(submission, people.reporter, mine)

    entry = factories.entry_for(submission, HAVENS)
    assert outcome.saved == {}
    assert outcome.stale == {entry.pk: entry}
    assert (entry.quantity, entry.version) == (5, 1)
    assert entry.saved_by == people.colleague


@pytest.mark.parametrize(
    "raw",
    [
        {"quantity": "x"},
        {"quantity": "5", "note": "另有说明"},
        {"presence": "not_applicable", "reason": "无"},
    ],
)
def test_a_stale_line_that_says_anything_else_is_stale(submission, people, raw):
    save(submission, people.colleague, cell(submission, HAVENS, quantity="5"))

    outcome = save(
        submission, people.reporter, cell(submission, HAVENS, version=0, **raw)
    )

    assert [entry.quantity for entry in outcome.stale.values()] == [5]
    assert (outcome.saved, outcome.refused) == ({}, {})


def test_a_stale_line_that_says_the_same_is_saved(submission, people):
    save(submission, people.colleague, cell(submission, HAVENS, quantity="5"))

    same = cell(submission, HAVENS, version=0, quantity=" 5.0 ")
    outcome = save(submission, people.reporter, same)

    entry = factories.entry_for(submission, HAVENS)
    assert (outcome.saved, outcome.stale) == ({entry.pk: 1}, {})
    assert entry.saved_by == people.colleague
    assert saves_told().count() == 1


def test_saving_the_same_again_changes_and_tells_nothing(submission, people):
    save(submission, people.reporter, cell(submission, HAVENS, quantity="5"))
    outcome = save(submission, people.reporter, cell(submission, HAVENS, quantity="5"))

    entry = factories.entry_for(submission, HAVENS)
    assert outcome.saved == {entry.pk: 1}
    assert saves_told().count() == 1


def test_a_line_named_twice_in_one_request_is_not_written_twice(submission, people):
    outcome = save(
        submission,
        people.reporter,
        cell(submission, HAVENS, version=0, quantity="5"),
        cell(submission, HAVENS, version=1, quantity="6"),
    )

    entry = factories.entry_for(submission, HAVENS)
    assert outcome.saved == {entry.pk: 2}
    assert (entry.quantity, entry.version) == (6, 2)
    assert [e.detail["version"] for e in saves_told()] == [1, 2]


def test_a_retry_gets_the_first_answer_and_writes_nothing(submission, people):
    key, typed = uuid4(), cell(submission, HAVENS, quantity="5")
    save(submission, people.reporter, typed, key=key)

    with pytest.raises(AlreadyDoneError) as told:
        save(submission, people.reporter, typed, key=key)

    entry = factories.entry_for(submission, HAVENS)
    assert told.value.response == {"saved": {str(entry.pk): 1}}
    assert (entry.version, saves_told().count()) == (1, 1)


def test_a_key_cannot_be_used_for_anything_else(submission, people):
    key = uuid4()
    save(submission, people.reporter, cell(submission, HAVENS, quantity="5"), key=key)

    with pytest.raises(KeyReusedError):
        save(
            submission, people.reporter, cell(submission, HAVENS, quantity="6"), key=key
        )

    assert factories.entry_for(submission, HAVENS).quantity == 5


def test_another_unions_line_stops_the_whole_request(submission, people):
    other = factories.started("江北区", people.stranger)
    key = uuid4()

    with pytest.raises(NotOwedError):
        save(
            submission,
            people.reporter,
            cell(submission, HAVENS, quantity="5"),
            cell(other, HAVENS, quantity="6"),
            key=key,
        )

    assert not Entry.objects.exclude(version=0).exists()
    assert not saves_told().exists()
    assert not Receipt.objects.filter(pk=key).exists()


def test_a_locked_period_takes_nothing(submission, people):
    locked = end_of(submission.period.locks_on)

    with pytest.raises(PeriodClosedError):
        save(
            submission,
            people.reporter,
            cell(submission, HAVENS, quantity="5"),
            at=locked,
        )

    assert factories.entry_for(submission, HAVENS).version == 0
    assert not Receipt.objects.exists()


def test_a_returned_line_can_be_mended_and_stays_returned(submission, people):
    line = Entry.objects.filter(submission=submission, target__name=HAVENS)
    line.update(state=EntryState.RETURNED, return_reason="请核对")

    save(submission, people.reporter, cell(submission, HAVENS, quantity="5"))

    entry = line.get()
    assert (entry.state, entry.return_reason) == (EntryState.RETURNED, "请核对")
    assert entry.quantity == 5


def test_the_trail_tells_figures_and_only_hashes_of_texts(submission, people):
    secret = "张三 13800000000"
    typed = cell(submission, HAVENS, quantity="5", note=secret, problems=secret)

    save(submission, people.reporter, typed)

    event = saves_told().get()
    entry = factories.entry_for(submission, HAVENS)
    assert event.subject == f"entry:{entry.pk}"
    assert (event.person, event.union) == (people.reporter, submission.union)
    assert event.detail == {
        "version": 1,
        "changes": {
            "presence": ["not_reported", "value"],
            "quantity": ["", "5"],
            "note": [body_hash(""), body_hash(secret)],
            "problems": [body_hash(""), body_hash(secret)],
        },
    }
    told = AuditEvent.objects.values_list("detail", flat=True)
    assert not any("张三" in str(detail) for detail in told)


def test_saving_three_lines_costs_as_many_queries_as_one(submission, people):
    typed = [cell(submission, n, quantity="5") for n in (HAVENS, MEMBERS, NEW_UNIONS)]

    rate = cell(submission, RATE, numerator="1")
    with CaptureQueriesContext(connection) as one:
        save(submission, people.reporter, rate)
    with CaptureQueriesContext(connection) as three:
        save(submission, people.reporter, *typed)

    assert len(three) == len(one)
