"""Summing in the background: marks are consumed once, and lost never."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from progress_app.actions import rollups
from progress_app.jobs import roll_up_marked
from progress_app.models import Rollup, RollupMark
from progress_app.queries.ledger import ledger_sequence
from progress_app.queries.positions import differences, position_of
from targets_app.models import Target
from tests import factories

pytestmark = pytest.mark.django_db
HAVENS, RATE = "新建渝工港湾", "建会率"
TYPED = {HAVENS: {"quantity": "5"}, RATE: {"numerator": "80", "denominator": "100"}}


@pytest.fixture
def marked(people):
    """Return the two targets that two accepted lines have marked, in their order."""
    factories.accepted("万州区", people.reporter, people.officer, TYPED, roll_up=False)
    return list(Target.objects.filter(marks__isnull=False).order_by("pk"))


def city(target):
    rollup = Rollup.objects.get(
        target=target, union__short_name="市总工会", period__number=10
    )
    return position_of(rollup)


def writes(queries):
    return [
        query["sql"]
        for query in queries.captured_queries
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]


def test_an_accepted_figure_waits_as_a_mark(marked):
    assert [target.name for target in marked] == [HAVENS, RATE]
    assert not Rollup.objects.exists()


def test_the_job_sums_what_is_marked_and_consumes_the_marks(marked, plan):
    roll_up_marked()

    assert not RollupMark.objects.exists()
    assert city(marked[0]).quantity == 5
    assert (city(marked[1]).numerator, city(marked[1]).denominator) == (80, 100)
    assert differences(plan_id=plan.pk, sequence=ledger_sequence()) == []


def test_the_job_run_again_writes_nothing(marked):
    roll_up_marked()

    with CaptureQueriesContext(connection) as queries:
        roll_up_marked()

    assert writes(queries) == []


def test_only_what_is_marked_is_summed(marked):
    roll_up_marked()

    summed = Rollup.objects.values_list("target", flat=True)
    assert set(summed) == {target.pk for target in marked}


def test_marks_of_one_target_are_counted_together(marked, people):
    factories.accepted("江北区", people.stranger, people.officer, TYPED, roll_up=False)

    assert rollups.roll_up_marked() == 4
    assert rollups.roll_up_marked() == 0
    assert city(marked[0]).quantity == 10


def test_rebuilding_a_plan_consumes_its_marks_too(marked, plan):
    assert rollups.rebuild_rollups(plan_id=plan.pk) == 76

    assert not RollupMark.objects.exists()
    assert city(marked[0]).quantity == 5
    assert differences(plan_id=plan.pk, sequence=ledger_sequence()) == []


def refuse_sums_of(target):
    """Let the database refuse every sum of a target, as a full disk would."""
    table, when = Rollup._meta.db_table, f"WHEN (NEW.target_id = {target.pk})"
    if connection.vendor == "postgresql":
        statements = [
            "CREATE FUNCTION disk_full() RETURNS trigger AS "
            "$$ BEGIN RAISE EXCEPTION 'disk full'; END $$ LANGUAGE plpgsql",
            f"CREATE TRIGGER disk_full BEFORE INSERT ON {table} "
            f"FOR EACH ROW {when} EXECUTE FUNCTION disk_full()",
        ]
    else:
        statements = [
            f"CREATE TRIGGER disk_full BEFORE INSERT ON {table} {when} "
            "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def take_sums_again():
    on_table = f" ON {Rollup._meta.db_table}"
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER disk_full"
            + (on_table if connection.vendor == "postgresql" else "")
        )


def test_a_job_that_dies_in_the_middle_leaves_the_marks_of_what_is_undone(marked):
    done, undone = marked
    refuse_sums_of(undone)

    with pytest.raises(DatabaseError, match="disk full"):
        roll_up_marked()

    assert [mark.target for mark in RollupMark.objects.all()] == [undone]
    assert set(Rollup.objects.values_list("target", flat=True)) == {done.pk}

    take_sums_again()
    roll_up_marked()
    assert not RollupMark.objects.exists()
    assert city(undone).numerator == 80


def test_a_job_that_dies_leaves_earlier_sums_as_they_were(marked, people):
    roll_up_marked()
    target = marked[0]
    factories.accepted(
        "江北区",
        people.stranger,
        people.officer,
        {HAVENS: {"quantity": "7"}},
        roll_up=False,
    )
    refuse_sums_of(target)

    with pytest.raises(DatabaseError, match="disk full"):
        rollups.rebuild_rollups(plan_id=target.plan_id)

    assert city(target).quantity == 5
    assert RollupMark.objects.count() == 1


def told(*arguments):
    out = StringIO()
    call_command("roll_up", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_sums_and_says_how_much(marked, plan):
    assert told() == "2 marks\n"
    assert told() == "0 marks\n"

    Rollup.objects.all().delete()
    assert told("--all") == "76 targets\n"
    assert city(marked[0]).quantity == 5
