"""Starting a return."""

from datetime import UTC, date, datetime

import pytest

from progress_app.actions.errors import NotOwedError, PeriodClosedError
from progress_app.enums import EntryState, Presence
from progress_app.models import Submission
from targets_app.models import Target
from tests import factories
from unions_app.models import AuditEvent, Union

pytestmark = pytest.mark.django_db
OCTOBER = 10


def owed_by(union):
    return set(Target.objects.owed_by(union_id=union.pk, union_kind=union.kind))


@pytest.mark.parametrize(
    "union", ["万州区", "机械冶金", "基层组织建设部门（示例）", "财务资产部门（示例）"]
)
def test_a_return_has_one_empty_line_for_each_owed_target(people, union):
    submission = factories.started(union, people.reporter)

    entries = list(submission.entries.select_related("target"))
    assert {entry.target for entry in entries} == owed_by(submission.union)
    assert len(entries) == len(owed_by(submission.union)) > 0
    assert {entry.state for entry in entries} == {EntryState.DRAFT}
    assert {entry.presence for entry in entries} == {Presence.NOT_REPORTED}
    assert {entry.version for entry in entries} == {0}


def test_starting_again_is_the_same_return_whoever_does_it(people):
    first = factories.started("万州区", people.reporter)
    before = list(first.entries.values())

    second = factories.started("万州区", people.colleague)

    assert second == first
    assert list(second.entries.values()) == before
    assert AuditEvent.objects.get().person == people.reporter


def test_each_month_and_each_union_has_its_own_return(people):
    returns = {
        factories.started("万州区", people.reporter, number=9),
        factories.started("万州区", people.reporter, number=10),
        factories.started("江北区", people.stranger, number=10),
    }

    assert set(Submission.objects.all()) == returns
    assert len(returns) == 3


def test_starting_again_adds_only_the_targets_that_came_since(people):
    submission = factories.started("万州区", people.reporter)
    factories.saved(submission, people.reporter, {"新建渝工港湾": {"quantity": "5"}})
    before = set(submission.entries.values_list("pk", "version", "quantity"))
    new = factories.target_called("市级培训")
    Target.objects.filter(pk=new.pk).update(source="districts")

    factories.started("万州区", people.reporter)

    added = factories.entry_for(submission, "市级培训")
    after = set(submission.entries.values_list("pk", "version", "quantity"))
    assert after - before == {(added.pk, 0, None)}
    assert before - after == set()
    event = AuditEvent.objects.filter(action="submission.started").last()
    assert event.detail == {"period": submission.period_id, "targets": [new.pk]}


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        # October opens on the 25th and locks after the 15th of November, in Shanghai.
        (datetime(2024, 10, 24, 15, 59, 59, tzinfo=UTC), False),
        (datetime(2024, 10, 24, 16, 0, tzinfo=UTC), True),
        (datetime(2024, 11, 5, 16, 0, tzinfo=UTC), True),
        (datetime(2024, 11, 15, 15, 59, 59, tzinfo=UTC), True),
        (datetime(2024, 11, 15, 16, 0, tzinfo=UTC), False),
    ],
)
def test_a_return_can_be_started_while_its_period_is_open(people, moment, is_open):
    if is_open:
        factories.started("万州区", people.reporter, at=moment)
    else:
        with pytest.raises(PeriodClosedError):
            factories.started("万州区", people.reporter, at=moment)

    assert Submission.objects.exists() is is_open
    assert AuditEvent.objects.exists() is is_open


def test_the_federation_itself_hands_in_nothing(people):
    with pytest.raises(NotOwedError):
        factories.started("市总工会", people.leader)

    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("column", "day", "can_report"),
    [
        ("closed_on", date(2024, 9, 30), False),
        ("closed_on", date(2024, 10, 1), True),
        ("opened_on", date(2024, 10, 31), True),
        ("opened_on", date(2024, 11, 1), False),
    ],
)
def test_a_union_reports_on_the_months_it_lived_in(people, column, day, can_report):
    Union.objects.filter(short_name="万州区").update(**{column: day})
    if can_report:
        assert factories.started("万州区", people.reporter).entries.exists()
    else:
        with pytest.raises(NotOwedError):
            factories.started("万州区", people.reporter)
