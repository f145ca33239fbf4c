"""The form of choices, calling off and ordering again, person by person."""

from uuid import uuid4

import pytest
from django.urls import reverse

from reports_app.actions.exports import claim_next_export, fail_export
from reports_app.enums import ExportFailure, ExportKind, ExportState
from reports_app.models import Export
from reports_app.rules.choices import Choices
from targets_app.models import Target
from tasks_app.models import Plan, TaskArea
from tests import factories
from tests.people import NOW, signed_in
from tests.reports_app.exports.making import HAVENS, asked, made
from unions_app.models import Notice

pytestmark = pytest.mark.django_db
LIST = reverse("exports")
EXPORTERS = ("officer", "other_officer", "leader", "auditor", "administrator")
OTHERS = ("reporter", "stranger", "approver", "department_reporter", "nobody")
DEEDS = ("cancel_export", "ask_again")


def click(client, **changes):
    plan = Plan.objects.get(year=2024)
    fields = {"plan": plan.pk, "client_key": str(uuid4()), **changes}
    return client.post(LIST, fields)


def deed(client, name, export, **changes):
    fields = {"client_key": str(uuid4()), **changes}
    return client.post(reverse(name, args=[export.pk]), fields)


def page_of(export):
    return reverse("export", args=[export.pk])


def test_everything_that_can_be_chosen_is_kept(people, autumn_2024):
    target = factories.target_called(HAVENS)
    chosen = {
        "areas": [target.measure.task.area_id],
        "targets": [target.pk],
        "unions": [factories.union_called("万州区").pk],
        "periods": [factories.month(8).pk, factories.month(9).pk],
    }
    client = signed_in(people.leader)
    asked_for = {"kind": "package", "language": "en", "postings": "without"}
    response = click(client, **asked_for, **chosen)
    export = Export.objects.get()
    assert response["Location"] == page_of(export)
    assert (export.kind, export.language) == (ExportKind.PACKAGE, "en")
    assert export.choices == {**chosen, "with_postings": False}
    page = client.get(page_of(export)).content.decode()
    for words in ("万州区", "2024年8月", "不含入账明细", "数据包", "English"):
        assert words in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"areas": ["999999"]}, "没有这个任务领域"),
        ({"targets": ["x"]}, "没有这个指标"),
        ({"unions": ["0"]}, "没有这个单位"),
        ({"periods": ["999999"]}, "没有这个报送期"),
        ({"kind": "brief"}, "没有这一项"),
        ({"language": "fr"}, "没有这一项"),
        ({"postings": "some"}, "没有这一项"),
        ({"as_of": "2031-01-01"}, "field-error"),
    ],
)
def test_a_choice_that_makes_no_sense_is_told(people, autumn_2024, wrong, words):
    response = click(signed_in(people.leader), **wrong)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not Export.objects.exists()


def test_a_target_outside_the_areas_is_named(people, autumn_2024):
    target = factories.target_called(HAVENS)
    other = TaskArea.objects.exclude(pk=target.measure.task.area_id).first()
    response = click(signed_in(people.leader), areas=[other.pk], targets=[target.pk])
    page = response.content.decode()
    assert response.status_code == 400
    assert f"这些指标不在所选任务领域内：{target.code}" in page
    assert f'value="{target.pk}" class="form-check-input"' in page


def test_what_is_another_plans_is_refused(people, autumn_2024, plan):
    other = Plan.objects.create(
        year=2023,
        title="2023年",
        starts_on=plan.starts_on.replace(year=2023),
        ends_on=plan.ends_on.replace(year=2023),
        status="closed",
    )
    response = click(
        signed_in(people.leader), plan=other.pk, targets=[Target.objects.first().pk]
    )
    assert response.status_code == 400
    assert "不属于所选的年度计划" in response.content.decode()


def test_the_form_starts_as_an_earlier_order_was(people, autumn_2024):
    client = signed_in(people.leader)
    union = factories.union_called("万州区")
    click(client, unions=[union.pk], kind="csv", postings="without")
    earlier = Export.objects.get()
    form = client.get(LIST, {"like": str(earlier.pk)}).context["form"]
    assert form.initial["unions"] == (union.pk,)
    assert (form.initial["kind"], form.initial["postings"]) == ("csv", "without")


@pytest.mark.parametrize("like", ["x", "00000000-0000-4000-8000-000000000000"])
def test_an_earlier_order_that_is_none_is_no_harm(people, autumn_2024, like):
    response = signed_in(people.leader).get(LIST, {"like": like})
    assert response.status_code == 200
    assert "unions" not in response.context["form"].initial


def test_nobody_starts_from_what_is_not_theirs(people, autumn_2024):
    export = asked(people.officer)
    form = signed_in(people.leader).get(LIST, {"like": str(export.pk)}).context["form"]
    assert "unions" not in form.initial


@pytest.mark.parametrize("role", [*EXPORTERS, *OTHERS])
def test_who_asked_calls_off_and_nobody_else(people, role):
    export = asked(people.leader)
    response = deed(signed_in(getattr(people, role)), "cancel_export", export)
    export.refresh_from_db()
    is_own = role == "leader"
    assert response.status_code == (302 if is_own else 404)
    assert (export.state == ExportState.CANCELLED) is is_own


def test_calling_off_is_shown(people, autumn_2024):
    export, client = asked(people.leader), signed_in(people.leader)
    page = client.get(page_of(export)).content.decode()
    assert reverse("cancel_export", args=[export.pk]) in page
    response = deed(client, "cancel_export", export)
    assert response["Location"] == page_of(export)
    page = client.get(page_of(export)).content.decode()
    assert "已取消，没有留下文件" in page
    assert "重新申请" in page
    assert reverse("cancel_export", args=[export.pk]) not in page


def test_an_auditor_is_not_offered_to_call_off_others(people, autumn_2024):
    export = asked(people.leader)
    page = signed_in(people.auditor).get(page_of(export)).content.decode()
    assert reverse("cancel_export", args=[export.pk]) not in page


def test_what_has_ended_is_said_to_have_ended(people):
    export, client = made(people.leader), signed_in(people.leader)
    response = client.get(deed(client, "cancel_export", export)["Location"])
    assert "没有什么可取消的" in response.content.decode()


@pytest.mark.parametrize("name", DEEDS)
def test_a_page_without_a_key_does_nothing(people, name):
    export, client = asked(people.leader), signed_in(people.leader)
    response = client.get(deed(client, name, export, client_key="x")["Location"])
    assert "页面已失效" in response.content.decode()
    assert [row.state for row in Export.objects.all()] == [ExportState.QUEUED]


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_wrong_methods(people, name, method):
    export = asked(people.leader)
    address = reverse(name, args=[export.pk])
    assert getattr(signed_in(people.leader), method)(address).status_code == 405


@pytest.mark.parametrize("name", DEEDS)
def test_strangers_are_led_to_the_sign_in(people, client, name):
    response = deed(client, name, asked(people.leader))
    assert response["Location"].startswith(reverse("sign_in"))


def test_the_same_double_click_calls_off_once(people):
    export, client, key = asked(people.leader), signed_in(people.leader), str(uuid4())
    for _time in range(2):
        response = deed(client, "cancel_export", export, client_key=key)
        assert response["Location"] == page_of(export)
    assert not client.get(page_of(export)).context["messages"]


@pytest.mark.parametrize("role", [*EXPORTERS, *OTHERS])
def test_who_may_see_an_order_may_order_the_same(people, autumn_2024, role):
    union = factories.union_called("万州区").pk
    earlier = made(people.leader, choices=Choices(unions=(union,)), kind=ExportKind.CSV)
    response = deed(signed_in(getattr(people, role)), "ask_again", earlier)
    if role not in ("leader", "auditor"):
        assert response.status_code == 404
        return
    again = Export.objects.exclude(pk=earlier.pk).get()
    assert response["Location"] == page_of(again)
    assert again.requested_by == getattr(people, role)
    assert (again.choices, again.kind) == (earlier.choices, earlier.kind)
    assert again.as_of_at > earlier.as_of_at


def test_what_failed_is_ordered_again_as_of_its_own_moment(posted, autumn_2024):
    failed = asked(posted.leader)
    claim = claim_next_export(at=NOW)
    fail_export(claim=claim, failure=ExportFailure.STORAGE, at=NOW)
    typed = {HAVENS: {"quantity": "1"}}
    factories.accepted("江北区", posted.stranger, posted.officer, typed)
    deed(signed_in(posted.leader), "ask_again", failed)
    again = Export.objects.exclude(pk=failed.pk).get()
    assert again.as_of_sequence == failed.as_of_sequence
    assert again.as_of_at == failed.as_of_at


def test_too_many_are_refused_here_too(people, autumn_2024):
    waiting = [asked(people.leader) for _number in range(3)]
    client = signed_in(people.leader)
    response = client.get(deed(client, "ask_again", waiting[0])["Location"])
    assert "完成或取消后再申请" in response.content.decode()


def test_a_notice_leads_to_its_file(people, autumn_2024):
    export = made(people.leader)
    notice, client = Notice.objects.get(), signed_in(people.leader)
    response = client.post(reverse("read_notice", args=[notice.pk]))
    assert response["Location"] == page_of(export)


def test_a_package_is_downloaded_as_one(people):
    export = made(people.leader, kind=ExportKind.PACKAGE)
    client = signed_in(people.leader)
    response = client.get(reverse("export_download", args=[export.pk]))
    assert response["Content-Type"] == "application/zip"
    assert b"".join(response.streaming_content).startswith(b"PK\x03\x04")
