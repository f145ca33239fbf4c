"""Read back, a workbook holds the ledger's replay: real numbers, and words as words."""

from decimal import Decimal

import pytest

from progress_app.enums import Light, Stage
from progress_app.models import Posting
from progress_app.queries.positions import replay
from reports_app.workbook.words import pace_words
from targets_app.models import ReportingPeriod, Target
from targets_app.rules import Pace
from tests.people import NOW
from tests.reports_app.exports.making import table
from unionplan.lib.dates import SHANGHAI
from unions_app.models import Union

pytestmark = pytest.mark.django_db
SHEETS = [
    "封面",
    "总览",
    "指标",
    "指标×单位",
    "赛马比拼",
    "123510看板",
    "报送情况",
    "入账记录",
    "佐证材料",
    "口径",
]


def exact(number: object) -> Decimal | None:
    """Return a number read back as it was written; None for a blank."""
    return None if number is None else Decimal(str(number))


def by_code(book, title):
    return {row["编号"]: row for row in table(book, title)}


def of_matrix(book, code):
    return [row for row in table(book, "指标×单位") if row["编号"] == code]


def told_positions(plan):
    """Return October's replay by target code and union id."""
    october = ReportingPeriod.objects.get(plan=plan, number=10)
    codes = dict(Target.objects.values_list("pk", "code"))
    return {
        (codes[target_id], union_id): position
        for (target_id, union_id, period_id), position in replay(
            plan_id=plan.pk, sequence=7
        ).items()
        if period_id == october.pk
    }


def test_the_sheets(book):
    assert book.sheetnames == SHEETS


def test_every_city_figure_is_the_replays(book, plan):
    city = Union.objects.get(short_name="市总工会").pk
    told, rows = told_positions(plan), by_code(book, "指标")
    assert set(rows) == {code for code, _union in told}
    for code, row in rows.items():
        position = told[code, city]
        assert exact(row["累计数"]) == position.quantity
        assert exact(row["分子"]) == position.numerator
        assert exact(row["分母"]) == position.denominator
        assert row["最近入账序号"] == position.last_sequence
        for stage in Stage:
            expected = getattr(position, stage.value)
            assert (row[str(stage.label)] or 0) == expected


def test_every_unions_figure_is_the_replays(book, plan):
    unions = dict(Union.objects.values_list("short_name", "pk"))
    unions["全市合计"] = unions["市总工会"]
    told, seen = told_positions(plan), 0
    columns = {"累计数": "quantity", "分子": "numerator", "分母": "denominator"}
    for row in table(book, "指标×单位"):
        if row["数据"] not in columns:
            continue
        for name in set(row) - {"编号", "指标名称", "单位", "数据"}:
            position = told.get((row["编号"], unions[name]))
            known = position and getattr(position, columns[row["数据"]])
            silent = "未报" if position and position.units_expected else None
            found = row[name]
            assert found == silent if known is None else exact(found) == known
            seen += known is not None
    assert seen > 8


def test_zero_blank_and_unreported_are_three_things(book):
    row, _share, _light = of_matrix(book, "4.1.2-1")
    assert row["万州区"] == 12
    assert row["江北区"] == 1234
    assert row["渝中区"] == "未报"
    assert row["全市合计"] == 1246
    municipal, *_rest = of_matrix(book, "1.2.5-1")
    assert municipal["万州区"] is None
    posted = [row["本期数"] for row in table(book, "入账记录")]
    assert posted.count(0) == 1


def cells_of(book, code):
    heads = [cell.value for cell in book["指标"][2]]
    rows = book["指标"].iter_rows(min_row=3)
    [line] = [row for row in rows if row[0].value == code]
    return dict(zip(heads, line, strict=True))


def test_rates_are_numbers_and_never_shown_as_reached(book):
    cells = cells_of(book, "4.2.1-1")
    assert exact(cells["比率"].value) == Decimal("0.84996")
    assert cells["比率"].number_format == "0.000%"
    assert cells["完成率"].value < 1
    assert cells["完成率"].number_format == "0.000%"
    assert cells["状态"].value == f"▲ {Light.BEHIND.label}（力争）"


def test_figures_have_formats_and_units(book):
    cells = cells_of(book, "4.1.2-1")
    assert (cells["累计数"].value, cells["累计数"].number_format) == (1246, "#,##0")
    assert cells["累计数"].data_type == "n"
    assert (cells["目标值"].value, cells["单位"].value) == (400, "个")
    assert cells["完成率"].value == 3.115
    assert cells["状态"].value == f"√ {Light.MET.label}"
    assert cells["时序曲线"].value == "按月均衡"
    assert (cells["应报单位"].value, cells["已报单位"].value) == (46, 2)


def test_a_level_carried_on_is_marked(book):
    cells = cells_of(book, "3.2.2-2")
    assert cells["累计数"].value == 40001
    assert cells["累计数"].number_format == '#,##0"※"'
    assert cells["沿用旧数单位"].value == 1


def test_a_blocked_milestone(book):
    cells = cells_of(book, "4.2.6-1")
    assert cells["受阻"].value == 1
    assert cells["累计数"].value is None
    [row] = [r for r in table(book, "指标×单位") if r["编号"] == "4.2.6-1"]
    assert (row["江北区"], row["万州区"]) == ("受阻", "未报")
    assert row["全市合计"] == "完成0/46"


def test_every_posting_is_told(book):
    rows = table(book, "入账记录")
    postings = list(Posting.objects.order_by("sequence"))
    assert [row["序号"] for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    for row, posting in zip(rows, postings, strict=True):
        at = posting.recorded_at.astimezone(SHANGHAI).replace(tzinfo=None)
        assert row["入账时间（北京时间）"] == at
        assert exact(row["本期数"]) == posting.quantity
        assert exact(row["分子"]) == posting.numerator
        assert row["哈希"] == posting.link
        assert row["填报人"] == posting.entry.submitted_by.name
        assert row["审核人编号"] == posting.recorded_by_id


def test_lights_are_counted_by_area(book):
    *areas, total = table(book, "总览")
    assert len(areas) == 5
    assert (total["数量指标"], total["推进事项"]) == (29, 47)
    for head in ("数量指标", "推进事项", *(str(light.label) for light in Light)):
        assert total[head] == sum(row[head] for row in areas)
    assert (total["达标"], total["滞后"]) == (1, 1)


def test_definitions_and_open_questions(book, plan):
    rows = by_code(book, "口径")
    assert len(rows) == 76
    target = Target.objects.get(code="4.2.1-1")
    assert rows["4.2.1-1"]["口径待确认"] == target.open_question
    assert rows["4.2.1-1"]["口径"] == target.definitions.get().text
    assert rows["4.2.1-1"]["原文摘引"] == target.quote


def test_the_cover_says_what_this_is(book, ledger):
    cover = {row[0]: row[1] for row in book["封面"].iter_rows(values_only=True)}
    assert "重庆市总工会2024年工作计划进展" in cover
    assert "演示数据：单位、人员和数字均为演示，不代表真实进展。" in cover
    assert cover["截至入账序号"] == 7
    assert cover["截至时间（北京时间）"] == NOW.replace(tzinfo=None)
    assert cover["入账链哈希"] == Posting.objects.get(sequence=7).link
    assert cover["申请人"] == ledger.leader.name
    assert cover["账实核对"] == "截至时间之前尚未对账。"
    assert cover["数字来源"] == "全部由截至上述序号的入账记录重算得出。"
    assert cover["核算规则版本"] == "unionplan-figures-1"
    assert cover["2024年9月覆盖"] == "2/55 个单位有入账"


@pytest.mark.parametrize(
    ("pace", "words"),
    [
        (Pace("linear"), "按月均衡"),
        (Pace("step", due_month=9), "到期一次完成：9月"),
        (
            Pace("custom", shares=(Decimal("2.50"), Decimal(100))),
            "自定曲线：2.5%、100%",
        ),
        (None, ""),
    ],
)
def test_a_pace_in_words(pace, words):
    assert pace_words(pace) == words
