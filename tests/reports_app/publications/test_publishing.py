"""Publishing: numbers, stamps, refusals, retries, and what stands for ever."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from progress_app.models import Reconciliation
from reports_app.actions.publications import (
    Draft,
    PublicationRefusedError,
    change_draft,
    discard_draft,
)
from reports_app.enums import PublicationProblem
from reports_app.models import Export, Publication
from reports_app.queries.replays import replayed
from tests import factories
from tests.people import NOW
from tests.reports_app.publications.making import (
    HAVENS,
    confirmed,
    drafted,
    published,
)
from tests.triggers import lifted_then_undone
from unions_app.actions import AlreadyDoneError
from unions_app.models import AuditEvent

pytestmark = pytest.mark.django_db


def refusal(call) -> PublicationProblem:
    with pytest.raises(PublicationRefusedError) as refused:
        call()
    return refused.value.problem


def test_numbers_go_up_by_one_and_a_discarded_draft_takes_none(posted):
    first = published(posted.administrator)
    gone = drafted(posted.administrator)
    discard_draft(publication=gone, person_id=posted.administrator.pk, at=NOW)
    second = published(posted.administrator)

    assert [first.number, second.number] == [1, 2]
    assert first.stamp != second.stamp
    assert {f.kind for f in first.files.all()} == {"workbook", "brief"}
    told = AuditEvent.objects.filter(action="publication.published")
    assert [event.detail["number"] for event in told] == [1, 2]


def test_a_retry_publishes_once(posted):
    draft, key = drafted(posted.administrator), uuid4()
    confirmed(draft, posted.administrator, client_key=key)

    with pytest.raises(AlreadyDoneError) as done:
        confirmed(draft, posted.administrator, client_key=key)

    assert done.value.response == {"publication": draft.pk}
    assert Publication.objects.published().count() == 1
    assert Export.objects.count() == 2


def test_a_moment_to_come_is_refused(posted):
    assert (
        refusal(lambda: drafted(posted.administrator, moment="2024-12-31"))
        == PublicationProblem.NOT_YET
    )


def test_it_waits_for_the_sums(posted):
    draft = drafted(posted.administrator)
    typed = {HAVENS: {"quantity": "1"}}
    factories.accepted(
        "忠县", posted.stranger, posted.officer, typed, number=9, roll_up=False
    )

    assert (
        refusal(lambda: confirmed(draft, posted.administrator))
        == PublicationProblem.UNSUMMED
    )
    assert Publication.objects.get().number is None


def test_it_is_refused_while_the_books_differ(posted, plan):
    draft = drafted(posted.administrator)
    Reconciliation.objects.create(
        plan=plan,
        started_at=NOW,
        finished_at=NOW,
        duration_ms=1,
        sequence=1,
        targets_compared=1,
        cells_compared=1,
        difference_count=1,
        first_differences=[{}],
    )

    assert (
        refusal(lambda: confirmed(draft, posted.administrator))
        == PublicationProblem.DISPUTED
    )


def test_what_was_not_seen_is_not_published(posted):
    draft = drafted(posted.administrator)
    change_draft(
        publication=draft,
        draft=Draft(title="另一个", as_of=factories.past("2024-09-20")),
        person_id=posted.administrator.pk,
        at=NOW,
    )
    call = lambda: confirmed(draft, posted.administrator, seen_sequence=9999)  # noqa: E731

    assert refusal(call) == PublicationProblem.CHANGED_MEANWHILE


def test_a_published_one_is_neither_changed_nor_discarded_by_an_action(posted):
    made = published(posted.administrator)
    person_id = posted.administrator.pk
    draft = Draft(title="改", as_of=factories.past("2024-10-01"))
    change = {"publication": made, "draft": draft, "person_id": person_id, "at": NOW}

    assert refusal(lambda: change_draft(**change)) == PublicationProblem.NO_DRAFT
    throw = {"publication": made, "person_id": person_id, "at": NOW}
    assert refusal(lambda: discard_draft(**throw)) == PublicationProblem.NO_DRAFT
    again = confirmed
    assert (
        refusal(lambda: again(made, posted.administrator))
        == PublicationProblem.NO_DRAFT
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_app_publication SET title = 'x'",
        "UPDATE reports_app_publication SET state = 'draft', number = NULL",
        "DELETE FROM reports_app_publication",
    ],
)
def test_the_database_refuses_to_change_what_is_published(posted, statement):
    made = published(posted.administrator)

    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Publication.objects.get() == made
    assert Publication.objects.get().title == made.title


def test_a_wrong_one_is_withdrawn_by_one_successor(posted):
    wrong = published(posted.administrator)
    right = published(
        posted.administrator, withdraws=wrong, reason="第三季度渝工港湾数有误"
    )

    assert (right.number, right.withdraws) == (2, wrong)
    again = lambda: drafted(posted.administrator, withdraws=wrong, reason="x")  # noqa: E731
    assert refusal(again) == PublicationProblem.WITHDRAWN_ALREADY
    assert replayed(right).agrees


def test_a_replay_agrees_after_later_postings_and_a_correction(posted):
    made = published(posted.administrator)
    typed = {HAVENS: {"quantity": "7"}}
    factories.accepted("江北区", posted.stranger, posted.officer, typed, number=9)

    replay = replayed(made)

    assert replay.agrees
    assert replay.deviations == ()


TAMPERED = {
    "title": {"title": "改过的标题"},
    "number": {"number": 7},
    "moment": {"as_of_at": NOW - timedelta(days=60)},
    "digest": {"digest": "0" * 64},
    "seal": {"seal": "0" * 64},
    "stamp": {"stamp": "0" * 16},
}


@pytest.mark.parametrize("name", TAMPERED)
def test_whatever_is_tampered_with_is_found(posted, name):
    published(posted.administrator)
    with lifted_then_undone():
        Publication.objects.update(**TAMPERED[name])

        assert not replayed(Publication.objects.get()).is_genuine


def test_a_figure_that_is_tampered_with_is_named(posted):
    made = published(posted.administrator)
    [row] = [r for r in made.figures["targets"] if r["name"] == HAVENS]
    row["figures"]["quantity"] = "420"
    with lifted_then_undone():
        Publication.objects.update(figures=made.figures)

        replay = replayed(Publication.objects.get())

        assert not replay.is_genuine
        [found] = replay.deviations
        assert (found.code, found.name) == (row["code"], "quantity")
        assert (found.published, found.computed) == ("420", "42")
