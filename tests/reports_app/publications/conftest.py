"""A ledger to publish from."""

import pytest

from tests.reports_app.publications.making import post_some


@pytest.fixture
def posted(people):
    """Return everybody, after a few figures were posted."""
    post_some(people)
    return people
