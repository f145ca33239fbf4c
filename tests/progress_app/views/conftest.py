"""What the tests of these screens stand on."""

from decimal import Decimal
from uuid import uuid4

import pytest

from progress_app.actions.reviews import return_entry
from targets_app.actions import set_quotas
from tests import factories
from tests.people import NOW


@pytest.fixture
def quota(plan):
    """Give a union its share of a target."""

    def given(target: str, union: str, amount: str) -> None:
        set_quotas(
            target=factories.target_called(target),
            amounts={factories.union_called(union).pk: Decimal(amount)},
            effective_on=plan.starts_on,
            reason="",
            person_id=None,
            at=NOW,
        )

    return given


@pytest.fixture
def send_back(people):
    """Let the lead department return a line as it stands, with a reason."""

    def returned(submission, target: str, reason: str) -> int:
        entry = factories.entry_for(submission, target)
        return_entry(
            entry_id=entry.pk,
            version=entry.version,
            reason=reason,
            person_id=people.officer.pk,
            at=NOW,
            client_key=uuid4(),
        )
        return entry.pk

    return returned
