"""The demonstration: labelled, the same every time, and never over real data."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from progress_app.actions.errors import PeriodClosedError
from progress_app.enums import EntryState, Light, ReportingState
from progress_app.management import demo_story
from progress_app.management.demo_people import PASSWORD, SIGN_INS
from progress_app.models import (
    Entry,
    Posting,
    Reminder,
    Rollup,
    RollupMark,
    Submission,
)
from progress_app.queries.ledger import ledger_sequence
from progress_app.queries.positions import differences, position_of
from progress_app.queries.reconciliations import books_told
from progress_app.queries.status import reporting_status
from progress_app.rules.figures import read_entry
from progress_app.rules.lights import Expectation, target_light
from targets_app.models import PaceCurve, Quota, ReportingPeriod, Target
from targets_app.queries import paces_in_force, periods_now
from targets_app.rules import expected_share
from tasks_app.enums import PlanStatus
from tasks_app.models import Plan
from tests.people import NOW, access_to, make_person
from tests.progress_app.chains import CHAINS, broken_links
from unions_app.enums import InstallationMode, NoticeKind
from unions_app.models import AuditEvent, Installation, Notice, Person, Union
from unions_app.queries import current_installation, portal_time

pytestmark = pytest.mark.django_db


def told(*arguments):
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


def sizes():
    return [
        model.objects.count()
        for model in (Person, Quota, Submission, Entry, Posting, Rollup, AuditEvent)
    ]


def stays_out(reason):
    """Return whether the command refuses for a reason and leaves nothing behind."""
    before = sizes()
    with pytest.raises(CommandError, match=reason):
        told()
    return sizes() == before and not current_installation().is_demonstration


def test_it_stays_out_of_a_database_that_somebody_uses(plan):
    make_person("somebody")

    assert stays_out("in use")


def test_it_stays_out_of_what_was_declared_real(plan):
    Installation.objects.create(mode=InstallationMode.REAL)

    assert stays_out("declared real")


@pytest.mark.parametrize("status", [PlanStatus.DRAFT, PlanStatus.CLOSED])
def test_it_needs_a_plan_in_force(plan, status):
    Plan.objects.update(status=status)

    assert stays_out("load the plan first")


def test_a_load_that_fails_in_the_middle_leaves_nothing(plan):
    period = ReportingPeriod.objects.get(plan=plan, number=1)
    ReportingPeriod.objects.filter(pk=period.pk).update(
        due_on=period.opens_on, locks_on=period.opens_on
    )
    before = sizes()

    with pytest.raises(PeriodClosedError):
        told()

    assert sizes() == before
    assert not Installation.objects.exists()


def test_nothing_is_told_of_sign_ins_before_it_is_loaded(plan):
    assert told("--sign-ins") == ""


def test_chance_is_the_same_on_every_machine():
    assert demo_story.chance("missing", "万州区", 1, below=40) == 32
    assert demo_story.chance("a", "bc", below=1000) == 173
    assert demo_story.chance("ab", "c", below=1000) == 940


def test_what_the_story_types_is_understood_and_the_same_every_time(plan):
    unions = Union.objects.filter(short_name__in=("万州区", "机械冶金", "忠县"))
    curves = {curve.target_id: curve for curve in PaceCurve.objects.all()}
    for union in unions:
        for target in Target.objects.all():
            for month in demo_story.MONTHS:
                said = {
                    "union": union,
                    "target": target,
                    "curve": curves[target.pk],
                    "share": target.amount and target.amount / 46,
                    "month": month,
                }
                typed = demo_story.figures(**said)
                reading = read_entry(kind=target.kind, places=0, raw=typed)

                assert demo_story.figures(**said) == typed
                assert reading.problems == {}
                assert reading.figure.presence != "not_reported"


def everybody_can_sign_in():
    people = [authenticate(username=s.username, password=PASSWORD) for s in SIGN_INS]
    held = [
        (grant.role, Union.objects.get(pk=grant.union_id).short_name)
        for person in people
        for grant in access_to(person).grants
    ]
    others = Person.objects.exclude(pk__in=[person.pk for person in people])
    return held == [(s.role, s.union) for s in SIGN_INS] and not any(
        person.has_usable_password() for person in others
    )


def portal_moment():
    """Return what the portal's clock shows, begun on that October morning."""
    return portal_time(installation=current_installation(), at=datetime.now(UTC))


def lights_now(plan):
    """Return the light of every figure and rate of the city on the first morning."""
    now = periods_now(plan_id=plan.pk, today=NOW.date())
    paces = paces_in_force(plan_id=plan.pk, on=NOW.date())
    rollups = Rollup.objects.filter(
        union__short_name="市总工会", period=now.display, target__plan=plan
    )
    positions = {rollup.target_id: position_of(rollup) for rollup in rollups}
    return {
        target_light(
            kind=target.kind,
            goal=target.amount,
            position=positions.get(target.pk),
            against=Expectation(
                expected=expected_share(
                    pace=paces[target.pk], month=now.checkpoint.number
                ),
                behind_share=Fraction(plan.behind_percent) / 100,
            ),
        )
        for target in Target.objects.numeric()
    }


def its_returns_are_believable(plan):
    """Some unions are overdue and were reminded; nobody has a year of notices unread."""
    status = reporting_status(plan=plan, at=NOW)
    states = {
        number: {row.union: row.cells[number - 1].state for row in status.rows}
        for number in (9, 10)
    }
    late = {u for u, state in states[9].items() if state == ReportingState.OVERDUE}
    told = Notice.objects.unread().filter(kind=NoticeKind.REMINDED)
    unread = Notice.objects.unread().filter(person__username="clerk")
    reminder = Reminder.objects.get()
    return (
        0 < len(late) < 6
        and set(reminder.unions.all()) == late
        and told.count() == len(late)
        and [notice.kind for notice in unread] == [NoticeKind.ACCEPTED]
        and ReportingState.ACCEPTED in states[9].values()
        and {ReportingState.NOT_BEGUN, ReportingState.SUBMITTED}
        == set(states[10].values())
    )


def chains_are_sound():
    return not any(
        broken_links(name, model.objects.order_by("sequence"), key=settings.LEDGER_KEY)
        for name, model in CHAINS.items()
    )


def test_a_whole_demonstration(plan):
    """Load it all, once: everything that needs it is asked here."""
    assert "demonstration loaded" in told()

    before = sizes()
    assert told() == told("--sign-ins")
    assert sizes() == before
    assert all(sign_in.username in told("--sign-ins") for sign_in in SIGN_INS)
    assert everybody_can_sign_in()
    assert timedelta(0) <= portal_moment() - NOW < timedelta(minutes=30)
    assert all(person.name.startswith("演示") for person in Person.objects.all())

    assert not RollupMark.objects.exists()
    assert differences(plan_id=plan.pk, sequence=ledger_sequence()) == []
    assert books_told().is_clean
    assert timedelta(0) <= books_told().finished_at - NOW < timedelta(minutes=30)
    assert chains_are_sound()

    assert lights_now(plan) == {
        Light.MET,
        Light.ON_PACE,
        Light.BEHIND,
        Light.FAR_BEHIND,
        Light.NOT_DUE,
    }
    september = Entry.objects.filter(submission__period__number=9)
    october = Entry.objects.filter(submission__period__number=10)
    assert september.awaiting_review().exists()
    assert october.awaiting_review().exists()
    assert october.awaiting_endorsement().exists()
    assert not Posting.objects.filter(period__number__gt=9).exists()
    assert not Entry.objects.filter(state=EntryState.RETURNED).exists()
    assert its_returns_are_believable(plan)
