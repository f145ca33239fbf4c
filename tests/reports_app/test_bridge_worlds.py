"""Bridges in any small world: the ledger's events explain the whole difference."""

from datetime import datetime, time
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from progress_app.queries.as_of import AsOf
from reports_app.enums import Cause
from reports_app.queries.bridges import bridge_of
from reports_app.rules.bridges import effect_of
from targets_app.enums import TargetKind
from targets_app.models import Target
from tests.progress_app import worlds
from tests.progress_app.worlds import CITY, ENDS, PARENTS
from unionplan.lib.dates import SHANGHAI
from unions_app.models import Union
from unions_app.queries import Rewind

pytestmark = pytest.mark.django_db
KINDS = tuple(TargetKind)
MOVES = (("a1", "b"), ("b", "a"), ("a2", CITY), ("works", "b"))
"""Where a union hung before it came to where it is now."""


@pytest.fixture
def tree(plan):
    """Return the unions and months that every example begins with; all rolled back."""
    with transaction.atomic():
        yield worlds.make_tree()
        transaction.set_rollback(True)


@st.composite
def stories(draw, kind):
    """Return a ground and what was posted on it, in order."""
    ground = draw(worlds.grounds(kinds=(kind,)))
    posting = st.tuples(worlds.names, worlds.places, worlds.figures(kind))
    return ground, draw(st.lists(posting, min_size=1, max_size=8))


@st.composite
def pasts(draw):
    """Return what reference data was at a past moment, by the names of rows."""
    return {
        "moved": draw(st.lists(st.sampled_from(MOVES), max_size=1)),
        "amount": draw(st.none() | st.integers(1, 200)),
        "limit": draw(st.none() | st.integers(0, 3)),
    }


def rewind(tree, target, past):
    """Return the rewind that takes reference data back to such a past."""
    before = {}
    for name, parent in past["moved"]:
        before[f"union:{tree.unions[name]}"] = {"parent": tree.unions[parent]}
    wanted = {"amount": past["amount"], "carry_forward_periods": past["limit"]}
    values = {name: value for name, value in wanted.items() if value is not None}
    if target.kind == TargetKind.MILESTONE:
        values.pop("amount", None)
    if values:
        before[f"target:{target.pk}"] = values
    return Rewind(before=before)


def moment(place, sequence, rewound):
    """Return the noon of the day on which a month (-1: none) opened."""
    day = ENDS[place] if place >= 0 else ENDS[0].replace(day=1)
    at = datetime.combine(day, time(12), tzinfo=SHANGHAI)
    return AsOf(at=at, sequence=sequence, text="then", rewind=rewound)


places = st.integers(-1, len(ENDS) - 1)


@pytest.mark.parametrize("kind", KINDS, ids=[str(kind) for kind in KINDS])
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_postings_and_reference_data_explain_every_difference(tree, kind, data):
    with transaction.atomic():
        ground, postings = data.draw(stories(kind))
        target = worlds.make_target(tree, ground)
        sequences = [0, *(worlds.append(tree, target, *post) for post in postings)]
        node = Union.objects.get(pk=tree.unions[data.draw(worlds.names)])
        sides = [
            moment(
                data.draw(places),
                data.draw(st.sampled_from(sequences)),
                rewind(tree, target, data.draw(pasts())),
            )
            for _side in range(2)
        ]

        bridge = bridge_of(
            target=Target.objects.get(pk=target.pk),
            union=node,
            plan=tree.plan,
            before=sides[0],
            after=sides[1],
        )

        assert Cause.OTHER not in {part.cause for part in bridge.parts}
        assert effect_of(bridge.parts).total == bridge.change
        if bridge.share_change is not None:
            shares = [part.share for part in bridge.parts]
            assert sum(shares, Fraction(0)) == bridge.share_change
        assert not bridge.parts or bridge.is_changed or bridge.change == 0
        transaction.set_rollback(True)


def test_the_tree_has_what_the_moves_need():
    assert {name for name, _parent in MOVES} <= set(PARENTS)
