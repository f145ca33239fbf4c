"""The same request many times at once: one effect, one answer."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from tests import factories
from tests.tokens import bearer, token_of
from unions_app.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)
HAVENS = "新建渝工港湾"
TIMES = 5


def at_once(call):
    barrier = threading.Barrier(TIMES)

    def run(_place):
        try:
            connection.ensure_connection()
            barrier.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(run, range(TIMES)))


def test_one_key_at_once_has_one_effect(people, autumn_2024):
    submission = factories.started("万州区", people.reporter)
    entry = factories.entry_for(submission, HAVENS)
    secret = token_of(people.reporter, "万州区")[1]
    body = {"cells": [{"entry": entry.pk, "version": 0, "quantity": "7"}]}
    key = str(uuid4())

    answers = at_once(
        lambda: bearer(secret).patch(
            reverse("api:submission-detail", args=[submission.pk]),
            body,
            content_type="application/json",
            headers={"idempotency-key": key},
        )
    )

    assert [answer.status_code for answer in answers] == [200] * TIMES
    assert len({answer.content for answer in answers}) == 1
    entry.refresh_from_db()
    assert (entry.version, entry.quantity) == (1, 7)
    assert AuditEvent.objects.filter(action="entry.saved").count() == 1
