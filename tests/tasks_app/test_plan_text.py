"""The loaded plan against the official text."""

import re

import pytest

from tasks_app.models import (
    FrameworkItem,
    FrameworkPillar,
    Measure,
    Plan,
    Task,
    TaskArea,
)
from tests.tasks_app import official

pytestmark = pytest.mark.usefixtures("plan")


def measures():
    return list(Measure.objects.order_by("task__area", "task", "position"))


def test_the_official_text_has_the_shape_everybody_knows():
    areas = official.areas()

    assert len(areas) == 5
    assert [len(area.tasks) for area in areas] == [3, 3, 4, 3, 3]
    assert [sum(len(t.bullets) for t in a.tasks) for a in areas] == [10, 10, 15, 13, 16]


def test_areas_are_verbatim_and_in_order():
    loaded = list(TaskArea.objects.order_by("position").values_list("title", flat=True))

    assert loaded == [area.title for area in official.areas()]


def test_tasks_are_verbatim_and_in_order_below_their_areas():
    loaded = [
        (task.area.title, task.position, task.title)
        for task in Task.objects.order_by("area__position", "position").select_related(
            "area"
        )
    ]

    assert loaded == [
        (area.title, number, task.title)
        for area in official.areas()
        for number, task in enumerate(area.tasks, 1)
    ]


def test_measures_are_verbatim_and_in_order_below_their_tasks():
    rows = Measure.objects.order_by(
        "task__area__position", "task__position", "position"
    )

    assert list(rows.values_list("task__title", "position", "text")) == [
        (task.title, number, text)
        for area in official.areas()
        for task in area.tasks
        for number, text in enumerate(task.bullets, 1)
    ]


def test_title_and_general_requirement_are_verbatim():
    plan = Plan.objects.get()

    assert plan.title == official.LINES[0]
    assert (
        plan.general_requirement == official.LINES[official.LINES.index("总体要求") + 1]
    )


def test_nothing_of_the_text_is_left_out():
    plan = Plan.objects.get()
    headings = {"总体要求", "主要任务", "“123510”工作思路"}
    numbering = re.compile(r"^(\([一二三四五]\) |\d\. |\* ?)")
    loaded = {plan.title, plan.general_requirement}
    for model, name in (
        (TaskArea, "title"),
        (Task, "title"),
        (Measure, "text"),
        (FrameworkPillar, "text"),
    ):
        loaded |= set(model.objects.values_list(name, flat=True))

    assert {numbering.sub("", line) for line in official.LINES} - headings == loaded


def test_pillars_are_verbatim_and_in_order():
    loaded = list(
        FrameworkPillar.objects.order_by("position").values_list("number", "text")
    )

    assert loaded == [(official.PILLAR.match(t)[1], t) for t in official.pillars()]
    assert [number for number, _text in loaded] == ["1", "2", "3", "5", "10"]


def test_every_pillar_has_as_many_items_as_its_number_says():
    for pillar in FrameworkPillar.objects.all():
        assert pillar.items.count() == int(pillar.number)


def test_items_that_the_text_names_are_the_listed_ones():
    for pillar in FrameworkPillar.objects.filter(number__in=("1", "2", "3")):
        named = re.findall("“([^”]+)”", pillar.text)[1:]

        assert list(pillar.items.values_list("name", flat=True)) == named


def test_the_text_names_no_item_of_five_and_ten_so_only_confirmed_ones_are_listed():
    listed = FrameworkItem.objects.filter(pillar__number__in=("5", "10")).exclude(
        name=""
    )

    assert [item.name for item in listed] == ["渝工建功", "渝工港湾", "渝工关爱"]


def test_every_item_says_where_its_name_is_from_or_that_it_has_none():
    for item in FrameworkItem.objects.all():
        assert item.source_note
        assert ("未见公开材料" in item.source_note) == (not item.is_listed)


def test_items_are_linked_to_exactly_the_measures_whose_words_carry_their_name():
    for item in FrameworkItem.objects.exclude(name=""):
        stem = re.sub("(体系|制度)?建设$", "", item.name)
        carrying = {m.pk for m in measures() if stem in m.text or stem in m.task.title}

        assert set(item.measures.values_list("pk", flat=True)) == carrying, item.name


def test_items_without_a_name_carry_no_measures():
    unlisted = FrameworkItem.objects.filter(name="")

    assert unlisted.count() == 4 + 8
    assert not unlisted.filter(measures__isnull=False).exists()
