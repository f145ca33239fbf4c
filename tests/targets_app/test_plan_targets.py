"""The loaded targets against the numbers of the official text."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from django.apps import apps

from targets_app.enums import Comparator, PaceKind, Source, Strength, TargetKind, Unit
from targets_app.models import PaceCurve, Quota, ReportingPeriod, Target
from targets_app.rules import curve_errors
from tasks_app.models import Measure
from tests.tasks_app import official
from unions_app.enums import UnionKind
from unions_app.models import Union

pytestmark = pytest.mark.usefixtures("plan")

TWO_RATES = "职代会、厂务公开动态建制率80%以上"
STRIVING = re.compile("力争|推动|探索")
SELECTIONS = {
    "2.2.3-1",
    "2.3.3-1",
    "3.2.4-1",
    "3.2.4-2",
    "3.2.4-3",
    "3.2.4-4",
    "3.3.1-1",
    "3.3.1-2",
    "3.3.1-3",
    "4.1.3-1",
    "4.1.3-2",
}
MAINTAINED = {"3.3.1-4", "3.3.1-5", "4.2.1-1"}
OPEN = {
    "1.2.5-2": "50场次",
    "1.3.1-1": "200场次",
    "3.1.5-1": "50场次",
    "3.3.1-4": "一个比率还是两个",
    "3.3.1-5": "一个比率还是两个",
    "4.2.1-1": "分母",
    "4.2.3-1": "何时完成",
    "4.2.4-1": "净增",
}


def codes(**conditions):
    return set(Target.objects.filter(**conditions).values_list("code", flat=True))


def promised_rates_counted_apart(text):
    """The text's promises, with the one rate that two systems share counted twice."""
    found = official.promises(text)
    return found + found[-1:] if TWO_RATES in text else found


def test_the_text_makes_28_numeric_promises():
    found = [
        promise for text in official.bullets() for promise in official.promises(text)
    ]

    assert len(found) == 28
    assert sum(len(official.promises(text)) > 1 for text in official.bullets()) == 7


def test_every_measure_is_tracked_by_its_numbers_or_by_one_milestone():
    for measure in Measure.objects.prefetch_related("targets"):
        targets = list(measure.targets.order_by("position"))
        expected = promised_rates_counted_apart(measure.text)
        loaded = [
            official.Promise(target.amount, target.unit, target.comparator)
            for target in targets
            if target.is_numeric
        ]

        assert loaded == expected, measure.text
        assert len(targets) == max(1, len(expected)), measure.text


def test_there_are_29_numeric_targets_and_47_milestones():
    assert Target.objects.numeric().count() == 29
    assert Target.objects.milestones().count() == 47


def test_every_quote_stands_in_its_measure_and_holds_the_number():
    for target in Target.objects.select_related("measure"):
        assert target.quote in target.measure.text
        promised = official.promises(target.quote)
        amounts = [promise.amount for promise in promised]
        assert amounts == ([target.amount] if target.is_numeric else []), target.code


def test_a_milestone_quotes_its_whole_measure():
    for target in Target.objects.milestones().select_related("measure"):
        assert target.quote == target.measure.text


def test_codes_name_area_task_measure_and_follow_the_text():
    expected = [
        f"{a}.{t}.{b}-{number}"
        for a, area in enumerate(official.areas(), 1)
        for t, task in enumerate(area.tasks, 1)
        for b, text in enumerate(task.bullets, 1)
        for number in range(1, max(2, len(promised_rates_counted_apart(text)) + 1))
    ]

    rows = Target.objects.order_by("position").select_related("measure__task__area")
    assert [target.code for target in rows] == expected
    for target in rows:
        place = target.measure.task.area.position, target.measure.task.position
        assert target.code.split("-")[0] == ".".join(
            map(str, (*place, target.measure.position))
        )


def test_kinds_follow_what_is_counted():
    assert codes(kind=TargetKind.RATIO) == MAINTAINED | {"4.2.3-1"}
    assert codes(kind=TargetKind.STOCK) == {"3.2.2-2"}
    assert codes(unit=Unit.PERCENT) == codes(kind=TargetKind.RATIO)
    assert codes(unit=Unit.NONE) == codes(kind=TargetKind.MILESTONE)
    assert codes(unit=Unit.PEOPLE) == {"3.2.2-2", "4.2.4-1"}
    assert codes(unit=Unit.PARTICIPATIONS) == {"3.1.4-1", "3.2.2-1"}


def test_the_large_numbers_are_in_full():
    assert {
        code: Target.objects.get(code=code).amount
        for code in ("3.1.4-1", "3.2.2-1", "3.2.2-2", "4.2.4-1")
    } == {
        "3.1.4-1": Decimal(1_000_000),
        "3.2.2-1": Decimal(200_000),
        "3.2.2-2": Decimal(1_400_000),
        "4.2.4-1": Decimal(150_000),
    }


def test_only_words_of_striving_make_a_target_aspirational():
    for target in Target.objects.all():
        if target.is_aspirational:
            assert STRIVING.search(target.quote), target.code
        elif target.is_numeric:
            assert not STRIVING.search(target.quote), target.code
    assert codes(kind=TargetKind.RATIO, strength=Strength.ASPIRATIONAL) == {"4.2.1-1"}


def test_a_measure_that_opens_with_striving_is_aspirational():
    opening = re.compile("(加快)?推动|力争")
    for target in Target.objects.milestones():
        if opening.match(target.quote):
            assert target.is_aspirational, target.code


def test_what_the_city_selects_is_due_at_once_and_rates_are_due_always():
    curves = {
        curve.target.code: curve for curve in PaceCurve.objects.select_related("target")
    }
    steps = {code for code, curve in curves.items() if curve.kind == PaceKind.STEP}
    always = {code for code, curve in curves.items() if curve.kind == PaceKind.CUSTOM}

    assert steps == SELECTIONS | codes(kind=TargetKind.MILESTONE)
    assert {curves[code].due_month for code in steps} == {12}
    assert always == MAINTAINED
    assert {tuple(curves[code].shares) for code in always} == {("100",) * 12}


def test_every_target_has_one_definition_and_one_curve_without_errors():
    for target in Target.objects.all():
        definition = target.definitions.get()
        curve = target.pace_curves.get()

        assert (definition.version, curve.version) == (1, 1)
        assert definition.text
        assert curve_errors(kind=curve.kind, shares=curve.shares) == []


def test_open_questions_are_asked_where_the_text_leaves_them_open():
    asked = dict(
        Target.objects.exclude(open_question="").values_list("code", "open_question")
    )

    assert set(asked) == set(OPEN)
    for code, words in OPEN.items():
        assert words in asked[code]


def test_a_district_owes_26_targets_and_an_industrial_union_22():
    def owed(kind):
        union = Union.objects.filter(kind=kind).first()
        targets = Target.objects.owed_by(union_id=union.pk, union_kind=kind)
        return targets.numeric().count(), targets.milestones().count()

    assert owed(UnionKind.TERRITORIAL) == (15, 11)
    assert owed(UnionKind.INDUSTRIAL) == (14, 8)


def test_what_the_text_gives_to_districts_is_not_asked_of_industrial_unions():
    for target in Target.objects.exclude(source=Source.MUNICIPAL):
        assert target.territorial_only == ("区县" in target.quote), target.code


def test_every_target_is_led_by_a_department_that_is_marked_as_an_example():
    leads = Union.objects.filter(led_targets__isnull=False).distinct()

    assert {lead.kind for lead in leads} == {UnionKind.DEPARTMENT}
    assert all(lead.is_example for lead in leads)


def test_new_things_that_can_be_listed_are_itemised():
    assert codes(itemised=True) == {"2.3.3-1", "4.1.2-1", "4.2.1-2"}


def test_only_rates_and_stocks_carry_a_missing_figure_forward():
    carrying = codes(carry_forward_periods=2)

    assert carrying == codes(kind=TargetKind.RATIO) | codes(kind=TargetKind.STOCK)
    assert codes(carry_forward_periods=0) == codes() - carrying


def test_the_plain_number_of_companies_is_planned_and_the_other_at_least():
    assert Target.objects.get(code="3.1.3-1").comparator == Comparator.AT_LEAST
    assert Target.objects.get(code="3.1.3-2").comparator == Comparator.PLANNED


def test_the_text_splits_nothing_so_there_are_no_quotas():
    assert not Quota.objects.exists()


def test_twelve_months_open_on_the_25th_are_due_on_the_5th_and_lock_on_the_15th():
    periods = list(ReportingPeriod.objects.order_by("number"))

    assert [period.starts_on.month for period in periods] == list(range(1, 13))
    for period, following in pairwise(periods):
        assert (following.starts_on - period.ends_on).days == 1
        assert (period.due_on.year, period.due_on.month) == (2024, following.number)
    for period in periods:
        assert (period.starts_on.day, period.opens_on.day) == (1, 25)
        assert period.opens_on.month == period.starts_on.month
        assert (period.due_on.day, period.locks_on.day) == (5, 15)
        assert period.due_on.month == period.locks_on.month
    assert (periods[-1].due_on.year, periods[-1].due_on.month) == (2025, 1)


@pytest.mark.parametrize("app", ["unions_app", "tasks_app", "targets_app"])
def test_every_loaded_row_is_valid(app):
    rows = [
        row
        for model in apps.get_app_config(app).get_models()
        for row in model._default_manager.all()
    ]

    assert rows
    for row in rows:
        row.full_clean()
