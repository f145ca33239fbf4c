"""One figure accepted, until its union and all above it are summed afresh."""

from datetime import datetime
from decimal import Decimal
from random import Random
from uuid import uuid4

from bench.clock import query_time
from bench.world import LAST_YEAR
from progress_app.actions.reviews import accept_entries
from progress_app.actions.rollups import roll_up_marked
from progress_app.enums import EntryState, Presence, Stage
from progress_app.models import Entry, Submission
from targets_app.enums import TargetKind
from targets_app.models import ReportingPeriod, Target
from unionplan.lib.dates import SHANGHAI
from unions_app.models import Person, Union

AT = datetime(LAST_YEAR, 12, 31, 12, tzinfo=SHANGHAI)
TIMES = 40
FIGURES = {
    TargetKind.FLOW: {"quantity": Decimal(1)},
    TargetKind.STOCK: {"quantity": Decimal(1)},
    TargetKind.RATIO: {"numerator": Decimal(1), "denominator": Decimal(2)},
    TargetKind.MILESTONE: {"stage": Stage.DONE},
}


def waiting_entry(target: Target, union: Union, period: ReportingPeriod) -> Entry:
    """Return a line that its union has handed in."""
    submission, _created = Submission.objects.get_or_create(
        union=union, period=period, defaults={"started_at": AT}
    )
    return Entry.objects.create(
        submission=submission,
        target=target,
        state=EntryState.SUBMITTED,
        presence=Presence.VALUE,
        **FIGURES[target.kind],
    )


def unreported(targets: list[Target]) -> list[tuple[Target, Union, ReportingPeriod]]:
    """Return cells that nobody has reported, spread over targets, unions and months."""
    chosen = Random(1)
    months = list(targets[0].plan.periods.all())
    reporting = Union.objects.filter(kind="territorial").order_by("pk")
    unions = list(reporting.values_list("pk", flat=True))
    found = []
    while len(found) < TIMES:
        target, month = chosen.choice(targets), chosen.choice(months)
        union = Union.objects.get(pk=chosen.choice(unions))
        cell = (target, union, month)
        is_free = not target.postings.filter(union=union, period=month).exists()
        if is_free and cell not in found:
            found.append(cell)
    return found


def milliseconds(targets: list[Target]) -> tuple[list[float], list[float]]:
    """Return the database's time to accept, and then to sum, each from the fastest."""
    person = Person.objects.get(username="bench")
    accepting, summing = [], []
    for cell in unreported(targets):
        entry = waiting_entry(*cell)
        with query_time() as spent:
            accept_entries(
                versions={entry.pk: entry.version},
                person_id=person.pk,
                at=AT,
                client_key=uuid4(),
            )
        accepting.append(spent.seconds * 1000)
        with query_time() as spent:
            roll_up_marked()
        summing.append(spent.seconds * 1000)
    return sorted(accepting), sorted(summing)
