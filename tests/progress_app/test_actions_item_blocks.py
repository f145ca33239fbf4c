"""A pasted block goes onto a list whole, or not at all."""

from uuid import uuid4

import pytest

from progress_app.actions import items
from progress_app.actions.errors import (
    ItemProblemsError,
    NothingToAddError,
    WrongStateError,
)
from progress_app.enums import ItemProblem, Presence
from progress_app.models import Entry, Item
from tests import factories
from tests.people import NOW
from tests.progress_app.desks import HAVENS
from unions_app.actions import AlreadyDoneError
from unions_app.models import AuditEvent, Receipt

pytestmark = pytest.mark.django_db
BLOCK = "甲港湾\t\t甲路1号\t2024-10-08\n乙港湾\tA2\t\t2024/9/30"


@pytest.fixture
def submission(people):
    return factories.started("万州区", people.reporter)


def entry_of(submission, target=HAVENS):
    return factories.entry_for(submission, target)


@pytest.fixture
def add_block(submission, people):
    def added(text, *, key=None):
        return items.add_block(
            entry=entry_of(submission),
            text=text,
            person_id=people.reporter.pk,
            at=NOW,
            client_key=key or uuid4(),
        )

    return added


def counted(submission):
    entry = entry_of(submission)
    return entry.presence, entry.quantity, entry.item_count


def names(submission):
    rows = Item.objects.filter(entry__submission=submission).listed()
    return list(rows.values_list("name", flat=True))


def told(action):
    return list(AuditEvent.objects.filter(action=action).order_by("sequence"))


def assert_nothing_written(submission):
    assert not Item.objects.exists()
    assert not Receipt.objects.exists()
    assert told("item.added") == []
    assert entry_of(submission).version == 0


def test_a_block_is_listed_whole(submission, add_block):
    assert add_block(BLOCK) == 2

    assert names(submission) == ["甲港湾", "乙港湾"]
    assert counted(submission) == (Presence.VALUE, 2, 2)
    assert len(told("item.added")) == 2
    assert entry_of(submission).version == 1


def test_a_bad_row_stops_the_block(submission, add_block):
    with pytest.raises(ItemProblemsError) as refused:
        add_block(f"{BLOCK}\n丙港湾\t\t丙路1号\t")

    assert refused.value.number == 3
    assert refused.value.problems == {"happened_on": ItemProblem.DATE_MISSING}
    assert_nothing_written(submission)


def test_a_row_with_too_many_cells_stops_the_block(submission, add_block):
    with pytest.raises(ItemProblemsError) as refused:
        add_block("甲港湾\t\t甲路1号\t2024-10-08\t\t\t多")

    assert refused.value.problems == {"name": ItemProblem.TOO_MANY_CELLS}
    assert_nothing_written(submission)


def test_rows_that_are_there_are_left_out(submission, people, add_block):
    factories.listed(submission, people.reporter, HAVENS, "甲港湾", address="甲路1号")

    assert add_block(f"{BLOCK}\n乙港湾\tA2\t\t2024-9-30") == 1

    assert names(submission) == ["甲港湾", "乙港湾"]


def test_nothing_new_is_told(submission, add_block):
    add_block(BLOCK)

    with pytest.raises(NothingToAddError):
        add_block(BLOCK)
    assert counted(submission) == (Presence.VALUE, 2, 2)


def test_the_same_block_sent_twice_counts_once(submission, add_block):
    key = uuid4()
    add_block(BLOCK, key=key)

    with pytest.raises(AlreadyDoneError) as done:
        add_block(BLOCK, key=key)

    assert done.value.response == {"items": 2}
    assert counted(submission) == (Presence.VALUE, 2, 2)


def test_a_handed_in_list_takes_no_block(submission, add_block):
    add_block(BLOCK)
    Entry.objects.filter(submission=submission).filled_in().update(state="submitted")

    with pytest.raises(WrongStateError):
        add_block("丙港湾\t\t丙路1号\t2024-10-08")

    assert names(submission) == ["甲港湾", "乙港湾"]
