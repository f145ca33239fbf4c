"""Reconciliation: never a false alarm, never a false all-clear."""

import logging
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from progress_app import jobs
from progress_app.actions.reconciliations import (
    MOST_TOLD,
    reconcile,
    reconcile_all,
    reconcile_disputed,
)
from progress_app.actions.rollups import follow_reference_changes, roll_up_marked
from progress_app.models import Reconciliation, Rollup, RollupMark
from progress_app.queries.reconciliations import (
    books_told,
    is_disputed,
    latest_reconciliations,
    rest_of,
)
from targets_app.actions import set_quotas
from targets_app.models import Target
from tasks_app.enums import PlanStatus
from tests import factories
from tests.people import NOW
from unions_app.models import AuditEvent, JobRun

pytestmark = pytest.mark.django_db
HAVENS, RATE = "新建渝工港湾", "建会率"
TYPED = {HAVENS: {"quantity": "5"}, RATE: {"numerator": "80", "denominator": "100"}}


@pytest.fixture
def posted(people):
    """Return everybody, after a few postings that are not summed yet."""
    factories.accepted(
        "万州区", people.reporter, people.officer, TYPED, number=9, roll_up=False
    )
    return people


class Clock:
    """A clock that moves on by 1.5 seconds, and lets something happen at a reading."""

    def __init__(self, *, at=None, happen=None, every=False):
        self.reading, self.at, self.happen, self.every = 0, at, happen, every

    def __call__(self):
        self.reading += 1
        if self.happen and (self.reading == self.at or self.every):
            self.happen()
        return NOW + timedelta(seconds=1.5 * self.reading)


def spoil(quantity: int = 6) -> Rollup:
    """Change one stored sum behind the product's back; return it."""
    row = Rollup.objects.get(
        target__name=HAVENS, union__short_name="万州区", period__number=9
    )
    Rollup.objects.filter(pk=row.pk).update(quantity=quantity)
    return row


def test_clean_books_are_told_with_what_was_compared(posted, plan):
    found = reconcile(plan_id=plan.pk, now=Clock())

    assert found.is_clean
    assert (found.difference_count, found.first_differences) == (0, [])
    assert found.sequence == 2
    assert found.cells_compared == Rollup.objects.count() > 0
    assert found.targets_compared == Rollup.objects.values("target").distinct().count()
    assert found.started_at == NOW + timedelta(seconds=1.5)
    assert found.finished_at == NOW + timedelta(seconds=3)
    assert found.duration_ms == 1500
    assert Reconciliation.objects.get() == found


def test_it_sums_what_is_marked_first(posted, plan):
    assert RollupMark.objects.exists()

    assert reconcile(plan_id=plan.pk, now=Clock()).is_clean

    assert not RollupMark.objects.exists()


def test_a_clean_result_is_in_the_audit_trail(posted, plan):
    found = reconcile(plan_id=plan.pk, now=Clock())

    event = AuditEvent.objects.get(action="books.agreed")
    assert (event.subject, event.person) == (f"plan:{plan.pk}", None)
    assert event.recorded_at == found.finished_at
    assert event.detail == {
        "sequence": 2,
        "targets": found.targets_compared,
        "cells": found.cells_compared,
        "differences": 0,
    }


def test_a_difference_raises_an_alarm_and_says_what_is_stored(posted, plan, caplog):
    roll_up_marked()
    row = spoil()

    with caplog.at_level(logging.ERROR):
        found = reconcile(plan_id=plan.pk, now=Clock())

    assert found.difference_count == 1
    assert found.first_differences == [
        {
            "target": row.target_id,
            "union": row.union_id,
            "period": row.period_id,
            "stored": {"quantity": "6"},
            "ledger": {"quantity": "5"},
        }
    ]
    assert "1 stored sums differ from the ledger at 2" in caplog.text
    assert AuditEvent.objects.get(action="books.differed").detail["differences"] == 1
    assert is_disputed(plan_id=plan.pk)


def test_a_missing_and_a_made_up_sum_are_differences_too(posted, plan):
    roll_up_marked()
    row = spoil(5)
    Rollup.objects.filter(pk=row.pk).delete()
    made_up = Rollup.objects.create(
        target=row.target,
        union=factories.union_called("基层组织建设部门（示例）"),
        period_id=row.period_id,
        quantity=Decimal("2.5"),
    )

    found = reconcile(plan_id=plan.pk, now=Clock())

    sides = {
        (d["target"], d["union"], d["period"]): (d["stored"], d["ledger"])
        for d in found.first_differences
    }
    stored, ledger = sides[row.target_id, row.union_id, row.period_id]
    assert stored is None
    assert ledger["quantity"] == "5"
    stored, ledger = sides[made_up.target_id, made_up.union_id, made_up.period_id]
    assert stored["quantity"] == "2.5"
    assert found.difference_count == 2


def test_only_the_first_differences_are_kept(posted, plan):
    roll_up_marked()
    number = Rollup.objects.update(units_stale=99)

    found = reconcile(plan_id=plan.pk, now=Clock())

    assert found.difference_count == number > MOST_TOLD
    assert len(found.first_differences) == MOST_TOLD


def post_and_sum(people, number):
    factories.accepted(
        "江北区",
        people.stranger,
        people.officer,
        {HAVENS: {"quantity": "3"}},
        number=number,
    )


def test_a_figure_that_comes_in_meanwhile_is_tried_again(posted, plan):
    """The second reading of the clock is when everything has been compared."""
    clock = Clock(at=2, happen=lambda: post_and_sum(posted, 8))

    found = reconcile(plan_id=plan.pk, now=clock)

    assert (found.sequence, found.is_clean) == (3, True)
    assert clock.reading == 4
    assert Reconciliation.objects.count() == 1


def test_spoilt_books_are_never_cleared_by_what_comes_in(posted, plan):
    roll_up_marked()
    spoil()
    clock = Clock(at=2, happen=lambda: post_and_sum(posted, 8))

    found = reconcile(plan_id=plan.pk, now=clock)

    # The false figure of one union has gone into the city's sum meanwhile.
    assert (found.sequence, found.difference_count) == (3, 2)


def test_books_that_never_rest_are_not_comparable(posted, plan, caplog):
    months = iter(range(1, 9))
    clock = Clock(every=True, happen=lambda: post_and_sum(posted, next(months)))

    with caplog.at_level(logging.WARNING):
        assert reconcile(plan_id=plan.pk, now=clock) is None

    assert "not comparable" in caplog.text
    assert "ERROR" not in {record.levelname for record in caplog.records}
    assert not Reconciliation.objects.exists()


def share_out(plan, amount):
    set_quotas(
        target=Target.objects.get(name=HAVENS),
        amounts={factories.union_called("万州区").pk: Decimal(amount)},
        effective_on=plan.starts_on,
        reason="试",
        person_id=None,
        at=NOW,
    )


def test_a_share_that_changes_meanwhile_is_no_difference(posted, plan):
    clock = Clock(at=2, happen=lambda: share_out(plan, 50))

    found = reconcile(plan_id=plan.pk, now=clock)

    assert found.is_clean
    assert clock.reading == 4


def test_a_share_changed_and_summed_meanwhile_is_no_difference_either(posted, plan):
    def change():
        share_out(plan, 50)
        follow_reference_changes()

    clock = Clock(at=2, happen=change)

    assert reconcile(plan_id=plan.pk, now=clock).is_clean
    assert clock.reading == 4


def test_books_with_something_waiting_are_not_at_rest(posted, plan):
    follow_reference_changes()
    assert rest_of(plan_id=plan.pk) is None
    roll_up_marked()
    assert rest_of(plan_id=plan.pk).sequence == 2
    share_out(plan, 50)
    assert rest_of(plan_id=plan.pk) is None
    follow_reference_changes()
    assert rest_of(plan_id=plan.pk).sequence == 2


def test_a_later_clean_comparison_settles_a_dispute(posted, plan):
    roll_up_marked()
    row = spoil()
    reconcile(plan_id=plan.pk, now=Clock())
    assert is_disputed(plan_id=plan.pk)

    spoil(5)
    assert reconcile(plan_id=plan.pk, now=Clock()).is_clean

    assert not is_disputed(plan_id=plan.pk)
    assert Reconciliation.objects.count() == 2
    assert row.quantity == 5


def test_a_rebuild_settles_a_dispute(posted, plan):
    roll_up_marked()
    spoil()
    reconcile(plan_id=plan.pk, now=Clock())

    out, err = StringIO(), StringIO()
    call_command("roll_up", "--all", stdout=out, stderr=err)

    assert not is_disputed(plan_id=plan.pk)
    assert (out.getvalue(), err.getvalue()) == ("76 targets\n", "")


def test_a_rebuild_after_a_change_of_shares_settles_a_dispute(posted, plan):
    roll_up_marked()
    spoil()
    reconcile(plan_id=plan.pk, now=Clock())
    share_out(plan, 50)

    jobs.roll_up_marked()

    assert not is_disputed(plan_id=plan.pk)


def test_what_is_not_disputed_is_not_compared_again(posted, plan):
    reconcile(plan_id=plan.pk, now=Clock())

    reconcile_disputed(now=Clock())

    assert Reconciliation.objects.count() == 1


def test_only_plans_in_force_are_reconciled(posted, plan):
    plan.status = PlanStatus.CLOSED
    plan.save()

    assert reconcile_all(now=Clock()) is True

    assert not Reconciliation.objects.exists()


def test_the_newest_result_of_each_plan_counts(posted, plan):
    assert (books_told().finished_at, books_told().is_clean) == (None, False)
    roll_up_marked()
    spoil()
    reconcile(plan_id=plan.pk, now=Clock())
    assert (books_told().differences, books_told().is_clean) == (1, False)
    spoil(5)
    newest = reconcile(plan_id=plan.pk, now=Clock())

    with CaptureQueriesContext(connection) as queries:
        told = books_told()

    assert len(queries) == 1
    assert (told.differences, told.finished_at) == (0, newest.finished_at)
    assert told.is_clean
    assert latest_reconciliations() == [newest]


def told() -> str:
    out = StringIO()
    call_command("reconcile", stdout=out)
    return out.getvalue()


def test_the_command_tells_the_result(posted, plan):
    assert "账实一致，0 处差异 / the books agree" in told()
    spoil()
    out = StringIO()

    with pytest.raises(CommandError, match="could not be shown to agree"):
        call_command("reconcile", stdout=out)

    assert "发现 1 处差异 / 1 differences" in out.getvalue()


def test_the_nightly_job_runs_once_a_night(posted, plan):
    jobs.reconcile_nightly()
    jobs.reconcile_nightly()

    assert Reconciliation.objects.count() == 1
    run = JobRun.objects.get()
    assert run.job == "progress_app.reconcile_nightly"
    assert run.finished_at is not None


def test_a_night_on_which_nothing_could_be_compared_is_tried_again(posted, plan):
    """A mark on a target of another plan's year is none of this plan's business."""
    jobs.reconcile_nightly()
    JobRun.objects.update(finished_at=None, claimed_at=None)

    jobs.reconcile_nightly()

    assert Reconciliation.objects.count() == 2
