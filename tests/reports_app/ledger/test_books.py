"""The ledger's books: who opens which, what they list, what wrong filters answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress_app.actions.reconciliations import reconcile
from progress_app.models import Entry, Posting
from tests import factories
from tests.people import NOW, signed_in
from tests.reports_app.ledger.told import HAVENS, RATE, text_of
from unions_app.models import AuditEvent

BOOKS = [
    "ledger",
    "ledger_entries",
    "ledger_reviews",
    "ledger_corrections",
    "ledger_evidence",
    "ledger_events",
]


def shown(client, name: str = "ledger", **query) -> list[int]:
    """Return the keys of the rows that a book lists."""
    response = client.get(reverse(name), query)
    assert response.status_code == 200, text_of(response)
    return [row.pk for row in response.context["page"].rows]


def test_all_postings_are_listed_the_newest_first(books):
    assert shown(books.client("leader")) == [4, 3, 2, 1]


def test_a_posting_says_everything_of_itself(books):
    page = text_of(books.client("auditor").get(reverse("ledger")))

    assert "新建渝工港湾" in page
    assert "测试·reporter" in page
    assert "测试·officer" in page
    assert "更正第 2 号" in page
    assert "已由第 4 号更正" in page
    assert books.corrected.link[:12] in page


@pytest.mark.parametrize("name", BOOKS)
def test_every_book_lists_its_rows(books, name):
    response = books.client("auditor").get(reverse(name))

    assert response.status_code == 200
    assert response.context["page"].rows


@pytest.mark.parametrize("name", BOOKS)
def test_they_only_answer_get(books, name):
    assert books.client("auditor").post(reverse(name)).status_code == 405


def test_an_officer_sees_the_books_of_its_own_targets(books):
    for name in ("ledger_entries", "ledger_reviews", "ledger_corrections"):
        assert shown(books.client("officer"), name)
        assert shown(books.client("other_officer"), name) == []
    assert shown(books.client("other_officer")) == [4, 3, 2, 1]


def test_drafts_of_others_are_no_officers_business(books):
    factories.started("忠县", books.people.reporter)

    entries = set(shown(books.client("officer"), "ledger_entries"))

    drafts = Entry.objects.filter(submission__union__short_name="忠县")
    assert entries.isdisjoint(drafts.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"as_of": "2"}, [2, 1]),
        ({"force": "in_force"}, [4, 3, 1]),
        ({"force": "superseded"}, [2]),
        ({"force": "superseded", "as_of": "3"}, []),
        ({"force": "in_force", "as_of": "3"}, [3, 2, 1]),
        ({"origin": "first"}, [3, 2, 1]),
        ({"origin": "correction"}, [4]),
        ({"since": "2024-08-26", "until": "2024-09-25"}, [3, 2]),
        ({"until": "2024-08-25"}, [1]),
        ({"since": "2024-10-28"}, [4]),
        ({"since": "2024-11-01"}, []),
    ],
    ids=str,
)
def test_filters_of_postings(books, query, expected):
    assert shown(books.client("auditor"), **query) == expected


def test_filters_by_cell_and_people(books):
    client, people = books.client("auditor"), books.people
    other = factories.target_called(RATE)

    assert shown(client, union=factories.union_called("江北区").pk) == [3]
    assert shown(client, target=other.pk) == []
    assert shown(client, period=factories.month(8).pk) == [1]
    assert shown(client, entered_by=people.stranger.pk) == [3]
    assert shown(client, accepted_by=people.officer.pk) == [4, 3, 2, 1]
    assert shown(client, accepted_by=people.auditor.pk) == []


def test_filters_of_the_other_books(books):
    client = books.client("auditor")
    september = Entry.objects.get(postings=books.september)
    target = factories.target_called(HAVENS).pk

    assert shown(client, "ledger_entries", state="accepted", target=target)
    assert shown(client, "ledger_entries", state="returned") == []
    assert len(shown(client, "ledger_reviews", decision="corrected")) == 1
    assert shown(client, "ledger_corrections", reason_code="other") == []
    assert len(shown(client, "ledger_corrections", state="accepted")) == 1
    file = books.correction.evidence.get()
    assert file.pk in shown(client, "ledger_evidence", target=target)
    assert file.pk in shown(client, "ledger_evidence", period=factories.month(9).pk)
    assert file.pk not in shown(client, "ledger_evidence", period=factories.month(8).pk)
    about = shown(client, "ledger_events", subject=f"entry:{september.pk}")
    known = AuditEvent.objects.filter(subject=f"entry:{september.pk}")
    assert about == list(known.order_by("-pk").values_list("pk", flat=True))
    for event in shown(client, "ledger_events", kind="correction"):
        assert AuditEvent.objects.get(pk=event).action.startswith("correction.")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"target": "999999"}, "没有这个指标，请从列表中选择"),
        ({"union": "x"}, "没有这个单位，请从列表中选择"),
        ({"since": "2024-13-01"}, "没有看懂这个日期，请写成 2024-09-30"),
        ({"since": "2024-09-02", "until": "2024-09-01"}, "“止”早于“起”"),
        ({"force": "often"}, "没有这个选项，请从列表中选择"),
        ({"colour": "red"}, "没有这个筛选条件：colour"),
    ],
    ids=str,
)
def test_wrong_filters_list_nothing_and_say_why(books, query, words):
    response = books.client("auditor").get(reverse("ledger"), query)

    assert response.status_code == 400
    assert words in text_of(response)
    assert response.context["page"].rows == ()


def test_a_moment_that_cannot_be_told_leads_to_now(books):
    response = books.client("auditor").get(
        reverse("ledger"), {"as_of": "gestern"}, follow=True
    )

    assert "以下是现在的数据" in text_of(response)
    assert len(response.context["page"].rows) == 4


def test_an_empty_ledger_says_what_will_be_here(people, autumn_2024):
    page = text_of(signed_in(people.auditor).get(reverse("ledger")))

    assert "还没有记录" in page


def test_nothing_that_fits_leads_back_to_all(books):
    page = text_of(books.client("auditor").get(reverse("ledger") + "?until=2020-01-01"))

    assert "没有符合条件的记录" in page
    assert "全部记录" in page


def oldest_of(client, name: str, query: dict) -> int:
    """Return the key of a book's oldest row, page by page."""
    page = client.get(reverse(name), query).context["page"]
    while page.older:
        page = client.get(reverse(name), query | {"before": page.older}).context["page"]
    return page.rows[-1].pk


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("as_of", ["", "4"])
def test_a_book_costs_the_same_for_one_row_and_for_more(books, name, as_of):
    client = books.client("auditor")
    query = {"as_of": as_of} if as_of else {}

    def asked(**more) -> tuple[int, int]:
        """Return the number of queries and of rows."""
        with CaptureQueriesContext(connection) as captured:
            page = client.get(reverse(name), query | more).context["page"]
        return len(captured), len(page.rows)

    asked()
    oldest = oldest_of(client, name, query)
    all_queries, all_rows = asked()
    queries, rows = asked(before=str(oldest + 1))

    assert (queries, rows) == (all_queries, 1)
    assert all_rows >= 1


@pytest.mark.parametrize(
    "name", ["ledger", "ledger_events", "samples", "ledger_figure"]
)
def test_the_footer_still_tells_of_the_reconciliation(books, name):
    reconcile(plan_id=books.august.target.plan_id, now=lambda: NOW)

    page = text_of(books.client("auditor").get(reverse(name)))

    assert "账实一致 · 0 差异 · 10月28日 09:00" in page


def test_no_book_counts_its_rows(books):
    with CaptureQueriesContext(connection) as captured:
        books.client("auditor").get(reverse("ledger"))

    counted = [q["sql"] for q in captured if "COUNT(*)" in q["sql"].upper()]
    assert [sql for sql in counted if "progress_app_posting" in sql] == []


def test_postings_stay_as_they_were(books):
    before = list(Posting.objects.values())

    for name in BOOKS:
        books.client("auditor").get(reverse(name))

    assert list(Posting.objects.values()) == before
