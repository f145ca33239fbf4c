"""Stored sums against the oracle: any world, any history, marks taken up in any order."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from progress_app.actions.rollups import rebuild_rollups, roll_up_marked
from progress_app.models import Rollup, RollupMark
from progress_app.queries.positions import differences
from progress_app.rules.figures import Figure
from targets_app.enums import TargetKind
from tests.progress_app import worlds
from tests.progress_app.worlds import PARENTS, Ground

pytestmark = pytest.mark.django_db
any_world = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def tree(plan):
    """Return the unions and months that every example begins with; all rolled back."""
    with transaction.atomic():
        yield worlds.make_tree()
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Post:
    """A figure becomes known; for a cell that has one it is a correction."""

    name: str
    place: int
    figure: Figure


@dataclass(frozen=True)
class Sum:
    """A job comes by and finds some of the marks: those whose number is among these."""

    places: frozenset[int]


@dataclass(frozen=True)
class Change:
    """Unions open and close, shares change; what rests on them is summed again."""

    ground: Ground


class Rebuild:
    """Everything is summed again."""


def steps(ground):
    """Return what may happen next in a target's year."""
    posts = st.builds(Post, worlds.names, worlds.places, worlds.figures(ground.kind))
    sums = st.builds(Sum, st.frozensets(st.integers(0, 5)))
    return st.one_of(posts, posts, posts, sums, st.just(Rebuild()))


def sum_some(places):
    """Sum the marks at some places of the queue; the others come later."""
    queue = list(RollupMark.objects.order_by("pk"))
    held = [mark for i, mark in enumerate(queue) if i not in places]
    RollupMark.objects.filter(pk__in=[mark.pk for mark in held]).delete()
    roll_up_marked()
    RollupMark.objects.bulk_create(held)


def play(tree, target, story):
    """Let a story happen; return the history that the oracle reads."""
    history = []
    for step in story:
        match step:
            case Post(name, place, figure):
                sequence = worlds.append(tree, target, name, place, figure)
                history.append(worlds.as_told(sequence, name, place, figure))
            case Sum(places):
                sum_some(places)
            case Change(ground):
                worlds.lay_ground(tree, target, ground)
                rebuild_rollups(plan_id=tree.plan.pk)
            case Rebuild():
                rebuild_rollups(plan_id=tree.plan.pk)
    return history


@any_world
@given(data=st.data(), ground=worlds.grounds())
def test_any_history_leads_to_what_the_oracle_says(tree, data, ground):
    """Every kind, every node, every period; no row for whom it is no business of."""
    story = data.draw(st.lists(steps(ground), min_size=1, max_size=14))
    with transaction.atomic():
        target = worlds.make_target(tree, ground)

        history = play(tree, target, story)
        if not roll_up_marked() and not Rollup.objects.exists():
            rebuild_rollups(plan_id=tree.plan.pk)

        assert worlds.stored(tree, target) == worlds.told(ground, history)
        assert differences(plan_id=tree.plan.pk, sequence=len(history)) == []
        assert not RollupMark.objects.exists()
        transaction.set_rollback(True)


@any_world
@given(data=st.data(), ground=worlds.grounds())
def test_marks_alone_lead_to_what_the_oracle_says(tree, data, ground):
    """Nothing but marks after the first sum: every climb starts from stored rows."""
    figures = worlds.figures(ground.kind)
    posts = st.builds(Post, worlds.names, worlds.places, figures)
    sums = st.builds(Sum, st.frozensets(st.integers(0, 5)))
    story = data.draw(st.lists(posts | sums, min_size=1, max_size=14))
    with transaction.atomic():
        target = worlds.make_target(tree, ground)
        rebuild_rollups(plan_id=tree.plan.pk)

        history = play(tree, target, story)
        roll_up_marked()

        assert worlds.stored(tree, target) == worlds.told(ground, history)
        transaction.set_rollback(True)


@any_world
@given(data=st.data(), before=worlds.grounds())
def test_changed_unions_and_shares_leave_nothing_of_the_old(tree, data, before):
    """Who is no longer involved loses the rows; the figures rest on the new grounds."""
    after = data.draw(worlds.grounds(kinds=(before.kind,)))
    posts = st.builds(Post, worlds.names, worlds.places, worlds.figures(before.kind))
    story = data.draw(st.lists(posts, max_size=5))
    later = data.draw(st.lists(posts, max_size=3))
    with transaction.atomic():
        target = worlds.make_target(tree, before)
        rebuild_rollups(plan_id=tree.plan.pk)
        for name in ("source", "territorial_only", "limit"):
            column = {"limit": "carry_forward_periods"}.get(name, name)
            setattr(target, column, getattr(after, name))

        history = play(tree, target, story)
        target.save()
        history += play(tree, target, [Change(after), *later])
        roll_up_marked()

        assert worlds.stored(tree, target) == worlds.told(after, history)
        transaction.set_rollback(True)


def chain_above(name):
    """Return a union and all above it."""
    return {name} if PARENTS[name] is None else {name} | chain_above(PARENTS[name])


def rows(target):
    """Return stored rows as they are, by what they are of."""
    return {(row["union_id"], row["period_id"]): row for row in target.rollups.values()}


@any_world
@given(data=st.data(), ground=worlds.grounds(), other=worlds.grounds())
def test_a_figure_touches_nothing_before_beside_or_elsewhere(tree, data, ground, other):
    """Earlier periods, other branches and other targets keep the very same rows."""
    figures = worlds.figures(ground.kind)
    posts = st.builds(Post, worlds.names, worlds.places, figures)
    story = data.draw(st.lists(posts, max_size=8))
    late = data.draw(posts)
    with transaction.atomic():
        other = Ground(kind=other.kind, source=other.source, quotas=other.quotas)
        bystander = worlds.make_target(tree, other, position=2)
        target = worlds.make_target(tree, ground)
        play(tree, target, story)
        rebuild_rollups(plan_id=tree.plan.pk)
        before, bystanding = rows(target), rows(bystander)

        play(tree, target, [late])
        roll_up_marked()

        assert rows(bystander) == bystanding
        touched = {tree.unions[name] for name in chain_above(late.name)}
        period = tree.periods.index
        untouched = {
            key: row
            for key, row in before.items()
            if key[0] not in touched or period(key[1]) < late.place
        }
        assert {key: rows(target)[key] for key in untouched} == untouched
        transaction.set_rollback(True)


def counted(tree, ground, posts):
    """Return a target with postings, not summed yet."""
    target = worlds.make_target(tree, ground)
    play(tree, target, [Post(*post) for post in posts])
    return target


def quantity(number):
    return Figure("value", quantity=Decimal(number))


def test_tenths_add_up_exactly(tree):
    """0.1 has no exact binary fraction: a hundred of them still make ten."""
    names = ["a1", "a2", "a211", "b", "works"]
    posts = [(name, place, quantity("0.1")) for name in names for place in range(6)]
    target = counted(tree, Ground(TargetKind.FLOW), posts)

    rebuild_rollups(plan_id=tree.plan.pk)

    city = worlds.stored(tree, target)["city", 5]
    assert (city.quantity, city.units_reported) == (Decimal("3.0"), 5)


def test_large_figures_lose_no_ten_thousandth(tree):
    posts = [("a1", 0, quantity("99999999999.9999")), ("b", 0, quantity("0.0001"))]
    target = counted(tree, Ground(TargetKind.STOCK), posts)

    rebuild_rollups(plan_id=tree.plan.pk)

    assert worlds.stored(tree, target)["city", 0].quantity == Decimal(10**11)


def test_a_union_that_begins_to_report_gets_rows_of_every_period(tree):
    """It owes nothing; its first figure, for the fourth month, makes it involved."""
    target = counted(tree, Ground(TargetKind.FLOW), [("b", 0, quantity(1))])
    roll_up_marked()

    play(tree, target, [Post("office", 3, quantity(2))])
    roll_up_marked()

    found = worlds.stored(tree, target)
    assert [found["office", i].quantity for i in range(6)] == [None] * 3 + [2] * 3
    assert [found["city", i].quantity for i in range(6)] == [1] * 3 + [3] * 3


def test_a_mark_of_what_is_nobodys_business_makes_no_rows(tree):
    target = counted(tree, Ground(TargetKind.FLOW), [("b", 0, quantity(1))])
    roll_up_marked()
    RollupMark.objects.create(
        target=target,
        union_id=tree.unions["office"],
        from_period_id=tree.periods[0],
        marked_at=worlds.NOW,
    )

    assert roll_up_marked() == 1

    assert ("office", 0) not in worlds.stored(tree, target)
