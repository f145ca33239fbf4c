"""Drawing: from what is in force, by strata, recorded, the same from the same seed."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from progress_app.models import Posting
from reports_app.actions.samples import NothingToDrawError
from reports_app.enums import Allocation, Outcome, StratifyBy
from reports_app.models import Finding, Sample, SampleItem, SampleStratum
from reports_app.queries.redrawing import is_reproduced
from reports_app.queries.sampling import Scope, layers_of, preview_of, seed_of
from reports_app.rules.sampling import TooFewError, draw_key, drawn
from targets_app.models import Target
from tests import factories, triggers
from tests.reports_app.ledger.told import HAVENS, RATE
from tests.reports_app.sampling import found, sampled
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.models import AuditEvent

BY_TARGET = (StratifyBy.TARGET,)
QUERIES = 16


def sequences(sample: Sample) -> list[int]:
    return list(sample.items.values_list("posting_id", flat=True))


def test_what_counts_is_drawn_from(ledger, plan):
    """The corrected posting is there, not the one it superseded."""
    sample = sampled(ledger.auditor, plan, size=100)

    in_force = Posting.objects.current().values_list("sequence", flat=True)
    assert sorted(sequences(sample)) == sorted(in_force)
    assert (sample.population, sample.size) == (9, 9)


def test_as_of_an_earlier_sequence_the_earlier_posting_is(ledger, plan):
    sample = sampled(ledger.auditor, plan, size=100, sequence=9)

    assert sorted(sequences(sample)) == list(range(1, 10))


def test_what_says_not_applicable_is_not_drawn_from(ledger, plan):
    nothing = {HAVENS: {"presence": "not_applicable", "reason": "本期未建"}}
    factories.accepted(
        "丰都县", ledger.reporter, ledger.officer, nothing, number=9, roll_up=False
    )

    assert sampled(ledger.auditor, plan, size=100).population == 9


def test_the_same_seed_draws_the_same(ledger, plan):
    scope = {"size": 4, "seed": "第三季度", "strata_by": BY_TARGET}

    first = sampled(ledger.auditor, plan, **scope)
    second = sampled(ledger.auditor, plan, **scope)

    assert sequences(first) == sequences(second)
    assert first.pk != second.pk


def test_later_postings_do_not_change_it(ledger, plan):
    stood = {"size": 4, "sequence": 10}
    before = sequences(sampled(ledger.auditor, plan, **stood))
    factories.accepted(
        "丰都县", ledger.reporter, ledger.officer, {HAVENS: {"quantity": "1"}}, number=9
    )

    assert sequences(sampled(ledger.auditor, plan, **stood)) == before


def test_each_stratum_is_drawn_by_the_documented_rule(ledger, plan):
    sample = sampled(ledger.auditor, plan, size=5, strata_by=BY_TARGET)

    for stratum in sample.strata.all():
        in_it = Posting.objects.current().filter(target=stratum.target_id)
        expected = drawn(
            in_it.values_list("sequence", flat=True),
            seed="2024",
            size=stratum.drawn,
        )
        items = stratum.items.values_list("posting_id", "draw_key")
        assert [sequence for sequence, _key in items] == expected
        assert all(
            key == draw_key(seed="2024", sequence=number) for number, key in items
        )
    assert [s.drawn for s in sample.strata.all()] == [2, 2, 1]


@pytest.mark.parametrize(
    ("by", "strata"),
    [
        ((), 1),
        ((StratifyBy.TARGET,), 3),
        ((StratifyBy.UNION,), 3),
        ((StratifyBy.TARGET, StratifyBy.UNION), 9),
        ((StratifyBy.SIZE,), 4),
    ],
    ids=str,
)
def test_strata(ledger, plan, by, strata):
    sample = sampled(ledger.auditor, plan, size=9, strata_by=by)

    rows = sample.strata.all()
    assert len(rows) == strata
    assert sum(row.population for row in rows) == 9
    assert sample.strata_by == [each.value for each in by]


def test_a_scope_narrows(ledger, plan):
    target = factories.target_called(RATE)
    union = factories.union_called("忠县")

    narrow = sampled(ledger.auditor, plan, size=9, target=target, union=union)
    other = Scope(plan=plan, sequence=10, period=factories.month(8))

    assert narrow.population == 1
    assert layers_of(other) == []


def test_a_preview_tells_numbers_only(ledger, plan):
    layers = layers_of(Scope(plan=plan, sequence=10, strata_by=BY_TARGET))

    rows = preview_of(layers, size=5)

    assert [(row.population, row.drawn) for row in rows] == [(3, 2), (3, 2), (3, 1)]
    assert {row.target.name for row in rows} >= {HAVENS, RATE}


def test_without_a_seed_the_ledgers_hash_is_it(ledger, plan):
    sample = sampled(ledger.auditor, plan, size=2, seed="")

    assert sample.seed == Posting.objects.get(sequence=10).link[:16] == seed_of(10)


def test_nothing_to_draw_from(people, plan):
    with pytest.raises(NothingToDrawError):
        sampled(people.auditor, plan, size=1)
    assert not Sample.objects.exists()


def test_fewer_than_strata(ledger, plan):
    with pytest.raises(TooFewError):
        sampled(ledger.auditor, plan, size=2, strata_by=BY_TARGET)
    assert not Sample.objects.exists()


def test_a_second_click_draws_nothing(ledger, plan):
    key = uuid4()
    sample = sampled(ledger.auditor, plan, size=2, key=key)

    with pytest.raises(AlreadyDoneError) as done:
        sampled(ledger.auditor, plan, size=2, key=key)
    assert done.value.response == {"sample": sample.pk}
    with pytest.raises(KeyReusedError):
        sampled(ledger.auditor, plan, size=3, key=key)


def test_it_is_in_the_audit_trail(ledger, plan):
    sample = sampled(ledger.auditor, plan, size=3, strata_by=BY_TARGET)

    event = AuditEvent.objects.get(action="sample.drawn")
    assert event.subject == f"sample:{sample.pk}"
    assert event.person == ledger.auditor
    assert event.detail["size"] == 3
    assert event.detail["algorithm"] == "unionplan-sample-1"


@pytest.mark.parametrize("model", [Sample, SampleStratum, SampleItem, Finding])
def test_nothing_of_it_can_be_changed_or_deleted(ledger, plan, model):
    sample = sampled(ledger.auditor, plan, size=3)
    found(sample, ledger.auditor, (1, Outcome.CONFIRMED, {}))
    rows = model.objects.all()
    assert rows.exists()
    name = {Sample: "seed", Finding: "note"}.get(model, "position")

    for change in (
        lambda: rows.update(**{name: 7}),
        lambda: rows._raw_delete(rows.db),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_drawing_costs_the_same_for_few_and_for_many(
    ledger, plan, django_assert_num_queries
):
    for size in (1, 9):
        with django_assert_num_queries(QUERIES):
            sampled(ledger.auditor, plan, size=size, sequence=10)


@pytest.mark.parametrize("by", [(), BY_TARGET, (StratifyBy.UNION, StratifyBy.SIZE)])
def test_a_recorded_sample_can_be_drawn_again(ledger, plan, by):
    sample = sampled(ledger.auditor, plan, size=9, strata_by=by)
    factories.accepted(
        "丰都县", ledger.reporter, ledger.officer, {HAVENS: {"quantity": "1"}}, number=9
    )

    assert is_reproduced(sample)


def test_a_sample_with_another_item_is_not_what_its_seed_gives(ledger, plan):
    sample = sampled(ledger.auditor, plan, size=3)
    chosen = set(sequences(sample))
    other = next(n for n in (1, 2, 3, 5, 6, 8, 9, 10) if n not in chosen)

    with triggers.lifted_then_undone():
        sample.items.filter(position=1).update(posting=other)

        assert not is_reproduced(sample)


def test_a_sample_of_an_earlier_rule_is_not_judged(ledger, plan):
    sample = sampled(ledger.auditor, plan, size=3)
    sample.algorithm = "unionplan-sample-0"

    assert is_reproduced(sample) is None


def test_by_amount_the_large_are_drawn_first_and_it_can_be_drawn_again(ledger, plan):
    havens = Target.objects.get(name=HAVENS)
    scope = {"target": havens, "strata_by": (StratifyBy.SIZE,)}
    for number, quantity in ((7, "1"), (8, "900")):
        factories.accepted(
            "丰都县",
            ledger.reporter,
            ledger.officer,
            {HAVENS: {"quantity": quantity, "note": "已核对"}},
            number=number,
        )

    sample = sampled(
        ledger.auditor, plan, size=4, allocation=Allocation.BY_AMOUNT, **scope
    )

    assert sample.algorithm == "unionplan-sample-2"
    largest = sample.strata.get(band="large")
    assert largest.population == largest.drawn == 1
    assert is_reproduced(sample)
    item = sample.items.first()
    assert item.draw_key == draw_key(
        seed="2024", sequence=item.posting_id, rule="unionplan-sample-2"
    )
