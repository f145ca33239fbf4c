"""Asking for a workbook: a row and an event, once a click."""

from uuid import uuid4

import pytest

from reports_app.actions.exports import (
    TooManyUnfinishedError,
    claim_next_export,
    fail_export,
)
from reports_app.enums import ExportFailure, ExportState
from reports_app.models import Export
from tests.people import NOW
from tests.reports_app.exports.making import asked
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_it_is_fixed_to_the_ledger_as_it_stands(posted):
    export = asked(posted.leader)
    assert export.as_of_sequence == 7
    assert export.state == ExportState.QUEUED
    assert export.requested_at == NOW
    event = AuditEvent.objects.get(action="export.requested")
    assert event.subject == f"export:{export.pk}"
    assert event.person == posted.leader
    assert event.detail == {"plan": export.plan_id, "as_of_sequence": 7}


def test_an_empty_ledger_is_told_too(people):
    assert asked(people.leader).as_of_sequence == 0


def test_the_same_click_again_is_one_export(people):
    key = uuid4()
    export = asked(people.leader, client_key=key)
    with pytest.raises(AlreadyDoneError) as again:
        asked(people.leader, client_key=key)
    assert again.value.response == {"export": str(export.pk)}
    assert Export.objects.count() == 1
    assert AuditEvent.objects.filter(action="export.requested").count() == 1


def test_a_key_of_another_request_is_refused(people):
    key = uuid4()
    asked(people.leader, client_key=key)
    with pytest.raises(KeyReusedError):
        asked(people.leader, client_key=key, language="en")
    with pytest.raises(KeyReusedError):
        asked(people.auditor, client_key=key)
    assert Export.objects.count() == 1


def test_one_person_may_have_three_waiting(people):
    for _number in range(3):
        asked(people.leader)
    key = uuid4()
    with pytest.raises(TooManyUnfinishedError):
        asked(people.leader, client_key=key)
    asked(people.auditor)
    assert Export.objects.count() == 4


def test_a_refused_click_may_be_repeated(people):
    key = uuid4()
    for _number in range(3):
        asked(people.leader)
    with pytest.raises(TooManyUnfinishedError):
        asked(people.leader, client_key=key)
    Export.objects.update(state=ExportState.FAILED)
    assert asked(people.leader, client_key=key).state == ExportState.QUEUED


def test_finished_ones_do_not_count(people):
    for _number in range(4):
        asked(people.leader)
        fail_export(
            claim=claim_next_export(at=NOW), failure=ExportFailure.DEFECT, at=NOW
        )
    assert asked(people.leader).state == ExportState.QUEUED
