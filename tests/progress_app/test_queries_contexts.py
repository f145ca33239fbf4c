"""What stands beside a field: the share, and what was reported before."""

from datetime import date
from decimal import Decimal

import pytest

from progress_app.enums import EntryState
from progress_app.models import Entry
from progress_app.queries.contexts import entry_contexts
from progress_app.rules.figures import EntryContext
from targets_app.models import Quota
from tests import factories

pytestmark = pytest.mark.django_db
HAVENS = "新建渝工港湾"


def context(people, number=9, union="万州区"):
    submission = factories.started(union, people.reporter, number=number)
    target = factories.target_called(HAVENS)
    return entry_contexts(submission=submission).get(target.pk)


def accept(people, number, quantity, union="万州区"):
    line = {HAVENS: {"quantity": quantity, "note": "已核对"}}
    factories.accepted(
        union, people.reporter, people.officer, line, number=number, roll_up=False
    )


def hand_in(people, number, quantity):
    line = {HAVENS: {"quantity": quantity, "note": "已核对"}}
    return factories.submitted("万州区", people.reporter, line, number=number)


def test_nothing_before_is_nothing_known(people):
    assert context(people) == EntryContext(lacks_evidence=True)


def test_what_asks_for_a_file_has_one(people):
    submission = factories.started("万州区", people.reporter, number=9)
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "1"}})
    factories.supported(submission, people.reporter)

    assert context(people) is None


def test_only_earlier_months_and_only_ones_own_count(people):
    accept(people, 7, "3")
    accept(people, 8, "4")
    accept(people, 9, "100")
    accept(people, 10, "1000")
    accept(people, 8, "10000", union="江北区")

    found = context(people, 9)

    assert (found.cumulative, found.pending) == (7, None)
    assert found.previous.quantity == 4


def test_what_waits_is_told_apart_and_never_counts_itself(people):
    hand_in(people, 7, "3")
    hand_in(people, 8, "4")
    hand_in(people, 9, "100")

    found = context(people, 9)

    assert (found.cumulative, found.pending, found.previous) == (None, 7, None)


@pytest.mark.parametrize(
    ("state", "pending"),
    [
        (EntryState.DRAFT, None),
        (EntryState.RETURNED, None),
        (EntryState.SUBMITTED, 3),
        (EntryState.ENDORSED, 3),
        (EntryState.ACCEPTED, None),
    ],
)
def test_only_what_is_under_way_to_a_decision_waits(people, state, pending):
    hand_in(people, 7, "3")
    Entry.objects.filter(target__name=HAVENS).update(state=state)

    found = context(people, 9) or EntryContext()

    assert found.pending == pending


def test_a_corrected_figure_counts_once(people):
    accept(people, 7, "3")
    Entry.objects.filter(target__name=HAVENS).update(state=EntryState.RETURNED)
    accept(people, 7, "5")

    found = context(people, 9)

    assert (found.cumulative, found.previous.quantity) == (5, 5)


@pytest.mark.parametrize(("number", "share"), [(7, 10), (8, 10), (9, 12), (10, 12)])
def test_the_share_is_the_one_in_force_at_the_months_end(people, number, share):
    for amount, day in ((10, date(2024, 1, 1)), (12, date(2024, 9, 30))):
        Quota.objects.create(
            target=factories.target_called(HAVENS),
            union=factories.union_called("万州区"),
            amount=Decimal(amount),
            effective_on=day,
        )

    assert context(people, number).quota == Decimal(share)
