"""More unions than one statement takes, more marks than one transaction, all plans."""

from dataclasses import fields
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from progress_app.actions.rollups import (
    MARKS_AT_ONCE,
    PAIRS_AT_ONCE,
    rebuild_rollups,
    roll_up_marked,
)
from progress_app.models import Rollup, RollupMark
from progress_app.queries.positions import differences
from progress_app.rules.figures import Figure
from progress_app.rules.rollup import Position
from progress_app.sql.dialects import DIALECTS
from progress_app.sql.rollups import COLUMNS
from targets_app.enums import Source, TargetKind
from targets_app.models import Quota
from tests.progress_app import worlds
from tests.progress_app.worlds import Ground
from unions_app.models import Union

pytestmark = pytest.mark.django_db
ONE = Figure("value", quantity=Decimal(1))


@pytest.fixture
def tree(plan):
    with transaction.atomic():
        yield worlds.make_tree()
        transaction.set_rollback(True)


def grow(tree, number):
    """Hang many unions below one of the districts."""
    Union.objects.bulk_create(
        Union(
            name=f"leaf {i}",
            short_name=f"leaf {i}",
            kind="territorial",
            parent_id=tree.unions["b"],
        )
        for i in range(number)
    )


def city(tree, target, place):
    row = Rollup.objects.get(
        target=target, union=tree.unions["city"], period=tree.periods[place]
    )
    return row.quantity, row.units_reported, row.units_expected


def queries_of(call):
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


def test_a_tree_wider_than_a_statement_is_summed_whole(tree):
    grow(tree, PAIRS_AT_ONCE + 1)
    target = worlds.make_target(tree, Ground(TargetKind.FLOW))
    worlds.append(tree, target, "b", 0, ONE)
    worlds.append(tree, target, "a211", 2, ONE)

    rebuild_rollups(plan_id=tree.plan.pk)

    owing = 7 + PAIRS_AT_ONCE + 1
    assert city(tree, target, 1) == (1, 0, owing)
    assert city(tree, target, 2) == (2, 1, owing)
    nodes = Rollup.objects.filter(target=target, period=tree.periods[0]).count()
    assert nodes == owing + 1


def test_several_targets_are_summed_by_one_statement_and_kept_apart(tree):
    grounds = [Ground(kind, source) for kind in TargetKind for source in Source]
    targets = [
        worlds.make_target(tree, ground, position=i)
        for i, ground in enumerate(grounds, 1)
    ]
    figures = {
        TargetKind.RATIO: Figure("value", numerator=Decimal(1), denominator=Decimal(2)),
        TargetKind.MILESTONE: Figure("value", stage="done"),
    }
    histories = []
    for i, (target, ground) in enumerate(zip(targets, grounds, strict=True)):
        cell = ("a21", i % 6, figures.get(ground.kind, ONE))
        sequence = worlds.append(tree, target, *cell)
        histories.append([worlds.as_told(sequence, *cell)])

    cost = queries_of(lambda: rebuild_rollups(plan_id=tree.plan.pk))

    for target, ground, history in zip(targets, grounds, histories, strict=True):
        assert worlds.stored(tree, target) == worlds.told(ground, history)
    assert cost < 2 * len(targets)


def test_more_marks_than_a_transaction_takes_are_all_summed(tree):
    target = worlds.make_target(tree, Ground(TargetKind.FLOW))
    worlds.append(tree, target, "b", 0, ONE)
    (mark,) = RollupMark.objects.all()
    RollupMark.objects.bulk_create(
        RollupMark(
            target_id=mark.target_id,
            union_id=mark.union_id,
            from_period_id=mark.from_period_id,
            marked_at=mark.marked_at,
        )
        for _time in range(2 * MARKS_AT_ONCE)
    )

    assert roll_up_marked() == 2 * MARKS_AT_ONCE + 1

    assert not RollupMark.objects.exists()
    assert city(tree, target, 5) == (1, 0, 7)


def test_more_marks_than_a_transaction_takes_are_consumed_by_a_rebuild(tree):
    target = worlds.make_target(tree, Ground(TargetKind.FLOW))
    for place in range(6):
        worlds.append(tree, target, "b", place, ONE)
    marks = list(RollupMark.objects.all())
    for mark in marks * (MARKS_AT_ONCE // 6 + 1):
        mark.pk = None
        mark.save(force_insert=True)

    rebuild_rollups(plan_id=tree.plan.pk)

    assert not RollupMark.objects.exists()
    assert city(tree, target, 5) == (6, 1, 7)


def test_two_thousand_shares_add_up_to_the_last_ten_thousandth(tree):
    """As binary fractions these drift: sums on SQLite are made of whole numbers."""
    grow(tree, 2000)
    target = worlds.make_target(tree, Ground(TargetKind.FLOW))
    Quota.objects.bulk_create(
        Quota(
            target=target,
            union=leaf,
            amount=Decimal("12345678.1234"),
            effective_on=worlds.DAYS[0],
        )
        for leaf in Union.objects.filter(parent=tree.unions["b"])
    )

    rebuild_rollups(plan_id=tree.plan.pk)
    assert shares(tree, target) == {Decimal("24691356246.8000")}

    worlds.append(tree, target, "b", 0, ONE)
    worlds.append(tree, target, "a1", 0, ONE)
    roll_up_marked()
    assert shares(tree, target) == {Decimal("24691356246.8000")}


def shares(tree, target):
    above = [tree.unions[name] for name in ("city", "b")]
    rows = Rollup.objects.filter(target=target, union__in=above)
    return set(rows.values_list("quota", flat=True))


def cost_of_one_mark(tree, target, place):
    worlds.append(tree, target, "a211", place, ONE)
    return queries_of(roll_up_marked)


def test_a_mark_costs_the_same_in_a_small_and_in_a_large_tree(tree):
    """And reads no posting or sum of a union that is not above or beside it."""
    target = worlds.make_target(tree, Ground(TargetKind.FLOW))
    rebuild_rollups(plan_id=tree.plan.pk)
    before = cost_of_one_mark(tree, target, 0)
    grow(tree, 300)
    rebuild_rollups(plan_id=tree.plan.pk)

    assert cost_of_one_mark(tree, target, 1) == before
    assert city(tree, target, 1) == (2, 1, 307)
    assert differences(plan_id=tree.plan.pk, sequence=2) == []


def test_sums_that_stand_are_not_written_again(tree):
    target = worlds.make_target(tree, Ground(TargetKind.FLOW))
    worlds.append(tree, target, "a211", 1, ONE)
    rebuild_rollups(plan_id=tree.plan.pk)
    refuse_changes()

    rebuild_rollups(plan_id=tree.plan.pk)

    assert city(tree, target, 5) == (1, 0, 7)


def refuse_changes():
    """Let the database refuse every change of a sum that is there already."""
    table = Rollup._meta.db_table
    if connection.vendor == "postgresql":
        statements = [
            "CREATE FUNCTION is_shut() RETURNS trigger AS "
            "$$ BEGIN RAISE EXCEPTION 'shut'; END $$ LANGUAGE plpgsql",
            f"CREATE TRIGGER is_shut BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION is_shut()",
        ]
    else:
        statements = [
            f"CREATE TRIGGER is_shut_{verb} BEFORE {verb} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'shut'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_the_command_sums_every_plan_again(tree):
    target = worlds.make_target(tree, Ground(TargetKind.FLOW))
    worlds.append(tree, target, "b", 0, ONE)
    type(tree.plan).objects.filter(pk=tree.plan.pk).update(status="closed")
    out = StringIO()

    call_command("roll_up", "--all", stdout=out)

    assert out.getvalue() == "76 targets\n1 targets\n"
    assert city(tree, target, 0) == (1, 1, 7)


def test_a_plan_without_targets_has_nothing_to_sum(tree):
    assert rebuild_rollups(plan_id=tree.plan.pk) == 0


def test_the_statements_know_every_column_of_a_position():
    assert set(COLUMNS) == {column.name for column in fields(Position)}


@pytest.mark.parametrize("figure", ["0.1", "12345678901.2345", "0", "7", "99999999999"])
def test_a_stored_figure_becomes_whole_and_comes_back(figure):
    dialect = DIALECTS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE one (figure decimal(20, 4))")
        cursor.execute("INSERT INTO one VALUES (%s)", [figure])
        cursor.execute(f"SELECT {dialect.whole('figure')} FROM one")
        (whole,) = cursor.fetchone()
        cursor.execute("DROP TABLE one")

    assert dialect.read(whole) == Decimal(figure)
    assert dialect.read(None) is None
