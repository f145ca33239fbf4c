"""The matrix of unions and periods, read from rows and dates."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from progress_app.actions.reviews import accept_entries, return_entry
from progress_app.enums import ReportingState
from progress_app.models import Entry
from progress_app.queries.status import (
    GROUPS,
    addressees,
    period_to_remind,
    reporting_status,
    waited_for,
)
from targets_app.models import ReportingPeriod, Target
from tasks_app.enums import PlanStatus
from tasks_app.models import Plan
from tests import factories
from tests.people import NOW
from tests.progress_app.desks import HAVENS, key
from unionplan.lib.dates import SHANGHAI, start_of
from unions_app.enums import PeerGroup, UnionKind
from unions_app.models import Union

pytestmark = pytest.mark.django_db
S = ReportingState
TYPED = {HAVENS: {"quantity": "5"}}
LATE = start_of(date(2024, 11, 6))


def cell(plan, union, number=10, *, at=NOW):
    """Return one cell of the matrix."""
    [row] = [
        row
        for row in reporting_status(plan=plan, at=at).rows
        if row.union.short_name == union
    ]
    return row.cells[number - 1]


def total(plan, number=10, *, at=NOW, group=""):
    return reporting_status(plan=plan, at=at, group=group).totals[number - 1]


def back(entry, person):
    return_entry(
        entry_id=entry.pk,
        version=entry.version,
        reason="请核对",
        person_id=person.pk,
        at=NOW,
        **key(),
    )


def test_every_reporting_union_and_every_period_is_there(plan):
    status = reporting_status(plan=plan, at=NOW)

    # Two departments lead no target that departments report on.
    owing = [
        union
        for union in Union.objects.reporting()
        if Target.objects.owed_by(union_id=union.pk, union_kind=union.kind).exists()
    ]
    assert {row.union for row in status.rows} == set(owing)
    assert {len(row.cells) for row in status.rows} == {12}
    assert [total.period.number for total in status.totals] == list(range(1, 13))
    territorial = [r for r in status.rows if r.union.kind == UnionKind.TERRITORIAL]
    assert len(territorial) == 41


def test_a_return_walks_through_the_states(plan, people):
    assert cell(plan, "万州区").state == S.NOT_BEGUN
    assert cell(plan, "万州区", 9).state == S.OVERDUE
    assert cell(plan, "万州区", 11).state == S.NOT_OPEN

    submission = factories.started("万州区", people.reporter)
    assert cell(plan, "万州区").state == S.DRAFT
    assert cell(plan, "万州区", at=LATE).state == S.OVERDUE

    submission = factories.submitted("江北区", people.stranger, TYPED)
    there = cell(plan, "江北区", at=LATE)
    assert there.state == S.SUBMITTED
    assert (there.handed_in, there.owed) == (1, submission.entries.count())
    assert there.is_partly

    back(factories.entry_for(submission, HAVENS), people.officer)
    assert cell(plan, "江北区").state == S.RETURNED


def test_a_return_accepted_as_a_whole(plan, people):
    submission = factories.submitted("万州区", people.reporter, TYPED)
    entry = factories.entry_for(submission, HAVENS)
    accept_entries(
        versions={entry.pk: entry.version}, person_id=people.officer.pk, at=NOW, **key()
    )
    assert cell(plan, "万州区").state == S.SUBMITTED

    Entry.objects.filter(submission=submission).exclude(pk=entry.pk).update(
        state="accepted", presence="not_applicable", reason="无"
    )

    assert cell(plan, "万州区").state == S.ACCEPTED
    assert not cell(plan, "万州区").is_partly


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (LATE - timedelta(microseconds=1), S.NOT_BEGUN),
        (LATE, S.OVERDUE),
    ],
)
def test_due_on_the_fifth_ends_at_midnight(plan, moment, expected):
    assert cell(plan, "万州区", at=moment).state == expected
    assert cell(plan, "万州区", at=moment.astimezone(SHANGHAI)).state == expected


def test_a_union_is_asked_for_the_months_it_exists_in(plan):
    Union.objects.filter(short_name="江北区").update(opened_on=date(2024, 6, 1))

    assert cell(plan, "江北区", 5).state == S.NOT_OWED
    assert cell(plan, "江北区", 6).state == S.OVERDUE
    assert total(plan, 5).owing == total(plan, 6).owing - 1


def test_a_union_that_was_never_there_is_not_shown(plan):
    Union.objects.filter(short_name="江北区").update(closed_on=date(2023, 12, 31))

    shown = [row.union.short_name for row in reporting_status(plan=plan, at=NOW).rows]

    assert "万州区" in shown
    assert "江北区" not in shown


def test_sums_count_who_is_in_and_who_is_waited_for(plan, people):
    before = total(plan)
    factories.submitted("万州区", people.reporter, TYPED)
    factories.started("江北区", people.stranger)

    after = total(plan)

    assert (before.handed_in, before.waited_for) == (0, before.owing)
    assert (after.handed_in, after.waited_for) == (1, before.owing - 1)
    assert after.owing == before.owing == len(reporting_status(plan=plan, at=NOW).rows)


def test_nobody_is_waited_for_before_a_period_opens(plan):
    november = total(plan, 11)

    assert (november.handed_in, november.waited_for) == (0, 0)
    assert november.owing > 0
    assert waited_for(period=factories.month(11), at=NOW) == []


@pytest.mark.parametrize(("value", "label"), GROUPS)
def test_one_peer_group(plan, value, label):
    status = reporting_status(plan=plan, at=NOW, group=value)

    [group] = status.groups
    assert group.label == label
    if value == UnionKind.DEPARTMENT:
        assert {row.union.kind for row in group.rows} == {UnionKind.DEPARTMENT}
    else:
        assert {row.union.peer_group for row in group.rows} == {PeerGroup(value)}
    assert status.totals[9].owing == len(group.rows)


def test_groups_hold_every_union_once(plan):
    whole = reporting_status(plan=plan, at=NOW)
    parts = [
        row.union.pk
        for value, _label in GROUPS
        for row in reporting_status(plan=plan, at=NOW, group=value).rows
    ]

    assert sorted(parts) == sorted(row.union.pk for row in whole.rows)


def test_the_matrix_costs_four_queries(plan, people, django_assert_num_queries):
    factories.submitted("万州区", people.reporter, TYPED)
    with django_assert_num_queries(4):
        reporting_status(plan=plan, at=NOW)
    for union in ("江北区", "渝中区"):
        factories.submitted(union, people.reporter, TYPED)
    with django_assert_num_queries(4):
        reporting_status(plan=plan, at=NOW)


def test_who_is_waited_for_stands_in_official_order(plan, people):
    factories.submitted("万州区", people.reporter, TYPED)

    waiting = waited_for(period=factories.month(10), at=NOW)

    positions = [(union.position, union.pk) for union in waiting]
    assert positions == sorted(positions)
    assert len(waiting) == total(plan).waited_for
    assert "万州区" not in {union.short_name for union in waiting}


def test_who_would_read_a_reminder(plan, people):
    people.colleague.is_active = False
    people.colleague.save()

    found = {
        row.union.short_name: row.people
        for row in addressees(period=factories.month(10), at=NOW)
    }

    assert found["万州区"] == (people.reporter,)
    assert found["基层组织建设部门（示例）"] == (people.department_reporter,)
    assert found["职工服务部门（示例）"] == (people.other_officer,)
    assert found["渝中区"] == ()


def test_addressees_cost_the_same_however_many(plan, people):
    period = period_to_remind(factories.month(10).pk, at=NOW)
    with CaptureQueriesContext(connection) as many:
        addressees(period=period, at=NOW)
    Union.objects.exclude(short_name__in=("万州区", "市总工会")).update(
        closed_on=date(2023, 12, 31)
    )
    with CaptureQueriesContext(connection) as one:
        assert len(addressees(period=period, at=NOW)) == 1

    assert len(many) == len(one) == 5


def test_only_opened_periods_of_a_plan_in_force_can_be_reminded_of(plan):
    october, november = factories.month(10), factories.month(11)
    assert period_to_remind(october.pk, at=NOW) == october
    with pytest.raises(ReportingPeriod.DoesNotExist):
        period_to_remind(november.pk, at=NOW)

    Plan.objects.update(status=PlanStatus.CLOSED)
    with pytest.raises(ReportingPeriod.DoesNotExist):
        period_to_remind(october.pk, at=NOW)
