"""Progress made through the product's own actions, for tests that need some."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from progress_app.actions import items, reviews, submissions
from progress_app.actions.rollups import roll_up_marked
from progress_app.actions.submissions import CellInput, SaveOutcome
from progress_app.models import Entry, Evidence, Item, Submission
from progress_app.queries.as_of import AsOf, present, read_as_of
from targets_app.models import ReportingPeriod, Target
from tests.people import NOW
from unionplan.lib.dates import SHANGHAI, start_of
from unions_app.models import Person, Union


def target_called(name: str) -> Target:
    """Return a target of the 2024 plan by its name."""
    return Target.objects.get(name=name)


def union_called(short_name: str) -> Union:
    """Return a union by its short name."""
    return Union.objects.get(short_name=short_name)


def month(number: int) -> ReportingPeriod:
    """Return a month of 2024 as a reporting period."""
    return ReportingPeriod.objects.get(plan__year=2024, number=number)


def present_on(day: date) -> AsOf:
    """Return the present moment of a morning, as pages are given it."""
    return present(start_of(day) + timedelta(hours=9))


def past(text: str) -> AsOf:
    """Return a past moment as an address names it, read in 2026."""
    return read_as_of(text, now=datetime(2026, 1, 1, tzinfo=SHANGHAI))


def open_moment(number: int) -> datetime:
    """Return a moment when a month is open for entry: noon-ish on its first day."""
    return start_of(month(number).opens_on).replace(hour=10)


def started(
    union: str, person: Person, *, number: int = 10, at: datetime | None = None
) -> Submission:
    """Return a union's return for a month, begun."""
    return submissions.start_submission(
        union=union_called(union),
        period=month(number),
        person_id=person.pk,
        at=at or open_moment(number),
    )


def entry_for(submission: Submission, target: str) -> Entry:
    """Return the line of a return for a target, as it stands in the database."""
    return Entry.objects.select_related("target", "submission__period").get(
        submission=submission, target__name=target
    )


def saved(
    submission: Submission,
    person: Person,
    typed: dict[str, dict[str, str]],
    *,
    at: datetime | None = None,
) -> SaveOutcome:
    """Save what was typed, by target name, into a return."""
    entries = {name: entry_for(submission, name) for name in typed}
    return submissions.save_cells(
        submission=submission,
        cells=[
            CellInput(entries[name].pk, entries[name].version, raw)
            for name, raw in typed.items()
        ],
        person_id=person.pk,
        at=at or open_moment(submission.period.number),
        client_key=uuid4(),
    )


def listed(
    submission: Submission,
    person: Person,
    target: str,
    *names: str,
    at: datetime | None = None,
    **raw: str,
) -> list[Item]:
    """Put items on the list of a line, all at one address unless told otherwise."""
    where = {"address": "建新北路16号", "happened_on": "2024-09-08"}
    return [
        items.add_item(
            entry=entry_for(submission, target),
            raw=where | raw | {"name": name},
            person_id=person.pk,
            at=at or open_moment(submission.period.number),
            client_key=uuid4(),
        )
        for name in names
    ]


def submitted(
    union: str,
    person: Person,
    typed: dict[str, dict[str, str]],
    *,
    number: int = 10,
) -> Submission:
    """Return a union's return for a month, filled in and handed in."""
    submission = started(union, person, number=number)
    saved(submission, person, typed)
    handed_in(submission, person, at=open_moment(number))
    return submission


def supported(submission: Submission, person: Person) -> None:
    """Attach a file to every filled-in line whose target asks for one and has none."""
    lines = Entry.objects.filter(submission=submission).editable().filled_in()
    Evidence.objects.bulk_create(
        Evidence(
            entry=line,
            name="现场照片.pdf",
            stored_name=f"evidence/{uuid4().hex}",
            size=1,
            sha256="0" * 64,
            content_type="application/pdf",
            uploaded_by=person,
            uploaded_at=open_moment(submission.period.number),
        )
        for line in lines.lacking_evidence()
    )


def handed_in(submission: Submission, person: Person, *, at: datetime) -> None:
    """Hand a return in at a moment, with files where targets ask for them."""
    supported(submission, person)
    submissions.submit(
        submission=submission, person_id=person.pk, at=at, client_key=uuid4()
    )


def accepted(
    union: str,
    person: Person,
    reviewer: Person,
    typed: dict[str, dict[str, str]],
    *,
    number: int = 10,
    roll_up: bool = True,
) -> list[int]:
    """Return the sequences posted for a return that went all the way."""
    submission = submitted(union, person, typed, number=number)
    entries = submission.entries.awaiting_review().filter(target__name__in=typed)
    sequences = reviews.accept_entries(
        versions=dict(entries.values_list("pk", "version")),
        person_id=reviewer.pk,
        at=max(open_moment(number), NOW) if number == 10 else open_moment(number),
        client_key=uuid4(),
    )
    if roll_up:
        roll_up_marked()
    return sequences
