"""Entries as of a past moment: their states and figures then."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from progress_app.actions import reviews
from progress_app.enums import EntryState
from progress_app.models import Entry
from reports_app.queries.ledger.entries import stood_at
from tests import factories
from tests.people import NOW, signed_in
from tests.reports_app.ledger.told import HAVENS, text_of

DAY = timedelta(days=1)
FIRST = NOW - 30 * DAY


def on(day: int):
    """Return the moment of a step: one a day."""
    return FIRST + day * DAY


@pytest.fixture
def entry(people, autumn_2024) -> Entry:
    """Fill in, hand in, be returned, change, hand in, be accepted: a step a day."""
    reporter, officer = people.reporter, people.officer
    submission = factories.started("万州区", reporter, number=9, at=on(0))
    line = factories.entry_for(submission, HAVENS)

    def typed(quantity: str, day: int) -> None:
        raw = {HAVENS: {"quantity": quantity, "note": "核实"}}
        factories.saved(submission, reporter, raw, at=on(day))

    typed("5", 1)
    typed("8", 2)
    factories.handed_in(submission, reporter, at=on(3))
    line.refresh_from_db()
    reviews.return_entry(
        entry_id=line.pk,
        version=line.version,
        reason="请核对",
        person_id=officer.pk,
        at=on(4),
        client_key=uuid4(),
    )
    typed("6", 5)
    factories.handed_in(submission, reporter, at=on(6))
    line.refresh_from_db()
    reviews.accept_entries(
        versions={line.pk: line.version},
        person_id=officer.pk,
        at=on(7),
        client_key=uuid4(),
    )
    return line


def stood(entry: Entry, day: int) -> tuple[str, object]:
    told = Entry.objects.select_related("submission").get(pk=entry.pk)
    stood_at([told], factories.past(f"{on(day):%Y-%m-%dT%H:%M}"))
    return told.state, told.quantity


@pytest.mark.parametrize(
    ("day", "state", "quantity"),
    [
        (0, EntryState.DRAFT, None),
        (1, EntryState.DRAFT, 5),
        (2, EntryState.DRAFT, 8),
        (3, EntryState.SUBMITTED, 8),
        (4, EntryState.RETURNED, 8),
        (5, EntryState.RETURNED, 6),
        (6, EntryState.SUBMITTED, 6),
        (7, EntryState.ACCEPTED, 6),
    ],
)
def test_state_and_figure_are_those_of_the_moment(entry, day, state, quantity):
    assert stood(entry, day) == (state, quantity)


def test_what_is_stored_does_not_change(entry):
    stood(entry, 1)

    entry.refresh_from_db()
    assert (entry.state, entry.quantity) == (EntryState.ACCEPTED, 6)


def test_the_page_tells_it(entry, people):
    client = signed_in(people.auditor)
    query = {"target": entry.target_id, "as_of": f"{on(4):%Y-%m-%dT%H:%M}"}

    page = text_of(client.get(reverse("ledger_entries"), query))

    assert "已退回 8 个" in page
    assert "退回到该时点" in page


def test_a_return_that_had_not_begun_is_not_there(entry, people):
    query = {"as_of": f"{on(-1):%Y-%m-%dT%H:%M}"}

    response = signed_in(people.auditor).get(reverse("ledger_entries"), query)

    assert response.context["page"].rows == ()
