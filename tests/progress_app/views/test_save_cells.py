"""Autosave: what became of each line, and that nothing else was written."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from progress_app.models import Entry
from tests import factories
from tests.people import NOW, signed_in
from tests.progress_app.desks import (
    HAVENS,
    MEMBERS,
    PENSION,
    RATE,
    STAGE,
    autosave,
    cell,
    post_json,
)
from unions_app.models import AuditEvent, Receipt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]

FULL_WIDTH = " １,２００ "  # noqa: RUF001
SAVE_COST = 27
"""The receipt's and the save's savepoints, locks and audit rows, then the lines again."""


@pytest.fixture
def submission(people):
    return factories.started("万州区", people.reporter)


@pytest.fixture
def client(people):
    return signed_in(people.reporter)


def entry_of(submission, target):
    return factories.entry_for(submission, target)


NO_EVIDENCE = "本指标须附佐证，还没有附材料"


def assert_nothing_written(submission):
    assert not Entry.objects.filter(submission=submission, version__gt=0).exists()
    assert not AuditEvent.objects.filter(action="entry.saved").exists()
    assert not Receipt.objects.exists()


def test_a_line_is_saved_and_told_as_it_was_understood(client, submission):
    entry = entry_of(submission, HAVENS)

    response = autosave(client, submission, cell(entry, quantity=FULL_WIDTH))

    assert response.status_code == 200
    told = response.json()["saved"][str(entry.pk)]
    assert (told["version"], told["raw"]["quantity"]) == (1, "1200")
    assert (told["is_filled"], told["warnings"]) == (True, [NO_EVIDENCE])
    assert told["saved_by"] == "测试·reporter"
    assert told["saved_at"] == "09:00"
    assert response.json()["filled"] == 1
    assert entry_of(submission, HAVENS).quantity == 1200


@pytest.mark.parametrize(
    ("target", "raw", "field", "message"),
    [
        (HAVENS, {"quantity": "三个"}, "quantity", "没有看懂这个数"),
        (HAVENS, {"quantity": "3/4"}, "quantity", "没有看懂这个数"),
        (HAVENS, {"quantity": "-1"}, "quantity", "不能填负数；没有发生请填 0"),
        (HAVENS, {"quantity": "1.5"}, "quantity", "本项只填整数，请去掉小数"),
        (HAVENS, {"quantity": "1" * 12}, "quantity", "这个数过大"),
        (
            RATE,
            {"numerator": "9", "denominator": "8"},
            "numerator",
            "分子不能大于分母，请核对这两个数",
        ),
        (STAGE, {"stage": "finished"}, "stage", "请从列出的阶段中选择"),
        (
            HAVENS,
            {"presence": "not_applicable"},
            "reason",
            "请写明本期无此项的原因",
        ),
        (HAVENS, {"quantity": "1", "note": "一" * 2001}, "note", "文字过长"),
        (HAVENS, {"quantity": "1", "note": "a\x00b"}, "note", "控制字符"),
    ],
)
def test_bad_input_is_told_beside_its_field(
    client, submission, target, raw, field, message
):
    entry = entry_of(submission, target)

    response = autosave(client, submission, cell(entry, **raw))

    told = response.json()["refused"][str(entry.pk)]
    assert list(told) == [field]
    assert message in told[field]
    assert Entry.objects.get(pk=entry.pk).version == 0


def test_one_bad_line_does_not_stop_the_others(client, submission):
    bad, good = entry_of(submission, HAVENS), entry_of(submission, MEMBERS)

    response = autosave(
        client, submission, cell(bad, quantity="x"), cell(good, quantity="20")
    )

    assert list(response.json()["refused"]) == [str(bad.pk)]
    assert list(response.json()["saved"]) == [str(good.pk)]


def test_a_doubtful_figure_is_saved_with_its_warnings(client, submission, quota):
    quota(HAVENS, "万州区", "5")
    entry = entry_of(submission, HAVENS)

    response = autosave(client, submission, cell(entry, quantity="6"))

    told = response.json()["saved"][str(entry.pk)]
    assert told["warnings"] == ["累计超过全年分解任务数", NO_EVIDENCE]


def test_someone_elses_change_comes_back_with_its_author(people, client, submission):
    entry = entry_of(submission, HAVENS)
    autosave(signed_in(people.colleague), submission, cell(entry, quantity="3"))

    response = autosave(client, submission, cell(entry, quantity="4", version=0))

    assert response.status_code == 200
    told = response.json()["stale"][str(entry.pk)]
    assert (told["raw"]["quantity"], told["version"]) == ("3", 1)
    assert told["saved_by"] == "测试·colleague"
    assert entry_of(submission, HAVENS).quantity == 3


def test_what_changed_elsewhere_is_told_with_the_next_save(people, client, submission):
    mine, theirs = entry_of(submission, HAVENS), entry_of(submission, MEMBERS)
    autosave(signed_in(people.colleague), submission, cell(theirs, quantity="30"))
    known = {str(theirs.pk): 0, str(entry_of(submission, RATE).pk): 0, "999999": 0}

    answer = autosave(client, submission, cell(mine, quantity="3"), known=known).json()

    assert list(answer["saved"]) == [str(mine.pk)]
    assert list(answer["changed"]) == [str(theirs.pk)]
    told = answer["changed"][str(theirs.pk)]
    assert (told["raw"]["quantity"], told["is_open"]) == ("30", True)
    assert answer["filled"] == 2


def test_the_same_batch_again_changes_nothing_and_says_what_it_said(client, submission):
    entry = entry_of(submission, HAVENS)
    body = {"client_key": str(uuid4()), "cells": [cell(entry, quantity="3")]}
    address = f"/submissions/{submission.pk}/cells/"

    first, again = (post_json(client, address, body) for _ in range(2))

    assert first.json() == again.json()
    assert AuditEvent.objects.filter(action="entry.saved").count() == 1
    assert entry_of(submission, HAVENS).version == 1


def test_a_late_retry_does_not_hide_what_someone_changed_since(
    people, client, submission
):
    entry = entry_of(submission, HAVENS)
    body = {"client_key": str(uuid4()), "cells": [cell(entry, quantity="3")]}
    address = f"/submissions/{submission.pk}/cells/"
    post_json(client, address, body)
    colleague = signed_in(people.colleague)
    autosave(colleague, submission, cell(entry_of(submission, HAVENS), quantity="8"))

    again = post_json(client, address, body).json()

    assert again["saved"] == {}
    assert again["stale"][str(entry.pk)]["raw"]["quantity"] == "8"


def test_the_same_key_for_something_else_is_refused(client, submission):
    entry, key = entry_of(submission, HAVENS), str(uuid4())
    autosave(client, submission, cell(entry, quantity="3"), client_key=key)

    response = autosave(client, submission, cell(entry, quantity="4"), client_key=key)

    assert (response.status_code, response.json()["error"]) == (422, "key_reused")
    assert entry_of(submission, HAVENS).quantity == 3


def test_what_was_handed_in_is_shut(people, client, submission):
    entry = entry_of(submission, HAVENS)
    autosave(client, submission, cell(entry, quantity="3"))
    factories.handed_in(submission, people.reporter, at=NOW)
    entry = entry_of(submission, HAVENS)

    response = autosave(client, submission, cell(entry, quantity="4"))

    told = response.json()["shut"][str(entry.pk)]
    assert (told["state_label"], told["raw"]["quantity"]) == ("已提交", "3")


def test_a_locked_period_takes_nothing(people):
    submission = factories.started("万州区", people.reporter, number=9)
    entry = entry_of(submission, HAVENS)

    response = autosave(
        signed_in(people.reporter), submission, cell(entry, quantity="4")
    )

    assert (response.status_code, response.json()["error"]) == (409, "period_closed")
    assert_nothing_written(submission)


def test_a_line_of_another_return_is_unknown(people, client, submission):
    other = factories.started("江北区", people.stranger)
    foreign, own = entry_of(other, HAVENS), entry_of(submission, HAVENS)

    response = autosave(
        client, submission, cell(own, quantity="4"), cell(foreign, quantity="4")
    )

    assert (response.status_code, response.json()["error"]) == (404, "unknown_entry")
    assert_nothing_written(submission)
    assert_nothing_written(other)


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", json.dumps({"cells": []}), json.dumps({"client_key": 1})],
)
def test_what_no_page_sends_is_malformed(client, submission, body):
    address = f"/submissions/{submission.pk}/cells/"

    response = client.post(address, body, content_type="application/json")

    assert (response.status_code, response.json()["error"]) == (400, "malformed")
    assert response.json()["message"]
    assert_nothing_written(submission)


def test_the_page_of_someone_else_does_not_save_as_me(people, client, submission):
    entry = entry_of(submission, HAVENS)

    response = autosave(
        client, submission, cell(entry, quantity="4"), person_id=people.colleague.pk
    )

    assert (response.status_code, response.json()["error"]) == (409, "other_person")
    assert_nothing_written(submission)


@pytest.mark.parametrize(
    "persona", ["stranger", "approver", "officer", "leader", "auditor", "nobody"]
)
def test_to_everybody_else_the_return_is_not_there(people, submission, persona):
    entry = entry_of(submission, HAVENS)

    response = autosave(
        signed_in(getattr(people, persona)), submission, cell(entry, quantity="4")
    )

    assert (response.status_code, response.json()["error"]) == (404, "not_found")
    assert_nothing_written(submission)


def test_without_a_sign_in_the_script_is_told_so(submission):
    entry = entry_of(submission, HAVENS)

    response = autosave(Client(), submission, cell(entry, quantity="4"))

    assert (response.status_code, response.json()["error"]) == (401, "signed_out")


def test_a_broken_form_token_is_told_so(people, submission):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.reporter)
    entry = entry_of(submission, HAVENS)

    response = autosave(strict, submission, cell(entry, quantity="4"))

    assert (response.status_code, response.json()["error"]) == (403, "form_expired")
    assert_nothing_written(submission)


def test_only_a_post_saves(client, submission):
    assert client.get(f"/submissions/{submission.pk}/cells/").status_code == 405


def test_saving_costs_the_same_for_one_line_and_for_three(
    client, submission, django_assert_num_queries
):
    entries = [entry_of(submission, name) for name in (HAVENS, MEMBERS, PENSION)]
    autosave(client, submission, cell(entries[0], quantity="1"))
    one = [cell(entry_of(submission, HAVENS), quantity="2")]
    with django_assert_num_queries(SAVE_COST):
        autosave(client, submission, *one)

    three = [cell(entry_of(submission, e.target.name), quantity="9") for e in entries]
    with django_assert_num_queries(SAVE_COST):
        assert len(autosave(client, submission, *three).json()["saved"]) == 3
