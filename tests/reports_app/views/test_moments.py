"""?as_of= in an address: told plainly, kept in links, refused with words."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from tests.factories import accepted, target_called, union_called
from tests.people import signed_in

pytestmark = pytest.mark.django_db
HAVENS = "新建渝工港湾"
QUERIES = 34


def text_of(response) -> str:
    return re.sub(r"\s+", " ", unescape(strip_tags(response.content.decode())))


@pytest.fixture
def two_months(people, autumn_2024):
    """Post 1012 for August (on 25 August) and 1030 for September."""
    for number, quantity in ((8, "1012"), (9, "1030")):
        typed = {HAVENS: {"quantity": quantity}}
        accepted("万州区", people.reporter, people.officer, typed, number=number)
    return people


def addresses() -> dict[str, str]:
    target, union = target_called(HAVENS).pk, union_called("万州区").pk
    return {
        "cockpit": reverse("cockpit"),
        "target": reverse("target", args=[target]),
        "target_postings": reverse("target_postings", args=[target]),
        "union": reverse("union", args=[union]),
    }


PAGES = ["cockpit", "target", "target_postings", "union"]


@pytest.mark.parametrize("name", PAGES)
def test_a_past_page_says_so_and_has_no_later_figure(two_months, name):
    response = signed_in(two_months.leader).get(
        addresses()[name], {"as_of": "2024-09-10"}
    )

    page = text_of(response)
    assert response.status_code == 200
    assert (
        "历史时点 本页是 2024年9月10日 23:59（北京时间）账上的数，截至入账第 1 号"
        in page
    )
    assert "2,042" not in page
    assert "第 2 号" not in page


@pytest.mark.parametrize("name", PAGES)
def test_the_present_page_does_not_claim_to_be_past(two_months, name):
    page = text_of(signed_in(two_months.leader).get(addresses()[name]))

    assert "本页是" not in page
    assert "截至哪一天（当天24时）" in page


@pytest.mark.parametrize("name", PAGES)
def test_links_between_pages_keep_the_moment(two_months, name):
    response = signed_in(two_months.leader).get(addresses()[name], {"as_of": "1"})

    pages = "|".join(
        ["/cockpit/", r"/targets/\d+/", r"/targets/\d+/postings/", r"/unions/\d+/"]
    )
    links = re.findall(rf'href="({pages})(\?[^"#]*)?["#]', response.content.decode())
    menu = [link for link in links if link == ("/cockpit/", "")]
    assert len(links) > len(menu)
    assert all(
        "as_of=1" in query for _page, query in links if (_page, query) not in menu
    )
    assert len(menu) <= 1


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("abc", "没有看懂这个时点"),
        ("\x00", "没有看懂这个时点"),
        ("2124-01-01", "这个时点还没有到"),
        ("99", "账上没有这个入账序号"),
    ],
)
def test_a_moment_that_cannot_be_told_leads_to_the_present(
    two_months, name, asked, reason
):
    client, address = signed_in(two_months.leader), addresses()[name]

    response = client.get(address, {"as_of": asked, "order": "progress"}, follow=True)

    assert response.redirect_chain == [(f"{address}?order=progress", 302)]
    assert reason in text_of(response)
    assert "以下是现在的数据" in text_of(response)


def test_a_reporter_may_look_back_on_its_own_union_only(two_months):
    client = signed_in(two_months.reporter)
    other = reverse("union", args=[union_called("江北区").pk])

    assert client.get(addresses()["union"], {"as_of": "1"}).status_code == 200
    assert client.get(other, {"as_of": "1"}).status_code == 404
    assert client.get(addresses()["cockpit"], {"as_of": "1"}).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_more_reports_cost_no_more_queries(two_months, name):
    client = signed_in(two_months.leader)
    costs = []
    for union in ("江北区", "巴南区"):
        typed = {
            HAVENS: {"quantity": "1"},
            "建会率": {"numerator": "1", "denominator": "2"},
        }
        accepted(union, two_months.stranger, two_months.officer, typed, number=9)
        query = {"as_of": "2024-10-27"}
        client.get(addresses()[name], query)
        with CaptureQueriesContext(connection) as asked:
            client.get(addresses()[name], query)
        costs.append(len(asked))

    assert costs[0] == costs[1]
    assert costs[0] <= QUERIES
