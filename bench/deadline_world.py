"""The deadline's people and returns, and what became of them; run inside the product.

Both functions print one line of JSON for ``bench.deadline``.
"""

import json
from collections import Counter
from decimal import Decimal
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from progress_app.actions.submissions import start_submission
from progress_app.enums import EntryState, Presence
from progress_app.models import Entry, Submission
from targets_app.models import ReportingPeriod
from targets_app.rules import DISTRICT_KINDS
from unionplan.lib.numbers import plain
from unions_app.enums import Role
from unions_app.models import AuditEvent, Membership, Person, Union
from unions_app.queries import current_installation, portal_time

NUMBER = 10
HANDS = 3
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def make() -> None:
    """Give every district and industry three people and an October not yet filled in."""
    at = portal_time(installation=current_installation(), at=timezone.now())
    period = ReportingPeriod.objects.get(plan__year=at.year, number=NUMBER)
    told = []
    for union in Union.objects.filter(kind__in=DISTRICT_KINDS).order_by("pk"):
        people = [_person(union, i) for i in range(HANDS)]
        submission = start_submission(
            union=union, period=period, person_id=people[0].pk, at=at
        )
        rows = Entry.objects.filter(submission=submission)
        rows.update(state=EntryState.DRAFT, presence=Presence.NOT_REPORTED, **_BLANK)
        lines = list(rows.order_by("pk").values_list("pk", "version", "target__kind"))
        told += [
            {
                "session": _session(person),
                "person": person.pk,
                "submission": submission.pk,
                "lines": lines[i::HANDS],
            }
            for i, person in enumerate(people)
        ]
    print(json.dumps({"people": told, "saves": _saves()}))


_BLANK: dict[str, Any] = {
    "quantity": None,
    "numerator": None,
    "denominator": None,
    "stage": "",
    "reason": "",
}


def _person(union: Union, number: int) -> Person:
    person = Person.objects.create(username=f"deadline-{union.pk}-{number}")
    Membership.objects.create(person=person, union=union, role=Role.REPORTER)
    return person


def _session(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _saves() -> dict[str, int]:
    """Return how many times the audit trail says that each line was saved."""
    subjects = AuditEvent.objects.filter(action="entry.saved").values_list("subject")
    return dict(Counter(subject.partition(":")[2] for (subject,) in subjects))


def check() -> None:
    """Print what the database has of every line of October, and who handed in what."""
    rows = Entry.objects.filter(submission__period__number=NUMBER)
    lines = {
        row.pk: {
            "version": row.version,
            "state": row.state,
            "told": _told(row.quantity, row.numerator, row.denominator) or row.stage,
        }
        for row in rows
    }
    handed_in: Counter[str] = Counter()
    events = AuditEvent.objects.filter(
        action="submission.submitted", person__username__startswith="deadline-"
    )
    for event in events:
        handed_in.update(event.detail["entries"].keys())
    found = {
        "lines": lines,
        "saves": _saves(),
        "handed_in": dict(handed_in),
        "submissions": Submission.objects.filter(period__number=NUMBER).count(),
    }
    print(json.dumps(found))


def _told(*figures: Decimal | None) -> str:
    return "/".join(plain(figure) for figure in figures if figure is not None)
