"""The screens of 补报: the list, asking, deciding, and what the grid says then."""

import pytest

from progress_app.models import PeriodException
from tests import factories
from tests.people import NOW, make_person, signed_in
from tests.progress_app import changes
from tests.progress_app.changes import WHY
from tests.progress_app.desks import HAVENS, autosave, cell, key, queries_of
from unions_app.enums import Role
from unions_app.models import Union

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
TYPED = {HAVENS: {"quantity": "4"}}


def ask_address(number=9, union="万州区"):
    period, union_pk = factories.month(number).pk, factories.union_called(union).pk
    return f"/exceptions/ask/{period}/{union_pk}/"


def asking(**more):
    return key() | {"why": WHY, "until": "2024-10-30"} | more


def deciding(**more):
    return key() | {"until": "2024-10-29", "words": "同意，请当日报齐"} | more


@pytest.fixture
def request_of_wanzhou(people):
    return changes.asked("万州区", people.reporter)


def test_a_clerk_asks_and_reads_what_became_of_it(people):
    clerk = signed_in(people.reporter)
    page = clerk.get(ask_address())
    assert 'value="2024-10-31"' in page.text

    answer = clerk.post(ask_address(), asking(), follow=True)

    request = PeriodException.objects.get()
    assert (request.why, request.wanted_until) == (WHY, changes.LATER)
    assert "已提出补报申请" in answer.text
    assert WHY in answer.text
    assert "2024年10月30日 24:00" in answer.text
    assert ask_address() not in answer.text
    assert ask_address(8) in answer.text


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"why": " "}, "请写明为什么要补报"),
        ({"why": "坏\x01"}, "控制字符"),
        ({"until": ""}, "请填写日期"),
        ({"until": "下周"}, "没有看懂这个日期"),
        ({"until": "2024-10-27"}, "要晚于现在，最长31天"),
        ({"until": "2024-12-31"}, "要晚于现在，最长31天"),
        ({"until": "9999-12-31"}, "field-error"),
        ({"client_key": "x"}, "页面已过期"),
    ],
)
def test_what_is_wrong_is_told_beside_what_was_typed(people, more, told):
    answer = signed_in(people.reporter).post(ask_address(), asking(**more))

    assert answer.status_code == 400
    assert told in answer.text
    assert (more.get("why") or WHY).strip("坏\x01 ") in answer.text
    assert not PeriodException.objects.exists()


def test_what_cannot_be_asked_for_is_told(people):
    clerk = signed_in(people.reporter)

    open_now = clerk.post(ask_address(10), asking())
    assert (open_now.status_code, "现在就可以填报" in open_now.text) == (409, True)
    changes.asked("万州区", people.colleague)
    again = clerk.post(ask_address(), asking())
    assert (again.status_code, "已经申请过本期补报" in again.text) == (409, True)
    Union.objects.filter(short_name="万州区").update(opened_on=NOW.date())
    owed = clerk.post(ask_address(8), asking())
    assert (owed.status_code, "没有应报的指标" in owed.text) == (409, True)


def test_the_same_click_asks_once(people):
    clerk, sent = signed_in(people.reporter), asking()
    clerk.post(ask_address(), sent)

    assert clerk.post(ask_address(), sent).status_code == 302
    assert clerk.post(ask_address(), sent | {"why": "另"}).status_code == 422
    assert PeriodException.objects.count() == 1


def test_an_administrator_grants_and_the_grid_opens(people, request_of_wanzhou):
    administrator = signed_in(people.administrator)
    address = f"/exceptions/{request_of_wanzhou.pk}/"
    assert address in administrator.get("/exceptions/").text
    assert 'value="2024-10-30"' in administrator.get(address).text

    answer = administrator.post(f"{address}grant/", deciding(), follow=True)

    assert "已同意补报：万州区 · 2024年9月" in answer.text
    assert "开放至2024年10月29日 24:00" in answer.text
    clerk = signed_in(people.reporter)
    assert "补报开放至2024年10月29日 24:00" in clerk.get("/todo/").text
    submission = factories.started("万州区", people.reporter, number=9, at=NOW)
    page = clerk.get(f"/submissions/{submission.pk}/").text
    assert "补报开放至2024年10月29日 24:00" in page
    assert page.count("data-open") == 26
    line = factories.entry_for(submission, HAVENS)
    answer = autosave(clerk, submission, cell(line, quantity="4"))
    assert list(answer.json()["saved"]) == [str(line.pk)]
    history = clerk.get(f"/submissions/{submission.pk}/history/").text
    assert history.index("同意补报") < history.index("申请补报</strong>")
    assert "同意，请当日报齐" in history
    assert WHY in history


def test_an_administrator_refuses_with_words(people, request_of_wanzhou):
    address = f"/exceptions/{request_of_wanzhou.pk}/"
    sent = deciding(words="请走更正", until="")

    answer = signed_in(people.administrator).post(
        f"{address}refuse/", sent, follow=True
    )

    assert "未同意补报：万州区 · 2024年9月" in answer.text
    told = signed_in(people.reporter).get(address).text
    assert "请走更正" in told
    assert "未同意" in told


@pytest.mark.parametrize(
    ("door", "more", "told"),
    [
        ("grant", {"words": ""}, "请写明理由"),
        ("grant", {"until": ""}, "请填写日期"),
        ("grant", {"until": "2024-10-27"}, "要晚于现在，最长31天"),
        ("refuse", {"words": "坏\x01"}, "控制字符"),
        ("refuse", {"client_key": ""}, "页面已过期"),
    ],
)
def test_a_decision_that_says_too_little(people, request_of_wanzhou, door, more, told):
    address = f"/exceptions/{request_of_wanzhou.pk}/{door}/"

    answer = signed_in(people.administrator).post(address, deciding(**more))

    assert (answer.status_code, told in answer.text) == (400, True)
    assert deciding()["words"] in answer.text or "words" in more
    assert PeriodException.objects.get().decision == ""


def test_who_comes_second_is_told_what_stands(people, request_of_wanzhou):
    other = signed_in(make_person("admin-2", (Role.ADMINISTRATOR, "市总工会")))
    address = f"/exceptions/{request_of_wanzhou.pk}/"
    signed_in(people.administrator).post(f"{address}grant/", deciding())

    answer = other.post(f"{address}refuse/", deciding(words="不同意"))

    assert answer.status_code == 409
    assert "另一位管理员已先作了决定" in answer.text
    assert "同意，请当日报齐" in answer.text


def test_nobody_decides_on_their_own_request(people):
    both = make_person(
        "both", (Role.ADMINISTRATOR, "市总工会"), (Role.REPORTER, "万州区")
    )
    request = changes.asked("万州区", both)
    address = f"/exceptions/{request.pk}/"

    assert "须由另一位管理员决定" in signed_in(both).get(address).text
    answer = signed_in(both).post(f"{address}grant/", deciding())
    assert (answer.status_code, "须由另一位管理员决定" in answer.text) == (409, True)


def test_a_locked_page_says_where_to_ask(people):
    submission = factories.submitted("万州区", people.reporter, TYPED, number=9)
    clerk = signed_in(people.reporter)
    pages = ("", "history/", "submit/")

    for page in pages:
        assert ask_address() in clerk.get(f"/submissions/{submission.pk}/{page}").text
    request = changes.asked("万州区", people.reporter)
    page = clerk.get(f"/submissions/{submission.pk}/").text
    assert f"/exceptions/{request.pk}/" in page
    history = signed_in(people.auditor).get(f"/submissions/{submission.pk}/history/")
    assert ask_address() not in history.text


def test_an_empty_list_says_what_to_do(people):
    assert "单位提出申请后会出现在这里" in (
        signed_in(people.administrator).get("/exceptions/").text
    )
    assert "从下面选一个已锁定的报送期" in (
        signed_in(people.reporter).get("/exceptions/").text
    )


def test_an_exception_that_ran_out_says_so(people, request_of_wanzhou):
    PeriodException.objects.filter(pk=request_of_wanzhou.pk).update(
        decision="granted",
        words="同意",
        opens_until=NOW,
        decided_by=people.administrator,
        decided_at=request_of_wanzhou.asked_at.replace(hour=1),
    )

    page = signed_in(people.reporter).get("/exceptions/").text

    assert "重新锁定" in page
    assert ask_address() in page


def test_the_list_costs_the_same_for_three_as_for_one(people):
    administrator, clerk = signed_in(people.administrator), signed_in(people.reporter)
    changes.asked("万州区", people.reporter)
    one = queries_of(administrator, "/exceptions/"), queries_of(clerk, "/exceptions/")
    changes.asked("江北区", people.stranger)
    for number in (6, 7, 8):
        changes.asked("万州区", people.reporter, number=number)

    more = queries_of(administrator, "/exceptions/"), queries_of(clerk, "/exceptions/")
    assert more == one
