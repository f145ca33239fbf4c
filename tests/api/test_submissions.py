"""Returns by API: the grid's rules, once per key, every line or none."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress_app.models import Entry, Posting, Submission
from tests import factories
from tests.api.test_problems import told_of
from tests.people import signed_in
from tests.tokens import program_of
from unions_app.models import AuditEvent, Receipt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
HAVENS, RATE = "新建渝工港湾", "建会率"
LIST = reverse("api:submission-list")


@pytest.fixture
def program(people):
    return program_of(people.reporter, "万州区")


@pytest.fixture
def begun(people):
    return factories.started("万州区", people.reporter)


def at(submission, part: str = "") -> str:
    return f"{LIST}{submission.pk}/{part}"


def send(client, address, body=None, *, key=None, method="patch"):
    return getattr(client, method)(
        address,
        body,
        content_type="application/json",
        headers={"idempotency-key": str(key or uuid4())},
    )


def cell(submission, target: str = HAVENS, **typed) -> dict:
    entry = factories.entry_for(submission, target)
    return {"entry": entry.pk, "version": entry.version, **typed}


def quantity(submission, target: str = HAVENS):
    return factories.entry_for(submission, target).quantity


def test_a_month_is_reported_by_a_program(program, people):
    union, period = factories.union_called("万州区"), factories.month(10)
    asked = {"union": union.pk, "period": period.pk}
    started = send(program, LIST, asked, method="post")
    assert started.status_code == 201
    submission = Submission.objects.get(pk=started.json()["submission"])

    saved = send(
        program,
        at(submission),
        {"cells": [cell(submission, quantity="1,200 ", note="含补录")]},
    )
    told = saved.json()
    assert saved.status_code == 200
    assert told["filled"] == 1
    assert [row["version"] for row in told["saved"]] == [1]
    factories.supported(submission, people.reporter)

    submitted = send(program, at(submission, "submit/"), method="post")
    assert submitted.json() == {"submitted": 1}
    [line] = [
        line["entry"]
        for line in program.get(at(submission)).json()["lines"]
        if line["entry"]["name"] == HAVENS
    ]
    assert (line["quantity"], line["state"], line["note"]) == (
        "1200",
        "submitted",
        "含补录",
    )
    trail = AuditEvent.objects.filter(person=people.reporter)
    assert {"submission.started", "entry.saved", "submission.submitted"} <= set(
        trail.values_list("action", flat=True)
    )
    assert Posting.objects.count() == 0


def test_the_same_request_again_has_one_effect_and_one_answer(program, begun):
    key, body = uuid4(), {"cells": [cell(begun, quantity="3")]}
    first, again = (send(program, at(begun), body, key=key) for _time in range(2))
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    entry = factories.entry_for(begun, HAVENS)
    assert (entry.version, entry.quantity) == (1, 3)
    assert AuditEvent.objects.filter(action="entry.saved").count() == 1

    other = {"cells": [cell(begun, quantity="4")]}
    told_of(send(program, at(begun), other, key=key), 422, "key_reused")
    assert quantity(begun) == 3


def test_what_was_refused_leaves_its_key_free(program, begun):
    key = uuid4()
    bad = {"cells": [cell(begun, quantity="abc")]}
    told_of(send(program, at(begun), bad, key=key), 400, "invalid")
    assert not Receipt.objects.filter(pk=key).exists()
    good = {"cells": [cell(begun, quantity="5")]}
    assert send(program, at(begun), good, key=key).status_code == 200


@pytest.mark.parametrize("key", ["", "1", "x" * 36, "{0}", "0" * 32])
def test_every_write_needs_a_key(program, begun, key):
    for address, method, body in (
        (LIST, "post", {"union": 1, "period": 1}),
        (at(begun), "patch", {"cells": [cell(begun, quantity="1")]}),
        (at(begun, "submit/"), "post", None),
    ):
        response = getattr(program, method)(
            address,
            body,
            content_type="application/json",
            headers={"idempotency-key": key} if key else {},
        )
        told = told_of(response, 400, "invalid")
        assert list(told["errors"]) == ["Idempotency-Key"]
    assert quantity(begun) is None


def test_a_line_that_somebody_changed_is_a_conflict_with_both_values(
    program, people, begun
):
    seen = cell(begun, quantity="7")
    factories.saved(begun, people.colleague, {HAVENS: {"quantity": "8"}})
    body = {"cells": [seen, cell(begun, RATE, numerator="1", denominator="2")]}
    told = told_of(send(program, at(begun), body), 409, "stale")
    [conflict] = told["conflicts"]
    assert conflict["stands"]["quantity"] == "8"
    assert conflict["sent"]["quantity"] == "7"
    assert (conflict["version"], conflict["sent_version"]) == (1, 0)
    assert quantity(begun) == 8
    assert factories.entry_for(begun, RATE).numerator is None


def test_what_was_handed_in_is_a_conflict(program, people):
    submission = factories.submitted(
        "万州区", people.reporter, {HAVENS: {"quantity": "1"}}
    )
    body = {"cells": [cell(submission, quantity="2")]}
    told = told_of(send(program, at(submission), body), 409, "stale")
    assert told["conflicts"][0]["state"] == "submitted"
    told_of(
        send(program, at(submission, "submit/"), method="post"),
        409,
        "nothing_to_submit",
    )


@pytest.mark.parametrize(
    ("typed", "named", "words"),
    [
        ({"quantity": "abc"}, "quantity", "没有看懂"),
        ({"quantity": "-1"}, "quantity", "不能填负数"),
        ({"quantity": "1.5"}, "quantity", "只填整数"),
        ({"quantity": 5}, "quantity", "引号"),
        ({"quantity": 0.1}, "quantity", "引号"),
        ({"quantity": None}, "quantity", ""),
        ({"numerator": "1"}, "numerator", "没有这一栏"),
        ({"stage": "done"}, "stage", "没有这一栏"),
        ({"stage": "lost"}, "stage", ""),
        ({"presence": "not_applicable"}, "reason", "原因"),
        ({"presence": "not_applicable", "quantity": "1"}, "quantity", "不能再填数"),
        ({"note": "x" * 2001}, "note", ""),
        ({"note": "a\x07b"}, "note", "控制字符"),
        ({"note": "a\x00b"}, "note", ""),
        ({"qantity": "1"}, "qantity", "没有这个栏目"),
    ],
)
def test_a_bad_line_is_told_by_its_place_and_nothing_is_saved(
    program, begun, typed, named, words
):
    good = cell(begun, RATE, numerator="1", denominator="2")
    body = {"cells": [good, cell(begun, **typed)]}
    told = told_of(send(program, at(begun), body), 400, "invalid")
    assert list(told["errors"]) == [f"cells.1.{named}"]
    assert words in told["errors"][f"cells.1.{named}"][0]
    assert not Entry.objects.filter(submission=begun, version__gt=0).exists()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"cells": []},
        {"cells": {}},
        {"cells": [1]},
        [],
        1,
        {"cells": [{"entry": "1", "version": 0}]},
        {"cells": [{"entry": True, "version": 0}]},
        {"cells": [{"entry": 1, "version": -1}]},
        {"cells": [{"entry": 1, "version": 2**40}]},
        {"cells": [{"entry": 2**70, "version": 0}]},
        {"cells": [{"entry": 1, "version": 0}, {"entry": 1, "version": 0}]},
    ],
)
def test_what_is_no_list_of_lines_is_refused(program, begun, body):
    response = send(program, at(begun), body)
    assert response.json()["errors"]
    told_of(response, 400, "invalid")


def test_what_is_no_json_is_refused(program, begun):
    key = {"idempotency-key": str(uuid4())}
    bad = program.patch(at(begun), "{", content_type="application/json", headers=key)
    told_of(bad, 400, "malformed")
    form = program.patch(at(begun), "a=1", content_type="text/plain", headers=key)
    told_of(form, 415, "unsupported_media_type")


def test_what_is_left_out_stays(program, people, begun):
    factories.saved(begun, people.reporter, {HAVENS: {"quantity": "4", "note": "说明"}})
    send(program, at(begun), {"cells": [cell(begun, problems="缺人手")]})
    entry = factories.entry_for(begun, HAVENS)
    assert (entry.quantity, entry.note, entry.problems) == (4, "说明", "缺人手")
    send(program, at(begun), {"cells": [cell(begun, note="")]})
    assert factories.entry_for(begun, HAVENS).note == ""


def test_not_applicable_and_back(program, begun):
    typed = {"presence": "not_applicable", "reason": "本区没有"}
    send(program, at(begun), {"cells": [cell(begun, **typed)]})
    assert factories.entry_for(begun, HAVENS).presence == "not_applicable"
    send(program, at(begun), {"cells": [cell(begun, quantity="0")]})
    entry = factories.entry_for(begun, HAVENS)
    assert (entry.presence, entry.quantity) == ("value", 0)


def test_another_unions_line_is_not_there(program, people, begun):
    other = factories.started("江北区", people.stranger)
    for address, body in (
        (at(other), {"cells": [cell(other, quantity="1")]}),
        (at(begun), {"cells": [cell(other, quantity="1")]}),
    ):
        told_of(send(program, address, body), 404, "not_found")
    assert program.get(at(other)).status_code == 404
    told_of(send(program, at(other, "submit/"), method="post"), 404, "not_found")
    asked = {"union": other.union_id, "period": other.period_id}
    told_of(send(program, LIST, asked, method="post"), 404, "not_found")
    assert quantity(other) is None


def test_who_only_reads_does_not_write(people, begun):
    auditor = program_of(people.auditor, "市总工会")
    assert auditor.get(at(begun)).status_code == 200
    body = {"cells": [cell(begun, quantity="1")]}
    told_of(send(auditor, at(begun), body), 404, "not_found")


def test_a_locked_period_takes_nothing(program, people):
    september = factories.started("万州区", people.reporter, number=9)
    body = {"cells": [cell(september, quantity="1")]}
    told_of(send(program, at(september), body), 409, "period_closed")
    told_of(
        send(program, at(september, "submit/"), method="post"), 409, "period_closed"
    )
    asked = {"union": september.union_id, "period": factories.month(8).pk}
    told_of(send(program, LIST, asked, method="post"), 409, "period_closed")


def test_a_doubtful_figure_needs_a_note_before_it_is_handed_in(program, people, begun):
    factories.accepted(
        "万州区", people.reporter, people.officer, {HAVENS: {"quantity": "1"}}, number=9
    )
    saved = send(program, at(begun), {"cells": [cell(begun, quantity="30")]})
    [row] = saved.json()["saved"]
    assert "jump" in row["warnings"]
    told = told_of(send(program, at(begun, "submit/"), method="post"), 409, "not_ready")
    assert list(told["errors"]) == [f"entries.{row['entry']}"]
    send(program, at(begun), {"cells": [cell(begun, note="集中建成一批")]})
    assert send(program, at(begun, "submit/"), method="post").status_code == 200


def test_returns_are_listed_with_where_their_lines_stand(program, people):
    factories.submitted("万州区", people.reporter, {HAVENS: {"quantity": "2"}})
    factories.started("江北区", people.stranger)
    [told] = program.get(LIST).json()["results"]
    assert told["union_name"] == "万州区总工会"
    assert (told["filled"], told["waiting"], told["accepted"]) == (1, 1, 0)
    whole = signed_in(people.auditor).get(LIST).json()["results"]
    assert len(whole) == 2


def test_more_lines_cost_no_more_queries(program, people, begun):
    counts = []
    for names in ((HAVENS,), (HAVENS, RATE)):
        typed = {
            HAVENS: {"quantity": "1"},
            RATE: {"numerator": "1", "denominator": "2"},
        }
        body = {"cells": [cell(begun, name, **typed[name]) for name in names]}
        with CaptureQueriesContext(connection) as queries:
            assert send(program, at(begun), body).status_code == 200
        counts.append(len(queries))
    assert abs(counts[0] - counts[1]) <= 1


def test_a_browser_needs_its_form_token(people, begun):
    client = signed_in(people.reporter)
    client.handler.enforce_csrf_checks = True
    body = {"cells": [cell(begun, quantity="1")]}
    told_of(send(client, at(begun), body), 403, "form_expired")
    assert quantity(begun) is None
