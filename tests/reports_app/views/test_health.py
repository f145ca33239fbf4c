"""The health page, and what the footer of every page says of the books."""

import socket
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from progress_app.actions.reconciliations import reconcile
from progress_app.models import Reconciliation, Rollup, RollupMark
from reports_app.enums import ExportState, Verdict
from reports_app.models import Export
from reports_app.queries.health import health_at
from tasks_app.enums import PlanStatus
from tests import factories
from tests.people import NOW, signed_in
from unionplan.dispatcher import broker_answers
from unions_app.actions import anchor_chains, note_worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
HAVENS = "新建渝工港湾"
LINE = {HAVENS: {"quantity": "5"}}


@pytest.fixture
def posted(people):
    """Return everybody, after a posting that has been summed."""
    factories.accepted("万州区", people.reporter, people.officer, LINE, number=9)
    return people


def health(at=NOW, *, broker: bool | None = None):
    return health_at(at, broker_answers=broker)


def page_of(person, address: str = "/health/", *, language: str = "zh-hans") -> str:
    client = signed_in(person)
    client.cookies["unionplan_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    return response.text


def spoil() -> None:
    rows = Rollup.objects.filter(target__name=HAVENS, union__short_name="万州区")
    rows.filter(period__number=9).update(quantity=777)


def reconciled(plan, at=NOW) -> Reconciliation:
    return reconcile(plan_id=plan.pk, now=lambda: at)


def export_of(people, plan, *, at, **columns) -> Export:
    return Export.objects.create(
        id=uuid4(),
        plan=plan,
        requested_by=people.leader,
        requested_at=at,
        as_of_sequence=0,
        as_of_at=at,
        language="zh-hans",
        **columns,
    )


def test_everything_sound(posted, plan, tmp_path):
    note_worker(at=NOW)
    reconciled(plan)
    anchor_chains(directory=tmp_path, on=NOW.date(), at=NOW)

    told = health(NOW + timedelta(minutes=1), broker=True)

    assert (told.worker.at, told.worker.verdict) == (NOW, Verdict.SOUND)
    assert (told.marks.number, told.marks.since) == (0, None)
    assert (told.exports.number, told.exports.since) == (0, None)
    assert (told.anchor.at, told.anchor.verdict) == (NOW, Verdict.SOUND)
    assert [books.verdict for books in told.books] == [Verdict.SOUND]
    assert told.broker == Verdict.SOUND
    assert told.disk.total > told.disk.free > 0


def test_a_fresh_portal_says_what_has_not_happened_yet(people, plan):
    told = health()

    assert (told.worker.at, told.worker.verdict) == (None, Verdict.NOTICE)
    assert (told.anchor.at, told.anchor.verdict) == (None, Verdict.NOTICE)
    (books,) = told.books
    assert (books.plan, books.found, books.verdict) == (plan, None, Verdict.NOTICE)
    assert told.verdict == Verdict.NOTICE


def test_a_worker_gone_for_more_than_five_minutes_is_an_alarm(people):
    note_worker(at=NOW)

    assert health(NOW + timedelta(minutes=5)).worker.verdict == Verdict.SOUND
    assert health(NOW + timedelta(minutes=6)).worker.verdict == Verdict.ALARM


def test_a_mark_that_waits_too_long_is_an_alarm(people):
    factories.accepted(
        "万州区", people.reporter, people.officer, LINE, number=9, roll_up=False
    )
    since = RollupMark.objects.get().marked_at

    fresh = health(since + timedelta(minutes=4)).marks
    late = health(since + timedelta(minutes=6)).marks

    assert (fresh.number, fresh.since, fresh.verdict) == (1, since, Verdict.SOUND)
    assert late.verdict == Verdict.ALARM


def test_the_oldest_queued_workbook_counts_and_no_other(people, plan):
    export_of(people, plan, at=NOW - timedelta(hours=9), state=ExportState.FAILED)
    export_of(people, plan, at=NOW - timedelta(hours=8), state=ExportState.RUNNING)
    assert health().exports.number == 0
    for minutes in (7, 2):
        export_of(people, plan, at=NOW - timedelta(minutes=minutes))

    told = health().exports

    assert (told.number, told.since) == (2, NOW - timedelta(minutes=7))
    assert told.verdict == Verdict.ALARM


def test_a_broker_that_is_away_is_an_alarm(people):
    assert health(broker=False).broker == Verdict.ALARM
    assert health(broker=True).broker == Verdict.SOUND


def test_differences_are_told_with_names_and_both_figures(posted, plan):
    spoil()
    reconciled(plan)

    (books,) = health().books

    assert books.verdict == Verdict.ALARM
    (difference,) = books.differences
    assert HAVENS in difference.target
    assert "万州区" in difference.union
    assert difference.period == str(factories.month(9))
    assert list(difference.sides) == [("累计数", "777", "5")]


def test_a_sum_that_is_missing_shows_the_ledgers_figures_only(posted, plan):
    Rollup.objects.filter(
        target__name=HAVENS, union__short_name="万州区", period__number=9
    ).delete()
    reconciled(plan)

    ((difference,),) = [books.differences for books in health().books]

    assert ("累计数", "", "5") in difference.sides
    assert all(stored == "" and ledger for _name, stored, ledger in difference.sides)


def test_the_cost_does_not_grow_with_the_differences(posted, plan):
    costs = []
    for wrong in (1, 3):
        Rollup.objects.filter(
            pk__in=Rollup.objects.order_by("pk").values("pk")[:wrong]
        ).update(units_stale=9)
        assert reconciled(plan).difference_count == wrong
        with CaptureQueriesContext(connection) as queries:
            health()
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_the_page_in_chinese(posted, plan, tmp_path):
    note_worker(at=NOW)
    reconciled(plan)
    anchor_chains(directory=tmp_path, on=NOW.date(), at=NOW)

    page = page_of(posted.administrator)

    for words in (
        "健康状况",
        "应答正常",
        "最近一次出现：2024年10月28日 09:00",
        "没有等待汇总的入账",
        "没有排队的工作簿",
        "写到库外：2024年10月28日 09:00",
        "账实一致，0 处差异",
        "剩余",
    ):
        assert words in page


def test_the_page_says_what_is_wrong_and_what_to_do(posted, plan):
    spoil()
    reconciled(plan)

    page = page_of(posted.auditor)

    assert "对账发现 1 处差异" in page
    assert "roll_up --all" in page
    assert "777" in page
    assert "state-alarm" in page


def test_the_page_in_english(posted, plan):
    spoil()
    reconciled(plan)

    page = page_of(posted.auditor, language="en")

    assert "Reconciliation found 1 difference" in page
    assert "Not seen yet" in page


def test_a_portal_without_a_plan_in_force_has_a_page_too(people, plan):
    plan.status = PlanStatus.CLOSED
    plan.save()

    assert "还没有年度计划" in page_of(people.administrator)


def test_the_page_is_for_looking_only(people):
    assert signed_in(people.administrator).post("/health/").status_code == 405


@pytest.mark.parametrize("person", ["reporter", "leader", "nobody"])
def test_everybody_signed_in_is_told_of_the_books(posted, plan, person):
    who = getattr(posted, person)
    assert "尚未对账" in page_of(who, "/no-role/")

    reconciled(plan)
    assert "账实一致 · 0 差异 · 10月28日 09:00" in page_of(who, "/no-role/")

    spoil()
    reconciled(plan)
    page = page_of(who, "/no-role/")
    assert "对账发现 1 处差异 · 10月28日 09:00" in page.replace("</strong>", "")
    assert "账实一致" not in page


def test_strangers_are_not_told_of_the_books(client, posted, plan):
    reconciled(plan)

    page = client.get("/sign-in/").text

    assert "账实一致" not in page
    assert "对账" not in page


def test_the_footer_in_english(posted, plan):
    reconciled(plan)

    page = page_of(posted.leader, "/no-role/", language="en")

    assert "Books agree · 0 differences · " in page


@pytest.fixture
def deaf_port():
    """A port that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_broker_that_hangs_is_given_up_soon(settings, deaf_port):
    settings.REDIS_URL = f"redis://127.0.0.1:{deaf_port}/0"
    began = time.monotonic()

    assert broker_answers() is False

    assert time.monotonic() - began < 5


def test_a_broker_that_is_not_there_and_one_that_is_built_in(settings, deaf_port):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert broker_answers() is False
    settings.REDIS_URL = ""
    assert broker_answers() is None
