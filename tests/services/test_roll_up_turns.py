"""Two jobs at one target: the slower one must not write over what it never saw."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from progress_app.actions.reviews import accept_entries
from progress_app.actions.rollups import rebuild_rollups, roll_up_marked
from progress_app.enums import EntryState, Presence
from progress_app.models import Entry, Rollup, Submission
from targets_app.enums import TargetKind
from tests.people import NOW
from tests.progress_app import worlds
from tests.progress_app.worlds import Ground
from tests.services.patience import eventually, is_somebody_waiting

pytestmark = pytest.mark.django_db(transaction=True)
GATE = 5_150
SLOW = "slow-job"
SHUT_THE_GATE = (
    f"CREATE FUNCTION at_the_gate() RETURNS trigger AS $$ BEGIN"
    f" IF current_setting('application_name') = '{SLOW}' THEN"
    f" PERFORM pg_advisory_xact_lock({GATE}); END IF; RETURN NEW; END $$"
    " LANGUAGE plpgsql",
    "CREATE TRIGGER at_the_gate BEFORE INSERT ON progress_app_rollup"
    " FOR EACH ROW EXECUTE FUNCTION at_the_gate()",
)
TAKE_IT_AWAY = (
    "DROP TRIGGER at_the_gate ON progress_app_rollup",
    "DROP FUNCTION at_the_gate()",
)


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def gate(people):
    """Stop jobs of a certain name before their first write, until the gate opens."""
    run(*SHUT_THE_GATE, f"SELECT pg_advisory_lock({GATE})")
    yield lambda: run(f"SELECT pg_advisory_unlock({GATE})")
    run(*TAKE_IT_AWAY)


def accepted(tree, target, name, person):
    submission = Submission.objects.create(
        union_id=tree.unions[name], period_id=tree.periods[0], started_at=NOW
    )
    entry = Entry.objects.create(
        submission=submission,
        target=target,
        state=EntryState.SUBMITTED,
        presence=Presence.VALUE,
        quantity=1,
    )
    accept_entries(
        versions={entry.pk: 0}, person_id=person.pk, at=NOW, client_key=uuid4()
    )


def waiting():
    """Return how many statements wait for a lock in this test's database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def test_a_slow_job_writes_over_nothing_it_has_not_seen(people, gate):
    """The slow one has read, and waits to write; meanwhile a sibling is accepted."""
    tree = worlds.make_tree()
    target = worlds.make_target(tree, Ground(TargetKind.FLOW))
    rebuild_rollups(plan_id=tree.plan.pk)
    accepted(tree, target, "a1", people.officer)

    def sum_slowly():
        run(f"SET application_name = '{SLOW}'")
        try:
            return roll_up_marked()
        finally:
            connection.close()

    def accept_and_sum():
        try:
            accepted(tree, target, "b", people.officer)
            return roll_up_marked()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        try:
            slow = pool.submit(sum_slowly)
            assert eventually(is_somebody_waiting)
            quick = pool.submit(accept_and_sum)
            assert eventually(lambda: quick.done() or waiting() == 2)
        finally:
            gate()
        assert [slow.result(), quick.result()] == [1, 1]

    city = Rollup.objects.get(
        target=target, union=tree.unions["city"], period=tree.periods[0]
    )
    assert (city.quantity, city.units_reported) == (2, 2)
