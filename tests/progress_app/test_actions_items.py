"""The list behind a figure: every change counts it again, through the one door."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from progress_app.actions import items
from progress_app.actions.errors import (
    AlreadyListedError,
    ItemProblemsError,
    ItemStaleError,
    NotItemisedError,
    PeriodClosedError,
    WrongStateError,
)
from progress_app.actions.reviews import return_entry
from progress_app.actions.submissions import submit
from progress_app.enums import EntryState, FigureProblem, ItemProblem, Presence
from progress_app.models import Entry, Item
from targets_app.models import Target
from tests import factories
from tests.people import NOW
from tests.progress_app.desks import HAVENS, MEMBERS
from unionplan.lib.dates import end_of
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.models import AuditEvent, Receipt

pytestmark = pytest.mark.django_db
RAW = {
    "name": "观音桥渝工港湾",
    "identifier": "",
    "address": "建新北路16号",
    "happened_on": "2024-10-08",
    "note": "全天开放",
}
SECRET = "只写在备注里的话"


@pytest.fixture
def submission(people):
    return factories.started("万州区", people.reporter)


def entry_of(submission, target=HAVENS):
    return factories.entry_for(submission, target)


@pytest.fixture
def add(submission, people):
    def added(*, target=HAVENS, key=None, at=NOW, **raw):
        return items.add_item(
            entry=entry_of(submission, target),
            raw=RAW | raw,
            person_id=people.reporter.pk,
            at=at,
            client_key=key or uuid4(),
        )

    return added


@pytest.fixture
def change(people):
    def changed(item, *, version=None, key=None, **raw):
        return items.change_item(
            item=item,
            version=item.version if version is None else version,
            raw=RAW | raw,
            person_id=people.colleague.pk,
            at=NOW,
            client_key=key or uuid4(),
        )

    return changed


@pytest.fixture
def withdraw(people):
    def withdrawn(item, *, version=None, key=None):
        items.withdraw_item(
            item=item,
            version=item.version if version is None else version,
            person_id=people.colleague.pk,
            at=NOW,
            client_key=key or uuid4(),
        )

    return withdrawn


@pytest.fixture
def hand_in(submission, people):
    def handed_in():
        factories.supported(submission, people.reporter)
        submit(
            submission=submission,
            person_id=people.reporter.pk,
            at=NOW,
            client_key=uuid4(),
        )

    return handed_in


@pytest.fixture
def send_back(submission, people):
    def sent_back():
        entry = entry_of(submission)
        return_entry(
            entry_id=entry.pk,
            version=entry.version,
            reason="请附名单",
            person_id=people.officer.pk,
            at=NOW,
            client_key=uuid4(),
        )

    return sent_back


def counted(submission):
    entry = entry_of(submission)
    return entry.presence, entry.quantity, entry.item_count


def names(submission):
    rows = Item.objects.filter(entry__submission=submission).listed()
    return list(rows.values_list("name", flat=True))


def told(action):
    return list(AuditEvent.objects.filter(action=action).order_by("sequence"))


def test_an_item_is_listed_and_counted(submission, people, add):
    item = add(note=" 全天开放 ")

    stored = Item.objects.get()
    assert stored == item
    assert (stored.name, stored.position, stored.version) == (RAW["name"], 1, 1)
    assert (stored.happened_on, stored.note) == (date(2024, 10, 8), "全天开放")
    assert (stored.added_by, stored.added_at) == (people.reporter, NOW)
    assert counted(submission) == (Presence.VALUE, 1, 1)
    assert entry_of(submission).version == 1


def test_items_stand_in_the_order_they_came(submission, add):
    add()
    add(name="石桥铺渝工港湾")

    assert list(Item.objects.values_list("position", "name")) == [
        (1, "观音桥渝工港湾"),
        (2, "石桥铺渝工港湾"),
    ]
    assert counted(submission) == (Presence.VALUE, 2, 2)


def test_a_typed_figure_gives_way_to_the_list(submission, people, add):
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "5"}})

    add()

    assert counted(submission) == (Presence.VALUE, 1, 1)


def test_a_typed_figure_that_the_list_confirms_is_the_lists_from_then_on(
    submission, people, add
):
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "1"}})

    add()

    assert counted(submission) == (Presence.VALUE, 1, 1)
    assert entry_of(submission).version == 2


def test_not_applicable_gives_way_too_and_words_stay(submission, people, add):
    typed = {"presence": "not_applicable", "reason": "无", "note": "说明在此"}
    factories.saved(submission, people.reporter, {HAVENS: typed})

    add()

    entry = entry_of(submission)
    assert counted(submission) == (Presence.VALUE, 1, 1)
    assert (entry.reason, entry.note) == ("", "说明在此")


@pytest.mark.parametrize(
    "raw",
    [
        {"quantity": "3"},
        {"quantity": ""},
        {"quantity": "0"},
        {"presence": "not_applicable", "reason": "无"},
    ],
)
def test_a_figure_that_disagrees_with_the_list_is_refused(submission, people, add, raw):
    add()

    outcome = factories.saved(submission, people.reporter, {HAVENS: raw})

    entry = entry_of(submission)
    assert outcome.refused == {entry.pk: {"quantity": FigureProblem.NOT_THE_LIST}}
    assert counted(submission) == (Presence.VALUE, 1, 1)


def test_a_figure_that_agrees_saves_its_words(submission, people, add):
    add()

    typed = {HAVENS: {"quantity": "1", "note": "见清单"}}
    outcome = factories.saved(submission, people.reporter, typed)

    assert outcome.refused == {}
    assert entry_of(submission).note == "见清单"
    assert counted(submission) == (Presence.VALUE, 1, 1)


def test_the_database_refuses_a_figure_beside_its_list(submission, add):
    add()
    rows = Entry.objects.filter(pk=entry_of(submission).pk)

    for wrong in ({"quantity": 2}, {"quantity": None, "presence": "not_reported"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_the_database_refuses_a_bad_item(add):
    item = Item.objects.filter(pk=add().pk)

    for wrong in ({"name": ""}, {"address": ""}, {"withdrawn_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            item.update(**wrong)


def assert_nothing_written(submission):
    assert not Item.objects.exists()
    assert not Receipt.objects.exists()
    assert told("item.added") == []
    assert entry_of(submission).version == 0


def test_a_bad_item_writes_nothing(submission, add):
    with pytest.raises(ItemProblemsError) as refused:
        add(name="", happened_on="昨天")

    assert refused.value.problems == {
        "name": ItemProblem.NAME_MISSING,
        "happened_on": ItemProblem.DATE_UNREADABLE,
    }
    assert_nothing_written(submission)


def test_a_target_that_is_typed_has_no_list(submission, add):
    with pytest.raises(NotItemisedError):
        add(target=MEMBERS)

    assert_nothing_written(submission)


def test_a_list_outlives_the_flag(submission, add):
    add()
    Target.objects.filter(name=HAVENS).update(itemised=False)

    add(name="石桥铺渝工港湾")

    assert counted(submission) == (Presence.VALUE, 2, 2)


def test_a_locked_period_takes_no_items(submission, add):
    late = end_of(submission.period.locks_on)
    with pytest.raises(PeriodClosedError):
        add(at=late)

    assert_nothing_written(submission)


def test_the_same_thing_is_not_listed_twice(submission, add):
    first = add()

    with pytest.raises(AlreadyListedError) as refused:
        add(name=" 观音桥 渝工港湾 ", address="建新北路１６号")

    assert refused.value.item == first
    assert counted(submission) == (Presence.VALUE, 1, 1)


def test_the_same_name_elsewhere_is_another_thing(submission, add):
    add()
    add(address="建新北路88号")

    assert counted(submission) == (Presence.VALUE, 2, 2)


def test_the_same_click_again_lists_nothing_twice(submission, add):
    key = uuid4()
    item = add(key=key)

    with pytest.raises(AlreadyDoneError) as done:
        add(key=key)

    assert done.value.response == {"item": item.pk}
    assert counted(submission) == (Presence.VALUE, 1, 1)


def test_a_key_is_for_one_request(submission, add):
    key = uuid4()
    add(key=key)

    with pytest.raises(KeyReusedError):
        add(key=key, name="石桥铺渝工港湾")

    assert names(submission) == ["观音桥渝工港湾"]


def test_the_trail_holds_hashes_never_the_texts(submission, add, change, withdraw):
    item = add(note=SECRET)
    change(item, note=SECRET + "二", happened_on="2024-10-09")
    withdraw(Item.objects.get())

    added, changed, withdrawn = (
        told(f"item.{deed}") for deed in ("added", "changed", "withdrawn")
    )
    [one], [two], [three] = added, changed, withdrawn
    assert {one.subject, two.subject, three.subject} == {f"item:{item.pk}"}
    assert one.union_id == submission.union_id
    assert two.detail["changes"].keys() == {"note", "happened_on"}
    assert two.detail["changes"]["happened_on"] == ["2024-10-08", "2024-10-09"]
    for event in (one, two, three):
        assert event.detail["entry"] == entry_of(submission).pk
        assert len(event.detail["texts"]) == 64
        assert SECRET not in str(event.detail)
        assert RAW["name"] not in str(event.detail)


def test_a_change_leaves_the_count_alone(submission, people, add, change):
    item = add()
    version = entry_of(submission).version

    changed = change(item, name="观音桥商圈渝工港湾")

    assert (changed.name, changed.version) == ("观音桥商圈渝工港湾", 2)
    assert Item.objects.get().name_key == "观音桥商圈渝工港湾"
    assert entry_of(submission).version == version


def test_a_change_that_changes_nothing_is_no_event(add, change):
    item = add()

    assert change(item).version == 1
    assert told("item.changed") == []


def test_a_stale_change_is_refused_with_what_stands(add, change):
    item = add()
    change(item, name="甲港湾")

    with pytest.raises(ItemStaleError) as refused:
        change(item, name="乙港湾", version=1)

    assert (refused.value.item.name, refused.value.item.version) == ("甲港湾", 2)
    assert Item.objects.get().name == "甲港湾"


def test_a_change_into_another_item_is_refused(submission, add, change):
    first, second = add(), add(name="石桥铺渝工港湾")

    with pytest.raises(AlreadyListedError) as refused:
        change(second, name=first.name)

    assert refused.value.item == first
    assert names(submission) == [first.name, second.name]


def test_a_bad_change_is_refused(add, change):
    item = add()

    with pytest.raises(ItemProblemsError):
        change(item, address="")

    assert Item.objects.get().address == RAW["address"]


def test_an_item_never_handed_in_is_deleted(submission, add, withdraw):
    add()
    withdraw(add(name="石桥铺渝工港湾"))

    assert names(submission) == ["观音桥渝工港湾"]
    assert Item.objects.count() == 1
    assert counted(submission) == (Presence.VALUE, 1, 1)


def test_an_empty_list_leaves_the_figure_blank_not_zero(submission, add, withdraw):
    withdraw(add())

    assert counted(submission) == (Presence.NOT_REPORTED, None, 0)


def test_an_item_handed_in_once_is_marked_and_may_come_back(
    submission, people, add, withdraw, hand_in, send_back
):
    item = add()
    hand_in()
    send_back()

    withdraw(item)

    stored = Item.objects.get()
    assert (stored.withdrawn_by, stored.withdrawn_at) == (people.colleague, NOW)
    assert counted(submission) == (Presence.NOT_REPORTED, None, 0)
    add()
    assert counted(submission) == (Presence.VALUE, 1, 1)
    assert Item.objects.count() == 2


def test_withdrawing_twice_is_refused_or_told(add, withdraw):
    item, key = add(), uuid4()
    withdraw(item, key=key)

    with pytest.raises(AlreadyDoneError):
        withdraw(item, key=key)
    with pytest.raises(ItemStaleError):
        withdraw(item)


def test_a_withdrawn_item_cannot_be_changed(add, change, withdraw, hand_in, send_back):
    item = add()
    hand_in()
    send_back()
    withdraw(item)

    with pytest.raises(ItemStaleError):
        change(item, version=2)


def test_what_is_handed_in_is_frozen_until_it_comes_back(
    submission, add, change, withdraw, hand_in, send_back
):
    item = add()
    hand_in()
    for write in (lambda: add(name="乙"), lambda: change(item), lambda: withdraw(item)):
        with pytest.raises(WrongStateError):
            write()
    assert names(submission) == [item.name]

    send_back()
    add(name="石桥铺渝工港湾")

    assert counted(submission) == (Presence.VALUE, 2, 2)
    assert entry_of(submission).state == EntryState.RETURNED


def test_what_folding_makes_longer_still_fits(add):
    item = add(name="㍿" * 200)

    assert len(Item.objects.get(pk=item.pk).name_key) == 200
