"""The league's rules are data: kept in the administration, told as of any moment."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from progress_app.queries.as_of import as_of_moment, present
from reports_app.enums import LeagueFormula
from reports_app.models import LeagueTerms, LeagueWeight
from reports_app.queries.league_terms import Terms, terms_of
from tests.factories import target_called, union_called
from tests.people import signed_in
from unions_app.models import AuditEvent, Union

pytestmark = pytest.mark.django_db
NEW = "admin:reports_app_leagueterms_add"
CHANGE = "admin:reports_app_leagueterms_change"
HAVENS = "新建渝工港湾"


def sent(plan, *, stood: int = 0, **fields) -> dict[str, object]:
    """Return what the page sends: without weights unless told."""
    usual = {
        "plan": plan.pk,
        "formula": "capped_mean",
        "cap_percent": 100,
        "contact": "",
        "appeal_note": "",
        "weights-TOTAL_FORMS": stood,
        "weights-INITIAL_FORMS": stood,
    }
    return usual | fields


def told_now(plan, at):
    unions = {union.pk: union for union in Union.objects.all()}
    return terms_of(plan, as_of=present(at), unions=unions)


def test_without_a_row_the_defaults_hold(people, plan):
    assert told_now(plan, None) == Terms()
    assert Terms().cap == 1
    assert Terms().weight_of(1) == 1


def test_an_administrator_sets_the_rules_and_the_trail_has_them(
    people, plan, autumn_2024
):
    department = union_called("职工服务部门（示例）")
    row = {"weights-0-target": target_called(HAVENS).pk, "weights-0-weight": 3}
    fields = sent(plan, contact=department.pk, formula="on_pace", **row)

    response = signed_in(people.administrator).post(
        reverse(NEW), fields | {"weights-TOTAL_FORMS": 1}
    )

    assert response.status_code == 302
    terms = told_now(plan, None)
    assert terms.formula == LeagueFormula.ON_PACE
    assert terms.weight_of(target_called(HAVENS).pk) == 3
    assert terms.contact == department
    events = AuditEvent.objects.filter(action="reference.added")
    assert {event.subject.partition(":")[0] for event in events} == {
        "leagueterms",
        "leagueweight",
    }


def test_a_past_moment_has_the_rules_of_that_moment(people, plan, autumn_2024):
    client = signed_in(people.administrator)
    client.post(reverse(NEW), sent(plan, cap_percent=110))
    terms = LeagueTerms.objects.get()
    added_at = AuditEvent.objects.latest("sequence").recorded_at
    changed = sent(plan, cap_percent=120, formula="mean_place")
    client.post(reverse(CHANGE, args=[terms.pk]), changed)

    def told(at):
        as_of = as_of_moment(at, text="then")
        return terms_of(plan, as_of=as_of, unions={})

    assert told(added_at - timedelta(seconds=1)) == Terms()
    assert told(added_at) == Terms(cap_percent=110)
    assert told_now(plan, None).cap_percent == 120


@pytest.mark.parametrize("cap", [99, 121])
def test_a_cap_out_of_bounds_is_refused_by_page_and_database(
    people, plan, autumn_2024, cap
):
    response = signed_in(people.administrator).post(
        reverse(NEW), sent(plan, cap_percent=cap)
    )

    assert response.status_code == 200
    with pytest.raises(IntegrityError), transaction.atomic():
        LeagueTerms.objects.create(plan=plan, cap_percent=cap)


def test_a_target_is_weighed_once(plan):
    terms = LeagueTerms.objects.create(plan=plan)
    target = target_called(HAVENS)
    LeagueWeight.objects.create(terms=terms, target=target, weight=2)

    with pytest.raises(IntegrityError), transaction.atomic():
        LeagueWeight.objects.create(terms=terms, target=target, weight=3)


def test_only_departments_and_figures_are_offered(people, plan, autumn_2024):
    page = signed_in(people.administrator).get(reverse(NEW)).content.decode()

    assert "职工服务部门（示例）" in page
    assert ">万州区<" not in page
    assert HAVENS in page
    assert "实名制管理" not in page
