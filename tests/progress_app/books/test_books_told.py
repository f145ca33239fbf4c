"""What pages and commands say of the books, beyond one plan and one good night."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from progress_app import context
from progress_app.models import Reconciliation, Rollup
from progress_app.queries.reconciliations import books_told, is_disputed
from targets_app.models import ReportingPeriod
from tasks_app.enums import PlanStatus
from tasks_app.models import Plan
from tests import factories
from tests.people import NOW

pytestmark = pytest.mark.django_db


def kept(plan: Plan, *, differences: int = 0, hours: int = 0) -> Reconciliation:
    """Return a reconciliation of a plan that ended some hours after NOW."""
    at = NOW + timedelta(hours=hours)
    return Reconciliation.objects.create(
        plan=plan,
        started_at=at,
        finished_at=at,
        duration_ms=0,
        sequence=0,
        targets_compared=1,
        cells_compared=1,
        difference_count=differences,
    )


@pytest.fixture
def next_plan(plan) -> Plan:
    return Plan.objects.create(
        year=2025,
        title="2025年 全市工会工作安排",
        status=PlanStatus.ACTIVE,
        starts_on=plan.starts_on.replace(year=2025),
        ends_on=plan.ends_on.replace(year=2025),
    )


def test_of_two_plans_the_one_compared_longest_ago_counts(plan, next_plan):
    kept(plan, hours=1)
    kept(next_plan, hours=25)

    assert books_told().finished_at == NOW + timedelta(hours=1)
    assert books_told().is_clean


def test_a_clean_plan_does_not_hide_another_ones_differences(plan, next_plan):
    kept(plan, differences=3)
    kept(next_plan, hours=1)

    assert (books_told().differences, books_told().is_clean) == (3, False)
    assert is_disputed(plan_id=plan.pk)
    assert not is_disputed(plan_id=next_plan.pk)


def test_a_closed_plan_is_told_of_no_more_but_stays_disputed(plan):
    kept(plan, differences=3)
    Plan.objects.update(status=PlanStatus.CLOSED)

    assert books_told().finished_at is None
    assert is_disputed(plan_id=plan.pk)


def footer(language: str = "zh-hans") -> str:
    with translation.override(language):
        page = Template("{% include 'parts/books.html' %}")
        return page.render(Context(context.books(RequestFactory().get("/"))))


@pytest.mark.parametrize(
    ("language", "nothing", "clean", "one", "many"),
    [
        (
            "zh-hans",
            "尚未对账",
            "账实一致 · 0 差异 · 10月28日 09:00",
            "对账发现 1 处差异 · 10月28日 10:00",
            "对账发现 12 处差异 · 10月28日 11:00",
        ),
        (
            "en",
            "Not reconciled yet",
            "Books agree · 0 differences · 28 Oct, 09:00",
            "Reconciliation found 1 difference · 28 Oct, 10:00",
            "Reconciliation found 12 differences · 28 Oct, 11:00",
        ),
    ],
)
def test_the_footers_sentences(plan, language, nothing, clean, one, many):
    assert footer(language).strip() == nothing
    kept(plan)
    assert footer(language).strip() == clean
    kept(plan, differences=1, hours=1)
    assert one in footer(language)
    kept(plan, differences=12, hours=2)
    assert many in footer(language)
    assert "books-differ" in footer(language)


def test_a_page_that_does_not_tell_costs_nothing(plan, django_assert_num_queries):
    with django_assert_num_queries(0):
        given = context.books(RequestFactory().get("/"))
        assert Template("nothing").render(Context(given)) == "nothing"


def test_a_plan_without_targets_agrees(people, next_plan):
    assert not ReportingPeriod.objects.filter(plan=next_plan).exists()
    out = StringIO()

    call_command("reconcile", stdout=out)

    lines = out.getvalue().splitlines()
    assert [line.partition(":")[0] for line in lines] == ["2024", "2025"]
    assert all("the books agree" in line for line in lines)


def test_one_plans_differences_fail_the_command(people, plan, next_plan):
    factories.accepted(
        "万州区",
        people.reporter,
        people.officer,
        {"建会率": {"numerator": "1", "denominator": "2"}},
    )
    Rollup.objects.filter(target__name="建会率").update(units_stale=9)
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("reconcile", stdout=out)

    first, second = out.getvalue().splitlines()
    assert "差异 / " in first
    assert "0 differences" not in first
    assert "the books agree" in second
