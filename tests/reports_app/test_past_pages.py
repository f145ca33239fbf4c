"""Pages as of a past moment say what they said then, whatever happened since."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import F

from progress_app.actions.rollups import follow_reference_changes
from progress_app.enums import EntryState
from progress_app.models import Entry
from progress_app.queries.as_of import present
from reports_app.queries.cockpit import cockpit_of
from reports_app.queries.targets import narrowed_postings, target_for, target_page
from reports_app.queries.unions import union_page
from targets_app.actions import set_quotas
from targets_app.models import PaceCurve
from tests import factories
from tests.people import NOW
from tests.unions_app.test_rewind import change
from unionplan.lib.dates import start_of
from unions_app.actions import record
from unions_app.reference_admin import added

HAVENS, RATE, STAGE = "新建渝工港湾", "建会率", "实名制管理"
THEN = start_of(date(2024, 10, 2)) + timedelta(hours=9)
NAMED = "2024-10-02T09:00"
BEFORE = {
    HAVENS: {"quantity": "20"},
    RATE: {"numerator": "170", "denominator": "200"},
}


@pytest.fixture
def september(people):
    """Report for August and September, as it stood on 2 October."""
    for number in (8, 9):
        factories.accepted(
            "万州区", people.reporter, people.officer, BEFORE, number=number
        )
    factories.submitted("江北区", people.stranger, BEFORE, number=9)
    set_shares({"万州区": 30, "江北区": 9}, since=date(2024, 1, 1), at=THEN)
    follow_reference_changes()
    return people


def set_shares(shares, *, since, at):
    """Give unions, by short name, their shares of 渝工港湾."""
    set_quotas(
        target=factories.target_called(HAVENS),
        amounts={factories.union_called(u).pk: Decimal(n) for u, n in shares.items()},
        effective_on=since,
        reason="",
        person_id=None,
        at=at,
    )


def happen(people):
    """Let everything happen afterwards that could disturb a past figure."""
    Entry.objects.filter(
        submission__period__number=9, submission__union__short_name="万州区"
    ).update(state=EntryState.RETURNED, version=F("version") + 1)
    later = {
        HAVENS: {"quantity": "25", "note": "核对"},
        RATE: {"numerator": "100", "denominator": "200"},
    }
    for union, person in (("万州区", people.reporter), ("开州区", people.stranger)):
        factories.accepted(union, person, people.officer, later)
    at = NOW + timedelta(hours=2)
    target = factories.target_called(HAVENS)
    set_shares({"万州区": 7}, since=date(2024, 9, 1), at=at)
    change(factories.union_called("江北区"), closed_on=date(2024, 6, 30), at=at)
    change(target, amount=Decimal(40), at=at)
    change(factories.month(10), opens_on=date(2024, 10, 20), at=at)
    curve = PaceCurve.objects.create(
        target=target,
        version=2,
        effective_on=date(2024, 1, 1),
        kind="step",
        due_month=1,
    )
    record(happenings=[added(curve)], person_id=None, at=at)


def told(plan, as_of):
    """Return what the three pages say, in values that compare."""
    cockpit = cockpit_of(plan=plan, as_of=as_of)
    target = target_page(
        target=target_for(factories.target_called(HAVENS).pk),
        as_of=as_of,
        by_progress=True,
    )
    union = union_page(plan=plan, union=factories.union_called("万州区"), as_of=as_of)
    city = [row for area in cockpit.areas for task in area.tasks for row in task.rows]
    own = [row for area in union.areas for task in area.tasks for row in task.rows]
    return {
        "city": [_standing(row) for row in city],
        "counts": cockpit.counts,
        "causes": [
            (a.standing.target.pk, [(g.union.pk, g.amount) for g in a.gaps])
            for a in cockpit.watched
        ],
        "handed in": [(row.period.pk, row.coverage) for row in cockpit.handed_in],
        "ledger": [cockpit.ledger, target.ledger, union.ledger],
        "months": [(m.period.pk, m.achieved, m.expected) for m in target.months],
        "units": [_standing(row.standing) for g in target.units for row in g.rows],
        "postings": [p.pk for p in (*target.latest, *union.latest)],
        "own": [_standing(row) for row in own],
        "returns": union.returns,
    }


def _standing(row):
    return (
        row.target.pk,
        row.union.pk,
        row.position,
        row.coverage,
        row.goal,
        row.expected,
        row.light,
        row.shortfall,
    )


def test_a_past_moment_is_told_as_it_was(september, plan):
    then = told(plan, present(THEN))

    happen(september)

    again = told(plan, factories.past(NAMED))
    assert {part: again[part] == said for part, said in then.items()} == dict.fromkeys(
        then, True
    )


def test_all_of_it_shows_in_the_present(september, plan):
    then = told(plan, present(THEN))

    happen(september)
    follow_reference_changes()

    now = told(plan, present(NOW + timedelta(days=1)))
    same = {part for part, said in then.items() if now[part] == said}
    assert same <= {"counts"}


def test_a_correction_is_not_known_before_it_came(september, plan):
    happen(september)
    target = factories.target_called(HAVENS)

    def postings(text: str) -> list[int]:
        narrowed = narrowed_postings(
            target=target, union="", period="", as_of=factories.past(text)
        )
        return [int(posting.quantity) for posting in narrowed.postings]

    assert postings("2024-10-02") == [20, 20]
    assert postings("2024-10-29") == [25, 25, 20, 20]
