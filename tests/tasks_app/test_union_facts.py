"""The loaded unions against the published list of districts and counties."""

from collections import Counter
from datetime import date

import pytest

from tests.tasks_app import official
from unions_app.enums import PeerGroup, UnionKind
from unions_app.models import Union

pytestmark = pytest.mark.usefixtures("plan")


def of_kind(kind: str):
    return Union.objects.filter(kind=kind).order_by("position")


def test_territorial_unions_have_their_codes_groups_and_order():
    loaded = [
        (union.get_peer_group_display(), union.code, union.name)
        for union in of_kind(UnionKind.TERRITORIAL)
    ]

    assert loaded == [
        (group, code, f"{place}总工会")
        for group, code, place in official.territorial_unions()
    ]


def test_peer_groups_have_their_sizes():
    groups = of_kind(UnionKind.TERRITORIAL).values_list("peer_group", flat=True)

    assert Counter(groups) == {
        PeerGroup.CENTRAL: 9,
        PeerGroup.NEW_URBAN: 12,
        PeerGroup.NORTH_EAST: 11,
        PeerGroup.SOUTH_EAST: 6,
        PeerGroup.ZONE: 3,
    }


def test_every_union_hangs_below_the_one_federation():
    root = Union.objects.get(parent=None)

    assert root.kind == UnionKind.MUNICIPAL
    assert set(Union.objects.exclude(pk=root.pk).values_list("parent", flat=True)) == {
        root.pk
    }


def test_the_confirmed_industrial_unions_are_there():
    unions = of_kind(UnionKind.INDUSTRIAL)

    assert [union.short_name for union in unions] == [
        "机械冶金",
        "化医农林水利",
        "金融财贸轻工纺织",
        "交通建设",
        "国防邮电",
    ]
    assert {union.peer_group for union in unions} == {PeerGroup.INDUSTRIAL}


def test_departments_and_nothing_else_are_marked_as_examples():
    for union in Union.objects.all():
        assert union.is_example == (union.kind == UnionKind.DEPARTMENT)
        assert ("示例" in union.name) == union.is_example
        assert ("示例" in union.short_name) == union.is_example


@pytest.mark.parametrize("name", ["江北区", "渝北区"])
def test_the_districts_abolished_in_2025_name_their_successor(name):
    union = Union.objects.get(short_name=name)

    assert union.closed_on == date(2025, 10, 31)
    assert union.successor.short_name == "两江新区"


@pytest.mark.parametrize(
    ("day", "count"), [(date(2024, 12, 31), 41), (date(2025, 11, 1), 39)]
)
def test_the_plan_year_keeps_its_41_territorial_unions(day, count):
    assert of_kind(UnionKind.TERRITORIAL).open_on(day).count() == count


def test_one_union_endorses_and_the_one_of_the_main_walk_does_not():
    endorsing = Union.objects.filter(has_approver=True)

    assert [union.short_name for union in endorsing] == ["涪陵区"]
