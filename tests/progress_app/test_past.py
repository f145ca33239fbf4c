"""Positions told from the ledger are what stored sums said at every sequence."""

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from progress_app.actions.rollups import roll_up_marked
from progress_app.models import Rollup
from progress_app.queries.ledger import ledger_sequence
from progress_app.queries.past import Year, positions_as_of
from progress_app.queries.positions import position_of
from progress_app.queries.rollups import rollups_at
from progress_app.rules.rollup import Position
from targets_app.models import ReportingPeriod, Target
from targets_app.queries import dated_shares
from tests import factories
from tests.progress_app.test_ledger_rollups import TARGETS, accept, deeper, steps
from unions_app.models import Union
from unions_app.queries import Rewind

__all__ = ["deeper"]
pytestmark = pytest.mark.django_db


def year(plan) -> Year:
    return Year(
        periods=list(ReportingPeriod.objects.filter(plan=plan).order_by("number")),
        unions={union.pk: union for union in Union.objects.all()},
        shares=dated_shares(Q(target__plan=plan), rewind=Rewind()),
    )


def told(plan, sequence, months):
    """Return what the ledger says of the four targets, where anything is known."""
    found = positions_as_of(
        year(plan),
        sequence=sequence,
        targets=list(Target.objects.filter(name__in=TARGETS)),
        periods=[factories.month(number) for number in months],
    )
    return {key: position for key, position in found.items() if position != Position()}


def stored(months):
    rows = Rollup.objects.filter(target__name__in=TARGETS, period__number__in=months)
    found = {(r.target_id, r.union_id, r.period_id): position_of(r) for r in rows}
    return {key: position for key, position in found.items() if position != Position()}


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    story=st.lists(steps, min_size=2, max_size=5),
    months=st.lists(st.integers(6, 12), min_size=1, max_size=3, unique=True),
)
def test_every_sequence_is_told_as_it_was_known(deeper, plan, story, months):
    with transaction.atomic():
        known = {}
        for step in story:
            accept(deeper, step)
            roll_up_marked()
            known[ledger_sequence()] = stored(months)
        touched = {key[0] for key in known[ledger_sequence()]}

        for sequence, sums in known.items():
            found = told(plan, sequence, months)
            summed = {key[0] for key in sums}
            assert {k: p for k, p in found.items() if k[0] in summed} == sums
            assert touched >= summed
        transaction.set_rollback(True)


def test_an_empty_ledger_expects_and_knows_nothing(deeper, plan):
    found = told(plan, 0, [9])

    assert {position.quantity for position in found.values()} == {None}
    assert {position.last_sequence for position in found.values()} == {0}
    assert max(position.units_expected for position in found.values()) == 46


def test_it_costs_the_same_whatever_was_posted(deeper, plan, django_assert_num_queries):
    targets = list(Target.objects.filter(name__in=TARGETS))
    periods = [factories.month(9), factories.month(10)]
    reference = year(plan)

    def ask():
        positions_as_of(reference, sequence=10_000, targets=targets, periods=periods)

    with django_assert_num_queries(2):
        ask()
    typed = {name: {"quantity": "1"} for name in TARGETS[:2]}
    for union in ("江北区", "渝中区"):
        factories.accepted(union, deeper.reporter, deeper.officer, typed, number=9)
    with django_assert_num_queries(2):
        ask()


def test_a_row_is_told_with_the_figures_of_its_moment(deeper, plan):
    typed = {TARGETS[0]: {"quantity": "5"}}
    factories.accepted("江北区", deeper.stranger, deeper.officer, typed, number=9)
    row = Rollup.objects.select_related("target").get(
        target__name=TARGETS[0], union__short_name="江北区", period__number=9
    )

    then, now = (
        rollups_at([row], as_of=factories.past(str(sequence)))[0]
        for sequence in (ledger_sequence() - 1, ledger_sequence())
    )

    assert (then.quantity, then.units_reported, then.last_sequence) == (None, 0, 0)
    assert (now.quantity, now.units_reported) == (5, 1)
    assert row.quantity == 5
