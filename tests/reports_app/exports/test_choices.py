"""What was chosen: kept in one form, told in words, and what a file then holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports_app.enums import ExportKind
from reports_app.models import Export
from reports_app.queries.chosen import chosen_words
from reports_app.queries.exports import workbook_facts
from reports_app.rules.choices import EVERYTHING, Choices, chosen, stored
from reports_app.workbook.book import steps_to_write
from reports_app.workbook.chosen_words import chosen_lines
from targets_app.models import Target
from tests import factories
from tests.reports_app.exports.making import HAVENS, book_of, made, table

IDS = st.lists(st.integers(1, 10**9), max_size=5)


@given(areas=IDS, targets=IDS, unions=IDS, periods=IDS, with_postings=st.booleans())
def test_choices_are_kept_in_one_form(areas, targets, unions, periods, with_postings):
    kept = {
        "areas": areas,
        "targets": targets,
        "unions": unions,
        "periods": periods,
        "with_postings": with_postings,
    }
    choices = chosen(kept)
    assert chosen(stored(choices)) == choices
    assert stored(choices) == stored(chosen({**kept, "areas": areas[::-1] * 2}))
    assert choices.is_everything is (stored(choices) == {})


def test_nothing_chosen_is_everything():
    assert chosen({}) == EVERYTHING
    assert EVERYTHING.is_everything
    assert EVERYTHING.has_union(1)
    assert EVERYTHING.has_period(1)
    assert EVERYTHING.has_target(1, area_id=1)


def test_a_target_has_to_be_of_both():
    choices = Choices(areas=(1,), targets=(5, 6))
    assert choices.has_target(5, area_id=1)
    assert not choices.has_target(5, area_id=2)
    assert not choices.has_target(7, area_id=1)


@pytest.mark.django_db
def test_choices_in_words(plan):
    union = factories.union_called("万州区")
    told = dict(chosen_lines(chosen_words(Choices(unions=(union.pk,)))))
    assert told == {
        "任务领域": "全部任务领域",
        "指标": "所选领域的全部指标",
        "单位": "万州区",
        "报送期": "全部报送期",
        "明细": "含入账记录与佐证材料清单",
    }


@pytest.mark.django_db
def test_many_names_are_counted(plan):
    ids = Target.objects.values_list("pk", flat=True)[:8]
    told = dict(chosen_lines(chosen_words(chosen({"targets": ids}))))
    assert told["指标"].endswith("等 8 个")


@pytest.fixture
def narrow(posted):
    target = factories.target_called(HAVENS)
    return Choices(
        areas=(target.measure.task.area_id,),
        targets=(target.pk,),
        unions=(factories.union_called("江北区").pk,),
        periods=(factories.month(9).pk,),
    )


@pytest.mark.django_db
def test_a_narrow_workbook_holds_what_was_chosen(posted, narrow):
    book = book_of(made(posted.leader, choices=narrow))
    [target] = table(book, "指标")
    assert target["累计数"] == 1246
    heads = [cell.value for cell in book["指标×单位"][2]]
    assert heads[4:] == ["全市合计", "江北区"]
    [posting] = table(book, "入账记录")
    assert (posting["单位"], posting["本期数"]) == ("江北区", 1234)
    assert {row["单位"] for row in table(book, "报送情况")} == {"江北区"}
    cover = {row[0]: row[1] for row in book["封面"].iter_rows(values_only=True)}
    assert cover["所选单位"] == "江北区"
    assert "始终按全部单位计算" in cover["所选范围说明"]


@pytest.mark.django_db
def test_without_postings_their_sheets_are_left_out(posted):
    book = book_of(made(posted.leader, choices=Choices(with_postings=False)))
    assert "入账记录" not in book.sheetnames
    assert "佐证材料" not in book.sheetnames
    assert "报送情况" in book.sheetnames


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [ExportKind.WORKBOOK, ExportKind.CSV])
def test_the_bar_ends_full_whatever_was_chosen(posted, narrow, kind):
    export = made(posted.leader, kind=kind, choices=narrow)
    assert export.steps_done == export.steps_total


@pytest.mark.django_db
def test_reading_costs_the_same_whatever_the_ledger(
    posted, django_assert_max_num_queries
):
    export = Export(
        plan=factories.target_called(HAVENS).plan,
        requested_by=posted.leader,
        **made_as_of(posted),
    )
    with django_assert_max_num_queries(50):
        facts = workbook_facts(export=export)
    assert steps_to_write(facts, export) == 11


def made_as_of(people):
    earlier = made(people.leader)
    return {"as_of_at": earlier.as_of_at, "as_of_sequence": earlier.as_of_sequence}
