"""The cockpit's counts, causes and board, from postings made by people."""

from datetime import date
from decimal import Decimal

import pytest

from progress_app.enums import Light, Stage
from reports_app.queries.cockpit import Cockpit, cockpit_of
from reports_app.queries.standing import Coverage
from targets_app.models import ReportingPeriod
from tests.factories import accepted, present_on, started, submitted
from tests.reports_app.shares import split
from unions_app.models import Union

TODAY = date(2024, 10, 28)
HAVENS = "新建渝工港湾"


@pytest.fixture
def report(people):
    """Return what posts a figure of a union for September."""

    def posted(union: str, name: str, typed: dict[str, str], number: int = 9):
        accepted(union, people.reporter, people.officer, {name: typed}, number=number)

    return posted


def cockpit(plan) -> Cockpit:
    return cockpit_of(plan=plan, as_of=present_on(TODAY))


def test_figures_and_milestones_are_counted_apart(plan, report):
    report("万州区", HAVENS, {"quantity": "400"})
    report("万州区", "大抓基层三年行动", {"stage": "under_way"})

    counts = cockpit(plan).counts

    assert counts.numeric == 29
    assert counts.lights == (
        (Light.MET, 1),
        (Light.NOT_DUE, 11),
        (Light.NOT_REPORTED, 17),
    )
    assert counts.milestones == 47
    assert counts.stages == ((Stage.UNDER_WAY, 1), (None, 46))


def test_areas_add_up_to_the_whole(plan, report):
    report("万州区", HAVENS, {"quantity": "400"})

    page = cockpit(plan)

    assert [area.area.position for area in page.areas] == [1, 2, 3, 4, 5]
    assert sum(area.counts.numeric for area in page.areas) == 29
    assert sum(area.counts.milestones for area in page.areas) == 47
    assert [area.counts.numeric for area in page.areas] == [3, 3, 15, 7, 1]
    assert sum(len(area.tasks) for area in page.areas) == 16
    assert dict(page.areas[3].counts.lights)[Light.MET] == 1


def test_the_gravest_come_first(plan, report):
    report("万州区", "新建基层工会组织", {"quantity": "340"})
    report("万州区", HAVENS, {"quantity": "200"})
    report("万州区", "发展工会会员", {"quantity": "1"})

    names = [row.standing.target.name for row in cockpit(plan).watched]

    assert names[:3] == ["发展工会会员", HAVENS, "新建基层工会组织"]
    assert len(names) == 18
    assert "市级优秀“五小”项目" not in names


def test_the_largest_gaps_against_their_shares_are_named(plan, report):
    split(HAVENS, {"万州区": 12, "江北区": 8, "巴南区": 4, "渝中区": 4, "城口县": 4})
    report("万州区", HAVENS, {"quantity": "5"})
    report("巴南区", HAVENS, {"quantity": "3"})

    (row,) = [r for r in cockpit(plan).watched if r.standing.target.name == HAVENS]

    assert [(g.union.short_name, g.amount, g.is_unreported) for g in row.gaps] == [
        ("江北区", Decimal(6), True),
        ("万州区", Decimal(4), False),
        ("渝中区", Decimal(3), True),
    ]
    assert row.units_behind == 4


def test_a_ratios_gap_is_in_its_numerator_and_silence_has_no_size(plan, report):
    report("万州区", "建会率", {"numerator": "70", "denominator": "100"})
    report("江北区", "建会率", {"numerator": "84", "denominator": "100"})

    (row,) = [r for r in cockpit(plan).watched if r.standing.target.name == "建会率"]

    assert [(gap.union.short_name, gap.amount) for gap in row.gaps] == [
        ("万州区", Decimal(15)),
        ("江北区", Decimal(1)),
    ]


def test_a_stuck_milestone_names_its_union(plan, report):
    report("万州区", "大抓基层三年行动", {"stage": "blocked"})
    report("江北区", "大抓基层三年行动", {"stage": "done"})

    (row,) = cockpit(plan).stuck

    assert row.standing.target.name == "大抓基层三年行动"
    assert [union.short_name for union in row.blocked] == ["万州区"]


def test_silence_about_a_milestone_is_no_delay_before_its_month(plan):
    assert cockpit(plan).stuck == ()
    assert len(cockpit_of(plan=plan, as_of=present_on(date(2025, 1, 6))).stuck) == 47


def test_the_board_carries_the_lights_of_its_measures(plan, report):
    report("万州区", HAVENS, {"quantity": "400"})

    board = cockpit(plan).board

    assert [pillar.number for pillar in board] == ["1", "2", "3", "5", "10"]
    assert [len(pillar.listed) for pillar in board] == [1, 2, 3, 1, 2]
    assert [len(pillar.unlisted) for pillar in board] == [0, 0, 0, 4, 8]
    haven = board[4].listed[0]
    assert haven.name == "渝工港湾"
    assert [row.light for row in haven.rows] == [Light.MET]
    assert board[4].unlisted == (3, 4, 5, 6, 7, 8, 9, 10)


def test_returns_are_counted_for_the_checkpoint_and_the_open_month(plan, people):
    typed = {HAVENS: {"quantity": "1"}}
    submitted("万州区", people.reporter, typed, number=9)
    submitted("江北区", people.stranger, typed, number=9)
    submitted("江北区", people.stranger, typed, number=10)
    started("万州区", people.reporter, number=10)

    september, october = cockpit(plan).handed_in

    assert september.coverage == Coverage(reported=2, expected=55)
    assert october.coverage == Coverage(reported=1, expected=55)
    assert october.coverage.missing == 54


def test_a_union_closed_meanwhile_is_not_waited_for(plan):
    Union.objects.filter(short_name="江北区").update(closed_on=date(2024, 10, 15))

    september, october = cockpit(plan).handed_in

    assert (september.coverage.expected, october.coverage.expected) == (55, 54)


def test_what_waits_is_told_and_not_counted(plan, people):
    submitted("万州区", people.reporter, {HAVENS: {"quantity": "7"}}, number=9)
    accepted(
        "江北区",
        people.stranger,
        people.officer,
        {HAVENS: {"quantity": "1"}},
        number=9,
        roll_up=False,
    )

    page = cockpit(plan)

    assert page.ledger.awaiting_review == 1
    assert page.waiting == {plan.targets.get(name=HAVENS).pk: 1}
    assert page.ledger.unsummed_marks == 1
    assert page.ledger.sequence == 1


def test_a_plan_without_periods_still_stands(plan):
    ReportingPeriod.objects.all().delete()

    page = cockpit(plan)

    assert page.handed_in == ()
    assert page.watched == ()
    assert page.counts.numeric == 29
