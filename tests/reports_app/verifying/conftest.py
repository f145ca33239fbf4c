"""A workbook that the portal made."""

import pytest

from reports_app.models import Export
from reports_app.queries.exports import opened_workbook
from tests.reports_app.exports.making import made, post_some


@pytest.fixture
def export(people, autumn_2024) -> Export:
    """Return a leader's finished workbook of seven postings."""
    post_some(people)
    return made(people.leader, is_demonstration=True)


@pytest.fixture
def data(export) -> bytes:
    """Return its bytes."""
    return opened_workbook(export).read()
