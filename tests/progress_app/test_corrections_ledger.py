"""A correction in the ledger: sums follow it, and the past stays as it was told."""

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from progress_app.actions.rollups import roll_up_marked
from progress_app.models import Entry, Posting
from progress_app.queries.ledger import LEDGER_CHAIN, ledger_sequence
from progress_app.queries.positions import differences, replay
from targets_app.models import Target
from tests import factories
from tests.progress_app import changes
from tests.progress_app.chains import broken_links
from tests.progress_app.test_ledger_rollups import CITY, oracle_says, stored

pytestmark = pytest.mark.django_db
HAVENS, RATE = "新建渝工港湾", "建会率"
UNIONS = ("万州区", "江北区")
MONTHS = (8, 9)
TYPED = {
    HAVENS: {"quantity": "5"},
    RATE: {"numerator": "80", "denominator": "100"},
}


@pytest.fixture
def ledger(people):
    """Return people, with two unions' figures of two months accepted."""
    for number in MONTHS:
        for union in UNIONS:
            factories.accepted(
                union, people.reporter, people.officer, TYPED, number=number
            )
    return people


def entry_of(union, number, name=HAVENS):
    return Entry.objects.get(
        submission__union__short_name=union,
        submission__period__number=number,
        target__name=name,
    )


def correct(people, entry, **raw):
    return changes.accepted(
        changes.proposed(entry, people.reporter, raw=raw), people.officer
    )


def city_figure(sequence, plan, number=9):
    key = (
        factories.target_called(HAVENS).pk,
        factories.union_called(CITY).pk,
        factories.month(number).pk,
    )
    return replay(plan_id=plan.pk, sequence=sequence)[key].quantity


def test_published_figures_stay_replayable(ledger, plan):
    before = ledger_sequence()
    published = replay(plan_id=plan.pk, sequence=before)

    sequence = correct(ledger, entry_of("万州区", 8), quantity="2")
    roll_up_marked()

    assert sequence == before + 1
    assert replay(plan_id=plan.pk, sequence=before) == published
    assert (city_figure(before, plan), city_figure(sequence, plan)) == (20, 17)
    assert differences(plan_id=plan.pk, sequence=sequence) == []
    city = stored(factories.target_called(HAVENS))
    assert city[factories.union_called(CITY).pk, 9].quantity == 17


def test_a_correction_to_not_applicable_takes_the_figure_out(ledger, plan):
    sequence = correct(ledger, entry_of("万州区", 9), presence="not_applicable")
    roll_up_marked()

    assert city_figure(sequence, plan) == 15
    assert differences(plan_id=plan.pk, sequence=sequence) == []


def test_the_link_covers_what_was_corrected(ledger):
    sequence = correct(ledger, entry_of("万州区", 9), quantity="2")

    rows = list(Posting.objects.order_by("sequence"))
    assert broken_links(LEDGER_CHAIN, rows, key=settings.LEDGER_KEY) == []
    rows[-1].quantity += 1
    broken = broken_links(LEDGER_CHAIN, rows, key=settings.LEDGER_KEY)
    assert broken == [sequence]


def test_the_next_period_rests_on_the_corrected_figure(ledger):
    correct(ledger, entry_of("万州区", 9), quantity="1")
    submission = factories.started("万州区", ledger.reporter, number=10)

    line = factories.entry_for(submission, HAVENS)
    context = factories.submissions.entry_contexts(submission=submission)

    assert context[line.target_id].cumulative == 6
    assert context[line.target_id].previous.quantity == 1


steps = st.lists(
    st.tuples(
        st.sampled_from(UNIONS),
        st.sampled_from(MONTHS),
        st.integers(0, 30),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@hypothesis_settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps)
def test_any_corrections_lead_to_what_the_oracle_says(ledger, story):
    target = Target.objects.get(name=HAVENS)
    with transaction.atomic():
        for union, number, quantity, is_summed in story:
            entry = entry_of(union, number)
            if entry.postings.current().get().quantity != quantity:
                correct(ledger, entry, quantity=str(quantity))
            if is_summed:
                roll_up_marked()
        roll_up_marked()

        names = (CITY, *UNIONS)
        told = oracle_says(target, names)
        found = stored(target)
        assert {key: found[key] for key in told} == told
        sequence = ledger_sequence()
        assert differences(plan_id=target.plan_id, sequence=sequence) == []
        transaction.set_rollback(True)
