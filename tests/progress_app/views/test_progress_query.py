"""A union's own year: months, peers, what came back."""

from decimal import Decimal
from fractions import Fraction

import pytest

from progress_app.enums import Light
from progress_app.queries.peers import Peers
from progress_app.queries.progress import progress
from targets_app.actions import set_quotas
from tests import factories
from tests.people import NOW, access_to, make_person
from tests.progress_app.desks import HAVENS, MEMBERS, PENSION, RATE, STAGE
from unions_app.enums import Role
from unions_app.models import Union

pytestmark = pytest.mark.django_db
GROUP = ("万州区", "开州区", "梁平区", "城口县", "丰都县", "垫江县")
"""Six of the eleven units of 渝东北."""


@pytest.fixture
def quotas(plan):
    """Give every unit of the group 100 of a target."""

    def given(target: str, amounts: dict[str, str] | None = None) -> None:
        asked = dict.fromkeys(GROUP, "100") | (amounts or {})
        set_quotas(
            target=factories.target_called(target),
            amounts={
                factories.union_called(name).pk: Decimal(amount)
                for name, amount in asked.items()
            },
            effective_on=plan.starts_on,
            reason="",
            person_id=None,
            at=NOW,
        )

    return given


@pytest.fixture
def told(people):
    """Let a union's figure of a month be accepted."""

    def accepted(union: str, target: str, *, number: int = 9, **raw: str) -> None:
        typed = {target: raw | {"note": "已核实"}}
        factories.accepted(union, people.reporter, people.officer, typed, number=number)

    return accepted


def page_of(person, pk=None):
    return progress(access_to(person), pk, at=NOW)


def row_of(person, target: str):
    rows = [row for area in page_of(person).areas for row in area.rows]
    (found,) = [row for row in rows if row.target.name == target]
    return found


def test_all_owed_targets_by_area_in_the_plans_order(people):
    page = page_of(people.reporter)

    areas = [area.area.position for area in page.areas]
    rows = [row.target.position for area in page.areas for row in area.rows]
    assert page.union.short_name == "万州区"
    assert areas == sorted(set(areas))
    assert rows == sorted(set(rows))
    assert len(rows) == 26
    assert sum(number for area in page.areas for _light, number in area.lights) == 26


def test_a_flows_year_is_cumulative_and_ends_where_it_is_known(people, quotas, told):
    quotas(HAVENS)
    told("万州区", HAVENS, number=2, quantity="10")
    told("万州区", HAVENS, number=4, quantity="25")

    row = row_of(people.reporter, HAVENS)

    reached = [month.reached for month in row.months]
    assert reached[:2] == [None, Fraction(10, 100)]
    assert reached[2:4] == [Fraction(10, 100), Fraction(35, 100)]
    assert set(reached[4:9]) == {Fraction(35, 100)}
    # October is open and not reported: a level line would say that nothing was done.
    assert reached[9:] == [None, None, None]
    assert row.months[-1].expected == 1
    assert len(row.months) == 12


def test_an_open_month_shows_once_it_is_accepted(people, quotas, told):
    quotas(HAVENS)
    told("万州区", HAVENS, number=10, quantity="40")

    assert row_of(people.reporter, HAVENS).months[9].reached == Fraction(40, 100)


def test_a_ratios_year_is_told_in_rates(people, told):
    told("万州区", RATE, numerator="84", denominator="99")

    row = row_of(people.reporter, RATE)

    assert row.months[8].reached == Fraction(84, 99)
    assert row.months[8].expected <= Fraction(85, 100)
    assert row.peers.own == Fraction(84, 99)


def test_without_a_share_there_is_no_curve_and_no_comparison(people, told):
    told("万州区", HAVENS, quantity="4")

    row = row_of(people.reporter, HAVENS)

    assert row.gap.light == Light.NO_QUOTA
    assert row.months == ()
    assert row.peers is None


def test_a_milestone_has_neither(people, told):
    told("万州区", STAGE, stage="under_way")

    row = row_of(people.reporter, STAGE)

    assert row.months == ()
    assert row.peers is None


def test_the_median_of_the_group_is_exact_and_zero_counts(people, quotas, told):
    quotas(HAVENS, {"万州区": "300"})
    for union, quantity in zip(GROUP, ("100", "0", "7", "20", "81"), strict=False):
        told(union, HAVENS, quantity=quantity)

    row = row_of(people.reporter, HAVENS)

    assert row.peers == Peers(known=5, median=Fraction(20, 100), own=Fraction(100, 300))
    assert row.peers.side == "above"


def test_four_known_are_too_few_to_tell(people, quotas, told):
    quotas(HAVENS)
    for union in GROUP[:4]:
        told(union, HAVENS, quantity="3")

    assert row_of(people.reporter, HAVENS).peers == Peers(
        known=4, median=None, own=Fraction(3, 100)
    )


def test_other_groups_and_closed_units_do_not_count(people, quotas, told, plan):
    quotas(HAVENS, {"江北区": "100"})
    for union in (*GROUP[:5], "江北区"):
        told(union, HAVENS, quantity="3")
    Union.objects.filter(short_name=GROUP[4]).update(closed_on="2024-09-30")

    assert row_of(people.reporter, HAVENS).peers.known == 4


@pytest.mark.parametrize(
    ("own", "side"),
    [
        (Fraction(1, 2), "above"),
        (Fraction(1, 3), "level"),
        (Fraction(0), "below"),
        (None, ""),
    ],
)
def test_where_a_union_stands(own, side):
    assert Peers(known=6, median=Fraction(1, 3), own=own).side == side
    assert Peers(known=4, median=None, own=own).side == ""


def test_the_latest_return_of_each_target(people, quotas, send_back):
    first = factories.submitted("万州区", people.reporter, {HAVENS: {"quantity": "4"}})
    send_back(first, HAVENS, "请核对口径")
    factories.saved(first, people.reporter, {HAVENS: {"quantity": "5"}})
    factories.submitted("万州区", people.reporter, {PENSION: {"quantity": "4"}})
    send_back(first, HAVENS, "仍含上年结转")
    other = factories.submitted("江北区", people.stranger, {MEMBERS: {"quantity": "4"}})
    send_back(other, MEMBERS, "江北区的话")

    assert row_of(people.reporter, HAVENS).returned.reason == "仍含上年结转"
    assert row_of(people.reporter, PENSION).returned is None
    assert row_of(people.reporter, MEMBERS).returned is None


def test_one_page_for_each_of_several_unions(people):
    both = make_person("both", (Role.REPORTER, "万州区"), (Role.APPROVER, "江北区"))
    second = factories.union_called("万州区")

    first = page_of(both)
    assert [union.short_name for union in first.unions] == ["江北区", "万州区"]
    assert first.union.short_name == "江北区"
    assert page_of(both, second.pk).union == second
    with pytest.raises(Union.DoesNotExist):
        page_of(both, factories.union_called("涪陵区").pk)


def test_a_department_reports_on_its_own_and_has_no_peers(people):
    page = page_of(people.officer)

    rows = [row for area in page.areas for row in area.rows]
    lead = page.union.pk
    assert {row.target.lead_department_id for row in rows} == {lead}
    assert {row.peers for row in rows} == {None}


def test_without_a_union_or_a_plan_it_is_empty(people, plan):
    assert page_of(people.nobody).union is None
    plan.status = "draft"
    plan.save(update_fields=["status"])
    page = page_of(people.reporter)

    assert (page.plan, page.areas) == (None, ())
    assert page.union.short_name == "万州区"
