"""A little ledger with everything in it that a book can hold."""

from dataclasses import dataclass

import pytest
from django.test import Client

from progress_app.models import Correction, Entry, Posting
from tests import factories
from tests.people import People, signed_in
from tests.progress_app import changes
from tests.progress_app.files import upload
from tests.reports_app.ledger.told import HAVENS


@dataclass(frozen=True)
class Books:
    """The people, and 万州区's havens: posted for August and September, corrected."""

    people: People
    august: Posting
    september: Posting
    corrected: Posting
    correction: Correction

    def client(self, name: str) -> Client:
        """Return a session of one of the people."""
        return signed_in(getattr(self.people, name))


@pytest.fixture
def books(people, autumn_2024) -> Books:
    for number, quantity in ((8, "20"), (9, "5")):
        factories.accepted(
            "万州区",
            people.reporter,
            people.officer,
            {HAVENS: {"quantity": quantity, "note": "已核对"}},
            number=number,
        )
    factories.accepted(
        "江北区",
        people.stranger,
        people.officer,
        {HAVENS: {"quantity": "7"}},
        number=9,
    )
    august, september = Posting.objects.filter(union__short_name="万州区").order_by(
        "sequence"
    )
    correction = changes.proposed(
        Entry.objects.get(postings=september),
        people.reporter,
        uploads=[upload("台账.pdf")],
    )
    sequence = changes.accepted(correction, people.officer)
    factories.roll_up_marked()
    correction.refresh_from_db()
    return Books(
        people=people,
        august=august,
        september=september,
        corrected=Posting.objects.get(sequence=sequence),
        correction=correction,
    )
