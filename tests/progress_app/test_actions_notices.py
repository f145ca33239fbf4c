"""Reporters are told what became of their return."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from progress_app.actions.errors import WrongStateError
from progress_app.actions.reviews import accept_entries, return_entry
from progress_app.actions.submissions import submit
from progress_app.models import Entry
from targets_app.models import Target
from tests import factories
from tests.people import NOW, make_person
from tests.progress_app.desks import HAVENS, MEMBERS
from unions_app.enums import NoticeKind, Role
from unions_app.models import Notice

pytestmark = pytest.mark.django_db
TYPED = {HAVENS: {"quantity": "5"}, MEMBERS: {"quantity": "40"}}
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def submission(people):
    """Return 万州区's October with two lines handed in, and nothing else in it."""
    submission = factories.submitted("万州区", people.reporter, TYPED)
    Entry.objects.filter(submission=submission).exclude(target__name__in=TYPED).delete()
    return submission


def back(submission, target, person, reason, *, at=NOW):
    entry = factories.entry_for(submission, target)
    return_entry(
        entry_id=entry.pk,
        version=entry.version,
        reason=reason,
        person_id=person.pk,
        at=at,
        client_key=uuid4(),
    )


def accept(submission, *targets, by, at=NOW):
    entries = [factories.entry_for(submission, name) for name in targets]
    accept_entries(
        versions={entry.pk: entry.version for entry in entries},
        person_id=by.pk,
        at=at,
        client_key=uuid4(),
    )


def told(person, kind):
    return list(Notice.objects.filter(person=person, kind=kind))


def test_a_return_is_told_with_who_what_and_why(submission, people):
    back(submission, HAVENS, people.officer, "只报今年新建的")

    [notice] = told(people.reporter, NoticeKind.RETURNED)
    assert notice.title == "万州区 · 2024年10月：1 项被退回"
    target = Target.objects.get(name=HAVENS)
    assert notice.body == f"{target}：只报今年新建的（测试·officer）"
    assert notice.subject_id == submission.pk
    assert len(told(people.colleague, NoticeKind.RETURNED)) == 1
    assert Notice.objects.count() == 2


def test_a_second_return_is_told_in_the_same_notice(submission, people):
    back(submission, HAVENS, people.officer, "甲")
    Notice.objects.update(read_at=NOW)
    back(submission, MEMBERS, people.officer, "乙", at=LATER)

    [notice] = told(people.reporter, NoticeKind.RETURNED)
    assert notice.title == "万州区 · 2024年10月：2 项被退回"
    assert [line.partition("：")[2] for line in notice.body.splitlines()] == [
        f"{reason}（测试·officer）"
        for _name, reason in sorted(
            [(HAVENS, "甲"), (MEMBERS, "乙")],
            key=lambda row: Target.objects.get(name=row[0]).position,
        )
    ]
    assert (notice.created_at, notice.read_at) == (LATER, None)
    with translation.override("en"):
        assert notice.title == "万州区 · 10/2024: 2 items returned"


def test_the_latest_reason_stands(submission, people):
    back(submission, HAVENS, people.officer, "甲")
    submit(
        submission=submission,
        person_id=people.reporter.pk,
        at=LATER,
        client_key=uuid4(),
    )
    back(submission, HAVENS, people.officer, "丙", at=LATER)

    [notice] = told(people.reporter, NoticeKind.RETURNED)
    assert "丙" in notice.body
    assert "甲" not in notice.body


def test_whoever_returns_is_not_told_of_it(people):
    department = "职工服务部门（示例）"
    colleague = make_person("second-officer", (Role.OFFICER, department))
    target = Target.objects.filter(
        lead_department__short_name=department, source__in=("municipal", "both")
    ).exclude(kind="milestone")[0]
    submission = factories.submitted(
        department, people.other_officer, {target.name: {"quantity": "1"}}
    )

    back(submission, target.name, colleague, "请核对")

    assert len(told(people.other_officer, NoticeKind.RETURNED)) == 1
    assert told(colleague, NoticeKind.RETURNED) == []


def test_everything_accepted_is_told_once_complete(submission, people):
    accept(submission, HAVENS, by=people.officer)
    assert told(people.reporter, NoticeKind.ACCEPTED) == []

    accept(submission, MEMBERS, by=people.officer, at=LATER)

    [notice] = told(people.reporter, NoticeKind.ACCEPTED)
    assert notice.title == "万州区 · 2024年10月：全部通过"
    assert (notice.created_at, notice.subject_id) == (LATER, submission.pk)
    with translation.override("en"):
        assert notice.title == "万州区 · 10/2024: everything accepted"


def test_a_blank_line_keeps_a_return_from_being_complete(people):
    submission = factories.submitted("万州区", people.reporter, TYPED)
    accept(submission, HAVENS, MEMBERS, by=people.officer)

    assert not Notice.objects.exists()


def test_a_refused_return_tells_nobody(submission, people):
    accept(submission, HAVENS, by=people.officer)
    before = Notice.objects.count()

    with pytest.raises(WrongStateError):
        back(submission, HAVENS, people.officer, "晚了")

    assert Notice.objects.count() == before
