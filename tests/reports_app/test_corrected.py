"""Figures that rest on a correction, and a union's corrections."""

import pytest
from django.urls import reverse

from progress_app.models import Entry
from reports_app.queries.corrected import corrected_in
from reports_app.queries.standing import frame_of
from reports_app.queries.unions import union_page
from tests import factories
from tests.people import NOW, signed_in
from tests.progress_app import changes

HAVENS, RATE = "新建渝工港湾", "建会率"


@pytest.fixture
def corrected(people):
    """Report for two months, then correct August's quantity and August's rate."""
    typed = {
        HAVENS: {"quantity": "20"},
        RATE: {"numerator": "60", "denominator": "100"},
    }
    for number in (8, 9):
        factories.accepted(
            "万州区", people.reporter, people.officer, typed, number=number
        )
    august = Entry.objects.filter(submission__period__number=8)
    for name, raw in (
        (HAVENS, {"quantity": "9"}),
        (RATE, {"numerator": "50", "denominator": "100"}),
    ):
        entry = august.get(target__name=name)
        correction = changes.proposed(entry, people.reporter, raw=raw)
        changes.accepted(correction, people.officer)
    return people


def marks(plan, as_of):
    frame = frame_of(plan=plan, as_of=as_of)
    return corrected_in(frame, targets=frame.targets)


def test_a_sum_rests_on_every_period_a_level_on_the_latest(corrected, plan):
    havens = factories.target_called(HAVENS).pk
    wanzhou, august = factories.union_called("万州区").pk, factories.month(8).pk

    found = marks(plan, factories.present_on(NOW.date()))

    assert found.by_union == {(havens, wanzhou): 1}
    assert found.by_period == {(havens, august): 1}
    assert found.by_target == {havens: 1}


def test_before_it_came_a_correction_is_not_known(corrected, plan):
    assert marks(plan, factories.past("2024-10-02")).by_target == {}
    assert marks(plan, factories.past("2024-01-02")).by_target == {}


def test_a_unions_page_lists_its_corrections(corrected, plan):
    waiting = Entry.objects.get(submission__period__number=9, target__name=HAVENS)
    changes.proposed(waiting, corrected.reporter)

    def told(as_of, union="万州区"):
        page = union_page(plan=plan, union=factories.union_called(union), as_of=as_of)
        return page.corrections

    now, before = told(factories.present_on(NOW.date())), told(factories.past("4"))
    assert (now.total, now.waiting) == (2, 1)
    assert [(p.target.name, p.supersedes_id) for p in now.latest][1] == (HAVENS, 1)
    assert (before.total, before.waiting) == (0, 0)
    assert told(factories.present_on(NOW.date()), "江北区").total == 0


def test_the_pages_mark_it_and_lead_to_it(corrected, autumn_2024):
    leader = signed_in(corrected.leader)
    target, wanzhou = factories.target_called(HAVENS), factories.union_called("万州区")
    postings = reverse("target_postings", args=[target.pk])

    page = leader.get(reverse("target", args=[target.pk])).content.decode()
    union = leader.get(reverse("union", args=[wanzhou.pk])).content.decode()
    narrowed = leader.get(f"{postings}?corrected=1").content.decode()

    assert f'class="corrected" href="{postings}?corrected=1"' in page
    assert f"{postings}?corrected=1&amp;union={wanzhou.pk}" in page
    assert f"{postings}?corrected=1&amp;period={factories.month(8).pk}" in page
    assert "更正 1 笔" in union
    assert narrowed.count('id="posting-') == 1
    assert 'name="corrected" value="1" checked' in narrowed


def test_its_own_people_get_the_mark_without_the_link(corrected, autumn_2024):
    union = factories.union_called("万州区")

    page = signed_in(corrected.reporter).get(reverse("union", args=[union.pk]))

    text = page.content.decode()
    assert '<span class="corrected">' in text
    assert "corrected=1" not in text
