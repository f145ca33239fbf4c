"""Findings: all or none, further rows for changes, and what the sample then says."""

from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest

from progress_app.enums import FigureProblem
from reports_app.actions.findings import FindingsRefusedError
from reports_app.enums import FindingProblem, Outcome, StratifyBy
from reports_app.models import Finding
from reports_app.queries.samples import items_of, latest_of, results_of, samples_for
from tests.people import access_to
from tests.reports_app.ledger.told import HAVENS, RATE, STAGE
from tests.reports_app.sampling import found, sampled
from unions_app.actions import AlreadyDoneError
from unions_app.models import AuditEvent

WORDS = {"note": "与台账核对"}


@pytest.fixture
def sample(ledger, plan):
    """Everything, by target: 渝工港湾 first, then the rate, then the stage."""
    return sampled(ledger.auditor, plan, size=9, strata_by=(StratifyBy.TARGET,))


def place_of(sample, name: str) -> int:
    """Return the place of the first item of a target."""
    return sample.items.filter(posting__target__name=name).first().position


def results(sample):
    items = list(items_of(sample))
    return results_of(sample, items, latest_of(items))


def test_a_finding_is_written_with_who_and_when(sample, ledger):
    place = place_of(sample, HAVENS)
    reduced = (
        place,
        Outcome.REDUCED,
        {"reduction": "2", "reference": "台账3页", **WORDS},
    )

    assert found(sample, ledger.auditor, reduced) == 1

    row = Finding.objects.get()
    assert (row.version, row.outcome, row.reduction) == (1, "reduced", Decimal(2))
    assert (row.note, row.reference, row.found_by) == (
        "与台账核对",
        "台账3页",
        ledger.auditor,
    )
    event = AuditEvent.objects.get(action="sample.found")
    assert event.detail["posting"] == row.item.posting_id
    assert event.detail["reduction"] == "2"
    assert "与台账核对" not in str(event.detail)


def test_a_change_is_a_further_row(sample, ledger):
    found(sample, ledger.auditor, (1, Outcome.CONFIRMED, {}))
    found(sample, ledger.auditor, (1, Outcome.NO_EVIDENCE, {"seen": 1, **WORDS}))

    assert [(row.version, row.outcome) for row in Finding.objects.all()] == [
        (1, "confirmed"),
        (2, "no_evidence"),
    ]
    assert results(sample).counts["no_evidence"] == 1
    assert AuditEvent.objects.filter(action="sample.found").count() == 2


def test_back_to_pending_says_why_and_is_examined_no_more(sample, ledger):
    found(sample, ledger.auditor, (1, Outcome.CONFIRMED, {}))
    found(sample, ledger.auditor, (1, Outcome.PENDING, {"seen": 1, "note": "记错行"}))

    assert results(sample).examined == 0


def test_what_is_as_it_was_changes_nothing(sample, ledger):
    found(sample, ledger.auditor, (1, Outcome.CONFIRMED, {}))

    again = found(
        sample,
        ledger.auditor,
        (1, Outcome.CONFIRMED, {"seen": 1}),
        (2, Outcome.PENDING, {}),
    )

    assert again == 0
    assert Finding.objects.count() == 1


def test_one_wrong_row_stops_all(sample, ledger):
    place = place_of(sample, STAGE)

    with pytest.raises(FindingsRefusedError) as refused:
        found(
            sample,
            ledger.auditor,
            (1, Outcome.CONFIRMED, {}),
            (place, Outcome.REDUCED, {"reduction": "1", **WORDS}),
        )

    item = sample.items.get(position=place)
    assert refused.value.problems == {
        item.pk: {"reduction": FindingProblem.NOTHING_TO_REDUCE}
    }
    assert not Finding.objects.exists()


def test_a_reduction_is_read_by_the_targets_decimals(sample, ledger):
    with pytest.raises(FindingsRefusedError) as refused:
        found(sample, ledger.auditor, (1, Outcome.REDUCED, {"reduction": "x"}))

    [problems] = refused.value.problems.values()
    assert problems == {
        "reduction": FigureProblem.NOT_A_NUMBER,
        "note": FindingProblem.NOTE_MISSING,
    }


def test_two_at_once_are_told_of_each_other(sample, ledger):
    found(sample, ledger.auditor, (1, Outcome.CONFIRMED, {}))

    with pytest.raises(FindingsRefusedError) as refused:
        found(sample, ledger.auditor, (1, Outcome.NO_EVIDENCE, dict(WORDS)))

    [problems] = refused.value.problems.values()
    assert problems == {"outcome": FindingProblem.STALE}
    [standing] = refused.value.standing.values()
    assert standing.outcome == Outcome.CONFIRMED


def test_a_second_click_writes_nothing(sample, ledger):
    key = uuid4()
    found(sample, ledger.auditor, (1, Outcome.CONFIRMED, {}), key=key)

    with pytest.raises(AlreadyDoneError) as done:
        found(sample, ledger.auditor, (1, Outcome.CONFIRMED, {}), key=key)
    assert done.value.response == {"written": 1}


def test_what_the_sample_says(sample, ledger):
    havens, rate = place_of(sample, HAVENS), place_of(sample, RATE)
    found(
        sample,
        ledger.auditor,
        (havens, Outcome.REDUCED, {"reduction": "2", **WORDS}),
        (havens + 1, Outcome.CONFIRMED, {}),
        (rate, Outcome.NO_EVIDENCE, dict(WORDS)),
        (rate + 1, Outcome.CONFIRMED, {}),
    )

    told = results(sample)

    assert (told.examined, told.wrong, told.rate) == (4, 2, Fraction(1, 2))
    assert told.counts == {
        "pending": 5,
        "confirmed": 2,
        "reduced": 1,
        "no_evidence": 1,
    }
    # Clopper-Pearson for 2 of 4.
    assert (round(told.interval.low, 4), round(told.interval.high, 4)) == (
        Fraction(676, 10_000),
        Fraction(9324, 10_000),
    )
    assert told.weighted is None
    by_name = {row.target.name: row for row in told.amounts}
    assert by_name[HAVENS].reduced == 2
    assert by_name[HAVENS].unproven == 0
    assert by_name[RATE].unproven == 170
    assert STAGE not in by_name


def test_the_whole_population_by_strata(sample, ledger):
    findings = [
        (place, Outcome.NO_EVIDENCE if place == 1 else Outcome.CONFIRMED, dict(WORDS))
        for place in range(1, 10)
    ]
    found(sample, ledger.auditor, *findings)

    told = results(sample)

    assert told.weighted == Fraction(1, 9)
    assert told.error == 0
    assert [row.rate for row in told.strata] == [Fraction(1, 3), 0, 0]


def test_before_any_finding(sample):
    told = results(sample)

    assert (told.rate, told.interval, told.weighted) == (None, None, None)
    assert told.amounts == ()


def test_the_list_tells_how_far_each_sample_is(sample, ledger, plan):
    sampled(ledger.auditor, plan, size=2)
    found(
        sample, ledger.auditor, (1, Outcome.CONFIRMED, {}), (2, Outcome.CONFIRMED, {})
    )
    found(sample, ledger.auditor, (1, Outcome.PENDING, {"seen": 1, "note": "重查"}))

    rows = samples_for(access_to(ledger.auditor))

    assert {row.pk: row.examined for row in rows}[sample.pk] == 1
    assert [row.examined or 0 for row in rows] == [0, 1]
    assert not samples_for(access_to(ledger.leader)).exists()
