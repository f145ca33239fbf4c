"""The pages: who gets in, what a click does, how the end is told."""

from datetime import timedelta
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from reports_app.actions.exports import Claim, claim_next_export, fail_export
from reports_app.enums import ExportFailure
from reports_app.models import Export
from reports_app.queries.exports import stored_name
from tasks_app.enums import PlanStatus
from tasks_app.models import Plan
from tests.people import NOW, signed_in
from tests.reports_app.exports.making import asked, made, run
from unions_app.models import AuditEvent, Installation

pytestmark = pytest.mark.django_db
LIST = reverse("exports")
EXPORTERS = ("officer", "other_officer", "leader", "auditor", "administrator")
OTHERS = ("reporter", "stranger", "approver", "department_reporter", "nobody")
HTMX = {"HX-Request": "true"}


def page_of(export: Export) -> str:
    return reverse("export", args=[export.pk])


def file_of(export: Export) -> str:
    return reverse("export_download", args=[export.pk])


def click(client: Client, **changes):
    fields = {"plan": Plan.objects.get().pk, "client_key": str(uuid4()), **changes}
    return client.post(LIST, fields)


@pytest.mark.parametrize("role", EXPORTERS)
def test_those_who_see_the_city_may_ask(people, autumn_2024, role):
    client = signed_in(getattr(people, role))
    assert client.get(LIST).status_code == 200
    response = click(client)
    export = Export.objects.get()
    assert response.status_code == 302
    assert response["Location"] == page_of(export)
    assert export.requested_by == getattr(people, role)
    assert export.is_demonstration is True
    assert client.get(page_of(export)).status_code == 200


@pytest.mark.parametrize("role", OTHERS)
def test_others_may_not(people, role):
    client = signed_in(getattr(people, role))
    assert client.get(LIST).status_code == 403
    assert click(client).status_code == 403
    assert not Export.objects.exists()


def test_strangers_are_led_to_the_sign_in(people):
    export = asked(people.leader)
    for address in (LIST, page_of(export), file_of(export)):
        response = Client().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("sign_in"))


@pytest.mark.parametrize("role", [*EXPORTERS, *OTHERS])
def test_an_export_is_its_askers_and_the_auditors(people, role):
    export = asked(people.leader)
    client = signed_in(getattr(people, role))
    expected = 200 if role in ("leader", "auditor") else 404
    assert client.get(page_of(export)).status_code == expected
    if expected == 404:
        assert client.get(file_of(export)).status_code == 404


def test_lists_hold_what_one_may_fetch(people):
    asked(people.leader)
    asked(people.officer)
    for role, count in (("leader", 1), ("officer", 1), ("auditor", 2)):
        response = signed_in(getattr(people, role)).get(LIST)
        assert len(response.context["rows"]) == count
    assert signed_in(people.administrator).get(LIST).context["rows"] == []


def test_a_double_click_is_one_export(people):
    client, key = signed_in(people.leader), str(uuid4())
    first, second = (click(client, client_key=key) for _number in range(2))
    assert first["Location"] == second["Location"] == page_of(Export.objects.get())


def test_a_key_of_something_else_is_told(people):
    key = str(uuid4())
    click(signed_in(people.leader), client_key=key)
    response = click(signed_in(people.auditor), client_key=key)
    assert response["Location"] == LIST
    assert Export.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [{"plan": "999"}, {"plan": ""}, {"plan": "x"}, {"client_key": "no-uuid"}],
)
def test_a_form_that_makes_no_sense_is_told(people, changes):
    response = click(signed_in(people.leader), **changes)
    assert response.status_code == 400
    assert b"field-error" in response.content
    assert not Export.objects.exists()


def test_a_draft_is_not_exported(people, plan):
    Plan.objects.update(status=PlanStatus.DRAFT)
    client = signed_in(people.administrator)
    assert "还没有年度计划" in client.get(LIST).content.decode()
    assert click(client).status_code == 400


def test_a_fourth_that_waits_is_refused_with_words(people):
    client = signed_in(people.leader)
    for _number in range(3):
        click(client)
    response = client.get(click(client)["Location"])
    assert "完成或取消后再申请" in response.content.decode()
    assert Export.objects.count() == 3


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_wrong_methods(people, method):
    export = asked(people.leader)
    client = signed_in(people.leader)
    for address in (LIST, page_of(export), file_of(export)):
        assert getattr(client, method)(address).status_code == 405


def test_while_it_waits_the_page_asks_again(people, autumn_2024):
    export = asked(people.leader)
    client = signed_in(people.leader)
    part = client.get(page_of(export), headers=HTMX).content.decode()
    assert part.strip().startswith(f'<div id="export-{export.pk}" hx-get=')
    assert 'hx-trigger="every 1s"' in part
    assert "<html" not in part
    whole = client.get(page_of(export))
    assert part.strip() in whole.content.decode()
    assert "HX-Request" in whole["Vary"]


def test_while_it_is_made_the_bar_is_real(people, autumn_2024):
    export = asked(people.leader)
    Export.objects.update(state="running", steps_done=4, steps_total=9)
    part = signed_in(people.leader).get(page_of(export), headers=HTMX).content.decode()
    assert '<progress class="w-100" max="9" value="4"' in part
    assert "第 4 步，共 9 步" in part


def test_a_long_wait_says_that_no_worker_runs(people, autumn_2024):
    export = asked(people.leader)
    client = signed_in(people.leader)
    assert "似乎没有运行" not in client.get(page_of(export)).content.decode()
    Export.objects.update(requested_at=NOW - timedelta(minutes=2))
    assert "似乎没有运行" in client.get(page_of(export)).content.decode()


@pytest.mark.parametrize("failure", ExportFailure)
def test_a_failure_says_why_and_stops_asking(people, failure):
    export = asked(people.leader)
    claim: Claim = claim_next_export(at=NOW)
    fail_export(claim=claim, failure=failure, at=NOW)
    client = signed_in(people.leader)
    part = client.get(page_of(export), headers=HTMX).content.decode()
    assert str(failure.label) in part
    assert "hx-get" not in part
    assert "重新申请" in client.get(page_of(export)).content.decode()
    assert client.get(file_of(export))["Location"] == page_of(export)


def test_the_end_is_a_download(posted, autumn_2024):
    client = signed_in(posted.leader)
    click(client)
    export = run(Export.objects.get())
    part = client.get(page_of(export), headers=HTMX).content.decode()
    assert file_of(export) in part
    assert export.sha256 in part
    assert "hx-get" not in part
    response = client.get(file_of(export))
    content = b"".join(response.streaming_content)
    assert content.startswith(b"PK\x03\x04")
    assert len(content) == export.file_size == int(response["Content-Length"])
    name = "重庆市总工会2024年工作计划进展_截至序号7_演示数据.xlsx"
    assert response["Content-Disposition"] == (
        f"attachment; filename*=utf-8''{quote(name)}"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    event = AuditEvent.objects.get(action="export.downloaded")
    assert (event.person, event.subject) == (posted.leader, f"export:{export.pk}")
    assert event.detail["sha256"] == export.sha256


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_file_that_is_not_what_was_made_is_not_handed_out(people, harm):
    export = made(people.leader)
    name = stored_name(export.sha256)
    default_storage.delete(name)
    if harm == "changed":
        default_storage.save(name, ContentFile(b"PK\x03\x04 something else"))
    client = signed_in(people.leader)
    response = client.get(file_of(export), follow=True)
    assert "没有下载" in response.content.decode()
    assert not AuditEvent.objects.filter(action="export.downloaded").exists()


def test_who_lost_the_role_loses_the_files(people):
    export = made(people.leader)
    people.leader.memberships.all().delete()
    assert signed_in(people.leader).get(file_of(export)).status_code == 404


def test_english_readers_get_an_english_order(people, settings):
    client = signed_in(people.leader)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    click(client)
    assert Export.objects.get().language == "en"


def test_real_data_is_asked_for_as_real(people):
    Installation.objects.all().delete()
    click(signed_in(people.leader))
    assert Export.objects.get().is_demonstration is False


def test_more_rows_cost_no_more_queries(people, django_assert_num_queries):
    client = signed_in(people.auditor)
    asked(people.leader)
    client.get(LIST)
    with django_assert_num_queries(16):
        client.get(LIST)
    asked(people.officer)
    asked(people.officer)
    with django_assert_num_queries(16):
        assert len(client.get(LIST).context["rows"]) == 3


def test_pages_of_twenty(people):
    for _number in range(21):
        asked(people.leader)
        Export.objects.update(state="failed", failure="defect")
    client = signed_in(people.leader)
    assert len(client.get(LIST).context["rows"]) == 20
    assert len(client.get(LIST, {"page": "2"}).context["rows"]) == 1
    assert len(client.get(LIST, {"page": "x"}).context["rows"]) == 20


def test_an_address_that_is_no_key(people):
    client = signed_in(people.leader)
    assert client.get("/exports/1/").status_code == 404
    missing = reverse("export", args=[UUID(int=0)])
    assert client.get(missing).status_code == 404
