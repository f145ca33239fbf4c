"""What a decision on a correction rests on, and the story of an entry."""

import pytest

from progress_app.models import Correction, Entry
from progress_app.queries.corrections import (
    compared,
    corrections_for,
    corrections_to_decide,
    entry_story,
    takes_correction,
    takes_evidence,
)
from progress_app.queries.grid import grid
from progress_app.queries.loading import (
    correction_to_change,
    correction_to_decide,
    entry_to_correct,
)
from tests import factories
from tests.people import NOW, access_to
from tests.progress_app import changes
from tests.progress_app.changes import LATER

pytestmark = pytest.mark.django_db
HAVENS, RATE = "新建渝工港湾", "建会率"
TYPED = {
    HAVENS: {"quantity": "5"},
    RATE: {"numerator": "80", "denominator": "100"},
}


@pytest.fixture
def entry(people):
    for number in (8, 9):
        factories.accepted(
            "万州区", people.reporter, people.officer, TYPED, number=number
        )
    return Entry.objects.get(target__name=HAVENS, submission__period__number=9)


@pytest.fixture
def correction(entry, people):
    return changes.proposed(entry, people.reporter)


def allows(load, person, row):
    try:
        load(access_to(person), row.pk)
    except (Correction.DoesNotExist, Entry.DoesNotExist):
        return False
    return True


def test_old_and_new_stand_side_by_side(correction, entry, django_assert_num_queries):
    correction = Correction.objects.select_related(
        "corrects", "entry__target", "entry__submission__period"
    ).get(pk=correction.pk)
    with django_assert_num_queries(6):
        found = compared(correction)

    assert (found.before.figure.quantity, found.after.figure.quantity) == (5, 9)
    assert (found.before.total, found.after.total) == (10, 14)
    assert correction.entry.quantity == 5
    entry.refresh_from_db()
    assert entry.quantity == 5


def test_a_rate_is_compared_as_a_rate(entry, people):
    line = Entry.objects.get(target__name=RATE, submission__period__number=9)
    raw = {"numerator": "50", "denominator": "100"}

    found = compared(changes.proposed(line, people.reporter, raw=raw))

    assert (found.before.level * 100, found.after.level * 100) == (80, 50)


def test_a_new_figure_carries_its_own_warnings(entry, people):
    found = compared(changes.proposed(entry, people.reporter, raw={"quantity": "51"}))

    assert (found.before.warnings, found.after.warnings) == ((), ("jump",))


@pytest.mark.parametrize(
    ("persona", "reads", "decides", "changes_it", "proposes"),
    [
        ("reporter", True, False, True, True),
        ("colleague", True, False, True, True),
        ("stranger", False, False, False, False),
        ("approver", False, False, False, False),
        ("officer", True, True, False, True),
        ("other_officer", False, False, False, False),
        ("department_reporter", False, False, False, False),
        ("leader", False, False, False, False),
        ("auditor", True, False, False, False),
        ("administrator", False, False, False, False),
        ("nobody", False, False, False, False),
    ],
)
def test_who_may_what(
    correction, people, persona, reads, decides, changes_it, proposes
):
    person = getattr(people, persona)
    access = access_to(person)

    assert corrections_for(access).exists() is reads
    assert corrections_to_decide(access).exists() is decides
    assert allows(correction_to_decide, person, correction) is decides
    assert allows(correction_to_change, person, correction) is changes_it
    assert allows(entry_to_correct, person, correction.entry) is proposes


def test_the_desk_holds_the_oldest_first_and_nothing_decided(correction, people):
    line = Entry.objects.get(target__name=RATE, submission__period__number=8)
    raw = {"numerator": "50", "denominator": "100"}
    second = changes.proposed(line, people.reporter, raw=raw)
    access = access_to(people.officer)

    assert list(corrections_to_decide(access)) == [correction, second]
    changes.accepted(correction, people.officer)
    assert list(corrections_to_decide(access)) == [second]
    assert set(corrections_for(access)) == {correction, second}


def test_the_story_of_an_entry(correction, entry, people):
    before = entry_story(entry)
    assert (before.standing.quantity, before.pending) == (5, correction)
    assert not before.is_corrected
    assert not takes_correction(access_to(people.reporter), before)

    changes.accepted(correction, people.officer)

    story = entry_story(entry)
    assert [posting.quantity for posting in story.postings] == [9, 5]
    assert (story.is_corrected, story.pending) == (True, None)
    assert story.line.figure.quantity == 5
    assert takes_correction(access_to(people.reporter), story)
    assert not takes_correction(access_to(people.auditor), story)


def test_what_is_not_posted_has_a_story_without_a_figure(people):
    submission = factories.submitted("万州区", people.reporter, TYPED)

    story = entry_story(factories.entry_for(submission, HAVENS))

    assert (story.standing, story.pending, story.is_corrected) == (None, None, False)
    assert not takes_correction(access_to(people.reporter), story)


def test_the_grid_shows_the_corrected_figure_beside_the_reported_one(
    correction, entry, people
):
    changes.accepted(correction, people.officer)

    lines = grid(entry.submission, at=NOW).lines

    told = {line.target.name: line.corrected for line in lines if line.corrected}
    assert {name: figure.quantity for name, figure in told.items()} == {HAVENS: 9}
    assert [line.figure.quantity for line in lines if line.corrected] == [5]


def test_files_are_taken_while_the_line_is_open(people):
    submission = factories.started("万州区", people.reporter)
    line = factories.entry_for(submission, HAVENS)
    locked = changes.end_of(submission.period.locks_on)

    assert takes_evidence(access_to(people.reporter), line, NOW)
    assert not takes_evidence(access_to(people.stranger), line, NOW)
    assert not takes_evidence(access_to(people.auditor), line, NOW)
    assert not takes_evidence(access_to(people.reporter), line, locked)
    line.state = "submitted"
    assert not takes_evidence(access_to(people.reporter), line, NOW)


def test_an_exception_lets_files_in_again(people):
    changes.granted("万州区", people.reporter, people.administrator)
    submission = factories.started("万州区", people.reporter, number=9, at=NOW)
    line = factories.entry_for(submission, HAVENS)

    assert takes_evidence(access_to(people.reporter), line, NOW)
    assert not takes_evidence(access_to(people.reporter), line, LATER)
