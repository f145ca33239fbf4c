"""The officer's list: filters, pages, and accepting what needs no second look."""

import pytest

from progress_app.enums import EntryState
from progress_app.models import Entry, Posting, Review
from progress_app.views import review
from tests import factories
from tests.people import signed_in
from tests.progress_app.desks import (
    HAVENS,
    MEMBERS,
    PEOPLE_WITH_ROLES,
    RATE,
    key,
    queries_of,
    seen,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
TYPED = {HAVENS: {"quantity": "4"}, MEMBERS: {"quantity": "5"}}
ACCEPT_ALL = "/review/accept-all/"


@pytest.fixture
def submission(people):
    return factories.submitted("万州区", people.reporter, TYPED)


@pytest.fixture
def client(people):
    return signed_in(people.officer)


def entry_of(submission, target=HAVENS):
    return factories.entry_for(submission, target)


def test_a_row_tells_what_a_decision_rests_on(people, client, quota):
    quota(HAVENS, "万州区", "9")
    factories.accepted(
        "万州区", people.reporter, people.officer, {HAVENS: {"quantity": "3"}}, number=9
    )
    submission = factories.submitted("万州区", people.reporter, TYPED)

    page = client.get("/review/").text

    entry = entry_of(submission)
    assert "2 项等待本部门审核" in page
    assert f'href="/review/{entry.pk}/"' in page
    assert "<strong>4 个</strong>" in page
    assert '<td class="number figures">3 个</td>' in page
    assert "7 / 9" in page
    assert f'value="{entry.pk}:{entry.version}:4 个"' in page


def test_an_empty_desk_says_so(client):
    page = client.get("/review/").text

    assert "没有等待审核的填报项" in page
    assert "accept-all" not in page


def test_filters_keep_what_they_say(people, client, submission):
    factories.submitted("江北区", people.stranger, {HAVENS: {"quantity": "8"}})
    target, union = factories.target_called(HAVENS), factories.union_called("江北区")

    by_target = client.get("/review/", {"target": target.pk}).text
    by_both = client.get("/review/", {"target": target.pk, "union": union.pk}).text

    assert "2 项等待本部门审核" in by_target
    assert "1 项等待本部门审核" in by_both
    assert f'<option value="{union.pk}" selected>江北区</option>' in by_both
    assert "清除筛选" in by_both


@pytest.mark.parametrize(
    "query",
    [
        {"target": "x"},
        {"target": "999999"},
        {"union": "1' OR 1=1"},
        {"page": "x"},
        {"page": "-3"},
        {"page": "999"},
        {"order_by": "submission__union__secret"},
    ],
)
def test_what_is_not_a_filter_filters_nothing(client, submission, query):
    response = client.get("/review/", query)

    assert response.status_code == 200
    assert "2 项等待本部门审核" in response.text


def test_another_departments_target_is_no_filter(client, submission):
    foreign = factories.target_called("关爱慰问职工")

    page = client.get("/review/", {"target": foreign.pk}).text

    assert "2 项等待本部门审核" in page
    assert foreign.name not in page


def test_pages_keep_the_filters(client, submission, monkeypatch):
    monkeypatch.setattr(review, "ROWS_A_PAGE", 1)
    union = factories.union_called("万州区")

    first = client.get("/review/", {"union": union.pk}).text
    second = client.get("/review/", {"union": union.pk, "page": 2}).text

    assert f'href="/review/?union={union.pk}&amp;page=2"' in first
    assert HAVENS in first.split("<tbody>")[1]
    assert MEMBERS in second.split("<tbody>")[1]


def test_what_needs_no_second_look_is_accepted_together(client, submission):
    entries = [entry_of(submission), entry_of(submission, MEMBERS)]

    response = client.post(ACCEPT_ALL, seen(*entries), follow=True)

    assert response.redirect_chain == [("/review/", 302)]
    assert "已通过 2 项并入账。" in response.text
    assert Posting.objects.count() == 2
    assert entry_of(submission).state == EntryState.ACCEPTED


def test_accepting_goes_back_to_the_filtered_desk(client, submission):
    union = factories.union_called("万州区")

    response = client.post(ACCEPT_ALL, seen(entry_of(submission)) | {"union": union.pk})

    assert response.url == f"/review/?union={union.pk}"


def test_a_row_with_a_warning_must_be_opened(people, client, quota):
    quota(HAVENS, "万州区", "3")
    typed = {HAVENS: {"quantity": "4", "note": "已核对"}, MEMBERS: {"quantity": "5"}}
    submission = factories.submitted("万州区", people.reporter, typed)

    page = client.get("/review/").text
    entries = [entry_of(submission), entry_of(submission, MEMBERS)]
    response = client.post(ACCEPT_ALL, seen(*entries))

    assert "累计超过全年分解任务数" in page
    assert "已核对" in page
    assert "通过本页无提示的 1 项" in page
    assert f'value="{entries[0].pk}:' not in page
    assert f'action="/review/{entries[0].pk}/accept/"' not in page
    assert response.status_code == 409
    assert "须逐项打开核对，所以都没有通过" in response.text
    assert not Posting.objects.exists()


def test_one_that_changed_stops_all_and_shows_both_values(client, submission):
    entries = [entry_of(submission), entry_of(submission, MEMBERS)]
    form = seen(*entries)
    Entry.objects.filter(pk=entries[1].pk).update(version=9, quantity=70)

    response = client.post(ACCEPT_ALL, form)

    assert response.status_code == 409
    assert "您看到的" in response.text
    assert "发展工会会员 70 人" in response.text
    assert not Posting.objects.exists()


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({}, "页面已过期，请刷新后重试"),
        ({"client_key": "x"}, "页面已过期，请刷新后重试"),
        (key(), "请先勾选要通过的项目"),
        (key() | {"seen": ["x"]}, "页面已过期，请刷新后重试"),
    ],
)
def test_a_form_that_says_nothing_accepts_nothing(client, submission, form, message):
    response = client.post(ACCEPT_ALL, form)

    assert response.status_code == 400
    assert message in response.text
    assert not Review.objects.exists()


def test_the_same_click_again_posts_nothing_twice(client, submission):
    form = seen(entry_of(submission))
    client.post(ACCEPT_ALL, form)

    assert client.post(ACCEPT_ALL, form).status_code == 302
    assert Posting.objects.count() == 1


def test_another_departments_entries_are_not_accepted(people, submission):
    other = signed_in(people.other_officer)

    response = other.post(ACCEPT_ALL, seen(entry_of(submission)))

    assert response.status_code == 409
    assert HAVENS not in other.get("/review/").text
    assert not Posting.objects.exists()


@pytest.mark.parametrize(
    "persona", sorted(set(PEOPLE_WITH_ROLES) - {"officer", "other_officer"})
)
def test_the_desk_is_the_officers(people, submission, persona):
    client = signed_in(getattr(people, persona))

    assert client.get("/review/").status_code == 403
    assert client.post(ACCEPT_ALL, seen(entry_of(submission))).status_code == 403
    assert not Posting.objects.exists()


def test_methods_and_sign_in(client):
    assert type(client)().get("/review/").url == "/sign-in/?next=/review/"
    assert client.post("/review/").status_code == 405
    assert client.get(ACCEPT_ALL).status_code == 405


def test_the_desk_costs_the_same_for_one_row_and_for_three(people, client):
    factories.submitted("万州区", people.reporter, {HAVENS: {"quantity": "1"}})
    one = queries_of(client, "/review/")
    factories.submitted(
        "江北区",
        people.stranger,
        {HAVENS: {"quantity": "1"}, RATE: {"numerator": "1", "denominator": "2"}},
    )

    assert queries_of(client, "/review/") == one
    assert one <= 16
