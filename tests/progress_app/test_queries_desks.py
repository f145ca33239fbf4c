"""What the desks read: the right lines, with the right figures beside them."""

from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from progress_app.actions.reviews import endorse_entries, return_entry
from progress_app.enums import FigureWarning, Light
from progress_app.models import Entry, Submission
from progress_app.queries import desks, loading
from progress_app.queries.contexts import entry_contexts
from progress_app.queries.grid import grid
from progress_app.queries.lines import contexts_of
from progress_app.queries.todo import todo
from targets_app.actions import set_quotas
from targets_app.models import ReportingPeriod
from tests import factories
from tests.people import NOW, access_to
from tests.progress_app.desks import HAVENS, MEMBERS, PENSION, RATE
from unions_app.models import Union

pytestmark = pytest.mark.django_db


def give_quota(target: str, union: str, amount: str) -> None:
    set_quotas(
        target=factories.target_called(target),
        amounts={factories.union_called(union).pk: Decimal(amount)},
        effective_on=factories.month(1).starts_on,
        reason="",
        person_id=None,
        at=NOW,
    )


def line_for(submission: Submission, target: str):
    lines = grid(submission, at=NOW).lines
    return next(line for line in lines if line.target.name == target)


def gap_for(person, target: str):
    [union] = todo(access_to(person), at=NOW).unions
    return next(gap for gap in union.gaps if gap.target.name == target)


def test_a_line_adds_this_period_to_what_was_accepted_and_what_waits(people):
    give_quota(HAVENS, "万州区", "9")
    factories.accepted(
        "万州区", people.reporter, people.officer, {HAVENS: {"quantity": "4"}}, number=8
    )
    factories.submitted(
        "万州区", people.reporter, {HAVENS: {"quantity": "2"}}, number=9
    )
    submission = factories.started("万州区", people.reporter)
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "1"}})

    line = line_for(submission, HAVENS)

    assert (line.context.cumulative, line.context.pending) == (4, 2)
    assert (line.base, line.total, line.goal) == (6, 7, 9)
    assert line.achieved == Fraction(7, 9)
    assert line.expected == Fraction(10, 12)
    assert line.step == -3
    assert line.warnings == (FigureWarning.NO_EVIDENCE,)
    factories.supported(submission, people.reporter)
    assert line_for(submission, HAVENS).warnings == ()


def test_a_ratio_shows_its_rate_and_no_sum(people):
    submission = factories.started("万州区", people.reporter)
    typed = {RATE: {"numerator": "84", "denominator": "100"}}
    factories.saved(submission, people.reporter, typed)

    line = line_for(submission, RATE)

    assert line.level == Fraction(84, 100)
    assert (line.total, line.base, line.step) == (None, None, None)
    assert line.due == 85


def test_a_grid_holds_what_the_union_owes_in_the_plans_order(people):
    submission = factories.started("万州区", people.reporter)

    page = grid(submission, at=NOW)

    assert len(page.lines) == 26
    assert (page.filled, len(page.blank), page.to_submit) == (0, 26, [])
    codes = [line.target.code for a in page.areas for t in a.tasks for line in t.lines]
    assert codes == [line.target.code for line in page.lines]
    assert len({area.area.pk for area in page.areas}) == len(page.areas)


def test_zero_and_not_applicable_are_filled_in(people):
    submission = factories.started("万州区", people.reporter)
    typed = {
        HAVENS: {"quantity": "0"},
        MEMBERS: {"presence": "not_applicable", "reason": "本月未开展"},
    }
    factories.saved(submission, people.reporter, typed)

    assert grid(submission, at=NOW).filled == 2


def test_the_bulk_context_says_what_the_single_one_says(people):
    for target, amount in ((HAVENS, "9"), (MEMBERS, "3261")):
        give_quota(target, "万州区", amount)
    typed = {HAVENS: {"quantity": "3"}, PENSION: {"quantity": "500"}}
    factories.accepted("万州区", people.reporter, people.officer, typed, number=7)
    factories.submitted("万州区", people.reporter, typed, number=9)
    submission = factories.started("万州区", people.reporter)
    entries = list(
        Entry.objects.filter(submission=submission).select_related(
            "submission__period", "target"
        )
    )

    single = entry_contexts(submission=submission)
    bulk = contexts_of(entries)

    told = {e.target_id: bulk[e.pk] for e in entries if e.target_id in single}
    assert told == {pk: single[pk] for pk in told}
    assert len(told) >= 3


def test_the_review_desk_holds_its_departments_entries_only(people):
    typed = {HAVENS: {"quantity": "1"}, PENSION: {"quantity": "500"}}
    factories.submitted("万州区", people.reporter, typed)

    mine = desks.entries_to_review(access_to(people.officer))
    theirs = desks.entries_to_review(access_to(people.other_officer))

    assert [entry.target.name for entry in mine] == [HAVENS]
    assert [entry.target.name for entry in theirs] == [PENSION]
    assert not desks.entries_to_review(access_to(people.reporter)).exists()


def test_an_entry_reaches_the_officer_through_its_approver(people):
    submission = factories.submitted(
        "涪陵区", people.approved_reporter, {HAVENS: {"quantity": "1"}}
    )
    [waiting] = desks.returns_to_endorse(access_to(people.approver))
    assert (waiting.submission, waiting.waiting) == (submission, 1)
    assert not desks.entries_to_review(access_to(people.officer)).exists()
    entry = factories.entry_for(submission, HAVENS)

    endorse_entries(
        versions={entry.pk: entry.version},
        person_id=people.approver.pk,
        at=NOW,
        client_key=uuid4(),
    )

    assert desks.returns_to_endorse(access_to(people.approver)) == []
    assert desks.lines_to_endorse(submission) == []
    assert desks.entries_to_review(access_to(people.officer)).get() == entry


def test_lines_with_a_warning_are_not_accepted_together(people):
    give_quota(HAVENS, "万州区", "5")
    submission = factories.started("万州区", people.reporter)
    typed = {
        HAVENS: {"quantity": "6", "note": "含上年结转"},
        MEMBERS: {"quantity": "5"},
    }
    factories.saved(submission, people.reporter, typed)
    factories.supported(submission, people.reporter)
    entries = {name: factories.entry_for(submission, name) for name in typed}

    together = desks.acceptable_together(
        access_to(people.officer), {entry.pk for entry in entries.values()}
    )

    assert together == {entries[MEMBERS].pk}
    assert line_for(submission, HAVENS).warnings == (FigureWarning.OVER_QUOTA,)


def test_the_queue_has_neighbours(people):
    for union, person in (("万州区", people.reporter), ("江北区", people.stranger)):
        factories.submitted(
            union, person, {HAVENS: {"quantity": "1"}, MEMBERS: {"quantity": "1"}}
        )
    access = access_to(people.officer)
    queue = [entry.pk for entry in desks.entries_to_review(access)]
    assert len(queue) == 4

    first, last = (desks.neighbours(access, pk) for pk in (queue[0], queue[-1]))
    gone = desks.neighbours(access, 0)

    assert (first.before, first.after, first.position) == (None, queue[1], 1)
    assert (last.before, last.after, last.position) == (queue[2], None, 4)
    assert (gone.after, gone.position, gone.total) == (queue[0], 0, 4)


def test_the_gap_is_told_in_what_is_missing(people):
    give_quota(HAVENS, "万州区", "12")
    factories.accepted(
        "万州区", people.reporter, people.officer, {HAVENS: {"quantity": "6"}}, number=9
    )

    gap = gap_for(people.reporter, HAVENS)

    assert gap.light == Light.FAR_BEHIND
    assert (gap.goal, gap.position.quantity, gap.achieved) == (12, 6, Fraction(1, 2))
    assert (gap.expected, gap.due) == (Fraction(9, 12), 9)
    assert (gap.next_period.number, gap.needed, gap.to_goal) == (10, 4, 6)


def test_without_a_share_there_is_no_light(people):
    gap = gap_for(people.reporter, HAVENS)

    assert (gap.light, gap.goal, gap.needed) == (Light.NO_QUOTA, None, None)


def test_the_to_do_counts_lines_by_where_they_stand(people):
    submission = factories.submitted(
        "万州区",
        people.reporter,
        {HAVENS: {"quantity": "1"}, MEMBERS: {"quantity": "2"}},
    )
    entry = factories.entry_for(submission, HAVENS)
    return_entry(
        entry_id=entry.pk,
        version=entry.version,
        reason="请核对",
        person_id=people.officer.pk,
        at=NOW,
        client_key=uuid4(),
    )

    [union] = todo(access_to(people.reporter), at=NOW).unions

    [due] = union.periods
    assert (due.owed, due.filled, due.clock.days_left) == (26, 2, 8)
    assert [(state, number) for state, _label, number in due.counts] == [
        ("not_reported", 24),
        ("submitted", 1),
        ("returned", 1),
    ]
    assert not due.is_complete
    [returned] = union.returned
    assert (returned.entry, returned.reviewer) == (entry, "测试·officer")
    assert union.upcoming.number == 11


def test_the_to_do_of_who_only_looks_on(people):
    [union] = todo(access_to(people.approver), at=NOW).unions

    assert (union.union.short_name, union.can_report) == ("涪陵区", False)


def test_before_a_plan_there_is_nothing_to_do(people, plan):
    type(plan).objects.update(status="draft")

    page = todo(access_to(people.reporter), at=NOW)

    assert (page.plan, page.unions) == (None, ())


@pytest.mark.parametrize(
    ("load", "missing"),
    [
        (loading.submission_for, Submission),
        (loading.submission_to_fill, Submission),
        (loading.submission_to_endorse, Submission),
        (loading.entry_for_review, Entry),
        (loading.entry_to_endorse, Entry),
        (loading.union_to_report_for, Union),
    ],
)
def test_what_is_not_yours_does_not_exist(people, load, missing):
    submission = factories.submitted(
        "万州区", people.reporter, {HAVENS: {"quantity": "1"}}
    )
    object_of = {
        Submission: submission.pk,
        Entry: factories.entry_for(submission, HAVENS).pk,
        Union: submission.union_id,
    }

    with pytest.raises(missing.DoesNotExist):
        load(access_to(people.stranger), object_of[missing])


def test_a_draft_is_nobodys_business_yet(people):
    submission = factories.started("万州区", people.reporter)
    entry = factories.entry_for(submission, HAVENS)

    with pytest.raises(Entry.DoesNotExist):
        loading.entry_for_review(access_to(people.officer), entry.pk)


def test_a_period_of_a_plan_that_is_not_in_force_is_unknown(plan):
    period = factories.month(10)
    assert loading.period_in_force(period.pk) == period
    type(plan).objects.update(status="closed")

    with pytest.raises(ReportingPeriod.DoesNotExist):
        loading.period_in_force(period.pk)


def test_desks_cost_the_same_for_one_entry_and_for_many(people):
    def cost() -> int:
        access = access_to(people.officer)
        with CaptureQueriesContext(connection) as captured:
            desks.review_lines(list(desks.entries_to_review(access)))
        return len(captured)

    factories.submitted("万州区", people.reporter, {HAVENS: {"quantity": "1"}})
    one = cost()
    typed = {HAVENS: {"quantity": "1"}, MEMBERS: {"quantity": "2"}}
    factories.submitted("江北区", people.stranger, typed)

    assert cost() == one == 7
