"""The description of the API is complete, and for signed-in people."""

import pytest
import yaml
from django.core.management import call_command

from tests.people import signed_in

pytestmark = pytest.mark.django_db


def test_it_is_written_without_a_warning(tmp_path):
    written = tmp_path / "schema.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", file=str(written))
    described = yaml.safe_load(written.read_text(encoding="utf-8"))
    assert len(described["paths"]) == 53


def test_strangers_do_not_read_it(plan, client):
    response = client.get("/api/v1/schema/")
    assert response.status_code == 401
    assert b"paths" not in response.content


@pytest.mark.parametrize("role", ["reporter", "auditor"])
def test_signed_in_people_read_it(people, role):
    response = signed_in(getattr(people, role)).get("/api/v1/schema/")
    assert response.status_code == 200
    described = yaml.safe_load(response.content)
    assert "/api/v1/rollups/" in described["paths"]
    methods = {method for path in described["paths"].values() for method in path}
    assert methods == {"get", "patch", "post"}


def test_every_operation_says_who_may_ask_and_how_it_fails(people):
    response = signed_in(people.leader).get("/api/v1/schema/")
    described = yaml.safe_load(response.content)
    schemes = described["components"]["securitySchemes"]
    assert schemes["token"]["scheme"] == "bearer"
    problem = {"$ref": "#/components/schemas/Problem"}
    for path in described["paths"].values():
        for method, operation in path.items():
            assert operation["security"] == [{"token": []}, {"session": []}]
            failing = {c: r for c, r in operation["responses"].items() if c >= "300"}
            assert {"400", "401", "403", "404", "406", "429"} <= set(failing)
            for told in failing.values():
                assert told["content"]["application/problem+json"]["schema"] == problem
            keys = (
                [p for p in operation["parameters"] if p["name"] == "Idempotency-Key"]
                if method != "get"
                else [{"required": True}]
            )
            assert [key["required"] for key in keys] == [True]


def test_figures_are_described_as_texts(people):
    response = signed_in(people.leader).get("/api/v1/schema/")
    schemas = yaml.safe_load(response.content)["components"]["schemas"]
    quantity = schemas["Rollup"]["properties"]["quantity"]
    assert (quantity["type"], quantity["nullable"]) == ("string", True)
    page = schemas["PaginatedRollupList"]
    assert "is_demonstration" in page["properties"]
