"""Bridges of the 2024 plan, with postings made through the product's own actions."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from progress_app.queries.ledger import ledger_sequence
from reports_app.enums import Cause
from reports_app.queries.bridges import bridge_of, bridges_of
from reports_app.queries.retelling import retold
from reports_app.rules.bridges import effect_of
from targets_app.actions import set_quotas
from tests import factories
from tests.people import NOW
from tests.progress_app import changes
from tests.unions_app.test_rewind import change

HAVENS, RATE, STAGE = "新建渝工港湾", "建会率", "实名制管理"
INSURED = "参加互助保障的职工"
CITY = "市总工会"


@pytest.fixture
def report(people):
    """Return what posts figures of a union for a month, in time."""

    def posted(union, typed, number=9):
        factories.accepted(union, people.reporter, people.officer, typed, number=number)

    return posted


def asked(plan, before, *, name=HAVENS, union=CITY, after=None):
    target = factories.target_called(name)
    return bridge_of(
        target=target,
        union=factories.union_called(union),
        plan=plan,
        before=factories.past(before) if isinstance(before, str) else before,
        after=after or factories.past(str(ledger_sequence())),
    )


def told(bridge):
    return [
        (
            part.cause,
            str(bridge.units[part.union_id]) if part.union_id else None,
            part.effect.total,
        )
        for part in bridge.parts
    ]


def test_reports_and_a_correction_by_union(report, people, plan):
    report("万州区", {HAVENS: {"quantity": "20"}}, 8)
    start = ledger_sequence()
    report("万州区", {HAVENS: {"quantity": "5"}})
    report("江北区", {HAVENS: {"quantity": "7"}})
    entry = factories.Entry.objects.get(
        target__name=HAVENS, submission__period__number=8
    )
    correction = changes.proposed(entry, people.reporter)
    changes.accepted(correction, people.officer)

    bridge = asked(plan, str(start))

    assert told(bridge) == [
        (Cause.CORRECTION, "万州区", -11),
        (Cause.REPORTED, "江北区", 7),
        (Cause.REPORTED, "万州区", 5),
    ]
    assert (bridge.change, bridge.postings, bridge.idle) == (1, 3, 0)
    assert bridge.share_change == Fraction(1, 400)
    assert bridge.before.standing.position.quantity == 20


def test_the_other_way_round_every_sign_turns(report, plan):
    report("万州区", {HAVENS: {"quantity": "20"}}, 8)
    start = factories.past(str(ledger_sequence()))
    report("江北区", {HAVENS: {"quantity": "7"}})

    back = asked(plan, str(ledger_sequence()), after=start)

    assert told(back) == [(Cause.REPORTED, "江北区", -7)]
    assert (back.change, back.before.as_of.sequence) == (-7, ledger_sequence())


def test_a_return_after_its_due_day_is_late(people, plan):
    submission = factories.started("万州区", people.reporter, number=9)
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "3"}})
    late = factories.start_of(factories.month(9).due_on) + timedelta(days=2)
    factories.handed_in(submission, people.reporter, at=late)
    factories.reviews.accept_entries(
        versions=dict(
            submission.entries.awaiting_review().values_list("pk", "version")
        ),
        person_id=people.officer.pk,
        at=late,
        client_key=factories.uuid4(),
    )

    assert told(asked(plan, "2024-09-30")) == [(Cause.LATE, "万州区", 3)]


def test_what_comes_after_a_granted_exception_is_late(people, plan):
    changes.granted("万州区", people.reporter, people.administrator)
    submission = factories.started("万州区", people.reporter, number=9, at=NOW)
    typed = {HAVENS: {"quantity": "3"}}
    factories.saved(submission, people.reporter, typed, at=NOW)
    factories.handed_in(submission, people.reporter, at=NOW)
    factories.reviews.accept_entries(
        versions=dict(
            submission.entries.awaiting_review().values_list("pk", "version")
        ),
        person_id=people.officer.pk,
        at=NOW,
        client_key=factories.uuid4(),
    )

    assert told(asked(plan, "2024-09-30")) == [(Cause.LATE, "万州区", 3)]


def test_a_rate_tells_what_joined_and_what_was_renewed(report, plan):
    report("万州区", {RATE: {"numerator": "60", "denominator": "100"}}, 8)
    start = ledger_sequence()
    report("万州区", {RATE: {"numerator": "70", "denominator": "110"}})
    report("江北区", {RATE: {"numerator": "20", "denominator": "40"}})

    bridge = asked(plan, str(start), name=RATE)

    assert bridge.change == Fraction(90, 150) - Fraction(60, 100) == 0
    assert effect_of(bridge.parts).total == 0
    renewed, joined = sorted(bridge.parts, key=lambda part: -part.effect.total)
    assert (renewed.cause, joined.cause) == (Cause.RENEWED, Cause.REPORTED)
    assert (joined.effect.numerator, joined.effect.denominator) == (0, 0)
    assert joined.effect.coverage < 0 < renewed.effect.numerator


def test_another_amount_and_another_share_move_the_achievement_only(report, plan):
    report("万州区", {HAVENS: {"quantity": "20"}}, 8)
    wanzhou = factories.union_called("万州区")
    target = factories.target_called(HAVENS)
    for amount, day in ((40, date(2024, 1, 1)), (50, date(2024, 9, 1))):
        at = factories.start_of(day) + timedelta(hours=9)
        set_quotas(
            target=target,
            amounts={wanzhou.pk: Decimal(amount)},
            effective_on=day,
            reason="",
            person_id=None,
            at=at,
        )
    at = NOW + timedelta(hours=1)
    change(target, amount=Decimal(500), at=at)
    later = factories.past("2024-10-30")

    city = asked(plan, "2024-10-20", after=later)
    own = asked(plan, "2024-08-31", union="万州区", after=later)

    assert [(p.cause, p.effect.total, p.share) for p in city.parts] == [
        (Cause.GOAL, 0, Fraction(20, 500) - Fraction(20, 400))
    ]
    assert [(p.cause, p.share) for p in own.parts] == [
        (Cause.QUOTA, Fraction(20, 50) - Fraction(20, 40))
    ]


def test_a_union_that_moved_brings_and_takes_its_figures(report, plan):
    for union, number in (("万州区", 20), ("开州区", 7)):
        report(union, {HAVENS: {"quantity": str(number)}}, 8)
    kaizhou, wanzhou = map(factories.union_called, ("开州区", "万州区"))
    change(kaizhou, parent=wanzhou, at=NOW + timedelta(hours=1))
    before = factories.past(str(ledger_sequence()))
    after = factories.past("2024-10-29")

    came = asked(plan, before, union="万州区", after=after)
    went = asked(plan, after, union="万州区", after=before)

    assert told(came) == [(Cause.TREE, "开州区", 7)]
    assert told(went) == [(Cause.TREE, "开州区", -7)]
    assert told(asked(plan, before, after=after)) == []


def test_another_carry_limit_and_a_closed_union(report, plan):
    for union in ("万州区", "江北区"):
        report(union, {INSURED: {"quantity": "90"}}, 8)
    target = factories.target_called(INSURED)
    jiangbei = factories.union_called("江北区")
    change(jiangbei, closed_on=date(2024, 8, 31), at=NOW + timedelta(hours=1))
    change(target, carry_forward_periods=0, at=NOW + timedelta(hours=1))
    later = factories.past("2024-10-30")

    bridge = asked(plan, "2024-10-27", name=INSURED, after=later)

    assert told(bridge) == [
        (Cause.CARRIED, "万州区", -90),
        (Cause.CLOSED, "江北区", -90),
    ]


def test_only_targets_that_differ_have_a_bridge(report, plan):
    report("万州区", {HAVENS: {"quantity": "20"}, STAGE: {"stage": "under_way"}}, 8)
    start = factories.past(str(ledger_sequence()))
    report("江北区", {HAVENS: {"quantity": "7"}})

    [found] = bridges_of(
        plan=plan,
        union=factories.union_called(CITY),
        before=start,
        after=factories.past(str(ledger_sequence())),
    )

    assert (found.target.name, found.change, found.is_changed) == (HAVENS, 7, True)


def test_a_day_told_again_by_todays_ledger_leaves_later_months_out(report, plan):
    report("万州区", {HAVENS: {"quantity": "20"}}, 8)
    published = factories.past("2024-09-10")
    report("江北区", {HAVENS: {"quantity": "7"}})
    report("南岸区", {HAVENS: {"quantity": "2"}}, 8)

    bridge = asked(plan, published, after=retold(published))

    assert told(bridge) == [(Cause.REPORTED, "南岸区", 2)]
    assert (bridge.postings, bridge.idle) == (2, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_whatever_was_posted(
    report, plan, django_assert_max_num_queries, rows
):
    start = factories.past("2024-08-20")
    for union in ("万州区", "江北区", "南岸区")[:rows]:
        typed = {
            HAVENS: {"quantity": "7"},
            RATE: {"numerator": "6", "denominator": "9"},
            STAGE: {"stage": "done"},
        }
        report(union, typed)
    end = factories.past(str(ledger_sequence()))

    with django_assert_max_num_queries(22):
        found = bridges_of(
            plan=plan, union=factories.union_called(CITY), before=start, after=end
        )

    assert {b.target.name for b in found} == {HAVENS, RATE, STAGE}
