"""A target's months, units, bounds, postings and chart."""

from datetime import date
from fractions import Fraction

import pytest

from progress_app.enums import Light
from reports_app.queries.charts import chart_of
from reports_app.queries.standing import Coverage
from reports_app.queries.targets import (
    TargetPage,
    narrowed_postings,
    target_for,
    target_page,
)
from targets_app.models import Target
from tests.factories import (
    accepted,
    month,
    present_on,
    target_called,
    union_called,
)
from tests.reports_app.shares import split

TODAY = date(2024, 10, 28)
HAVENS = "新建渝工港湾"


@pytest.fixture
def report(people):
    """Return what posts a figure of a union for a month."""

    def posted(union: str, name: str, typed: dict[str, str], number: int = 9):
        accepted(union, people.reporter, people.officer, {name: typed}, number=number)

    return posted


def page_of(name: str, *, by_progress: bool = False) -> TargetPage:
    target = target_for(target_called(name).pk)
    return target_page(target=target, as_of=present_on(TODAY), by_progress=by_progress)


def units(page: TargetPage) -> list[str]:
    return [row.standing.union.short_name for g in page.units for row in g.rows]


def test_a_target_that_is_not_there(plan):
    with pytest.raises(Target.DoesNotExist):
        target_for(0)


def test_months_add_up_beside_what_was_expected(report):
    report("万州区", HAVENS, {"quantity": "20"}, 8)
    report("江北区", HAVENS, {"quantity": "30"}, 9)

    months = page_of(HAVENS).months

    assert [row.period.number for row in months] == list(range(1, 13))
    august, september, october, november = months[7:11]
    assert (august.position.quantity, september.position.quantity) == (20, 50)
    assert august.expected_amount == Fraction(400 * 8, 12)
    assert september.achieved == Fraction(50, 400)
    assert september.coverage == Coverage(reported=1, expected=46)
    assert (october.position.quantity, october.is_open) == (50, True)
    assert (september.is_open, november.position) == (False, None)
    assert november.expected == Fraction(11, 12)


def test_units_come_in_official_order_by_peer_group(report):
    report("万州区", HAVENS, {"quantity": "1"})

    page = page_of(HAVENS)

    labels = [group.label for group in page.units]
    assert labels == ["中心城区", "主城新区", "渝东北", "渝东南", "开发区", "产业工会"]
    assert len(units(page)) == 46
    assert units(page)[0] == "渝中区"


def test_units_can_come_by_their_light(report):
    split(HAVENS, {"万州区": 12, "江北区": 12, "巴南区": 12})
    report("万州区", HAVENS, {"quantity": "8"})
    report("江北区", HAVENS, {"quantity": "2"})

    page = page_of(HAVENS, by_progress=True)

    (group,) = page.units
    assert [
        (r.standing.union.short_name, r.standing.light) for r in group.rows[:3]
    ] == [
        ("江北区", Light.FAR_BEHIND),
        ("万州区", Light.BEHIND),
        ("巴南区", Light.NOT_REPORTED),
    ]


def test_only_who_owes_a_target_is_listed(report):
    assert units(page_of("全市性职工文体活动")) == ["宣传教育部门（示例）"]
    assert len(units(page_of("区域性文体活动"))) == 41


def test_a_milestone_shows_what_each_union_told_last(report):
    name = "大抓基层三年行动"
    report("万州区", name, {"stage": "under_way", "note": "八月"}, 8)
    report("万州区", name, {"stage": "blocked", "problems": "缺场地"}, 9)

    rows = {
        row.standing.union.short_name: row.posting
        for group in page_of(name).units
        for row in group.rows
    }

    assert rows["万州区"].entry.problems == "缺场地"
    assert rows["江北区"] is None


def test_the_newest_postings_come_first(report):
    for number in range(1, 10):
        report("万州区", HAVENS, {"quantity": str(number)}, number)

    page = page_of(HAVENS)

    assert [posting.quantity for posting in page.latest] == [9, 8, 7, 6, 5, 4, 3, 2]
    assert page.postings == 9
    assert page.ledger.sequence == 9


def test_postings_are_narrowed_by_union_and_period(report):
    report("万州区", HAVENS, {"quantity": "1"}, 8)
    report("万州区", HAVENS, {"quantity": "2"}, 9)
    report("江北区", HAVENS, {"quantity": "3"}, 9)
    report("江北区", "新建基层工会组织", {"quantity": "4"}, 8)
    wanzhou, september = str(union_called("万州区").pk), str(month(9).pk)

    def found(union: str, period: str) -> list[int]:
        narrowed = narrowed_postings(
            target=target_called(HAVENS),
            union=union,
            period=period,
            as_of=present_on(TODAY),
        )
        return [int(posting.quantity) for posting in narrowed.postings]

    assert found("", "") == [3, 2, 1]
    assert found(wanzhou, "") == [2, 1]
    assert found("", september) == [3, 2]
    assert found(wanzhou, september) == [2]


def test_what_narrows_is_kept_when_paging(report):
    report("万州区", HAVENS, {"quantity": "1"})
    wanzhou = union_called("万州区")

    narrowed = narrowed_postings(
        target=target_called(HAVENS),
        union=str(wanzhou.pk),
        period="",
        as_of=present_on(TODAY),
    )

    assert narrowed.query == f"union={wanzhou.pk}&"
    assert narrowed.union == wanzhou
    assert not narrowed.is_misled


@pytest.mark.parametrize("asked", ["999999", "x", "1 OR 1=1", "-1", "\x00"])
def test_an_unknown_union_narrows_nothing_and_says_so(report, asked):
    report("万州区", HAVENS, {"quantity": "1"})

    narrowed = narrowed_postings(
        target=target_called(HAVENS), union=asked, period="", as_of=present_on(TODAY)
    )

    assert narrowed.is_misled
    assert narrowed.postings.count() == 1


def test_the_chart_has_exact_texts_and_no_open_month_before_a_report(report):
    report("万州区", HAVENS, {"quantity": "20"}, 8)

    chart = chart_of(page_of(HAVENS))

    assert chart["months"][0] == "1月"
    assert chart["reached"][7:10] == ["20", "20", None]
    assert chart["expected"][7:10] == ["266.6667", "300", "333.3333"]
    assert chart["told"][7] == "20 个"
    assert (chart["goal"], chart["unit"], chart["open"]) == ("400", "个", 9)


def test_an_open_month_is_drawn_once_somebody_reported(report):
    report("万州区", HAVENS, {"quantity": "20"}, 10)

    assert chart_of(page_of(HAVENS))["reached"][9] == "20"


def test_a_ratios_chart_is_in_percent(report):
    report("万州区", "建会率", {"numerator": "2", "denominator": "3"})

    chart = chart_of(page_of("建会率"))

    assert chart["isRatio"]
    assert (chart["reached"][8], chart["told"][8]) == ("66.6667", "66.67%")
    assert chart["expected"] == ["85"] * 12


def test_a_milestone_has_no_chart(plan):
    assert chart_of(page_of("大抓基层三年行动")) is None
