"""Pages by place: every row once, in order, whatever is added meanwhile."""

import pytest
from django.urls import reverse

from progress_app.models import Posting
from reports_app.queries.ledger.slices import Cursor, Slice, read_cursor, slice_of
from tests.reports_app.ledger.told import text_of


def keys(page: Slice) -> list[int]:
    return [row.pk for row in page.rows]


def test_pages_lead_to_the_end_and_back(books):
    rows = Posting.objects.all()

    first = slice_of(rows, Cursor(), size=3)
    second = slice_of(rows, Cursor(before=first.older), size=3)
    back = slice_of(rows, Cursor(after=second.newer), size=3)

    assert (keys(first), first.newer, first.older) == ([4, 3, 2], None, 2)
    assert (keys(second), second.newer, second.older) == ([1], 1, None)
    assert (keys(back), back.newer, back.older) == ([4, 3, 2], None, 2)


def test_a_page_in_the_middle_leads_both_ways(books):
    page = slice_of(Posting.objects.all(), Cursor(before=4), size=2)

    assert (keys(page), page.newer, page.older) == ([3, 2], 3, 2)


def test_the_page_above_is_the_next_one_not_the_newest(books):
    page = slice_of(Posting.objects.all(), Cursor(after=1), size=2)

    assert (keys(page), page.newer, page.older) == ([3, 2], 3, 2)


def test_nothing_there(books):
    page = slice_of(Posting.objects.all(), Cursor(before=1), size=2)

    assert (keys(page), page.newer, page.older) == ([], None, None)


def test_a_page_costs_two_queries(books, django_assert_num_queries):
    with django_assert_num_queries(2):
        slice_of(Posting.objects.all(), Cursor(before=3))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", Cursor()),
        ("7", "", Cursor(before=7)),
        ("", "7", Cursor(after=7)),
        ("x", "", Cursor(is_misled=True)),
        ("-1", "", Cursor(is_misled=True)),
        ("\uff17", "", Cursor(is_misled=True)),
        ("", "9" * 19, Cursor(is_misled=True)),
    ],
    ids=str,
)
def test_addresses(before, after, expected):
    assert read_cursor(before=before, after=after) == expected


def test_a_place_that_is_none_shows_the_newest_and_says_so(books):
    response = books.client("auditor").get(reverse("ledger"), {"before": "zwei"})

    assert "没有看懂翻到哪里" in text_of(response)
    assert len(response.context["page"].rows) == 4


def test_other_pages_keep_the_filters(books):
    response = books.client("auditor").get(
        reverse("ledger"), {"origin": "first", "before": "3", "as_of": "4"}
    )

    assert "origin=first&amp;as_of=4&amp;after=2" in response.content.decode()


def test_another_moment_begins_at_the_newest_and_keeps_the_filters(books):
    response = books.client("auditor").get(
        reverse("ledger"), {"origin": "first", "before": "3"}
    )

    picker = response.content.decode().partition("as-of no-print")[2]
    picker = picker.partition("</form>")[0]
    assert 'name="origin" value="first"' in picker
    assert 'name="before"' not in picker
