"""The history of a return: who, when, what changed, why it came back."""

import pytest

from progress_app.queries.histories import entry_history, submission_history
from tests import factories
from tests.people import signed_in
from tests.progress_app.desks import HAVENS, MEMBERS, RATE, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]


@pytest.fixture
def submission(people, send_back):
    submission = factories.started("万州区", people.reporter)
    for quantity in ("3", "4"):
        factories.saved(submission, people.reporter, {HAVENS: {"quantity": quantity}})
    factories.saved(submission, people.colleague, {MEMBERS: {"quantity": "7"}})
    factories.submitted("万州区", people.reporter, {})
    send_back(submission, HAVENS, "请核对")
    return submission


def test_saves_of_one_hand_are_one_step_from_first_to_last(submission):
    steps = submission_history(submission)

    assert [(step.action, step.person, len(step.lines)) for step in steps] == [
        ("entry.returned", "测试·officer", 1),
        ("submission.submitted", "测试·reporter", 2),
        ("entry.saved", "测试·colleague", 1),
        ("entry.saved", "测试·reporter", 1),
        ("submission.started", "测试·reporter", 0),
    ]
    [line] = steps[3].lines
    [change] = line.changes
    assert (change.column, change.before, change.after) == ("quantity", "", "4")
    assert steps[0].lines[0].reason == "请核对"


def test_a_line_has_only_its_own_history(submission):
    steps = entry_history(factories.entry_for(submission, MEMBERS))

    assert [step.action for step in steps] == [
        "submission.submitted",
        "entry.saved",
        "submission.started",
    ]


def test_texts_are_told_as_changed_and_no_more(people):
    submission = factories.started("万州区", people.reporter)
    typed = {RATE: {"numerator": "1", "denominator": "2", "note": "张三经办"}}
    factories.saved(submission, people.reporter, typed)

    page = signed_in(people.reporter).get(f"/submissions/{submission.pk}/history/").text

    assert "分子：空 → 1" in page
    assert "说明有修改" in page
    assert "张三" not in page


def test_what_ends_where_it_began_is_no_change(people):
    submission = factories.started("万州区", people.reporter)
    for quantity in ("3", ""):
        factories.saved(submission, people.reporter, {HAVENS: {"quantity": quantity}})

    assert [step.action for step in submission_history(submission)] == [
        "submission.started"
    ]


def test_the_page_tells_it(people, submission):
    page = signed_in(people.reporter).get(f"/submissions/{submission.pk}/history/").text

    assert "本期数：空 → 4" in page
    assert "请核对" in page
    assert page.index("退回") < page.index("开始填报")


@pytest.mark.parametrize(
    ("persona", "status"),
    [("colleague", 200), ("auditor", 200), ("stranger", 404), ("officer", 404)],
)
def test_who_reads_a_history(people, submission, persona, status):
    client = signed_in(getattr(people, persona))

    assert client.get(f"/submissions/{submission.pk}/history/").status_code == status


def test_the_history_is_only_looked_at(people, submission, client):
    address = f"/submissions/{submission.pk}/history/"

    assert client.get(address).url == f"/sign-in/?next={address}"
    assert signed_in(people.reporter).post(address).status_code == 405


def test_the_history_costs_the_same_however_long_it_is(people, submission):
    client = signed_in(people.reporter)
    address = f"/submissions/{submission.pk}/history/"
    short = queries_of(client, address)
    for quantity in "123456":
        factories.saved(submission, people.reporter, {RATE: {"numerator": quantity}})

    assert queries_of(client, address) == short
    assert short <= 12
