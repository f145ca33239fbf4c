"""The plan and its framework in the administration, and the audit trail."""

import pytest
from django.urls import reverse

from tasks_app.models import FrameworkItem, Measure, Plan, Task, TaskArea
from tests.people import signed_in
from unionplan.lib.chain import body_hash
from unions_app.models import AuditEvent

MODELS = ("plan", "taskarea", "task", "measure", "frameworkpillar", "frameworkitem")


def address(model: str, page: str, *args) -> str:
    return reverse(f"admin:tasks_app_{model}_{page}", args=args)


@pytest.fixture
def client(people):
    return signed_in(people.administrator)


def form_errors(response) -> dict:
    assert response.status_code == 200
    form = response.context["adminform"].form
    return {name: list(texts) for name, texts in form.errors.items()}


def plan_data(**changes) -> dict:
    return {
        "year": 2025,
        "version": 1,
        "title": "2025年计划",
        "general_requirement": "……",
        "starts_on": "2025-01-01",
        "ends_on": "2025-12-31",
        "status": "draft",
        "behind_percent": "85",
    } | changes


def item_data(item: FrameworkItem, **changes) -> dict:
    return {
        "pillar": item.pillar_id,
        "position": item.position,
        "name": item.name,
        "source_note": item.source_note,
    } | changes


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_pages_are_for_administrators_only(people, client, model):
    for page in (address(model, "changelist"), address(model, "change", 1)):
        assert client.get(page).status_code == 200
        assert signed_in(people.leader).get(page).status_code == 302


@pytest.mark.parametrize("model", MODELS)
def test_nothing_of_the_plan_is_deleted(client, model):
    response = client.post(address(model, "delete", 1), {"post": "yes"})

    assert response.status_code == 403


def test_a_new_plan_is_kept_and_the_trail_says_so(client):
    response = client.post(address("plan", "add"), plan_data())

    plan = Plan.objects.get(year=2025)
    assert response.status_code == 302
    event = AuditEvent.objects.get()
    assert (event.action, event.subject) == ("reference.added", f"plan:{plan.pk}")
    assert event.detail["fields"]["starts_on"] == "2025-01-01"
    assert event.detail["fields"]["behind_percent"] == "85"
    assert event.detail["fields"]["title"] == body_hash("2025年计划")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"ends_on": "2025-01-01"}, "ends_on", "截止日须晚于起始日"),
        (
            {"year": 2024, "version": 2, "status": "active"},
            "status",
            "该年度已有执行中的计划，请先将其改为“已结束”",
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused_beside_the_field(
    client, changes, field, message
):
    response = client.post(address("plan", "add"), plan_data(**changes))

    assert form_errors(response) == {field: [message]}
    assert Plan.objects.count() == 1


def test_a_second_version_may_wait_as_a_draft(client):
    client.post(address("plan", "add"), plan_data(year=2024, version=2))

    assert Plan.objects.filter(year=2024).count() == 2


def test_an_unlisted_item_gets_its_name_with_the_source(client):
    item = FrameworkItem.objects.filter(name="").first()
    measures = Measure.objects.order_by("pk")[:2]
    data = item_data(
        item,
        name="某某行动",
        source_note="市总工会文件",
        measures=[measure.pk for measure in measures],
    )

    client.post(address("frameworkitem", "change", item.pk), data)

    item.refresh_from_db()
    assert (item.name, item.source_note) == ("某某行动", "市总工会文件")
    event = AuditEvent.objects.get()
    assert event.subject == f"frameworkitem:{item.pk}"
    assert event.detail["fields"] == {
        "name": body_hash("某某行动"),
        "source_note": body_hash("市总工会文件"),
        "measures": [measure.pk for measure in measures],
    }


def test_a_name_without_a_source_is_refused(client):
    item = FrameworkItem.objects.filter(name="").first()

    response = client.post(
        address("frameworkitem", "change", item.pk),
        item_data(item, name="某某行动", source_note=""),
    )

    assert form_errors(response) == {"source_note": ["填写名称须注明名称出处"]}


def test_measures_are_offered_in_the_order_of_the_plan(client):
    response = client.get(address("frameworkitem", "change", 1))

    offered = response.context["adminform"].form.fields["measures"].queryset
    assert [measure.pk for measure in offered] == list(range(1, 65))


def test_areas_tasks_and_measures_are_added_one_below_the_other(client):
    plan = Plan.objects.get()
    client.post(
        address("taskarea", "add"), {"plan": plan.pk, "position": 6, "title": "新领域"}
    )
    area = TaskArea.objects.get(position=6)
    client.post(
        address("task", "add"), {"area": area.pk, "position": 1, "title": "新任务"}
    )
    task = Task.objects.get(area=area)
    client.post(
        address("measure", "add"),
        {"task": task.pk, "position": 1, "text": "新举措。"}
        | {"targets-TOTAL_FORMS": 0, "targets-INITIAL_FORMS": 0},
    )

    assert Measure.objects.get(task=task).text == "新举措。"
    assert list(AuditEvent.objects.values_list("subject", flat=True)) == [
        f"taskarea:{area.pk}",
        f"task:{task.pk}",
        f"measure:{task.measures.get().pk}",
    ]


def test_two_areas_do_not_share_a_place(client):
    response = client.post(
        address("taskarea", "add"), {"plan": 1, "position": 5, "title": "重复"}
    )

    assert response.status_code == 200
    assert TaskArea.objects.count() == 5
