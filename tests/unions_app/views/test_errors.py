"""Error pages: what happened, that nothing was lost, what to do."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from tests.people import make_person
from unions_app.views.errors import server_error, service_unavailable

pytestmark = pytest.mark.django_db


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def confuse(request: HttpRequest) -> HttpResponse:
    raise BadRequest


def lose(request: HttpRequest) -> HttpResponse:
    raise Http404


def fall(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


def disconnect(request: HttpRequest) -> HttpResponse:
    raise OperationalError("secret detail")


urlpatterns = [
    path("", include("unionplan.urls")),
    path("probe/400/", confuse),
    path("probe/403/", refuse),
    path("probe/404/", lose),
    path("probe/500/", fall),
    path("probe/503/", disconnect),
]
handler400 = "unions_app.views.errors.bad_request"
handler403 = "unions_app.views.errors.permission_denied"
handler404 = "unions_app.views.errors.page_not_found"
handler500 = "unions_app.views.errors.server_error"

WORDS = {
    400: "这个请求无法识别",
    403: "您的角色不能打开这个页面",
    404: "没有找到这个页面",
    500: "系统出错了",
    503: "系统暂时无法使用",
}
CODES = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    500: "defect",
    503: "unavailable",
}


@pytest.fixture
def probe():
    """A client that gets the page instead of the exception, and the probes above."""
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize("status", WORDS)
def test_the_page_says_what_happened_and_that_nothing_was_lost(probe, status):
    response = probe.get(f"/probe/{status}/")

    assert response.status_code == status
    assert WORDS[status] in response.text
    assert "数据" in response.text
    assert f"错误代码 {status}" in response.text
    assert "secret detail" not in response.text


@pytest.mark.parametrize("status", WORDS)
def test_a_script_gets_the_code(probe, status):
    response = probe.get(f"/probe/{status}/", HTTP_ACCEPT="application/json")

    assert (response.status_code, response.json()) == (
        status,
        {"error": CODES[status]},
    )


def test_the_lost_database_says_when_to_come_back(probe):
    assert probe.get("/probe/503/").headers["Retry-After"] == "10"


@pytest.mark.parametrize("answer", [server_error, service_unavailable])
def test_these_pages_need_nothing_that_may_be_away(answer, django_assert_num_queries):
    """No session, no person, no installation: a request as bare as it comes in."""
    with django_assert_num_queries(0):
        page = answer(RequestFactory().get("/todo/")).text

    assert "工会工作计划平台" in page


def test_a_database_lost_before_any_view_is_503_too(probe):
    def away(execute, sql, params, many, context):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(away):
        pages = [probe.get(address) for address in ("/sign-in/", "/healthz", "/")]

    assert [page.status_code for page in pages] == [503] * 3
    assert {page.headers["Retry-After"] for page in pages} == {"10"}


@pytest.mark.parametrize("status", [400, 403, 404])
def test_someone_signed_in_keeps_the_menu(probe, status):
    person = make_person("wang.fang")
    probe.force_login(person)

    assert "data-sign-out" in probe.get(f"/probe/{status}/").text


def test_a_lost_token_sends_people_back_to_what_they_typed():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_person("wang.fang"))

    response = strict.post("/password/")

    assert response.status_code == 403
    assert "您填写的内容仍在" in response.text


def test_a_script_learns_that_the_token_is_gone():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_person("wang.fang"))

    response = strict.post("/password/", HTTP_ACCEPT="application/json")

    assert (response.status_code, response.json()) == (403, {"error": "form_expired"})


def test_an_unknown_host_is_a_bad_request(client):
    assert client.get("/sign-in/", HTTP_HOST="evil.example").status_code == 400


def test_english_pages_exist_too(probe):
    probe.cookies["unionplan_language"] = "en"

    for status in WORDS:
        page = probe.get(f"/probe/{status}/").text
        assert WORDS[status] not in page
        assert '<html lang="en"' in page
