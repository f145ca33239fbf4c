"""``verify_ledger`` and ``anchor_ledger``: what they say and how they end."""

import json
import os
from datetime import date, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from progress_app.models import Posting
from progress_app.queries.ledger import LEDGER_CHAIN
from progress_app.queries.verification import verdict_on
from tests import factories
from tests.people import NOW
from tests.progress_app.books.forging import rewritten
from tests.progress_app.chains import CHAINS
from tests.triggers import lifted_then_undone
from unions_app.actions import anchor_chains
from unions_app.models import AuditEvent, ChainHead
from unions_app.queries import AUDIT_CHAIN

pytestmark = pytest.mark.django_db
KEY = settings.LEDGER_KEY
LINE = {"新建渝工港湾": {"quantity": "5"}}


def test_an_empty_database_is_sound(plan):
    assert [verdict_on(chain, key=KEY).flaw for chain in CHAINS] == [None, None]


@pytest.mark.parametrize("chain", CHAINS)
def test_the_cost_does_not_grow_with_the_chain(people, chain):
    costs = []
    for number in (8, 9):
        line = {"新建渝工港湾": {"quantity": "5"}}
        factories.accepted(
            "万州区", people.reporter, people.officer, line, number=number
        )
        with CaptureQueriesContext(connection) as queries:
            assert verdict_on(chain, key=KEY).flaw is None
        costs.append(len(queries))

    assert costs == [{LEDGER_CHAIN: 4, AUDIT_CHAIN: 3}[chain]] * 2


@pytest.fixture
def posted(people):
    """Return everybody, after two postings."""
    for number in (8, 9):
        factories.accepted(
            "万州区", people.reporter, people.officer, LINE, number=number
        )
    return people


@pytest.fixture
def directory(settings, tmp_path):
    """Return where this test's anchors are written."""
    settings.ANCHOR_DIR = str(tmp_path / "anchors")
    return tmp_path / "anchors"


def told(name: str, *arguments: str) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


def refusal(*arguments: str) -> str:
    with pytest.raises(CommandError) as refused:
        told("verify_ledger", *arguments)
    return str(refused.value)


def test_it_says_how_much_was_checked_in_both_languages(posted, directory):
    events = AuditEvent.objects.count()

    assert told("verify_ledger") == (
        "入账记录：核验 2 条，与 0 个锚点对照，全部完好。 / "
        "Postings: 2 checked, held against 0 anchors, all sound.\n"
        f"审计记录：核验 {events} 条，与 0 个锚点对照，全部完好。 / "
        f"Audit trail: {events} checked, held against 0 anchors, all sound.\n"
    )


def test_it_names_the_first_bad_row_and_still_checks_the_other_chain(posted, directory):
    with lifted_then_undone():
        Posting.objects.filter(sequence=2).update(quantity=6)
        out = StringIO()
        with pytest.raises(CommandError) as refused:
            call_command("verify_ledger", stdout=out)

    assert refused.value.returncode == 1
    assert str(refused.value) == (
        "入账记录：第 2 条的内容与其哈希不符，被改动过。 / "
        "Postings: row 2 does not match its hash: it was changed."
    )
    assert out.getvalue().startswith("审计记录：核验")


def test_the_days_anchors_are_written_once_and_told(posted, directory, autumn_2024):
    last = Posting.objects.get(sequence=2)

    assert "written" in told("anchor_ledger")
    assert "already" in told("anchor_ledger")

    (name,) = os.listdir(directory)
    lines = [json.loads(line) for line in (directory / name).read_text().splitlines()]
    assert name == "2024-10-28.jsonl"
    assert [row["chain"] for row in lines] == ["audit", "ledger"]
    assert (lines[1]["sequence"], lines[1]["link"]) == (2, last.link)
    event = AuditEvent.objects.get(action="chains.anchored")
    assert event.subject == "anchor:2024-10-28"
    assert event.detail == {"ledger": 2, "audit": event.sequence - 1}
    assert "与 1 个锚点对照" in told("verify_ledger")


def test_an_event_lost_with_a_killed_process_is_added(posted, directory):
    with lifted_then_undone():
        assert anchor_chains(directory=directory, on=NOW.date(), at=NOW)
        AuditEvent.objects.filter(action="chains.anchored").delete()
        ChainHead.objects.filter(name=AUDIT_CHAIN).update(
            **AuditEvent.objects.order_by("-sequence").values("sequence", "link")[0]
        )

        assert not anchor_chains(directory=directory, on=NOW.date(), at=NOW)
        assert not anchor_chains(directory=directory, on=NOW.date(), at=NOW)
        assert AuditEvent.objects.filter(action="chains.anchored").count() == 1


def test_another_day_has_a_file_of_its_own(posted, directory):
    for day in (1, 2, 3):
        assert anchor_chains(directory=directory, on=date(2024, 10, day), at=NOW)

    assert len(os.listdir(directory)) == 3
    assert "与 3 个锚点对照" in told("verify_ledger")


def cut(left: int) -> None:
    """Cut off the ledger's tail and set its head back, as with the whole database."""
    Posting.objects.filter(sequence__gt=left).delete()
    ChainHead.objects.filter(name=LEDGER_CHAIN).update(
        sequence=left, link=Posting.objects.get(sequence=left).link
    )


def test_a_cut_tail_is_found_against_the_anchor(posted, directory):
    anchor_chains(directory=directory, on=NOW.date(), at=NOW)

    with lifted_then_undone():
        cut(1)
        found = refusal()

    assert found == (
        "入账记录：第 2 条起缺失：2024-10-28 的锚点记到更后的序号，尾部被截断。 / "
        "Postings: rows are missing from 2 on: the anchor of 2024-10-28 tells of a later "
        "one, the tail was cut off."
    )


def test_a_rewrite_with_the_key_is_found_against_the_anchor(posted, directory):
    anchor_chains(directory=directory, on=NOW.date(), at=NOW)
    rows = list(Posting.objects.order_by("sequence"))
    forged = rewritten(rows, 0, key=KEY, quantity=500)

    with lifted_then_undone():
        Posting.objects.order_by("-sequence").delete()
        Posting.objects.bulk_create(forged)
        ChainHead.objects.filter(name=LEDGER_CHAIN).update(link=forged[-1].link)
        found = refusal("--anchors", str(directory))
        directory.rename(directory.parent / "elsewhere")
        without = told("verify_ledger")

    assert found.startswith("入账记录：第 2 条与 2024-10-28 的锚点不符")
    assert "全部完好" in without


def test_a_directory_that_is_not_there_is_refused_if_it_was_named(posted, directory):
    assert "There is no directory /nowhere" in refusal("--anchors", "/nowhere")
    assert "全部完好" in told("verify_ledger")


def test_a_changed_file_of_anchors_is_named(posted, directory):
    anchor_chains(directory=directory, on=NOW.date(), at=NOW)
    path = directory / "2024-10-28.jsonl"
    path.chmod(0o640)
    path.write_text(path.read_text().replace('"sequence": 2,', '"sequence": 1,'))

    found = refusal()

    assert f"{path} 第 2 行" in found
    assert "line 2" in found


def test_a_directory_that_takes_nothing_is_said(posted, settings, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no directory")
    settings.ANCHOR_DIR = str(blocked)

    with pytest.raises(CommandError, match="cannot be written"):
        told("anchor_ledger")
    assert not AuditEvent.objects.filter(action="chains.anchored").exists()


def test_the_anchor_is_of_the_portals_day(posted, directory, autumn_2024):
    autumn_2024.clock_offset += timedelta(days=3)
    autumn_2024.save()

    assert "2024-10-31" in told("anchor_ledger")
