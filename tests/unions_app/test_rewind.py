"""Reference data taken back to a moment by the audit trail alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.forms.models import model_to_dict

from targets_app.actions import set_quotas
from targets_app.models import Target
from tests import factories
from tests.people import NOW
from unions_app.actions import record
from unions_app.models import Union
from unions_app.queries import rewind_to
from unions_app.reference_admin import added, changed

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def change(row, *, at=LATER, **values):
    """Change a row as the administration does, audit event included."""
    before = model_to_dict(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    record(happenings=[changed(row, list(values), before)], person_id=None, at=at)


def test_nothing_happened_nothing_is_taken_back(plan):
    unions = list(Union.objects.all())

    assert rewind_to(NOW).rows(unions) == unions


def test_dates_choices_and_ids_go_back(plan):
    union, parent = factories.union_called("万州区"), factories.union_called("开州区")
    city = union.parent_id
    change(union, closed_on=date(2024, 6, 30), has_approver=True, parent_id=parent.pk)
    change(union, parent=parent)

    [then] = rewind_to(NOW).rows(Union.objects.filter(pk=union.pk))

    assert (then.closed_on, then.has_approver) == (None, False)
    assert then.parent_id in (city, parent.pk)


def test_a_parent_goes_back(plan):
    union, parent = factories.union_called("万州区"), factories.union_called("开州区")
    city = union.parent_id
    before = model_to_dict(union)
    union.parent = parent
    union.save()
    record(happenings=[changed(union, ["parent"], before)], person_id=None, at=LATER)

    [then] = rewind_to(NOW).rows(
        Union.objects.select_related("parent").filter(pk=union.pk)
    )

    assert then.parent_id == city
    assert then.parent.pk == city


def test_a_figure_goes_back_exactly(plan):
    target = factories.target_called("新建渝工港湾")
    change(target, amount=Decimal("400.25"))

    [then] = rewind_to(NOW).rows(Target.objects.filter(pk=target.pk))

    assert then.amount == Decimal(400)


def test_the_oldest_word_after_the_moment_counts(plan):
    union = factories.union_called("万州区")
    change(union, closed_on=date(2024, 6, 30), at=NOW - timedelta(hours=1))
    change(union, closed_on=date(2024, 7, 31))
    change(union, closed_on=None)

    [then] = rewind_to(NOW).rows([union])

    assert then.closed_on == date(2024, 6, 30)


def test_what_was_added_later_is_not_there(plan):
    union = Union.objects.create(
        name="新单位", short_name="新", kind="department", position=999
    )
    record(happenings=[added(union)], person_id=None, at=LATER)

    rows = Union.objects.all()

    assert union not in rewind_to(NOW).rows(rows)
    assert union in rewind_to(LATER).rows(rows)


def test_names_stay_as_they_are_today(plan):
    union = factories.union_called("万州区")
    change(union, name="改了名")

    [now] = rewind_to(NOW).rows([union])

    assert now.name == "改了名"


def test_shares_set_later_are_told(plan):
    target, union = (
        factories.target_called("新建渝工港湾"),
        factories.union_called("万州区"),
    )
    set_quotas(
        target=target,
        amounts={union.pk: Decimal(3)},
        effective_on=date(2024, 1, 1),
        reason="",
        person_id=None,
        at=LATER,
    )

    assert rewind_to(NOW).quotas == {(target.pk, union.pk, "2024-01-01")}
    assert rewind_to(LATER).quotas == frozenset()
