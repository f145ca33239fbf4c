"""The portal's pages as data: the same figures, for the same eyes."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress_app.models import Evidence
from reports_app.models import Export
from tests import factories
from tests.api.test_problems import told_of
from tests.people import signed_in
from tests.progress_app import changes
from tests.reports_app.publications.making import drafted, published
from tests.tokens import program_of
from tests.unions_app.telling import told as notified
from unions_app.enums import TokenScope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
HAVENS = "新建渝工港湾"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def posted(people):
    typed = {HAVENS: {"quantity": "300"}}
    factories.accepted("万州区", people.reporter, people.officer, typed, number=9)
    return people


def ask(person, name, *args, **query):
    return signed_in(person).get(reverse(f"api:{name}", args=args), query)


def test_the_cockpit(posted):
    told = ask(posted.leader, "cockpit").json()
    assert told["is_demonstration"] is True
    assert told["freshness"]["sequence"] == 1
    counted = told["counts"]
    assert sum(row["targets"] for row in counted["lights"]) == counted["numeric"]
    assert len(told["areas"]) == 5
    assert [pillar["number"] for pillar in told["framework"]] == [*"1235", "10"]
    assert len(told["tiles"]) == 41
    assert told["headline"]["numeric"] > 0
    past = ask(posted.leader, "cockpit", as_of="2024-09-10").json()
    assert past["headline"] is None
    assert past["freshness"]["sequence"] == 0


def test_the_league(posted):
    told = ask(posted.leader, "league").json()
    assert told["quarter"] == 3
    assert len(told["groups"]) == 6
    own = ask(posted.reporter, "league").json()
    assert [group["group"] for group in own["groups"]] == ["north_east"]
    for quarter in ("4", "5", "x"):
        refused = ask(posted.leader, "league", quarter=quarter)
        assert list(told_of(refused, 400, "invalid")["errors"]) == ["quarter"]


def test_the_matrix_of_returns(posted):
    told = ask(posted.officer, "status").json()
    [row] = [row for row in told["rows"] if row["union_name"] == "万州区总工会"]
    assert [cell["state"] for cell in row["cells"]][8] != "not_open"
    assert len(told["totals"]) == 12
    told_of(ask(posted.reporter, "status"), 403, "forbidden")


@pytest.mark.parametrize("name", ["cockpit", "league", "status"])
def test_a_name_that_nobody_reads_is_refused(posted, name):
    told = told_of(ask(posted.leader, name, asof="1"), 400, "invalid")
    assert list(told["errors"]) == ["asof"]


def test_pages_of_the_city_are_the_city_s(posted):
    told_of(ask(posted.reporter, "cockpit"), 403, "forbidden")
    told_of(ask(posted.reporter, "export-list"), 403, "forbidden")


def test_circulars_and_their_stamps(posted):
    circular = published(posted.administrator)
    draft = drafted(posted.administrator)
    listed = ask(posted.reporter, "publication-list").json()["results"]
    assert [row["id"] for row in listed] == [circular.pk]
    whole = ask(posted.reporter, "publication-detail", circular.pk).json()
    assert whole["figures"]["targets"]
    checked = ask(posted.reporter, "stamp", circular.stamp).json()
    assert (checked["agrees"], checked["deviations"]) == (True, [])
    told_of(ask(posted.reporter, "publication-detail", draft.pk), 404, "not_found")
    told_of(ask(posted.reporter, "stamp", "0" * 16), 404, "not_found")


def test_notices_are_ones_own(posted):
    notice = notified(posted.reporter, body="请尽快报送")
    own = ask(posted.reporter, "notice-list").json()["results"]
    assert (own[0]["id"], own[0]["body"]) == (notice.pk, "请尽快报送")
    told_of(ask(posted.stranger, "notice-detail", notice.pk), 404, "not_found")


def test_requests_to_report_late(posted):
    asked = changes.asked("万州区", posted.reporter, number=8)
    [row] = ask(posted.reporter, "exception-list").json()["results"]
    assert (row["id"], row["decision"]) == (asked.pk, "")
    assert ask(posted.stranger, "exception-list").json()["results"] == []


def order(client, **body):
    return client.post(
        reverse("api:export-list"),
        body,
        content_type="application/json",
        headers={"idempotency-key": str(uuid4())},
    )


def test_a_workbook_is_ordered_watched_and_fetched(posted, plan):
    client = program_of(posted.leader, "市总工会")
    ordered = order(client, plan=plan.pk)
    assert ordered.status_code == 202
    pk = ordered.json()["export"]
    watched = client.get(reverse("api:export-detail", args=[pk])).json()
    assert (watched["state"], watched["requested_by"]) == ("queued", "测试·leader")
    content = reverse("api:export-content", args=[pk])
    told_of(client.get(content), 409, "conflict")
    other = program_of(posted.officer, "基层组织建设部门（示例）")
    told_of(other.get(content), 404, "not_found")


def test_a_workbook_needs_its_scope(posted, plan):
    client = program_of(posted.leader, "市总工会", TokenScope.READ, TokenScope.REPORT)
    told_of(client.get(reverse("api:export-list")), 403, "scope_missing")
    told_of(order(client, plan=plan.pk), 403, "scope_missing")
    assert not Export.objects.exists()


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "plan"),
        ({"plan": "1"}, "plan"),
        ({"plan": 1, "as_of": "x"}, "as_of"),
        ({"plan": 1, "asof": ""}, "asof"),
    ],
)
def test_a_wrong_order_is_refused(posted, plan, body, named):
    client = program_of(posted.leader, "市总工会")
    body = body | ({"plan": plan.pk} if body.get("plan") == 1 else {})
    assert list(told_of(order(client, **body), 400, "invalid")["errors"]) == [named]


def attach(client, entry, content=PDF, name="纪要.pdf", key=None):
    return client.post(
        reverse("api:attach", args=[entry.pk]),
        {"file": SimpleUploadedFile(name, content)},
        headers={"idempotency-key": str(key or uuid4())},
    )


def test_a_file_is_handed_over_once_and_fetched(posted):
    entry = factories.entry_for(factories.started("万州区", posted.reporter), HAVENS)
    client, key = program_of(posted.reporter, "万州区"), uuid4()
    first, again = attach(client, entry, key=key), attach(client, entry, key=key)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert Evidence.objects.filter(entry=entry).count() == 1
    told_of(attach(client, entry, PDF + b" ", key=key), 422, "key_reused")

    address = reverse("api:content", args=[first.json()["evidence"]])
    fetched = client.get(address)
    assert b"".join(fetched) == PDF
    assert "attachment" in fetched["Content-Disposition"]
    stranger = program_of(posted.stranger, "江北区")
    told_of(stranger.get(address), 404, "not_found")
    told_of(attach(stranger, entry), 404, "not_found")


def test_a_file_of_another_kind_is_refused(posted):
    entry = factories.entry_for(factories.started("万州区", posted.reporter), HAVENS)
    client = program_of(posted.reporter, "万州区")
    told = told_of(attach(client, entry, b"MZ\x90", "纪要.pdf"), 400, "invalid")
    assert list(told["errors"]) == ["file"]
    nothing = client.post(
        reverse("api:attach", args=[entry.pk]),
        headers={"idempotency-key": str(uuid4())},
    )
    assert list(told_of(nothing, 400, "invalid")["errors"]) == ["file"]


@pytest.mark.parametrize("name", ["cockpit", "league", "status"])
def test_what_a_page_costs(posted, name):
    client = signed_in(posted.leader)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(f"api:{name}")).status_code == 200
    assert len(queries) < 50


def test_two_moments(posted):
    told = ask(posted.leader, "comparison", **{"from": "2024-09-10"}).json()
    assert len(told["rows"]) == 76
    [row] = [row for row in told["rows"] if row["after"]["code"] == "4.1.2-1"]
    assert (row["before"]["quantity"], row["after"]["quantity"]) == (None, "300")
    target = factories.target_called(HAVENS).pk
    told = ask(
        posted.leader, "comparison", **{"from": "2024-09-10", "target": target}
    ).json()
    assert sum(part["steps"] for part in told["bridge"]["parts"]) == 300
    assert told["bridge"]["parts"][0]["postings"] == [1]
    wrong = ask(posted.leader, "comparison", to="x", target="0")
    assert list(told_of(wrong, 400, "invalid")["errors"]) == ["to", "target"]
    told_of(ask(posted.reporter, "comparison"), 403, "forbidden")


def test_one_target_at_every_union(posted):
    target = factories.target_called(HAVENS).pk
    told = ask(posted.leader, "target-units", target, limit="500").json()["results"]
    known = {row["union"]: row["quantity"] for row in told if row["quantity"]}
    assert known == {factories.union_called("万州区").pk: "300"}
    first = ask(posted.leader, "target-units", target, limit="1").json()
    second = signed_in(posted.leader).get(first["next"]).json()
    assert [first["results"][0], second["results"][0]] == told[:2]
    told_of(ask(posted.leader, "target-units", 999999), 404, "not_found")
    told_of(ask(posted.reporter, "target-units", target), 403, "forbidden")


def test_items_are_listed_and_counted(posted):
    entry = factories.entry_for(factories.started("万州区", posted.reporter), HAVENS)
    client, key = program_of(posted.reporter, "万州区"), str(uuid4())
    address = reverse("api:entry-items", args=[entry.pk])
    item = {"name": "港湾一站", "address": "建新北路16号", "happened_on": "2024-10-08"}

    def add(body, key):
        return client.post(
            address,
            body,
            content_type="application/json",
            headers={"idempotency-key": key},
        )

    first, again = add(item, key), add(item, key)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    entry.refresh_from_db()
    assert (entry.item_count, entry.quantity) == (1, 1)
    told = told_of(add(item, str(uuid4())), 409, "conflict")
    assert told["item"] == first.json()["item"]
    bad = {**item, "happened_on": "2124-01-01"}
    told = told_of(add(bad, str(uuid4())), 400, "invalid")
    assert list(told["errors"]) == ["happened_on"]
    assert [row["name"] for row in client.get(address).json()["results"]] == [
        "港湾一站"
    ]
    stranger = program_of(posted.stranger, "江北区")
    told_of(stranger.get(address), 404, "not_found")
