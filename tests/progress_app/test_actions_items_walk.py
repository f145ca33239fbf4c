"""A list goes the way of its line: what is in the ledger is the count of its items."""

from uuid import uuid4

import pytest

from progress_app.actions.items import withdraw_item
from progress_app.actions.reviews import accept_entries, return_entry
from progress_app.actions.submissions import submit
from progress_app.enums import EntryState
from progress_app.models import Entry, Item, Posting
from tests import factories
from tests.people import NOW
from tests.progress_app.desks import HAVENS

pytestmark = pytest.mark.django_db
NAMES = ("观音桥渝工港湾", "石桥铺渝工港湾", "南坪渝工港湾")


@pytest.fixture
def submission(people):
    started = factories.started("万州区", people.reporter)
    factories.listed(started, people.reporter, HAVENS, *NAMES)
    return started


def entry_of(submission):
    return factories.entry_for(submission, HAVENS)


def hand_in(submission, person):
    factories.supported(submission, person)
    return submit(
        submission=submission, person_id=person.pk, at=NOW, client_key=uuid4()
    )


def accept(submission, officer):
    entry = entry_of(submission)
    accept_entries(
        versions={entry.pk: entry.version},
        person_id=officer.pk,
        at=NOW,
        client_key=uuid4(),
    )


def test_the_posting_is_the_count_of_the_accepted_items(submission, people):
    assert hand_in(submission, people.reporter) == 1

    accept(submission, people.officer)

    assert Posting.objects.get().quantity == 3
    assert entry_of(submission).state == EntryState.ACCEPTED
    assert entry_of(submission).item_count == 3


def test_what_came_back_is_counted_again_without_what_was_withdrawn(submission, people):
    hand_in(submission, people.reporter)
    entry = entry_of(submission)
    return_entry(
        entry_id=entry.pk,
        version=entry.version,
        reason="南坪的是去年建成的",
        person_id=people.officer.pk,
        at=NOW,
        client_key=uuid4(),
    )
    old = Item.objects.get(name=NAMES[2])
    withdraw_item(
        item=old,
        version=old.version,
        person_id=people.reporter.pk,
        at=NOW,
        client_key=uuid4(),
    )

    hand_in(submission, people.reporter)
    accept(submission, people.officer)

    assert Posting.objects.get().quantity == 2
    assert Item.objects.filter(withdrawn_at__isnull=False).get() == old


def test_an_emptied_list_is_not_handed_in_as_nought(submission, people):
    factories.saved(submission, people.reporter, {"发展工会会员": {"quantity": "1"}})
    for item in Item.objects.all():
        withdraw_item(
            item=item,
            version=item.version,
            person_id=people.reporter.pk,
            at=NOW,
            client_key=uuid4(),
        )

    assert hand_in(submission, people.reporter) == 1

    handed_in = Entry.objects.filter(submission=submission, state="submitted")
    assert [entry.target.name for entry in handed_in] == ["发展工会会员"]
    assert entry_of(submission).state == EntryState.DRAFT
