"""A changed share or union reaches the sums by itself."""

from datetime import date
from decimal import Decimal

import pytest

from progress_app.actions.rollups import follow_reference_changes
from progress_app.models import Rollup
from targets_app.actions import set_quotas
from tests import factories
from tests.people import NOW

pytestmark = pytest.mark.django_db
HAVENS = "新建渝工港湾"


def test_a_changed_quota_reaches_the_sums_once(people):
    typed = {HAVENS: {"quantity": "3"}}
    factories.accepted("万州区", people.reporter, people.officer, typed)
    follow_reference_changes()
    union = factories.union_called("万州区")
    set_quotas(
        target=factories.target_called(HAVENS),
        amounts={union.pk: Decimal(9)},
        effective_on=date(2024, 9, 1),
        reason="调整",
        person_id=people.administrator.pk,
        at=NOW,
    )
    assert follow_reference_changes() is True
    quotas = Rollup.objects.filter(target__name=HAVENS, union=union)
    assert list(quotas.order_by("period").values_list("quota", flat=True)) == [
        *[None] * 8,
        *[9] * 4,
    ]
    assert follow_reference_changes() is False


def test_an_accepted_figure_is_not_a_reference_change(people):
    follow_reference_changes()
    typed = {HAVENS: {"quantity": "3"}}
    factories.accepted("万州区", people.reporter, people.officer, typed)
    assert follow_reference_changes() is False
