"""The approver's desk: pass on, or send back with a reason."""

import pytest

from progress_app.enums import EntryState
from progress_app.models import Entry, Review
from tests import factories
from tests.people import make_person, signed_in
from tests.progress_app.desks import (
    HAVENS,
    MEMBERS,
    PEOPLE_WITH_ROLES,
    RATE,
    decision,
    key,
    queries_of,
    seen,
)
from unions_app.enums import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]
TYPED = {HAVENS: {"quantity": "4"}, MEMBERS: {"quantity": "5"}}


@pytest.fixture
def submission(people):
    return factories.submitted("涪陵区", people.approved_reporter, TYPED)


@pytest.fixture
def client(people):
    return signed_in(people.approver)


def entry_of(submission, target=HAVENS):
    return factories.entry_for(submission, target)


def passing(submission) -> str:
    return f"/endorse/{submission.pk}/pass/"


def returning(entry) -> str:
    return f"/endorse/entries/{entry.pk}/return/"


def test_the_desk_lists_what_waits(client, submission):
    page = client.get("/endorse/").text

    assert "涪陵区 · 2024年10月" in page
    assert "2 项待审" in page
    assert f'href="/endorse/{submission.pk}/"' in page


def test_an_empty_desk_says_so(client):
    assert "没有等您审核的报送单" in client.get("/endorse/").text


def test_a_return_shows_its_lines(client, submission):
    page = client.get(f"/endorse/{submission.pk}/").text

    entry = entry_of(submission)
    assert f'value="{entry.pk}:{entry.version}:4 个"' in page
    assert page.count('type="checkbox"') == 2


def test_ticked_lines_are_passed_on(people, client, submission):
    response = client.post(passing(submission), seen(entry_of(submission)), follow=True)

    assert response.redirect_chain == [(f"/endorse/{submission.pk}/", 302)]
    assert "已通过 1 项，转牵头部门审核。" in response.text
    assert entry_of(submission).state == EntryState.ENDORSED
    assert entry_of(submission, MEMBERS).state == EntryState.SUBMITTED
    assert HAVENS in signed_in(people.officer).get("/review/").text


def test_nothing_ticked_passes_nothing(client, submission):
    response = client.post(passing(submission), key())

    assert response.status_code == 400
    assert "请先勾选要通过的项目" in response.text
    assert not Review.objects.exists()


def test_lines_of_another_return_are_left_alone(people, client, submission):
    other = factories.submitted("万州区", people.reporter, TYPED)
    foreign = entry_of(other)

    client.post(passing(submission), seen(entry_of(submission), foreign))

    assert entry_of(submission).state == EntryState.ENDORSED
    assert Entry.objects.get(pk=foreign.pk).state == EntryState.SUBMITTED


def test_the_same_click_again_passes_nothing_twice(client, submission):
    form = seen(entry_of(submission))
    client.post(passing(submission), form)

    response = client.post(passing(submission), form)

    assert response.status_code == 302
    assert Review.objects.count() == 1


def test_what_changed_meanwhile_is_shown_with_both_values(client, submission):
    form = seen(entry_of(submission))
    Entry.objects.filter(pk=entry_of(submission).pk).update(version=9, quantity=7)

    response = client.post(passing(submission), form)

    assert response.status_code == 409
    assert "您打开页面之后，此项又有改动" in response.text
    assert "您看到的" in response.text
    assert "7 个" in response.text
    assert entry_of(submission).state == EntryState.SUBMITTED


def test_a_line_goes_back_with_a_reason(people, client, submission):
    entry = entry_of(submission)

    response = client.post(
        returning(entry), decision(entry, reason=" 请附名单 "), follow=True
    )

    assert "已退回填报员：新建渝工港湾。" in response.text
    assert entry_of(submission).state == EntryState.RETURNED
    assert "请附名单" in signed_in(people.approved_reporter).get("/todo/").text


def test_without_a_reason_nothing_goes_back_and_the_form_is_open(client, submission):
    entry = entry_of(submission)

    response = client.post(returning(entry), decision(entry, reason="\n "))

    assert response.status_code == 400
    assert response.text.count("请写明退回原因，填报人才知道怎样改") == 2
    assert '<details class="row-return" open>' in response.text
    assert entry_of(submission).state == EntryState.SUBMITTED


def test_a_reason_that_is_too_long_stays_typed(client, submission):
    entry = entry_of(submission)

    response = client.post(returning(entry), decision(entry, reason="很" * 501))

    assert response.status_code == 400
    assert "很" * 501 in response.text


def test_what_was_passed_on_is_no_longer_the_approvers_to_return(client, submission):
    client.post(passing(submission), seen(entry_of(submission)))
    entry = entry_of(submission)

    response = client.post(returning(entry), decision(entry, reason="再看看"))

    assert response.status_code == 409
    assert "此项现在的状态是“单位已审”，不在您这一步" in response.text
    assert entry_of(submission).state == EntryState.ENDORSED


def test_nobody_endorses_what_they_handed_in_themselves(people):
    both = make_person("both", (Role.REPORTER, "涪陵区"), (Role.APPROVER, "涪陵区"))
    submission = factories.submitted("涪陵区", both, {HAVENS: {"quantity": "4"}})

    response = signed_in(both).post(passing(submission), seen(entry_of(submission)))

    assert response.status_code == 409
    assert "这是您自己提交的，不能自己审核" in response.text
    assert entry_of(submission).state == EntryState.SUBMITTED


@pytest.mark.parametrize("persona", sorted(set(PEOPLE_WITH_ROLES) - {"approver"}))
def test_the_desk_is_the_approvers(people, submission, persona):
    client, entry = signed_in(getattr(people, persona)), entry_of(submission)

    assert client.get("/endorse/").status_code == 403
    assert client.get(f"/endorse/{submission.pk}/").status_code == 403
    assert client.post(passing(submission), seen(entry)).status_code == 403
    assert client.post(returning(entry), decision(entry, reason="x")).status_code == 403
    assert not Review.objects.exists()


def test_another_unions_return_is_not_there(people, client):
    other = factories.submitted("万州区", people.reporter, TYPED)
    entry = entry_of(other)

    assert client.get(f"/endorse/{other.pk}/").status_code == 404
    assert client.post(passing(other), seen(entry)).status_code == 404
    assert client.post(returning(entry), decision(entry, reason="x")).status_code == 404


def test_methods_and_sign_in(client, submission):
    outside = type(client)()

    assert outside.get("/endorse/").url == "/sign-in/?next=/endorse/"
    assert client.post("/endorse/").status_code == 405
    assert client.post(f"/endorse/{submission.pk}/").status_code == 405
    assert client.get(passing(submission)).status_code == 405
    assert client.get(returning(entry_of(submission))).status_code == 405


def test_the_desk_costs_the_same_for_one_line_and_for_three(people, client):
    one = factories.submitted(
        "涪陵区", people.approved_reporter, {HAVENS: {"quantity": "4"}}
    )
    first = (queries_of(client, "/endorse/"), queries_of(client, f"/endorse/{one.pk}/"))
    more = {MEMBERS: {"quantity": "4"}, RATE: {"numerator": "1", "denominator": "2"}}
    factories.submitted("涪陵区", people.approved_reporter, more)
    factories.submitted("涪陵区", people.approved_reporter, TYPED, number=9)

    then = (queries_of(client, "/endorse/"), queries_of(client, f"/endorse/{one.pk}/"))

    assert first == then
    assert max(first) <= 14
