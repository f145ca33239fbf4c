"""Acceptances and jobs at once over a deep tree: a gapless ledger, sums of the oracle."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from progress_app.actions.reviews import accept_entries
from progress_app.actions.rollups import rebuild_rollups, roll_up_marked
from progress_app.enums import EntryState
from progress_app.models import Entry, Posting, Rollup, RollupMark, Submission
from progress_app.queries.ledger import figure_of
from progress_app.rules.figures import Figure
from targets_app.enums import TargetKind
from tests.people import NOW
from tests.progress_app import worlds
from tests.progress_app.worlds import Ground

pytestmark = pytest.mark.django_db(transaction=True)
REPORTING = ("a", "a1", "a2", "a21", "a211", "b", "works")
GROUNDS = (
    Ground(TargetKind.FLOW, closed={"b": worlds.ENDS[3]}),
    Ground(TargetKind.STOCK, closed={"b": worlds.ENDS[3]}),
)


@pytest.fixture
def tree(people):
    return worlds.make_tree()


def handed_in(tree, targets, place, name, number):
    """Return the versions of a union's lines of a month, waiting for review."""
    submission = Submission.objects.create(
        union_id=tree.unions[name], period_id=tree.periods[place], started_at=NOW
    )
    figure = Figure("value", quantity=number)
    return {
        Entry.objects.create(
            submission=submission,
            target=target,
            state=EntryState.SUBMITTED,
            presence=figure.presence,
            quantity=figure.quantity,
        ).pk: 0
        for target in targets
    }


def at_once(calls):
    """Make calls in as many threads, begun together. Errors: the first one's."""
    barrier = Barrier(len(calls))

    def run(call):
        try:
            connection.ensure_connection()
            barrier.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def accepting(person, parts):
    def run():
        for versions in parts:
            accept_entries(
                versions=versions, person_id=person.pk, at=NOW, client_key=uuid4()
            )

    return run


def summing():
    return sum(roll_up_marked() for _time in range(4))


def oracle_says(tree, target, ground):
    named = {pk: name for name, pk in tree.unions.items()}
    history = [
        worlds.as_told(
            row.sequence,
            named[row.union_id],
            tree.periods.index(row.period_id),
            figure_of(row),
        )
        for row in Posting.objects.filter(target=target).order_by("sequence")
    ]
    return worlds.told(ground, history)


def test_many_accept_while_many_sum_and_one_rebuilds(tree, people):
    """Four people, three jobs and a rebuild: none waits for ever, nothing is missed."""
    targets = [
        worlds.make_target(tree, ground, position=position)
        for position, ground in enumerate(GROUNDS, 1)
    ]
    parts = [
        handed_in(tree, targets, place, name, 10 * place + i)
        for place in range(4)
        for i, name in enumerate(REPORTING)
    ]

    at_once(
        [
            *(accepting(people.officer, parts[n::4]) for n in range(4)),
            *[summing] * 3,
            lambda: rebuild_rollups(plan_id=tree.plan.pk),
        ]
    )
    roll_up_marked()

    sequences = Posting.objects.order_by("sequence").values_list("sequence", flat=True)
    assert list(sequences) == list(range(1, 2 * len(parts) + 1))
    assert not RollupMark.objects.exists()
    for target, ground in zip(targets, GROUNDS, strict=True):
        assert worlds.stored(tree, target) == oracle_says(tree, target, ground)


def test_siblings_summed_at_once_do_not_miss_each_other(tree, people):
    """Every job finds other marks; the city must hold all of them in the end."""
    ground = Ground(TargetKind.FLOW)
    target = worlds.make_target(tree, ground)
    rebuild_rollups(plan_id=tree.plan.pk)
    parts = [handed_in(tree, [target], 0, name, 1) for name in REPORTING]

    def accept_and_sum(versions):
        def run():
            accepting(people.officer, [versions])()
            return roll_up_marked()

        return run

    at_once([accept_and_sum(versions) for versions in parts])

    city = Rollup.objects.get(
        target=target, union=tree.unions["city"], period=tree.periods[0]
    )
    assert (city.quantity, city.units_reported) == (7, 7)
    assert worlds.stored(tree, target) == oracle_says(tree, target, ground)
