"""Targets, versions, quotas and periods in the administration, and the audit trail."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from targets_app.models import (
    PaceCurve,
    Quota,
    ReportingPeriod,
    Target,
    TargetDefinition,
)
from tasks_app.models import Measure
from tests.people import signed_in
from unionplan.lib.chain import body_hash
from unions_app.models import AuditEvent, Union

MODELS = ("target", "quota", "reportingperiod")


def address(model: str, page: str, *args) -> str:
    app = "tasks_app" if model == "measure" else "targets_app"
    return reverse(f"admin:{app}_{model}_{page}", args=args)


@pytest.fixture
def client(people):
    return signed_in(people.administrator)


@pytest.fixture
def target(plan):
    return Target.objects.get(code="4.1.2-1")


def form_errors(response) -> dict:
    assert response.status_code == 200
    form = response.context["adminform"].form
    return {name: list(texts) for name, texts in form.errors.items()}


def formset_errors(response, number: int) -> list[dict]:
    formset = response.context["inline_admin_formsets"][number].formset
    return [
        {name: list(texts) for name, texts in errors.items()}
        for errors in formset.errors
    ]


def landed(*, definitions: int = 1, curves: int = 1) -> dict:
    """The hidden counts that the page of a target sends with nothing new."""
    return {
        "definitions-TOTAL_FORMS": definitions,
        "definitions-INITIAL_FORMS": definitions,
        "pace_curves-TOTAL_FORMS": curves,
        "pace_curves-INITIAL_FORMS": curves,
    }


def target_data(target: Target, **changes) -> dict:
    names = (
        "position",
        "code",
        "name",
        "quote",
        "amount",
        "comparator",
        "strength",
        "source",
        "numerator_name",
        "denominator_name",
        "decimal_places",
        "carry_forward_periods",
        "open_question",
    )
    data = {name: getattr(target, name) for name in names}
    data["amount"] = "" if target.amount is None else target.amount
    data["lead_department"] = target.lead_department_id
    for flag in ("territorial_only", "itemised", "evidence_required"):
        data |= {flag: "on"} if getattr(target, flag) else {}
    return data | landed() | changes


def new_target_data(**changes) -> dict:
    measure = Measure.objects.get(text__startswith="做好实名制管理工作")
    return {
        "plan": 1,
        "measure": measure.pk,
        "position": 77,
        "code": "4.2.5-2",
        "name": "实名制",
        "quote": "夯实底层数据基础",
        "kind": "flow",
        "unit": "items",
        "amount": "12",
        "comparator": "planned",
        "strength": "firm",
        "source": "districts",
        "lead_department": Union.objects.get(short_name="基层组织建设部门（示例）").pk,
        "decimal_places": 0,
        "carry_forward_periods": 0,
        "definitions-TOTAL_FORMS": 1,
        "definitions-INITIAL_FORMS": 0,
        "definitions-0-effective_on": "2024-01-01",
        "definitions-0-text": "口径",
        "pace_curves-TOTAL_FORMS": 1,
        "pace_curves-INITIAL_FORMS": 0,
        "pace_curves-0-effective_on": "2024-01-01",
        "pace_curves-0-kind": "linear",
    } | changes


def curve_data(target: Target, **curve) -> dict:
    given = {"effective_on": "2024-07-01"} | curve
    return (
        target_data(target)
        | {"pace_curves-TOTAL_FORMS": 2}
        | {f"pace_curves-1-{name}": value for name, value in given.items()}
    )


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_forms_are_for_administrators_only(people, client, model):
    for page in (address(model, "changelist"), address(model, "add")):
        assert client.get(page).status_code == 200
        assert signed_in(people.officer).get(page).status_code == 302


@pytest.mark.parametrize("model", ["target", "reportingperiod"])
def test_nothing_is_deleted(client, model):
    response = client.post(address(model, "delete", 1), {"post": "yes"})

    assert response.status_code == 403


def test_a_target_is_changed_and_the_trail_says_how(client, target):
    client.post(
        address("target", "change", target.pk),
        target_data(target, amount="420", open_question="待确认"),
    )

    target.refresh_from_db()
    assert target.amount == Decimal(420)
    event = AuditEvent.objects.get()
    assert event.subject == f"target:{target.pk}"
    assert event.detail["fields"] == {
        "amount": "420",
        "open_question": body_hash("待确认"),
    }


def test_amounts_are_shown_as_a_person_writes_them(client):
    target = Target.objects.get(code="3.2.2-2")

    page = client.get(address("target", "change", target.pk))
    listed = client.get(address("target", "changelist")).content.decode()

    assert page.context["adminform"].form["amount"].value() == 1_400_000
    assert 'value="1400000"' in page.content.decode()
    assert "1,400,000" in listed


def test_an_address_with_nonsense_in_it_is_only_an_empty_form(client):
    assert client.get(address("target", "add"), {"amount": "x"}).status_code == 200


def test_what_the_ledger_rests_on_stays_as_it_is(client, target):
    client.post(
        address("target", "change", target.pk),
        target_data(target, kind="stock", unit="people", measure=1, plan=""),
    )

    target.refresh_from_db()
    assert (target.kind, target.unit) == ("flow", "items")
    assert target.measure.text.startswith("巩固拓展双15工程成果")
    assert not AuditEvent.objects.exists()


def test_a_new_target_comes_with_its_first_definition_and_curve(client):
    response = client.post(address("target", "add"), new_target_data())

    assert response.status_code == 302
    target = Target.objects.get(code="4.2.5-2")
    assert target.definitions.get().version == 1
    assert target.pace_curves.get().version == 1
    assert list(AuditEvent.objects.values_list("subject", flat=True)) == [
        f"target:{target.pk}",
        f"targetdefinition:{target.definitions.get().pk}",
        f"pacecurve:{target.pace_curves.get().pk}",
    ]


@pytest.mark.parametrize("prefix", ["definitions", "pace_curves"])
def test_a_new_target_without_them_is_refused(client, prefix):
    data = {
        name: value
        for name, value in new_target_data().items()
        if not name.startswith(f"{prefix}-0-")
    }

    response = client.post(address("target", "add"), data)

    assert response.status_code == 200
    assert not Target.objects.filter(code="4.2.5-2").exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"quote": "夯实数据基础"}, "quote", "摘引须与举措原文一字不差"),
        ({"amount": ""}, "amount", "请填大于0的目标值"),
        ({"amount": "0"}, "amount", "请填大于0的目标值"),
        (
            {"kind": "milestone", "unit": "none"},
            "amount",
            "推进事项没有目标值，请留空",
        ),
        ({"unit": "percent"}, "unit", "比率的单位是 %，其他类型的单位不能是 %"),
        (
            {
                "kind": "ratio",
                "unit": "percent",
                "amount": "101",
                "numerator_name": "分子",
                "denominator_name": "分母",
            },
            "amount",
            "比率的目标值不能大于100",
        ),
        (
            {"kind": "ratio", "unit": "percent", "numerator_name": "分子"},
            "denominator_name",
            "比率须写明分子和分母",
        ),
    ],
)
def test_a_target_that_cannot_be_is_refused_beside_the_field(
    client, changes, field, message
):
    response = client.post(address("target", "add"), new_target_data(**changes))

    assert form_errors(response) == {field: [message]}


def test_only_departments_are_offered_to_lead(client):
    response = client.get(address("target", "add"))

    offered = response.context["adminform"].form.fields["lead_department"].queryset
    assert {union.kind for union in offered} == {"department"}


def test_a_new_definition_is_a_new_version_and_the_landed_one_stays(client, target):
    before = target.definitions.get()
    data = target_data(target) | {
        "definitions-TOTAL_FORMS": 2,
        "definitions-0-id": before.pk,
        "definitions-0-text": "改写过的口径",
        "definitions-1-version": "9",
        "definitions-1-effective_on": "2024-07-01",
        "definitions-1-text": "新口径",
    }

    response = client.post(address("target", "change", target.pk), data)

    assert response.status_code == 302
    first, second = TargetDefinition.objects.filter(target=target)
    assert (first.version, first.text) == (1, before.text)
    assert (second.version, second.text) == (2, "新口径")
    event = AuditEvent.objects.get()
    assert event.subject == f"targetdefinition:{second.pk}"
    assert event.detail["fields"]["text"] == body_hash("新口径")
    assert event.detail["fields"]["version"] == 2


def test_a_version_does_not_take_effect_before_the_one_it_follows(client, target):
    data = curve_data(target, kind="linear", effective_on="2023-12-31")

    response = client.post(address("target", "change", target.pk), data)

    assert formset_errors(response, 1)[1] == {
        "effective_on": ["新版本的生效日期不能早于上一版本"]
    }
    assert target.pace_curves.count() == 1


def test_a_custom_curve_is_typed_as_twelve_numbers(client, target):
    data = curve_data(
        target, kind="custom", shares="0 0 0 \uff12\uff15，25，25、50 50 50 75 75 100.0"
    )

    client.post(address("target", "change", target.pk), data)

    curve = PaceCurve.objects.get(target=target, version=2)
    assert curve.shares == ["0"] * 3 + ["25"] * 3 + ["50"] * 3 + ["75"] * 2 + ["100"]
    assert AuditEvent.objects.get().detail["fields"]["shares"] == curve.shares


@pytest.mark.parametrize(
    ("curve", "errors"),
    [
        ({"kind": "custom", "shares": ""}, {"shares": ["请填十二个数，每月一个"]}),
        (
            {"kind": "custom", "shares": "1 " * 11 + "x"},
            {"shares": ["没有看懂“x”，请只填数字，用空格隔开"]},
        ),
        (
            {"kind": "custom", "shares": "50 40 " + "100 " * 10},
            {"shares": ["累计百分比不能比上月低"]},
        ),
        ({"kind": "custom", "shares": "50 " * 12}, {"shares": ["第十二个数须为100"]}),
        (
            {"kind": "custom", "shares": "-1 " + "100 " * 11},
            {"shares": ["每个数须在0到100之间"]},
        ),
        (
            {"kind": "linear", "shares": "100 " * 12},
            {"shares": ["只有自定曲线才填各月累计百分比，请清空"]},
        ),
        ({"kind": "step"}, {"due_month": ["到期一次完成的曲线须填到期月份"]}),
        (
            {"kind": "linear", "due_month": "6"},
            {"due_month": ["只有到期一次完成的曲线才填到期月份"]},
        ),
    ],
)
def test_a_curve_that_cannot_be_is_refused_beside_the_field(
    client, target, curve, errors
):
    response = client.post(
        address("target", "change", target.pk), curve_data(target, **curve)
    )

    assert formset_errors(response, 1)[1] == errors
    assert target.pace_curves.count() == 1


def quota_data(target: Target, union: str = "万州区", **changes) -> dict:
    return {
        "target": target.pk,
        "union": Union.objects.get(short_name=union).pk,
        "amount": "12",
        "effective_on": "2024-03-01",
        "reason": "",
    } | changes


def test_a_quota_is_set_through_the_action_that_the_quota_desk_uses(
    people, client, target
):
    response = client.post(address("quota", "add"), quota_data(target))

    assert response.status_code == 302
    quota = Quota.objects.get()
    assert (quota.amount, quota.effective_on) == (12, date(2024, 3, 1))
    event = AuditEvent.objects.get()
    assert (event.action, event.subject) == ("quotas.set", f"target:{target.pk}")
    assert event.person == people.administrator
    assert event.detail["amounts"] == {str(quota.union_id): "12"}


def test_a_quota_change_is_a_new_row_with_a_reason(client, target):
    client.post(address("quota", "add"), quota_data(target))
    later = quota_data(target, amount="15", effective_on="2024-09-01")

    refused = client.post(address("quota", "add"), later)
    client.post(address("quota", "add"), later | {"reason": "年中调整"})

    assert form_errors(refused) == {"reason": ["调整分解任务数须写明原因"]}
    assert [quota.amount for quota in Quota.objects.all()] == [12, 15]


def test_a_landed_quota_is_only_shown(client, target):
    client.post(address("quota", "add"), quota_data(target))
    quota = Quota.objects.get()

    shown = client.get(address("quota", "change", quota.pk))
    changed = client.post(
        address("quota", "change", quota.pk), quota_data(target, amount="99")
    )

    assert (shown.status_code, changed.status_code) == (200, 403)
    quota.refresh_from_db()
    assert quota.amount == 12


@pytest.mark.parametrize(
    ("code", "union", "changes", "field", "message"),
    [
        ("4.1.2-1", "万州区", {"amount": "1.5"}, "amount", "小数位数过多"),
        ("4.1.2-1", "万州区", {"amount": "-1"}, "amount", "0"),
        ("4.1.2-1", "市总工会", {}, "union", "该单位不填报这项指标"),
        ("1.2.5-2", "机械冶金", {}, "union", "该单位不填报这项指标"),
        ("4.2.1-1", "万州区", {}, "target", "比率和推进事项不分解任务数"),
        ("4.2.6-1", "万州区", {}, "target", "比率和推进事项不分解任务数"),
    ],
)
def test_a_quota_that_cannot_be_is_refused_beside_the_field(
    client, code, union, changes, field, message
):
    data = quota_data(Target.objects.get(code=code), union, **changes)

    errors = form_errors(client.post(address("quota", "add"), data))

    assert set(errors) == {field}
    assert message in errors[field][0]


def period_data(period: ReportingPeriod, **changes) -> dict:
    names = ("starts_on", "ends_on", "opens_on", "due_on", "locks_on")
    dates = {name: getattr(period, name).isoformat() for name in names}
    rest = {"plan": period.plan_id, "kind": period.kind, "number": period.number}
    return rest | dates | changes


def test_a_period_is_moved_and_the_trail_says_how(client):
    period = ReportingPeriod.objects.get(number=10)

    client.post(
        address("reportingperiod", "change", period.pk),
        period_data(period, due_on="2024-11-08"),
    )

    event = AuditEvent.objects.get()
    assert event.subject == f"reportingperiod:{period.pk}"
    assert event.detail["fields"] == {"due_on": "2024-11-08"}


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"ends_on": "2024-09-30"}, "ends_on", "截止日不能早于起始日"),
        ({"opens_on": "2024-09-30"}, "opens_on", "开放填报日不能早于起始日"),
        ({"due_on": "2024-10-24"}, "due_on", "报送截止日不能早于开放填报日"),
        ({"locks_on": "2024-11-04"}, "locks_on", "锁定日不能早于报送截止日"),
        ({"number": 13}, "number", "期次须在一年的月份或季度之内"),
        ({"kind": "quarter"}, "number", "期次须在一年的月份或季度之内"),
    ],
)
def test_dates_out_of_order_are_named_beside_the_field(client, changes, field, message):
    period = ReportingPeriod.objects.get(number=10)

    response = client.post(
        address("reportingperiod", "change", period.pk), period_data(period, **changes)
    )

    assert form_errors(response) == {field: [message]}


def test_a_measure_shows_its_targets_with_links(client):
    target = Target.objects.get(code="3.1.3-2")

    body = client.get(address("measure", "change", target.measure_id)).content.decode()

    assert "参与职工安全文化建设的企业" in body
    assert address("target", "change", target.pk) in body


def test_a_measure_keeps_the_words_that_its_targets_quote(client, target):
    measure = target.measure
    counts = {"targets-TOTAL_FORMS": 1, "targets-INITIAL_FORMS": 1}
    data = {"task": measure.task_id, "position": measure.position} | counts

    response = client.post(
        address("measure", "change", measure.pk),
        data | {"text": measure.text.replace("400", "500")},
    )

    assert form_errors(response) == {
        "text": ["指标摘引了“新建渝工港湾400个”，原文中须保留"]
    }
