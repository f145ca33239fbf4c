"""A union's targets, its returns in time, its postings."""

from datetime import date

from progress_app.enums import Light
from reports_app.enums import Timeliness
from reports_app.queries.unions import UnionPage, union_page
from tests.factories import (
    accepted,
    month,
    present_on,
    started,
    submitted,
    union_called,
)
from tests.reports_app.shares import split

TODAY = date(2024, 10, 28)
HAVENS = "新建渝工港湾"


def page_of(plan, union: str, on: date = TODAY) -> UnionPage:
    return union_page(plan=plan, union=union_called(union), as_of=present_on(on))


def names(page: UnionPage) -> list[str]:
    return [
        row.target.name
        for area in page.areas
        for task in area.tasks
        for row in task.rows
    ]


def test_a_district_shows_what_it_owes(plan):
    page = page_of(plan, "万州区")

    assert page.counts.numeric == 15
    assert page.counts.milestones == 11
    assert HAVENS in names(page)
    assert "市级优秀“五小”项目" not in names(page)


def test_an_industrial_union_owes_no_regional_events(plan):
    assert "区域性文体活动" in names(page_of(plan, "万州区"))
    assert "区域性文体活动" not in names(page_of(plan, "机械冶金"))


def test_a_department_carries_what_it_alone_reports(plan, people):
    typed = {"全市性职工文体活动": {"quantity": "15"}}
    accepted("宣传教育部门（示例）", people.officer, people.leader, typed, number=9)

    page = page_of(plan, "宣传教育部门（示例）")

    lights = {
        row.target.name: row.light
        for area in page.areas
        for task in area.tasks
        for row in task.rows
    }
    assert lights["全市性职工文体活动"] == Light.ON_PACE
    assert HAVENS not in lights


def test_lights_are_those_of_the_unions_own_share(plan, people):
    split(HAVENS, {"万州区": 12, "江北区": 12})
    typed = {HAVENS: {"quantity": "12"}}
    accepted("万州区", people.reporter, people.officer, typed, number=9)

    own, other = page_of(plan, "万州区"), page_of(plan, "江北区")

    assert dict(own.counts.lights)[Light.MET] == 1
    assert Light.MET not in dict(other.counts.lights)
    assert dict(other.counts.lights)[Light.NOT_REPORTED] == 5


def test_returns_are_in_time_late_missing_or_awaited(plan, people):
    typed = {HAVENS: {"quantity": "1"}}
    submitted("万州区", people.reporter, typed, number=9)
    late = submitted("万州区", people.reporter, typed, number=8)
    late.first_submitted_at = late.first_submitted_at.replace(day=8, month=9)
    late.save()

    page = page_of(plan, "万州区")

    told = [(row.period.number, row.timeliness, row.days_late) for row in page.returns]
    assert told[:4] == [
        (10, Timeliness.AWAITED, 0),
        (9, Timeliness.ON_TIME, 0),
        (8, Timeliness.LATE, 3),
        (7, Timeliness.MISSING, 84),
    ]
    assert (len(told), page.on_time) == (10, 1)


def test_midnight_is_shanghais(plan, people):
    submission = submitted(
        "万州区", people.reporter, {HAVENS: {"quantity": "1"}}, number=9
    )
    at = submission.first_submitted_at
    submission.first_submitted_at = at.replace(month=10, day=5, hour=23, minute=59)
    submission.save()

    (row,) = [r for r in page_of(plan, "万州区").returns if r.period == month(9)]

    assert row.timeliness == Timeliness.ON_TIME


def test_a_return_tells_how_far_its_lines_are(plan, people):
    typed = {HAVENS: {"quantity": "1"}}
    accepted("万州区", people.reporter, people.officer, typed, number=9)
    started("万州区", people.reporter, number=10)

    october, september = page_of(plan, "万州区").returns[:2]

    assert september.submission.lines == 26
    assert september.submission.accepted == 1
    assert (september.submission.waiting, september.submission.returned) == (0, 0)
    assert october.submission.accepted == 0


def test_a_union_owes_returns_only_while_it_exists(plan):
    union = union_called("江北区")
    union.opened_on, union.closed_on = date(2024, 3, 15), date(2024, 8, 15)
    union.save()

    page = page_of(plan, "江北区")

    assert [row.period.number for row in page.returns] == [7, 6, 5, 4, 3]


def test_the_federation_stands_for_the_city_and_hands_in_nothing(plan):
    page = page_of(plan, "市总工会")

    assert (page.counts.numeric, page.counts.milestones) == (29, 47)
    assert page.returns == ()


def test_only_the_unions_own_postings_are_listed(plan, people):
    typed = {HAVENS: {"quantity": "1"}}
    accepted("万州区", people.reporter, people.officer, typed, number=9)
    accepted("江北区", people.stranger, people.officer, typed, number=9)

    page = page_of(plan, "万州区")

    assert [posting.sequence for posting in page.latest] == [1]
    assert page.ledger.sequence == 2
