"""One entry under review: what is shown, accepting, returning, and what stops it."""

import pytest
from django.utils import timezone

from progress_app.enums import EntryState
from progress_app.models import Entry, Posting, RollupMark
from tests import factories
from tests.people import make_person, signed_in
from tests.progress_app.desks import (
    HAVENS,
    MEMBERS,
    PEOPLE_WITH_ROLES,
    decision,
    key,
    queries_of,
)
from unions_app.enums import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
TYPED = {HAVENS: {"quantity": "4"}, MEMBERS: {"quantity": "5"}}


@pytest.fixture
def submission(people):
    return factories.submitted("万州区", people.reporter, TYPED)


@pytest.fixture
def client(people):
    return signed_in(people.officer)


def entry_of(submission, target=HAVENS):
    return factories.entry_for(submission, target)


def test_all_that_a_decision_rests_on(people, client, quota):
    quota(HAVENS, "万州区", "9")
    factories.accepted(
        "万州区", people.reporter, people.officer, {HAVENS: {"quantity": "6"}}, number=9
    )
    typed = {HAVENS: {"quantity": "4", "note": "九龙路两处", "problems": "场地"}}
    submission = factories.submitted("万州区", people.reporter, typed)

    page = client.get(f"/review/{entry_of(submission).pk}/").text

    assert "累计超过全年分解任务数" in page
    assert "本期比上次 -2" in page
    assert "九龙路两处" in page
    assert "场地" in page
    assert "111.11%" in page
    assert "“新建渝工港湾400个”" in page
    assert "本期数：空 → 4" in page
    assert "测试·reporter" in page


def test_what_was_posted_before_stands_beside_it(people, client):
    for number, quantity in ((7, "2"), (9, "6")):
        typed = {HAVENS: {"quantity": quantity}}
        factories.accepted(
            "万州区", people.reporter, people.officer, typed, number=number
        )
    factories.accepted(
        "江北区",
        people.stranger,
        people.officer,
        {HAVENS: {"quantity": "77"}},
        number=9,
    )
    submission = factories.submitted("万州区", people.reporter, TYPED)

    response = client.get(f"/review/{entry_of(submission).pk}/")

    past = response.context["past"]
    assert [(row.period.number, row.figure.quantity, row.sequence) for row in past] == [
        (9, 6, 2),
        (7, 2, 1),
    ]
    assert "往期入账" in response.text


def test_there_is_no_past_before_the_first_posting(client, submission):
    page = client.get(f"/review/{entry_of(submission).pk}/").text

    assert "往期入账" not in page


def test_accepting_posts_and_marks_at_once(client, submission):
    entry = entry_of(submission)

    response = client.post(f"/review/{entry.pk}/accept/", decision(entry), follow=True)

    assert response.redirect_chain == [("/review/", 302)]
    assert "万州区 · 新建渝工港湾 已通过并入账。" in response.text
    assert Posting.objects.get().quantity == 4
    assert RollupMark.objects.count() == 1
    assert entry_of(submission).state == EntryState.ACCEPTED


def test_after_a_decision_comes_the_next_entry(client, submission):
    entry, following = entry_of(submission), entry_of(submission, MEMBERS)
    page = client.get(f"/review/{entry.pk}/").text
    union = factories.union_called("万州区").pk

    response = client.post(
        f"/review/{entry.pk}/accept/",
        decision(entry, following=str(following.pk), union=str(union)),
    )

    assert f'name="following" value="{following.pk}"' in page
    assert "第 1 / 2 项" in page
    assert response.url == f"/review/{following.pk}/?union={union}"


def test_a_return_reaches_the_reporter_in_the_officers_words(
    people, client, submission
):
    entry = entry_of(submission)

    response = client.post(
        f"/review/{entry.pk}/return/", decision(entry, reason="请核对口径"), follow=True
    )

    assert "万州区 · 新建渝工港湾 已退回填报单位。" in response.text
    assert not Posting.objects.exists()
    assert "请核对口径" in signed_in(people.reporter).get("/todo/").text


def test_a_return_without_words_keeps_what_was_typed(client, submission):
    entry = entry_of(submission)

    empty = client.post(f"/review/{entry.pk}/return/", decision(entry, reason=" "))
    long = client.post(
        f"/review/{entry.pk}/return/", decision(entry, reason="长" * 501)
    )

    assert (empty.status_code, long.status_code) == (400, 400)
    assert "请写明退回原因，填报人才知道怎样改" in empty.text
    assert "长" * 501 in long.text
    assert entry_of(submission).state == EntryState.SUBMITTED


@pytest.mark.parametrize("verb", ["accept", "return"])
def test_what_changed_meanwhile_is_shown_with_both_values(client, submission, verb):
    entry = entry_of(submission)
    form = decision(entry, seen="4 个", reason="请核对口径")
    Entry.objects.filter(pk=entry.pk).update(version=9, quantity=40)

    response = client.post(f"/review/{entry.pk}/{verb}/", form)

    assert response.status_code == 409
    assert "您打开页面之后，此项又有改动，所以没有执行。" in response.text
    assert '<dd class="figures">4 个</dd>' in response.text
    assert "新建渝工港湾 40 个" in response.text
    assert ("请核对口径" in response.text) == (verb == "return")
    assert 'name="version" value="9"' in response.text
    assert not Posting.objects.exists()


@pytest.mark.parametrize("verb", ["accept", "return"])
def test_what_a_colleague_decided_is_told(people, client, submission, verb):
    entry = entry_of(submission)
    client.post(f"/review/{entry.pk}/accept/", decision(entry))
    entry = entry_of(submission)

    response = client.post(f"/review/{entry.pk}/{verb}/", decision(entry, reason="x"))

    assert response.status_code == 409
    assert "此项现在的状态是“已通过”，不在您这一步" in response.text
    assert Posting.objects.count() == 1


def test_an_officer_does_not_decide_before_the_approver(people, client):
    submission = factories.submitted("涪陵区", people.approved_reporter, TYPED)
    entry = entry_of(submission)

    page = client.get(f"/review/{entry.pk}/").text
    response = client.post(f"/review/{entry.pk}/return/", decision(entry, reason="x"))

    assert "此项现在不在您这一步，只能查看。" in page
    assert response.status_code == 409
    assert entry_of(submission).state == EntryState.SUBMITTED


def test_nobody_accepts_what_they_handed_in_themselves(people):
    both = make_person("both", (Role.OFFICER, "基层组织建设部门（示例）"))
    target = factories.target_called("市级职工之家示范单位")
    submission = factories.submitted(
        "基层组织建设部门（示例）", both, {target.name: {"quantity": "1"}}
    )
    entry = entry_of(submission, target.name)

    page = signed_in(both).get(f"/review/{entry.pk}/").text
    response = signed_in(both).post(f"/review/{entry.pk}/accept/", decision(entry))

    assert "这是您自己提交的，须由另一位同事审核。" in page
    assert f'action="/review/{entry.pk}/accept/"' not in page
    assert response.status_code == 409
    assert "这是您自己提交的，不能自己审核" in response.text
    assert not Posting.objects.exists()


@pytest.mark.parametrize("verb", ["accept", "return"])
def test_the_same_click_again_is_told_so(client, submission, verb):
    entry = entry_of(submission)
    form = decision(entry, reason="请核对口径")
    client.post(f"/review/{entry.pk}/{verb}/", form)

    response = client.post(f"/review/{entry.pk}/{verb}/", form, follow=True)

    assert "这次操作此前已经收到，没有重复执行。" in response.text
    assert Posting.objects.count() == (verb == "accept")


def test_a_used_key_is_not_taken_for_another_decision(client, submission):
    entry, other, form = entry_of(submission), entry_of(submission, MEMBERS), key()
    client.post(f"/review/{other.pk}/accept/", decision(other) | form)

    response = client.post(f"/review/{entry.pk}/accept/", decision(entry) | form)

    assert response.status_code == 422
    assert "这个页面已经用过一次" in response.text
    assert entry_of(submission).state == EntryState.SUBMITTED


@pytest.mark.parametrize(
    "form", [{}, {"client_key": "x"}, key(), key() | {"version": "-1"}]
)
def test_a_form_that_no_page_sends_decides_nothing(client, submission, form):
    entry = entry_of(submission)

    assert client.post(f"/review/{entry.pk}/accept/", form).status_code == 400
    assert client.post(f"/review/{entry.pk}/return/", form).status_code == 400
    assert entry_of(submission).state == EntryState.SUBMITTED


@pytest.mark.parametrize("persona", sorted(set(PEOPLE_WITH_ROLES) - {"officer"}))
def test_an_entry_is_its_departments_alone(people, submission, persona):
    client, entry = signed_in(getattr(people, persona)), entry_of(submission)
    answer = 404 if persona == "other_officer" else 403

    assert client.get(f"/review/{entry.pk}/").status_code == answer
    for verb in ("accept", "return"):
        form = decision(entry, reason="x")
        assert client.post(f"/review/{entry.pk}/{verb}/", form).status_code == answer
    assert not Posting.objects.exists()


def test_a_draft_is_not_there_yet(people, client):
    submission = factories.started("万州区", people.reporter)

    assert client.get(f"/review/{entry_of(submission).pk}/").status_code == 404


def test_methods_and_sign_in(client, submission):
    pk = entry_of(submission).pk

    assert type(client)().get(f"/review/{pk}/").url == f"/sign-in/?next=/review/{pk}/"
    assert client.post(f"/review/{pk}/").status_code == 405
    assert client.get(f"/review/{pk}/accept/").status_code == 405
    assert client.get(f"/review/{pk}/return/").status_code == 405


def test_decisions_are_dated_by_the_portals_clock(client, submission):
    entry = entry_of(submission)
    client.post(f"/review/{entry.pk}/accept/", decision(entry))

    at = Posting.objects.get().recorded_at

    assert timezone.localtime(at).strftime("%Y-%m-%d") == "2024-10-28"


def test_the_page_costs_the_same_whatever_waits(people, client, submission):
    address = f"/review/{entry_of(submission).pk}/"
    two = queries_of(client, address)
    factories.submitted("江北区", people.stranger, TYPED)

    assert queries_of(client, address) == two
    assert two <= 20
