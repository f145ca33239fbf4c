"""Several auditors at one sample at once: nothing is lost, nothing written over."""

from uuid import uuid4

import pytest

from reports_app.enums import Outcome
from reports_app.models import Finding, Sample
from tests.progress_app.test_concurrency import at_once, kinds
from tests.reports_app.sampling import found, sampled

pytestmark = pytest.mark.django_db(transaction=True)


def test_findings_of_one_item_at_once_are_told_of_each_other(ledger, plan):
    sample = sampled(ledger.auditor, plan, size=3)

    def writing(outcome, note):
        typed = (1, outcome, {"note": note})
        return lambda: found(sample, ledger.auditor, typed)

    answers = at_once(
        writing(Outcome.CONFIRMED, "已核对"), writing(Outcome.NO_EVIDENCE, "没有台账")
    )

    assert kinds(answers) == {"int": 1, "FindingsRefusedError": 1}
    assert Finding.objects.count() == 1


def test_findings_of_different_items_at_once_are_all_written(ledger, plan):
    sample = sampled(ledger.auditor, plan, size=4)

    answers = at_once(
        *(
            lambda place=place: found(
                sample, ledger.auditor, (place, Outcome.CONFIRMED, {})
            )
            for place in range(1, 5)
        )
    )

    assert answers == [1, 1, 1, 1]
    assert Finding.objects.count() == 4


def test_one_click_twice_draws_once(ledger, plan):
    key = uuid4()

    answers = at_once(*[lambda: sampled(ledger.auditor, plan, size=2, key=key)] * 2)

    assert kinds(answers) == {"Sample": 1, "AlreadyDoneError": 1}
    assert Sample.objects.count() == 1
