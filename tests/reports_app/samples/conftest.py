"""Nine postings of three targets and three unions, and one that was corrected."""

import pytest

from progress_app.models import Entry
from tests import factories
from tests.people import People, signed_in
from tests.progress_app import changes
from tests.reports_app.ledger.told import HAVENS, RATE, STAGE

TYPED = {
    HAVENS: {"quantity": "20"},
    RATE: {"numerator": "170", "denominator": "200"},
    STAGE: {"stage": "under_way"},
}


@pytest.fixture
def ledger(people, autumn_2024) -> People:
    for union, person in (
        ("万州区", people.reporter),
        ("江北区", people.stranger),
        ("忠县", people.colleague),
    ):
        factories.accepted(
            union, person, people.officer, TYPED, number=9, roll_up=False
        )
    corrected = Entry.objects.get(
        target__name=HAVENS, submission__union__short_name="万州区"
    )
    changes.accepted(changes.proposed(corrected, people.reporter), people.officer)
    return people


@pytest.fixture
def auditor(ledger):
    return signed_in(ledger.auditor)
