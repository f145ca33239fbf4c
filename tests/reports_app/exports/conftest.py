"""A ledger with one of each kind of figure."""

import pytest
from django.core.management import call_command
from django.db import transaction

from tasks_app.models import Plan
from tests.conftest import FIXTURES
from tests.people import make_people
from tests.reports_app.exports.making import book_of, made, post_some


@pytest.fixture
def posted(people):
    """Return everybody, after a few of them have posted."""
    post_some(people)
    return people


@pytest.fixture(scope="module")
def ledger(django_db_setup, django_db_blocker):
    """Return the same for a whole module, whose tests only read; undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        if not Plan.objects.exists():
            call_command("loaddata", *FIXTURES, verbosity=0)
        everybody = make_people()
        post_some(everybody)
        yield everybody
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def book(ledger):
    """Return a demonstration's workbook, read back."""
    return book_of(made(ledger.leader, is_demonstration=True))
