"""消息: the list, marking as read, and the count in the header."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests import factories
from tests.people import NOW, signed_in
from tests.progress_app.desks import HAVENS, queries_of
from tests.unions_app.telling import told
from unions_app.enums import NoticeKind
from unions_app.models import Notice, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
LIST = "/notices/"


def read_address(notice):
    return f"/notices/{notice.pk}/read/"


def test_a_person_reads_what_they_were_told(people):
    told(people.reporter, title="催报甲", body="第一行\n<b>第二行</b>")
    told(people.stranger, title="别人的")

    page = signed_in(people.reporter).get(LIST)

    assert page.context["waiting"] == 1
    assert "催报甲" in page.text
    assert "第一行<br>&lt;b&gt;第二行&lt;/b&gt;" in page.text
    assert "别人的" not in page.text


def test_an_empty_list_says_what_will_come(people):
    page = signed_in(people.leader).get(LIST).text

    assert "还没有消息" in page
    assert "全部标为已读" not in page


def test_the_header_of_every_page_counts_what_is_unread(people):
    client = signed_in(people.reporter)
    assert 'class="unread"' not in client.get("/todo/").text

    told(people.reporter, subject="submission:1", kind=NoticeKind.ACCEPTED)
    told(people.reporter, subject="submission:2", kind=NoticeKind.ACCEPTED)

    assert '<span class="unread">2<' in client.get("/todo/").text


def test_the_count_costs_one_query_however_many(people):
    client = signed_in(people.reporter)
    told(people.reporter)
    one = queries_of(client, "/no-role/")
    for number in range(3):
        told(people.reporter, subject=f"submission:{number}")

    assert queries_of(client, "/no-role/") == one


def test_more_notices_cost_no_more_queries(people):
    client = signed_in(people.reporter)
    told(people.reporter, subject="submission:1")
    one = queries_of(client, LIST)
    for number in (2, 3):
        told(people.reporter, subject=f"submission:{number}")

    assert queries_of(client, LIST) == one
    assert len(client.get(LIST).context["page"]) == 3


def test_pages_of_twenty(people):
    for number in range(21):
        told(people.reporter, subject=f"submission:{number}")
    client = signed_in(people.reporter)

    assert len(client.get(LIST).context["page"]) == 20
    assert len(client.get(f"{LIST}?page=2").context["page"]) == 1
    assert client.get(f"{LIST}?page=x").status_code == 200


def test_opening_a_reminder_leads_to_the_to_do_list(people):
    notice = told(people.reporter)

    answer = signed_in(people.reporter).post(read_address(notice))

    assert (answer.status_code, answer.url) == (302, "/todo/")
    notice.refresh_from_db()
    assert notice.read_at >= NOW


@pytest.mark.parametrize("kind", [NoticeKind.RETURNED, NoticeKind.ACCEPTED])
def test_opening_word_of_a_return_leads_to_it(people, kind):
    submission = factories.submitted(
        "万州区", people.reporter, {HAVENS: {"quantity": "1"}}
    )
    notice = told(people.reporter, kind=kind, subject=f"submission:{submission.pk}")

    answer = signed_in(people.reporter).post(read_address(notice), follow=True)

    assert answer.redirect_chain == [(f"/submissions/{submission.pk}/", 302)]
    assert answer.status_code == 200


def test_one_can_stay_on_the_list(people):
    notice = told(people.reporter)

    answer = signed_in(people.reporter).post(read_address(notice), {"stay": "1"})

    assert answer.url == LIST
    notice.refresh_from_db()
    assert notice.read_at


def test_all_at_once(people):
    told(people.reporter, subject="submission:1")
    told(people.reporter, subject="submission:2")
    foreign = told(people.stranger)

    answer = signed_in(people.reporter).post("/notices/read/", follow=True)

    assert "0 条未读" in answer.text
    assert list(Notice.objects.unread()) == [foreign]


def test_another_persons_notice_does_not_exist(people):
    notice = told(people.reporter)

    assert signed_in(people.colleague).post(read_address(notice)).status_code == 404
    assert Client().post(read_address(notice)).status_code == 302
    assert Notice.objects.unread().count() == 1


def test_an_error_page_needs_no_count(people):
    """The database goes away after the person was let in, and the header is drawn."""
    client = signed_in(people.reporter)

    def away(execute, sql, params, many, context):
        if "unions_app_notice" in sql:
            raise OperationalError("away")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(away):
        page = client.get("/nowhere/")

    assert page.status_code == 404
    assert 'class="unread"' not in page.text
    assert Person.objects.exists()
