"""One figure taken apart: its parts add up to it, of every kind, at any moment."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from progress_app.actions.rollups import rebuild_rollups
from progress_app.models import Rollup
from reports_app.queries.ancestry import ancestry_of
from tests import factories
from tests.people import NOW as MORNING
from tests.people import access_to, signed_in
from tests.reports_app.ledger.told import HAVENS, INSURED, RATE, STAGE, text_of
from unions_app.models import Union
from unions_app.queries import municipal_federation

NOW = factories.present_on(MORNING.date())


@pytest.fixture
def taken_apart(people, autumn_2024):
    """Return what takes a figure apart, for the auditor."""

    def taken(name, *, number=10, union=None, as_of=NOW):
        return ancestry_of(
            access_to(people.auditor),
            target=factories.target_called(name),
            union=factories.union_called(union) if union else municipal_federation(),
            period=factories.month(number),
            as_of=as_of,
        )

    return taken


@pytest.fixture
def report(people, autumn_2024):
    def posted(union, name, typed, number):
        factories.accepted(
            union, people.reporter, people.officer, {name: typed}, number=number
        )

    return posted


def parts_of(page) -> dict[str, object]:
    return {part.union.short_name: part for part in page.parts if part.steps}


def test_a_flow(books, taken_apart):
    page = taken_apart(HAVENS)
    parts = parts_of(page)

    assert page.told.quantity == page.summed.quantity == 36
    assert page.is_sound
    assert parts["万州区"].position.quantity == 29
    assert parts["江北区"].position.quantity == 7
    assert [
        (step.posting.sequence, step.posting.quantity, step.counts)
        for step in parts["万州区"].steps
    ] == [(1, 20, True), (4, 9, True)]


def test_a_step_leads_to_people_and_files(books, taken_apart):
    _august, september = parts_of(taken_apart(HAVENS))["万州区"].steps

    assert [file.name for file in september.files] == ["台账.pdf"]
    assert september.can_read_entry


def test_as_of_before_a_correction(books, taken_apart):
    page = taken_apart(HAVENS, as_of=factories.past("3"))

    assert page.told.quantity == page.summed.quantity == 32
    assert page.is_sound
    assert [s.posting.sequence for s in parts_of(page)["万州区"].steps] == [1, 2]


def test_an_earlier_period_leaves_later_ones_out(books, taken_apart):
    page = taken_apart(HAVENS, number=8)

    assert page.told.quantity == 20
    assert [s.posting.sequence for s in parts_of(page)["万州区"].steps] == [1]


def test_one_unions_own_figure(books, taken_apart):
    page = taken_apart(HAVENS, union="万州区")

    [part] = page.parts
    assert part.is_node
    assert page.told.quantity == 29
    assert page.is_sound


@pytest.mark.parametrize("as_of", [NOW, factories.past], ids=["now", "past"])
def test_a_stock_is_carried_forward_and_says_so(report, taken_apart, as_of):
    report("万州区", INSURED, {"quantity": "500"}, 7)
    report("万州区", INSURED, {"quantity": "900"}, 8)
    report("江北区", INSURED, {"quantity": "70"}, 7)
    moment = as_of if as_of is NOW else as_of("3")

    page = taken_apart(INSURED, as_of=moment)
    parts = parts_of(page)

    assert page.told.quantity == 900
    assert page.is_sound
    assert parts["万州区"].made.carried
    assert [step.counts for step in parts["万州区"].steps] == [False, True]
    assert not parts["江北区"].made.carried
    assert [step.counts for step in parts["江北区"].steps] == [False]


def test_a_ratio_adds_both_counts(report, taken_apart):
    report("万州区", RATE, {"numerator": "170", "denominator": "200"}, 9)
    report("江北区", RATE, {"numerator": "50", "denominator": "100"}, 9)

    page = taken_apart(RATE, number=9)

    assert (page.summed.numerator, page.summed.denominator) == (220, 300)
    assert page.is_sound


def test_a_milestone_counts_unions(report, taken_apart):
    report("万州区", STAGE, {"stage": "under_way"}, 8)
    report("万州区", STAGE, {"stage": "done"}, 9)

    page = taken_apart(STAGE)

    assert page.told.done == page.summed.done == 1
    assert page.told.under_way == 0
    assert page.is_sound


def test_who_reported_nothing_is_there_and_adds_nothing(books, taken_apart):
    page = taken_apart(HAVENS)

    silent = next(part for part in page.parts if part.union.short_name == "忠县")
    assert silent.position.quantity is None
    assert silent.steps == ()


def test_a_spoilt_sum_is_admitted(books, taken_apart):
    city = Rollup.objects.filter(union=municipal_federation(), period__number=10)
    city.filter(target__name=HAVENS).update(quantity=37)

    page = taken_apart(HAVENS)

    assert (page.told.quantity, page.summed.quantity) == (37, 36)
    assert not page.adds_up
    assert not page.is_waiting


def test_a_spoilt_part_is_admitted_even_where_the_whole_fits(books, taken_apart):
    rows = Rollup.objects.filter(target__name=HAVENS, period__number=10)
    rows.filter(union__short_name="万州区").update(quantity=28)
    rows.filter(union__short_name="江北区").update(quantity=8)

    page = taken_apart(HAVENS)

    assert page.adds_up
    assert not page.is_sound


def test_what_is_not_summed_yet_is_told_as_such(people, autumn_2024, taken_apart):
    factories.accepted(
        "万州区",
        people.reporter,
        people.officer,
        {HAVENS: {"quantity": "4"}},
        number=9,
        roll_up=False,
    )

    page = taken_apart(HAVENS)

    assert page.is_waiting
    assert not page.is_sound


def test_a_union_below_another_leads_on(books, taken_apart):
    wanzhou = factories.union_called("万州区")
    Union.objects.filter(short_name="江北区").update(parent=wanzhou)
    rebuild_rollups(plan_id=books.august.target.plan_id)

    page = taken_apart(HAVENS)
    inner = taken_apart(HAVENS, union="万州区")

    part = next(part for part in page.parts if part.union == wanzhou)
    assert part.has_children
    assert part.position.quantity == 36
    assert {p.union.short_name: p.position.quantity for p in inner.parts} == {
        "万州区": 29,
        "江北区": 7,
    }
    assert page.is_sound
    assert inner.is_sound


def figure(client, **query):
    return client.get(reverse("ledger_figure"), query)


def test_the_page_says_that_it_adds_up(books):
    target = factories.target_called(HAVENS)

    page = text_of(figure(books.client("leader"), target=target.pk))

    assert "合计 = 所示数 36个" in page
    assert "万州区 29个" in page
    assert "台账.pdf" not in page


def test_the_page_admits_that_it_does_not(books):
    target = factories.target_called(HAVENS)
    Rollup.objects.filter(union=municipal_federation()).update(quantity=37)

    page = text_of(figure(books.client("auditor"), target=target.pk))

    assert "合计 ≠ 所示数" in page
    assert "不相等，请告诉管理员核对汇总。合计为： 36个" in page


def test_it_asks_which_figure(people, autumn_2024):
    response = figure(signed_in(people.leader))

    assert response.status_code == 200
    assert "选一个指标" in text_of(response)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"target": "0"}, "没有这个指标，请从列表中选择"),
        ({"union": "1"}, "请选择一个指标"),
        ({"period": "x"}, "没有这个报送期，请从列表中选择"),
    ],
    ids=str,
)
def test_wrong_choices_are_told(people, autumn_2024, query, words):
    response = figure(signed_in(people.leader), **query)

    assert response.status_code == 400
    assert words in text_of(response)


@pytest.mark.parametrize("as_of", ["", "1", "4"])
@pytest.mark.parametrize("name", [HAVENS, INSURED])
def test_it_costs_the_same_whatever_the_ledger(books, report, name, as_of):
    client = books.client("auditor")
    target = factories.target_called(name)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            response = figure(client, target=target.pk, as_of=as_of)
        assert response.status_code == 200
        return len(captured)

    report("丰都县", name, {"quantity": "3"}, 7)
    cost()
    before = cost()
    for number in (7, 8):
        report("忠县", name, {"quantity": "3"}, number)

    assert cost() == before
