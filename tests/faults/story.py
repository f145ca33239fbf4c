"""What happens during a fault, in a process of its own: ``python -m tests.faults.story``.

``prepare``: unions hand in figures for four months. ``accept LOG SECONDS``: an officer
accepts every line, one by one, from several threads, each with its own client key; a
line whose answer got lost is sent again with the same key until an answer comes, as a
browser does, and only then written to LOG. ``verdict LOG``: what came of it, as JSON.
"""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Count

from progress_app.actions.reviews import accept_entries
from progress_app.enums import Decision
from progress_app.models import Entry, Posting, Review, RollupMark
from progress_app.queries.ledger import ledger_sequence
from progress_app.queries.positions import differences
from tasks_app.models import Plan
from tests import factories
from tests.people import NOW, make_people
from unionplan.dispatcher import wake
from unions_app.actions import AlreadyDoneError
from unions_app.models import Person, Union

HAVENS, RATE, INSURED = "新建渝工港湾", "建会率", "新建基层工会组织"
MONTHS, UNIONS, THREADS = (7, 8, 9, 10), 24, 4
LOST = (OperationalError, InterfaceError)
PATIENCE_SECONDS = 90


def prepare() -> None:
    """Fill an empty database with lines that wait for one officer."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("loaddata", "unions_2024", "plan_2024", verbosity=0)
    people = make_people()
    names = Union.objects.filter(kind="territorial").values_list(
        "short_name", flat=True
    )
    for number in MONTHS:
        for place, name in enumerate(names.exclude(has_approver=True)[:UNIONS]):
            typed = {
                HAVENS: {"quantity": str(place)},
                INSURED: {"quantity": str(number)},
                RATE: {"numerator": str(50 + place), "denominator": "100"},
            }
            factories.submitted(name, people.reporter, typed, number=number)


def accept(log: Path, seconds: float) -> None:
    """Accept whatever waits within about so many seconds."""
    rows = Entry.objects.awaiting_review().order_by("submission__period", "pk")
    waiting = list(rows.values_list("pk", "version"))
    officer = Person.objects.get(username="officer").pk
    pause = seconds * THREADS / len(waiting)

    def one(seen: tuple[int, int]) -> None:
        pk, version = seen
        sequence = _insist(pk, version, officer)
        wake("progress_app.roll_up_marked")
        with log.open("a") as lines:
            lines.write(f"{pk} {sequence}\n")
        time.sleep(pause)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(one, waiting))


def _insist(pk: int, version: int, officer: int) -> int:
    key = uuid5(NAMESPACE_OID, f"accept {pk}")
    while True:
        try:
            [sequence] = accept_entries(
                versions={pk: version}, person_id=officer, at=NOW, client_key=key
            )
        except AlreadyDoneError as done:
            [sequence] = done.response["postings"]
        except LOST:
            connection.close()
            time.sleep(0.1)
            continue
        return sequence


def verdict(log: Path) -> dict[str, object]:
    """Return what came of it, once the workers have had time to sum."""
    acknowledged = [line.split() for line in log.read_text().splitlines()]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while RollupMark.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    posted = {str(p.entry_id): str(p.sequence) for p in Posting.objects.all()}
    accepted = Review.objects.filter(decision=Decision.ACCEPTED)
    twice = accepted.values("entry").annotate(times=Count("pk")).filter(times__gt=1)
    return {
        "lines": Entry.objects.exclude(state="draft").count(),
        "acknowledged": len(acknowledged),
        "acknowledged_but_not_posted": [
            row for row in acknowledged if posted.get(row[0]) != row[1]
        ],
        "postings": Posting.objects.count(),
        "last_sequence": ledger_sequence(),
        "reviewed_twice": twice.count(),
        "marks": RollupMark.objects.count(),
        "differences": len(
            differences(plan_id=Plan.objects.get().pk, sequence=ledger_sequence())
        ),
    }


def main() -> None:
    """Do what the command line says."""
    what, *arguments = sys.argv[1:]
    if what == "prepare":
        prepare()
    elif what == "accept":
        accept(Path(arguments[0]), float(arguments[1]))
    else:
        sys.stdout.write(json.dumps(verdict(Path(arguments[0]))))


if __name__ == "__main__":
    assert os.environ["DATABASE_URL"]
    main()
