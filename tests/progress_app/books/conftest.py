"""A ledger of a few hundred rows, with corrections, made through the actions."""

import pytest
from django.core.management import call_command
from django.db import transaction

from progress_app.enums import EntryState
from progress_app.models import Entry
from targets_app.enums import Source, TargetKind
from targets_app.models import Target
from tasks_app.models import Plan
from tests import factories
from tests.conftest import FIXTURES
from tests.people import People, make_people

MONTHS = range(1, 10)
CORRECTED_MONTHS = (2, 5, 8)


def typed(target: Target, number: int) -> dict[str, str]:
    """Return a plausible figure of a target's kind."""
    if target.kind == TargetKind.RATIO:
        return {"numerator": str(80 + number), "denominator": "100"}
    if target.kind == TargetKind.MILESTONE:
        return {"stage": "under_way"}
    return {"quantity": str(number), "note": "已核对"}


def post_year(people: People) -> None:
    """Post nine months of two unions, and correct some of them."""
    targets = Target.objects.filter(
        lead_department__short_name="基层组织建设部门（示例）", source=Source.DISTRICTS
    )
    reporters = (("万州区", people.reporter), ("江北区", people.stranger))
    for number in MONTHS:
        lines = {target.name: typed(target, number) for target in targets}
        for union, person in reporters:
            factories.accepted(
                union, person, people.officer, lines, number=number, roll_up=False
            )
    for number in CORRECTED_MONTHS:
        for times in (1, 2):
            correct(people, number=number, times=times)


def correct(people: People, *, number: int, times: int) -> None:
    """Accept one figure of 万州区 once more."""
    line = Entry.objects.filter(
        submission__union__short_name="万州区",
        submission__period__number=number,
        target__name="新建渝工港湾",
    )
    line.update(state=EntryState.RETURNED)
    factories.accepted(
        "万州区",
        people.reporter,
        people.officer,
        {"新建渝工港湾": {"quantity": str(number + times), "note": "更正"}},
        number=number,
        roll_up=False,
    )


@pytest.fixture(scope="module")
def year(django_db_setup, django_db_blocker):
    """Return everybody after that year, for a module that undoes what it changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        if not Plan.objects.exists():
            call_command("loaddata", *FIXTURES, verbosity=0)
        everybody = make_people()
        post_year(everybody)
        yield everybody
        transaction.set_rollback(True)
