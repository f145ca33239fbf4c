"""Handing in: what stands in the way first, then what happens next."""

import pytest

from progress_app.enums import EntryState
from progress_app.models import Entry
from tests import factories
from tests.people import signed_in
from tests.progress_app.desks import HAVENS, MEMBERS, RATE, key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]


@pytest.fixture
def submission(people):
    return factories.started("万州区", people.reporter)


@pytest.fixture
def client(people):
    return signed_in(people.reporter)


def address(submission) -> str:
    return f"/submissions/{submission.pk}/submit/"


def states(submission) -> set[str]:
    return set(
        Entry.objects.filter(submission=submission).values_list("state", flat=True)
    )


def test_blanks_come_first_and_lead_to_their_lines(people, client, submission):
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "4"}})

    page = client.get(address(submission)).text

    assert "25 项还没有填" in page
    assert "这次提交 1 项" in page
    blank = factories.entry_for(submission, MEMBERS)
    assert f'href="/submissions/{submission.pk}/#entry-{blank.pk}"' in page


def test_a_warning_without_a_note_stands_in_the_way(people, client, submission, quota):
    quota(HAVENS, "万州区", "3")
    factories.saved(submission, people.reporter, {HAVENS: {"quantity": "4"}})

    page = client.get(address(submission)).text
    response = client.post(address(submission), key())

    assert "1 项要先改好" in page
    assert response.status_code == 409
    assert "没有提交：下面几项要先改好" in response.text
    assert "此数有提示，请在“说明”中写明情况" in response.text
    assert states(submission) == {EntryState.DRAFT}


def test_half_a_ratio_stands_in_the_way(people, client, submission):
    factories.saved(submission, people.reporter, {RATE: {"numerator": "4"}})

    response = client.post(address(submission), key())

    assert response.status_code == 409
    assert "分子和分母都要填" in response.text
    assert "4 / —" in response.text


def test_handing_in_says_what_happens_next(people, client, submission):
    factories.saved(
        submission, people.reporter, {HAVENS: {"quantity": "4", "note": "见台账"}}
    )

    response = client.post(address(submission), key(), follow=True)

    assert response.redirect_chain == [(address(submission), 302)]
    assert "已提交 1 项。" in response.text
    assert "1 项已提交，最近一次是2024年10月28日 09:00。" in response.text
    assert "接下来由各牵头部门审核。" in response.text
    assert states(submission) == {EntryState.DRAFT, EntryState.SUBMITTED}


def test_with_an_approver_it_goes_there_first(people):
    submission = factories.submitted(
        "涪陵区",
        people.approved_reporter,
        {HAVENS: {"quantity": "4", "note": "见台账"}},
    )

    page = signed_in(people.approved_reporter).get(address(submission)).text

    assert "接下来由本单位审核人审核，再转牵头部门。" in page


def test_the_same_click_again_is_told_so(people, client, submission):
    factories.saved(
        submission, people.reporter, {HAVENS: {"quantity": "4", "note": "见台账"}}
    )
    form = key()
    client.post(address(submission), form)
    before = factories.entry_for(submission, HAVENS).version

    response = client.post(address(submission), form, follow=True)

    assert "这次提交此前已经收到，没有重复提交。" in response.text
    assert factories.entry_for(submission, HAVENS).version == before


def test_a_second_submit_says_when_the_first_was(people, client, submission):
    factories.saved(
        submission, people.reporter, {HAVENS: {"quantity": "4", "note": "见台账"}}
    )
    client.post(address(submission), key())

    response = client.post(address(submission), key())

    assert response.status_code == 409
    assert "1 项已提交，最近一次是2024年10月28日 09:00。" in response.text
    assert "下面已提交的都已收到，没有重复提交。" in response.text


def test_nothing_filled_in_is_nothing_to_hand_in(client, submission):
    response = client.post(address(submission), key())

    assert response.status_code == 409
    assert "还没有填任何一项" in response.text
    assert states(submission) == {EntryState.DRAFT}


def test_a_used_page_is_asked_to_look_again(people, client, submission):
    other = factories.started("万州区", people.reporter, number=10)
    factories.saved(
        other, people.reporter, {HAVENS: {"quantity": "4", "note": "见台账"}}
    )
    form = key()
    factories.saved(submission, people.reporter, {MEMBERS: {"quantity": "4"}})
    signed_in(people.colleague).post(address(submission), form)

    response = client.post(address(submission), form)

    assert response.status_code == 422
    assert "这个页面已经用过一次" in response.text


@pytest.mark.parametrize("form", [{}, {"client_key": "x"}])
def test_a_page_without_its_key_hands_in_nothing(people, client, submission, form):
    factories.saved(
        submission, people.reporter, {HAVENS: {"quantity": "4", "note": "见台账"}}
    )

    response = client.post(address(submission), form)

    assert response.status_code == 400
    assert "页面已过期，没有提交。请再按一次提交。" in response.text
    assert states(submission) == {EntryState.DRAFT}


def test_a_locked_period_says_since_when_and_what_to_do(people):
    submission = factories.started("万州区", people.reporter, number=9)
    factories.saved(
        submission, people.reporter, {HAVENS: {"quantity": "4", "note": "见台账"}}
    )

    response = signed_in(people.reporter).post(address(submission), key())

    assert response.status_code == 409
    assert "本期已于2024年10月15日 24:00 锁定，不能再提交" in response.text
    assert "/exceptions/ask/" in response.text
    assert states(submission) == {EntryState.DRAFT}


@pytest.mark.parametrize(
    ("persona", "get", "post"),
    [
        ("colleague", 200, 302),
        ("auditor", 200, 404),
        ("stranger", 404, 404),
        ("approver", 404, 404),
        ("officer", 404, 404),
        ("leader", 404, 404),
        ("nobody", 404, 404),
    ],
)
def test_who_hands_in(people, submission, persona, get, post):
    factories.saved(
        submission, people.reporter, {HAVENS: {"quantity": "4", "note": "见台账"}}
    )
    client = signed_in(getattr(people, persona))

    assert client.get(address(submission)).status_code == get
    assert client.post(address(submission), key()).status_code == post
    assert (EntryState.SUBMITTED in states(submission)) == (post == 302)


def test_who_only_reads_sees_no_button(people, submission):
    factories.saved(
        submission, people.reporter, {HAVENS: {"quantity": "4", "note": "见台账"}}
    )

    page = signed_in(people.auditor).get(address(submission)).text

    assert "由填报员提交" in page
    assert 'name="client_key"' not in page


def test_strangers_sign_in_and_other_methods_are_refused(people, client, submission):
    from_outside = type(client)()

    assert from_outside.get(address(submission)).url.startswith("/sign-in/")
    assert client.put(address(submission)).status_code == 405
