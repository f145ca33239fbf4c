"""A register with its likely twins, and a pasted block before it is listed."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from progress_app.enums import Likeness
from progress_app.models import Entry, Item
from progress_app.queries.items import TWINS_TOLD, block_of, register_of
from progress_app.rules.likeness import keys_of
from tests import factories
from tests.people import NOW
from tests.progress_app.desks import HAVENS

pytestmark = pytest.mark.django_db
HAVEN, ELSEWHERE = "观音桥渝工港湾", "石桥铺渝工港湾"


@pytest.fixture
def mine(people):
    return factories.started("万州区", people.reporter)


def entry_of(submission):
    rows = Entry.objects.select_related("target", "submission__period__plan")
    return rows.get(submission=submission, target__name=HAVENS)


def twins_of(submission):
    """Return the twins told of each item, by its name."""
    register = register_of(entry_of(submission))
    return {
        row.item.name: [(twin.item.name, twin.how) for twin in row.twins]
        for row in register.listed
    }


def handed_in(union, person, *names, number=10, **raw):
    """Hand in another union's list."""
    submission = factories.started(union, person, number=number)
    factories.listed(submission, person, HAVENS, *names, **raw)
    factories.handed_in(submission, person, at=factories.open_moment(number))
    return submission


def test_a_list_without_twins_is_clean(mine, people):
    factories.listed(mine, people.reporter, HAVENS, HAVEN, ELSEWHERE)

    register = register_of(entry_of(mine))

    assert [row.item.position for row in register.listed] == [1, 2]
    assert twins_of(mine) == {HAVEN: [], ELSEWHERE: []}
    assert (register.doubtful, register.withdrawn) == (0, ())


def test_another_unions_item_is_told_once_it_is_handed_in(mine, people):
    factories.listed(mine, people.reporter, HAVENS, HAVEN)
    draft = factories.started("江北区", people.stranger)
    factories.listed(draft, people.stranger, HAVENS, "江北区" + HAVEN)
    assert twins_of(mine) == {HAVEN: []}

    factories.handed_in(draft, people.stranger, at=NOW)

    assert twins_of(mine) == {HAVEN: [("江北区" + HAVEN, Likeness.PLACE)]}
    assert register_of(entry_of(mine)).doubtful == 1


def test_both_lists_tell_of_each_other(mine, people):
    other = handed_in("江北区", people.stranger, HAVEN)
    handed_in("万州区", people.reporter, HAVEN)

    assert twins_of(mine) == {HAVEN: [(HAVEN, Likeness.PLACE)]}
    assert twins_of(other) == {HAVEN: [(HAVEN, Likeness.PLACE)]}


def test_an_own_item_is_told_by_the_later_period_only(people):
    earlier = handed_in("万州区", people.reporter, HAVEN, number=9)
    later = factories.started("万州区", people.reporter)
    factories.listed(later, people.reporter, HAVENS, HAVEN)

    assert twins_of(later) == {HAVEN: [(HAVEN, Likeness.PLACE)]}
    assert twins_of(earlier) == {HAVEN: []}


def test_two_like_items_of_one_list_tell_of_each_other(mine, people):
    factories.listed(mine, people.reporter, HAVENS, HAVEN, "观音桥街道渝工港湾")

    assert twins_of(mine) == {
        HAVEN: [("观音桥街道渝工港湾", Likeness.PLACE)],
        "观音桥街道渝工港湾": [(HAVEN, Likeness.PLACE)],
    }


def test_another_targets_items_are_another_thing(mine, people):
    factories.listed(mine, people.reporter, HAVENS, HAVEN)
    factories.listed(mine, people.reporter, "新建基层工会组织", HAVEN)

    assert twins_of(mine) == {HAVEN: []}


def test_what_was_withdrawn_is_nobodys_twin_and_told_apart(mine, people):
    other = handed_in("江北区", people.stranger, HAVEN)
    Item.objects.filter(entry__submission=other).update(
        withdrawn_at=NOW, withdrawn_by=people.stranger
    )
    factories.listed(mine, people.reporter, HAVENS, HAVEN)

    assert twins_of(mine) == {HAVEN: []}
    register = register_of(entry_of(other))
    assert register.listed == ()
    assert [item.name for item in register.withdrawn] == [HAVEN]


def test_many_twins_are_told_by_number(mine, people):
    other = factories.started("江北区", people.stranger)
    for house in range(TWINS_TOLD + 2):
        address = f"建新北路16号附{house}号"
        factories.listed(other, people.stranger, HAVENS, HAVEN, address=address)
    Entry.objects.filter(pk=entry_of(other).pk).update(state="submitted")
    factories.listed(mine, people.reporter, HAVENS, HAVEN)

    [row] = register_of(entry_of(mine)).listed

    assert (len(row.twins), row.more_twins) == (TWINS_TOLD, 2)


def test_what_happened_before_the_plans_year_is_told(mine, people):
    starts_on = mine.period.plan.starts_on
    before = (starts_on - timedelta(days=1)).isoformat()
    factories.listed(mine, people.reporter, HAVENS, HAVEN, happened_on=before)
    factories.listed(
        mine, people.reporter, HAVENS, ELSEWHERE, happened_on=str(starts_on)
    )

    register = register_of(entry_of(mine))

    assert [row.is_before_plan for row in register.listed] == [True, False]


def queries_for(submission):
    entry = entry_of(submission)
    with CaptureQueriesContext(connection) as captured:
        register_of(entry)
    return len(captured)


def test_the_cost_does_not_grow_with_the_items(mine, people):
    handed_in("江北区", people.stranger, HAVEN, "南坪渝工港湾", ELSEWHERE)
    factories.listed(mine, people.reporter, HAVENS, HAVEN)
    one = queries_for(mine)
    factories.listed(mine, people.reporter, HAVENS, "南坪渝工港湾", ELSEWHERE)

    assert queries_for(mine) == one == 3


def test_what_is_stored_for_comparing_is_what_the_rules_say(mine, people):
    [item] = factories.listed(
        mine,
        people.reporter,
        HAVENS,
        "重庆长安汽车股份有限公司工会委员会",
        identifier="9150 0105-ma5u",
        address="重庆市江北区建新东路260号",
    )

    keys = keys_of(name=item.name, identifier=item.identifier, address=item.address)
    assert (item.name_key, item.identifier_key, item.address_key) == (
        keys.name,
        keys.identifier,
        keys.address,
    )
    assert keys.name == "长安汽车"


def test_a_block_is_told_row_by_row(mine, people):
    factories.listed(mine, people.reporter, HAVENS, HAVEN)
    text = (
        "名称\t地址\t日期\n"
        "甲港湾\t甲路1号\t2024年10月8日\n"
        f"{HAVEN}\t建新北路 16 号\t2024-9-8\n"
        "甲 港湾\t甲路1号\t2024-10-08\n"
        "\t乙路1号\t10月8日"
    )

    block = block_of(entry_of(mine), text, at=NOW)

    first, listed, repeated, wrong = block.rows
    assert (first.is_new, first.day) == (True, date(2024, 10, 8))
    assert (listed.is_new, listed.listed_as) == (False, 1)
    assert (repeated.is_new, repeated.repeats) == (False, 2)
    assert wrong.problems == ["name_missing", "date_unreadable"]
    assert wrong.day == "10月8日"
    assert (block.new, block.known, block.wrong) == (
        [first],
        [listed, repeated],
        [wrong],
    )
    assert Item.objects.count() == 1


def test_a_bad_row_is_not_what_a_good_one_repeats(mine):
    text = "甲港湾\t\t甲路1号\t昨天\n甲港湾\t\t甲路1号\t2024-10-08"

    wrong, good = block_of(entry_of(mine), text, at=NOW).rows

    assert (wrong.is_new, good.is_new) == (False, True)
