"""What is sent, as typed data: nothing but what a page of ours sends gets through."""

import json
from uuid import UUID

import pytest
from django.http import QueryDict

from progress_app.forms import (
    MalformedError,
    ReturnForm,
    Seen,
    VersionsForm,
    read_cells,
)

KEY = "5f3abd95-44c1-4619-9bbb-482dd6d5c094"
CELL = {"entry_id": 1, "version": 0, "raw": {"quantity": "3"}}


def body(**changes) -> bytes:
    return json.dumps({"client_key": KEY, "cells": [CELL]} | changes).encode()


def test_an_autosave_is_read():
    given = read_cells(body(person_id=7))

    assert given.client_key == UUID(KEY)
    assert given.person_id == 7
    [cell] = given.cells
    assert (cell.entry_id, cell.version, cell.raw) == (1, 0, {"quantity": "3"})


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b"null",
        b"[]",
        b'"text"',
        b"1" * 5000,
        body(client_key=None),
        body(client_key="not-a-key"),
        body(client_key=7),
        body(cells=None),
        body(cells=[]),
        body(cells={}),
        body(cells=["x"]),
        body(cells=[CELL, CELL]),
        body(cells=[{**CELL, "entry_id": n} for n in range(201)]),
        body(cells=[{**CELL, "entry_id": "1"}]),
        body(cells=[{**CELL, "entry_id": True}]),
        body(cells=[{**CELL, "entry_id": -1}]),
        body(cells=[{**CELL, "entry_id": 2**70}]),
        body(cells=[{**CELL, "entry_id": 1.5}]),
        body(cells=[{**CELL, "version": None}]),
        body(cells=[{**CELL, "raw": None}]),
        body(cells=[{**CELL, "raw": {"state": "accepted"}}]),
        body(cells=[{**CELL, "raw": {"quantity": 3}}]),
        body(cells=[{**CELL, "raw": {"note": "\ud800"}}]),
        body(person_id="7"),
        body(known=[]),
        body(known={"a": 1}),
        body(known={"1": "x"}),
    ],
)
def test_anything_else_is_malformed_and_says_why(sent):
    with pytest.raises(MalformedError) as refusal:
        read_cells(sent)

    assert str(refusal.value.message)


def versions(*seen: str) -> VersionsForm:
    data = QueryDict(mutable=True)
    data["client_key"] = KEY
    data.setlist("seen", seen)
    return VersionsForm(data)


def test_what_was_seen_of_many_entries():
    form = versions("12:3:40 个", "13:0", "14:1:1 / 2")

    assert form.is_valid()
    assert form.cleaned_data["seen"] == {
        12: Seen(3, "40 个"),
        13: Seen(0, ""),
        14: Seen(1, "1 / 2"),
    }


@pytest.mark.parametrize(
    "seen",
    [(), ("",), ("12",), ("a:1",), ("1:b",), ("-1:1",), ("1" * 19 + ":1",), ("²:1",)],
)
def test_what_was_not_seen_is_refused(seen):
    form = versions(*seen)

    assert not form.is_valid()
    assert list(form.errors) == ["seen"]


def test_no_more_than_a_page_can_hold():
    assert not versions(*(f"{n}:1" for n in range(1, 202))).is_valid()


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("", "请写明退回原因，填报人才知道怎样改"),
        ("   ", "请写明退回原因，填报人才知道怎样改"),
        ("很" * 501, "退回原因请不超过500字"),
        ("请改\x07", "含有无法保存的控制字符，请删去后再填"),
    ],
)
def test_a_return_needs_words_that_can_be_kept(reason, message):
    form = ReturnForm({"client_key": KEY, "version": "1", "reason": reason})

    assert form.errors["reason"] == [message]


def test_a_return_may_run_over_lines():
    form = ReturnForm({"client_key": KEY, "version": "1", "reason": "一\r\n二"})

    assert form.is_valid()
    assert form.cleaned_data["reason"] == "一\n二"
