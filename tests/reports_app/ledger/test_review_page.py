"""The permanent page of a decision."""

from uuid import uuid4

import pytest
from django.urls import reverse

from progress_app.actions import reviews
from progress_app.enums import Decision
from progress_app.models import Review
from tests import factories
from tests.people import NOW
from tests.reports_app.ledger.told import HAVENS, text_of


def page_of(books, review: Review, person: str = "auditor") -> str:
    response = books.client(person).get(reverse("ledger_review", args=[review.pk]))
    assert response.status_code == 200
    return text_of(response)


def test_an_acceptance_tells_its_figure_and_what_came_of_it(books):
    review = books.september.review

    page = page_of(books, review)

    assert f"审核第 {review.pk} 号" in page
    assert "万州区 · 2024年9月 · 4.1.2-1 新建渝工港湾" in page
    assert "测试·officer" in page
    assert "5 个" in page
    assert "取自这次决定的入账" in page
    assert "第 2 号" in page
    # The correction of the same entry is another decision on it.
    assert "更正" in page


def test_a_correction_is_told_with_its_reason(books):
    page = page_of(books, books.corrected.review)

    assert "统计有误" in page
    assert "9 个" in page


@pytest.fixture
def returned(books) -> Review:
    """Return a decision to return a line, which was changed since."""
    people = books.people
    typed = {HAVENS: {"quantity": "41"}}
    submission = factories.submitted("万州区", people.reporter, typed, number=10)
    line = factories.entry_for(submission, HAVENS)
    reviews.return_entry(
        entry_id=line.pk,
        version=line.version,
        reason="与口径不符",
        person_id=people.officer.pk,
        at=NOW,
        client_key=uuid4(),
    )
    return Review.objects.get(decision=Decision.RETURNED)


def test_a_return_tells_its_reason(books, returned):
    page = page_of(books, returned)

    assert "已退回" not in page
    assert "退回" in page
    assert "与口径不符" in page
    assert "41 个" in page
    assert "按审计记录退回到决定的时刻" in page
    assert "这次决定的审计记录" in page
    assert "审计记录中没有找到" not in page


def test_the_list_leads_to_it(books, returned):
    page = books.client("auditor").get(reverse("ledger_reviews")).content.decode()

    assert reverse("ledger_review", args=[returned.pk]) in page


@pytest.mark.parametrize(
    ("person", "status"),
    [("officer", 200), ("other_officer", 404), ("leader", 403), ("reporter", 403)],
)
def test_who_may_open_it(books, person, status):
    address = reverse("ledger_review", args=[books.september.review_id])

    assert books.client(person).get(address).status_code == status


def test_no_such_decision(books):
    address = reverse("ledger_review", args=[2**63 - 1])

    assert books.client("auditor").get(address).status_code == 404


def test_an_officer_is_shown_no_trail(books):
    page = page_of(books, books.september.review, "officer")

    assert "这次决定的审计记录" not in page
