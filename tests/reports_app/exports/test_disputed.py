"""While the last reconciliation shows differences, nothing is handed out."""

import logging
from io import StringIO

import pytest
from django.core.management import call_command

from progress_app.actions.reconciliations import reconcile
from progress_app.models import Reconciliation, Rollup
from reports_app.actions.making import BooksDisagreeError
from reports_app.actions.making import reconcile as reconcile_export
from reports_app.enums import ExportFailure, ExportState
from tests import factories
from tests.people import NOW
from tests.reports_app.exports.making import asked, book_of, made, run

pytestmark = pytest.mark.django_db
HAVENS = "新建渝工港湾"


@pytest.fixture
def disputed(posted, plan):
    """Return everybody, after a reconciliation has found a sum that is not right."""
    Rollup.objects.filter(quantity=1246).update(quantity=1247)
    assert not reconcile(plan_id=plan.pk, now=lambda: NOW).is_clean
    return posted


def right_again() -> None:
    Rollup.objects.filter(quantity=1247).update(quantity=1246)


def test_a_dispute_refuses_even_what_agrees_by_now(disputed, autumn_2024, caplog):
    right_again()

    with caplog.at_level(logging.ERROR):
        export = run(asked(disputed.leader))

    assert (export.state, export.failure) == (
        ExportState.FAILED,
        ExportFailure.MISMATCH,
    )
    assert "the last reconciliation found differences" in caplog.text


def test_a_dispute_refuses_what_could_not_be_compared(disputed):
    """Its ledger has moved on, so its own comparison would say nothing."""
    export = asked(disputed.leader)
    factories.accepted(
        "江北区", disputed.stranger, disputed.officer, {HAVENS: {"quantity": "1"}}
    )

    with pytest.raises(BooksDisagreeError):
        reconcile_export(export=export)


def test_a_clean_reconciliation_lets_exports_go_on(disputed, plan):
    right_again()
    assert reconcile(plan_id=plan.pk, now=lambda: NOW).is_clean

    assert made(disputed.leader).state == ExportState.DONE


def test_a_rebuild_lets_exports_go_on(disputed):
    call_command("roll_up", "--all", stdout=StringIO())

    assert made(disputed.leader).state == ExportState.DONE


def test_a_dispute_about_another_plan_is_none_of_this_ones(disputed, plan):
    right_again()
    export = asked(disputed.leader)
    other = type(plan).objects.create(
        year=2023,
        title="2023年",
        starts_on=plan.starts_on.replace(year=2023),
        ends_on=plan.ends_on.replace(year=2023),
    )
    Reconciliation.objects.update(plan=other)

    assert reconcile_export(export=export) is True


def test_the_cover_anchors_the_ledger(posted):
    export = made(posted.leader)
    cover = {row[0]: row[1] for row in book_of(export)["封面"].values}

    newest = posted.leader.exports.get().as_of_sequence
    assert cover["截至入账序号"] == newest == 7
    assert len(cover["入账链哈希"]) == 64
