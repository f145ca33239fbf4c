"""Filters by state at a past moment: the same as every row told one by one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from progress_app.actions import reviews
from progress_app.actions.corrections import accept_correction
from progress_app.enums import CorrectionState, EntryState
from progress_app.models import Correction, Entry
from progress_app.queries.as_of import as_of_moment
from reports_app.queries.ledger.entries import stood_at
from reports_app.queries.ledger.states import corrections_in, entries_in
from tests import factories
from tests.people import NOW, signed_in
from tests.progress_app import changes
from tests.reports_app.ledger.told import HAVENS, RATE

DAY = timedelta(days=1)
FIRST = NOW - 20 * DAY
TYPED = {HAVENS: {"quantity": "5"}, RATE: {"numerator": "1", "denominator": "2"}}


def on(day: int):
    return FIRST + day * DAY


def at(day: int):
    return factories.past(f"{on(day):%Y-%m-%dT%H:%M}")


def decided(act, line: Entry, person, day: int, **said) -> None:
    line.refresh_from_db()
    if act is reviews.return_entry:
        named = {"entry_id": line.pk, "version": line.version}
    else:
        named = {"versions": {line.pk: line.version}}
    act(**named, **said, person_id=person.pk, at=on(day), client_key=uuid4())


@pytest.fixture
def line(people, autumn_2024) -> Entry:
    """Two lines on their way, one returned once; a union with its own approver too."""
    reporter, officer = people.reporter, people.officer
    submission = factories.started("万州区", reporter, number=9, at=on(0))
    factories.saved(submission, reporter, TYPED, at=on(1))
    factories.handed_in(submission, reporter, at=on(2))
    line = factories.entry_for(submission, HAVENS)
    decided(reviews.return_entry, line, officer, 4, reason="请核对")
    factories.saved(submission, reporter, {HAVENS: {"quantity": "6"}}, at=on(5))
    factories.handed_in(submission, reporter, at=on(6))
    decided(reviews.accept_entries, line, officer, 8)
    other = factories.started("涪陵区", people.approved_reporter, number=9, at=on(1))
    factories.saved(other, people.approved_reporter, TYPED, at=on(1))
    factories.handed_in(other, people.approved_reporter, at=on(3))
    endorsed = factories.entry_for(other, HAVENS)
    decided(reviews.endorse_entries, endorsed, people.approver, 5)
    decided(reviews.return_entry, endorsed, officer, 7, reason="再核对")
    line.refresh_from_db()
    return line


def every_state(as_of) -> dict[int, str]:
    """Return how each entry stood, told one by one from the trail."""
    rows = Entry.objects.select_related("submission")
    entries = list(rows.filter(submission__started_at__lte=as_of.at))
    stood_at(entries, as_of)
    return {entry.pk: entry.state for entry in entries}


@pytest.mark.parametrize("day", range(10))
def test_the_filter_keeps_what_the_rows_say(line, day):
    as_of = at(day)
    begun = Entry.objects.filter(submission__started_at__lte=as_of.at)

    kept = {
        entry.pk: state
        for state in EntryState.values
        for entry in entries_in(begun, state, as_of)
    }

    assert kept == every_state(as_of)


def test_every_state_comes_up(line):
    seen = {state for day in range(10) for state in every_state(at(day)).values()}

    assert seen == set(EntryState.values)


def test_today_is_told_by_the_rows_themselves(line):
    as_of = factories.past("")
    kept = entries_in(Entry.objects.all(), EntryState.ACCEPTED, as_of)

    assert [entry.pk for entry in kept] == [line.pk]


def test_the_page_keeps_them(line, people):
    query = {"state": "returned", "as_of": f"{on(4):%Y-%m-%dT%H:%M}"}

    page = signed_in(people.auditor).get(reverse("ledger_entries"), query)

    assert line.pk in [row.pk for row in page.context["page"].rows]
    assert [row.state for row in page.context["page"].rows] == ["returned"]


@pytest.mark.parametrize(
    ("day", "expected"), [(0, ["proposed"]), (1, ["proposed"]), (2, ["accepted"])]
)
def test_a_correction_stands_where_it_stood(line, people, day, expected):
    proposed = changes.proposed(line, people.reporter)
    accept_correction(
        correction_id=proposed.pk,
        version=proposed.version,
        words="",
        person_id=people.officer.pk,
        at=NOW + 2 * DAY,
        client_key=uuid4(),
    )
    as_of = as_of_moment(NOW + day * DAY, text="then")
    rows = Correction.objects.all()

    kept = [s for s in CorrectionState.values if corrections_in(rows, s, as_of)]

    assert kept == expected
