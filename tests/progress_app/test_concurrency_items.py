"""Several clerks at one list at once: everything is counted, nothing twice."""

from uuid import uuid4

import pytest

from progress_app.actions.items import add_item, withdraw_item
from progress_app.actions.submissions import submit
from progress_app.enums import EntryState
from progress_app.models import Item
from tests import factories
from tests.people import NOW
from tests.progress_app.desks import HAVENS
from tests.progress_app.test_concurrency import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def submission(people):
    return factories.started("万州区", people.reporter)


def entry_of(submission):
    return factories.entry_for(submission, HAVENS)


def adding(submission, person, name):
    raw = {"name": name, "address": "甲路1号", "happened_on": "2024-10-08"}
    entry = entry_of(submission)
    return lambda: add_item(
        entry=entry, raw=raw, person_id=person.pk, at=NOW, client_key=uuid4()
    )


def assert_counted(submission):
    entry = entry_of(submission)
    listed = Item.objects.filter(entry=entry).listed().count()
    assert (entry.quantity, entry.item_count) == (listed, listed)
    return listed


def test_items_added_at_once_are_all_counted(submission, people):
    calls = [adding(submission, people.reporter, f"{n}号港湾") for n in range(5)]

    answers = at_once(*calls)

    assert kinds(answers) == {"Item": 5}
    assert assert_counted(submission) == 5
    positions = Item.objects.values_list("position", flat=True)
    assert sorted(positions) == [1, 2, 3, 4, 5]


def test_the_same_item_at_once_is_listed_once(submission, people):
    calls = [
        adding(submission, person, "观音桥港湾")
        for person in (people.reporter, people.colleague)
    ]

    answers = at_once(*calls)

    assert kinds(answers) == {"Item": 1, "AlreadyListedError": 1}
    assert assert_counted(submission) == 1


def test_two_withdrawals_take_off_one_item(submission, people):
    item, _other = factories.listed(
        submission, people.reporter, HAVENS, "甲港湾", "乙港湾"
    )

    def withdrawing():
        return withdraw_item(
            item=item,
            version=item.version,
            person_id=people.reporter.pk,
            at=NOW,
            client_key=uuid4(),
        )

    answers = at_once(withdrawing, withdrawing)

    assert kinds(answers) == {"NoneType": 1, "ItemStaleError": 1}
    assert assert_counted(submission) == 1


def test_an_item_comes_before_the_hand_in_or_not_at_all(submission, people):
    factories.listed(submission, people.reporter, HAVENS, "甲港湾")
    factories.supported(submission, people.reporter)

    added, handed_in = at_once(
        adding(submission, people.colleague, "乙港湾"),
        lambda: submit(
            submission=submission,
            person_id=people.reporter.pk,
            at=NOW,
            client_key=uuid4(),
        ),
    )

    assert handed_in == 1
    assert entry_of(submission).state == EntryState.SUBMITTED
    assert assert_counted(submission) == (2 if isinstance(added, Item) else 1)
