"""Refusals: one shape for all, in the asker's language, and nothing else in it."""

import re

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.people import signed_in
from unions_app.serializers.problems import KINDS, errors_by_field, problem_details

pytestmark = pytest.mark.django_db
PLANS = reverse("api:plan-list")
LATIN = re.compile(r"[A-Za-z]{3,}")
NAMES = frozenset(
    {
        "Authorization",
        "errors",
        "conflicts",
        "JSON",
        "Allow",
        "Accept",
        "Content",
        "Type",
    }
    | {"Retry", "After", "Idempotency", "Key"}
)
"""Names of headers and members, which have no Chinese."""


def told_of(response, status: int, code: str) -> dict:
    """Return a problem, after its shape is looked at."""
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    told = response.json()
    assert told["type"] == f"/api/v1/problems/{code}"
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    return told


def english_in(told: dict) -> list[str]:
    errors = [word for words in told.get("errors", {}).values() for word in words]
    words = [told["title"], told["detail"], *errors]
    return [word for word in LATIN.findall(" ".join(words)) if word not in NAMES]


@pytest.fixture
def client(people):
    client = signed_in(people.leader)
    client.raise_request_exception = False
    return client


def test_refusals_of_every_kind(people, client):
    for response, status, code in (
        (Client().get(PLANS), 401, "unauthenticated"),
        (signed_in(people.nobody).get(PLANS), 403, "forbidden"),
        (client.get(f"{PLANS}999999/"), 404, "not_found"),
        (client.get(f"{PLANS}abc/"), 404, "not_found"),
        (client.get("/api/v1/nowhere/"), 404, "not_found"),
        (client.get("/api/nowhere"), 404, "not_found"),
        (client.get(PLANS, {"year": "x", "status": "y"}), 400, "invalid"),
        (client.delete(PLANS), 405, "method_not_allowed"),
        (client.options(PLANS), 405, "method_not_allowed"),
        (client.get(PLANS, headers={"accept": "text/html"}), 406, "not_acceptable"),
    ):
        told = told_of(response, status, code)
        assert english_in(told) == []


def test_a_wrong_method_is_told_the_right_ones(client):
    assert client.put(PLANS)["Allow"] == "GET, HEAD"


def test_a_defect_is_told_without_its_inside(client, monkeypatch):
    monkeypatch.setattr("tasks_app.api.PlanViewSet.visible", lambda view: 1 / 0)
    told = told_of(client.get(PLANS), 500, "defect")
    assert english_in(told) == []


def test_a_database_that_is_away_is_told(client, monkeypatch):
    def fail(view):
        raise OperationalError("connection refused")

    monkeypatch.setattr("tasks_app.api.PlanViewSet.visible", fail)
    response = client.get(PLANS)
    told_of(response, 503, "unavailable")
    assert response["Retry-After"] == "10"


@pytest.mark.parametrize(
    ("header", "title"),
    [
        ("", "没有找到"),
        ("en", "Not found"),
        ("en-GB,en;q=0.8", "Not found"),
        ("zh-TW", "没有找到"),
        ("fr", "没有找到"),
        ("fr, en;q=0.5", "Not found"),
        ("*", "没有找到"),
        ("x" * 9000, "没有找到"),
    ],
)
def test_the_language_is_the_header_s(client, header, title):
    response = client.get(f"{PLANS}0/", headers={"accept-language": header})
    assert response.json()["title"] == title
    assert "Accept-Language" in response["Vary"]
    assert response["Cache-Control"] == "private, no-store"


def test_a_type_is_an_address(client):
    told = client.get(f"{PLANS}0/").json()
    assert client.get(told["type"]).json() == told
    told_of(client.get("/api/v1/problems/nonsense"), 404, "not_found")


def test_screens_do_not_follow_the_header(people):
    client = signed_in(people.leader)
    response = client.get("/cockpit/", headers={"accept-language": "en"})
    assert response["Content-Language"] == "zh-hans"


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_is_told_in_both_languages(code):
    chinese = problem_details(code)
    assert english_in(chinese) == []
    with translation.override("en"):
        english = problem_details(code)
    assert english["title"] != chinese["title"]
    assert english["detail"] != chinese["detail"]


@pytest.mark.parametrize(
    ("detail", "errors"),
    [
        (["a", "b"], {"request": ["a", "b"]}),
        ({"name": ["a"]}, {"name": ["a"]}),
        ({"cells": [{}, {"version": ["a"]}]}, {"cells.1.version": ["a"]}),
        ({"a": {"b": {"c": ["d"]}}}, {"a.b.c": ["d"]}),
        ({"a": "b"}, {"a": ["b"]}),
        ([], {}),
    ],
)
def test_errors_are_told_by_path(detail, errors):
    assert errors_by_field(detail) == errors
