"""Mistakes seen in other systems: one test for each row of the table in docs/domain.md.

From what a person types to what the city is shown, through the product's own actions.
"""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from progress_app.actions.rollups import rebuild_rollups
from progress_app.actions.submissions import PeriodClosedError
from progress_app.enums import EntryState, FigureProblem, Light, Presence
from progress_app.models import Entry, Posting, Rollup
from progress_app.queries.positions import differences
from progress_app.rules.lights import Expectation, achievement, target_light
from progress_app.rules.rollup import Position, combine
from reports_app.enums import Timeliness
from reports_app.queries.standing import Standing
from reports_app.queries.targets import target_for, target_page
from reports_app.queries.unions import union_page
from reports_app.templatetags.standings import percent
from targets_app.enums import TargetKind
from targets_app.queries import periods_now
from tests import factories
from unionplan.lib.dates import SHANGHAI, local_date
from unions_app.models import Union

pytestmark = pytest.mark.django_db
TODAY = date(2024, 10, 28)
CITY = "市总工会"
HAVENS, HELD, RATE = "新建渝工港湾", "参加互助保障的职工", "建会率"
NEW_UNIONS = "新建基层工会组织"


@pytest.fixture
def report(people):
    """Return what posts one figure of a union for a month."""

    def posted(union: str, name: str, typed: dict[str, str], number: int = 9, by=None):
        reporter = by or people.reporter
        lines = {name: typed}
        factories.accepted(union, reporter, people.officer, lines, number=number)

    return posted


def counts(numerator: int, denominator: int) -> dict[str, str]:
    return {"numerator": str(numerator), "denominator": str(denominator)}


def city(name: str) -> Standing:
    """Return how a target stands for the city, as its page tells it."""
    target = target_for(factories.target_called(name).pk)
    return target_page(
        target=target, as_of=factories.present_on(TODAY), by_progress=False
    ).standing


def city_sums(name: str) -> list[Decimal | None]:
    """Return the city's cumulative figures by month."""
    rows = Rollup.objects.filter(target__name=name, union__short_name=CITY)
    return list(rows.order_by("period__number").values_list("quantity", flat=True))


def test_percentages_are_not_averaged_over_unequal_units(report):
    report("万州区", RATE, counts(9, 10))
    report("江北区", RATE, counts(9, 90))

    assert city(RATE).level == Fraction(18, 100)


def test_units_at_zero_percent_stay_in_the_denominator(report):
    report("万州区", RATE, counts(9000, 10_000))
    report("江北区", RATE, counts(0, 1390))

    # Without the unit at 0 % it would be 90 %.
    assert percent(city(RATE).level) == "79.02%"


def test_forty_one_units_at_one_of_one_are_the_whole(report):
    report("万州区", RATE, counts(1, 1))
    unit = Position(numerator=Decimal(1), denominator=Decimal(1))
    groups = [combine([Position(), *[unit] * n], own_quota=None) for n in (9, 12, 20)]

    total = combine([Position(), *groups], own_quota=None)

    # A sum that starts at 1 makes it 97.62 %.
    assert percent(Fraction(total.numerator) / Fraction(total.denominator)) == "100%"
    assert percent(city(RATE).level) == "100%"


def test_every_hundredth_is_shown_as_itself():
    shares = [
        achievement(goal=Decimal(1), quantity=Decimal(n) / 100) for n in range(101)
    ]

    # 0.57 × 100 on floats is 56.99999999999999, cut to 56 %.
    assert [percent(share) for share in shares] == [f"{n}%" for n in range(101)]


def test_a_rounded_share_decides_nothing():
    whole = Expectation(expected=Fraction(1), behind_share=Fraction(85, 100))
    almost = Position(numerator=Decimal(8496), denominator=Decimal(10_000))

    light = target_light(
        kind=TargetKind.RATIO, goal=Decimal(85), position=almost, against=whole
    )

    # Shown without decimals it would be 85 %.
    assert light == Light.BEHIND


def test_a_hand_over_of_staff_counts_once(people, report):
    report("万州区", HELD, {"quantity": "100"}, 8, by=people.reporter)
    report("万州区", HELD, {"quantity": "120"}, 9, by=people.colleague)
    report("江北区", HELD, {"quantity": "50"}, 9, by=people.stranger)

    # The latest figure of each person would be 100 + 120 + 50.
    assert city(HELD).position.quantity == 170


def test_a_hand_over_within_a_month_leaves_one_figure(people):
    for person, typed in ((people.reporter, "6"), (people.colleague, "7")):
        submission = factories.started("万州区", person, number=9)
        factories.saved(submission, person, {HAVENS: {"quantity": typed}})

    entries = Entry.objects.filter(target__name=HAVENS)
    assert [(entry.quantity, entry.version) for entry in entries] == [(7, 2)]


def test_zero_is_not_blank_and_blank_is_not_zero(people):
    typed = {HAVENS: {"quantity": "0"}, NEW_UNIONS: {"quantity": ""}}
    submission = factories.started("万州区", people.reporter, number=9)
    factories.saved(submission, people.reporter, typed)

    zero = factories.entry_for(submission, HAVENS)
    blank = factories.entry_for(submission, NEW_UNIONS)

    assert (zero.presence, zero.quantity) == (Presence.VALUE, 0)
    assert (blank.presence, blank.quantity) == (Presence.NOT_REPORTED, None)


def test_a_reported_zero_is_told_and_a_missing_report_is_not(report):
    report("万州区", HAVENS, {"quantity": "0"})
    report("万州区", RATE, counts(0, 10))
    report("万州区", HELD, {"quantity": "0"}, 10)

    assert city(HAVENS).position.quantity == 0
    assert (city(HAVENS).light, city(NEW_UNIONS).light) == (
        Light.FAR_BEHIND,
        Light.NOT_REPORTED,
    )
    assert city(NEW_UNIONS).position.quantity is None
    assert (city(RATE).level, city(HAVENS).coverage.reported) == (0, 1)
    assert city_sums(HELD) == [*[None] * 9, 0, 0, 0]


def test_an_edited_old_period_corrects_what_follows_and_nothing_before(plan, report):
    for number, typed in ((6, "1"), (7, "9"), (8, "3"), (9, "4")):
        report("万州区", HAVENS, {"quantity": typed}, number)
    before = city_sums(HAVENS)
    Entry.objects.filter(submission__period__number=7, target__name=HAVENS).update(
        state=EntryState.RETURNED
    )

    report("万州区", HAVENS, {"quantity": "2"}, 7)

    nothing = [None] * 5
    assert before == [*nothing, 1, 10, 13, 17, 17, 17, 17]
    assert city_sums(HAVENS) == [*nothing, 1, 3, 6, 10, 10, 10, 10]
    last = Posting.objects.latest("sequence").sequence
    assert differences(plan_id=plan.pk, sequence=last) == []


def test_an_old_period_that_comes_late_is_not_the_latest_level(report):
    report("万州区", HELD, {"quantity": "120"}, 9)
    report("万州区", HELD, {"quantity": "80"}, 7)

    assert city(HELD).position.quantity == 120
    assert city_sums(HELD)[6:9] == [80, 80, 120]


def test_coverage_never_passes_the_whole_when_units_open_or_close(plan, report):
    for number in (8, 9, 10):
        report("万州区", HAVENS, {"quantity": "5"}, number)
        report("江北区", HAVENS, {"quantity": "7"}, number)
    Union.objects.filter(short_name="万州区").update(closed_on=date(2024, 9, 15))
    Union.objects.filter(short_name="江北区").update(opened_on=date(2024, 10, 1))
    rebuild_rollups(plan_id=plan.pk)

    rows = Rollup.objects.filter(target__name=HAVENS, union__short_name=CITY)
    told = rows.filter(period__number__in=(8, 9, 10)).order_by("period__number")

    assert list(told.values_list("units_reported", "units_expected")) == [
        (1, 45),
        (0, 44),
        (1, 45),
    ]
    # Who owes nothing is not in the coverage, but what it did counts.
    assert city_sums(HAVENS)[7:10] == [12, 24, 36]
    own = Rollup.objects.filter(target__name=HAVENS, period__number=9)
    for union in ("万州区", "江北区"):
        row = own.get(union__short_name=union)
        assert (row.units_reported, row.units_expected) == (0, 0)


def half_past_midnight(month: int, day: int) -> datetime:
    """Return 00:30 in Shanghai: in UTC it is still the day before."""
    return datetime(2024, month, day, 0, 30, tzinfo=SHANGHAI)


def test_half_past_midnight_on_the_first_belongs_to_the_new_month(plan):
    first = local_date(half_past_midnight(11, 1))

    assert first == date(2024, 11, 1)
    assert local_date(half_past_midnight(10, 25)) == date(2024, 10, 25)
    shown = periods_now(
        plan_id=plan.pk, today=local_date(half_past_midnight(10, 25))
    ).display
    assert shown == factories.month(10)


def test_half_past_midnight_after_the_due_day_is_late(plan, people):
    submission = factories.started("万州区", people.reporter, number=9)
    typed = {HAVENS: {"quantity": "1"}}
    factories.saved(submission, people.reporter, typed)
    factories.handed_in(submission, people.reporter, at=half_past_midnight(10, 6))

    page = union_page(
        plan=plan,
        union=factories.union_called("万州区"),
        as_of=factories.present_on(TODAY),
    )

    row = next(row for row in page.returns if row.period == factories.month(9))
    assert (row.timeliness, row.days_late) == (Timeliness.LATE, 1)


def test_half_past_midnight_after_the_lock_is_too_late(people):
    submission = factories.started("万州区", people.reporter, number=9)

    with pytest.raises(PeriodClosedError):
        factories.saved(
            submission,
            people.reporter,
            {HAVENS: {"quantity": "1"}},
            at=half_past_midnight(10, 16),
        )


@pytest.mark.parametrize("typed", ["3/4", "3-4", "3月4日"])
def test_a_bad_line_is_refused_not_guessed_and_stops_no_other(people, typed):
    submission = factories.started("万州区", people.reporter, number=9)

    outcome = factories.saved(
        submission,
        people.reporter,
        {
            HAVENS: {"quantity": typed},
            NEW_UNIONS: {"quantity": "12"},
            HELD: {"quantity": "-1"},
        },
    )

    bad, good, negative = (
        factories.entry_for(submission, name) for name in (HAVENS, NEW_UNIONS, HELD)
    )
    assert outcome.refused == {
        bad.pk: {"quantity": FigureProblem.NOT_A_NUMBER},
        negative.pk: {"quantity": FigureProblem.NEGATIVE},
    }
    assert list(outcome.saved) == [good.pk]
    assert (bad.quantity, good.quantity, negative.quantity) == (None, 12, None)
