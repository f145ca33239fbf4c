"""What the tests of the desks do again and again."""

from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from progress_app.models import Entry, Submission

HAVENS = "新建渝工港湾"
MEMBERS = "发展工会会员"
RATE = "建会率"
STAGE = "实名制管理"
PENSION = "参加互助保障的职工"
PEOPLE_WITH_ROLES = (
    "reporter",
    "colleague",
    "stranger",
    "approved_reporter",
    "approver",
    "officer",
    "other_officer",
    "department_reporter",
    "leader",
    "auditor",
    "administrator",
    "nobody",
)


def queries_of(client: Client, address: str) -> int:
    """Return how many queries a page costs once the session is warm."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def cell(entry: Entry, *, version: int | None = None, **raw: str) -> dict[str, Any]:
    """Return one line as the grid's script sends it."""
    seen = entry.version if version is None else version
    return {"entry_id": entry.pk, "version": seen, "raw": raw}


def post_json(client: Client, address: str, body: Any) -> Any:
    """Send what a script sends."""
    return client.post(
        address,
        body,
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


def autosave(
    client: Client, submission: Submission, *cells: dict[str, Any], **more: Any
) -> Any:
    """Send an autosave as the grid's script does."""
    body = {"client_key": str(uuid4()), "cells": list(cells)} | more
    return post_json(client, f"/submissions/{submission.pk}/cells/", body)


def key() -> dict[str, str]:
    """Return the hidden field of a fresh page."""
    return {"client_key": str(uuid4())}


def decision(entry: Entry, **more: str) -> dict[str, Any]:
    """Return what a decision on an entry as it stands posts."""
    return key() | {"version": str(entry.version)} | more


def seen(*entries: Entry) -> dict[str, Any]:
    """Return what a form for many entries posts."""
    return key() | {"seen": [f"{e.pk}:{e.version}:{e.quantity} 个" for e in entries]}
