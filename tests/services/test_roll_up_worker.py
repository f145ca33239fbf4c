"""Many figures and worker processes: every mark is consumed, and consumed once."""

import pytest
from django.db import transaction

from progress_app.models import Posting, Rollup, RollupMark
from progress_app.queries.ledger import ledger_sequence
from progress_app.queries.positions import differences
from targets_app.models import Target
from tests import factories
from tests.product import kill
from tests.services.patience import eventually, is_somebody_waiting
from unionplan.dispatcher import wake

pytestmark = pytest.mark.django_db(transaction=True)
JOB = "progress_app.roll_up_marked"
FIRST, SECOND, THIRD = "新建渝工港湾", "建会率", "新建基层工会组织"
TYPED = {
    FIRST: {"quantity": "5"},
    SECOND: {"numerator": "80", "denominator": "100"},
    THIRD: {"quantity": "3"},
}


def accept(people, *unions):
    for union in unions:
        factories.accepted(union, people.reporter, people.officer, TYPED, roll_up=False)


def no_marks():
    return not RollupMark.objects.exists()


def marked_targets():
    return set(RollupMark.objects.values_list("target__name", flat=True))


def city(target):
    return Rollup.objects.get(
        target__name=target, union__short_name="市总工会", period__number=10
    )


def test_the_three_targets_are_summed_in_this_order(plan):
    names = Target.objects.filter(name__in=TYPED).order_by("pk")

    assert list(names.values_list("name", flat=True)) == [FIRST, SECOND, THIRD]


def test_a_worker_killed_between_two_targets_has_done_the_first_for_good(
    people, plan, start_worker
):
    accept(people, "万州区", "江北区")
    with start_worker() as first:
        with transaction.atomic():
            Target.objects.select_for_update().get(name=SECOND)
            wake(JOB)
            assert eventually(is_somebody_waiting)
            kill(first)
        assert eventually(lambda: not is_somebody_waiting())
        assert marked_targets() == {SECOND, THIRD}
        assert city(FIRST).quantity == 10

    with start_worker():
        wake(JOB)
        assert eventually(no_marks)

    assert (city(SECOND).numerator, city(SECOND).denominator) == (160, 200)
    assert city(THIRD).quantity == 6
    assert differences(plan_id=plan.pk, sequence=ledger_sequence()) == []


def test_messages_too_many_sum_nothing_twice(people, plan, start_worker):
    with start_worker():
        for union in ("万州区", "江北区", "渝中区"):
            accept(people, union)
            for _time in range(5):
                wake(JOB)
            assert eventually(no_marks)

    assert (city(FIRST).quantity, city(THIRD).quantity) == (15, 9)
    assert [city(name).units_reported for name in TYPED] == [3, 3, 3]
    assert differences(plan_id=plan.pk, sequence=ledger_sequence()) == []


def test_two_workers_and_acceptances_all_at_once(people, plan, start_worker):
    unions = ("万州区", "江北区", "渝中区", "开州区", "忠县", "机械冶金")
    with start_worker(), start_worker():
        for union in unions:
            accept(people, union)
            wake(JOB)
            wake(JOB)
        assert eventually(no_marks)

    assert city(FIRST).quantity == 30
    assert city(FIRST).last_sequence == (
        Posting.objects.filter(target__name=FIRST).order_by("sequence").last().sequence
    )
    assert differences(plan_id=plan.pk, sequence=ledger_sequence()) == []
