"""Who is owed the digest of a month, and what it says."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from progress_app.queries.as_of import present
from progress_app.queries.ledger import LedgerState
from progress_app.rules.rollup import Position
from reports_app.models import DigestChoice, Pin, PinDigest
from reports_app.queries.freshness import freshness
from reports_app.queries.league_frame import at_period
from reports_app.queries.standing import (
    Frame,
    Standing,
    frame_of,
    positions_for,
    standing,
)
from reports_app.rules.pin_digests import is_owed, owed_since
from reports_app.rules.standings import level
from targets_app.models import ReportingPeriod, Target
from targets_app.queries import periods_now
from tasks_app.models import Plan
from unionplan.lib.dates import local_date
from unions_app.models import Membership
from unions_app.rules import CITY_WIDE


@dataclass(frozen=True, slots=True)
class Told:
    """A pinned target at a month's end, and at the end of the month before it.

    ``before`` is None in the first month; the changes are None where either is not
    known: of the quantity, or of a ratio's level.
    """

    now: Standing
    before: Standing | None

    @property
    def more(self) -> Decimal | None:
        """What the quantity has changed by."""
        was = self.before.position if self.before else Position()
        if self.now.position.quantity is None or was.quantity is None:
            return None
        return self.now.position.quantity - was.quantity

    @property
    def rise(self) -> Fraction | None:
        """What a ratio's level has changed by, a share."""
        was = level(self.before.position) if self.before else None
        if self.now.level is None or was is None:
            return None
        return self.now.level - was


def owed_period(plan: Plan, *, at: datetime) -> ReportingPeriod | None:
    """Return the month whose digest is owed; None for none. Cost: one query."""
    now = periods_now(plan_id=plan.pk, today=local_date(at))
    due = now.checkpoint
    return due if due and is_owed(due_on=due.due_on, at=at) else None


def owed_pins(period: ReportingPeriod, *, at: datetime) -> dict[int, list[int]]:
    """Return the pinned target ids of everybody who is owed the digest, by person id.

    Owed to who had something pinned when it fell due, still sees the city, has not
    chosen otherwise before, and was not told. Cost: four queries, one where nobody has
    pins.
    """
    since = owed_since(due_on=period.due_on)
    pinned: dict[int, list[int]] = defaultdict(list)
    in_time = set()
    rows = Pin.objects.filter(target__plan=period.plan_id, person__is_active=True)
    for person_id, target_id, pinned_at in rows.order_by("position").values_list(
        "person", "target", "pinned_at"
    ):
        pinned[person_id].append(target_id)
        if pinned_at <= since:
            in_time.add(person_id)
    if not in_time:
        return {}
    people = Membership.objects.filter(person__in=in_time, role__in=CITY_WIDE)
    owed = set(people.current(local_date(at)).values_list("person", flat=True))
    owed -= set(
        PinDigest.objects.filter(period=period).values_list("person", flat=True)
    )
    for choice in DigestChoice.objects.filter(person__in=owed):
        if not choice.is_wanted or choice.chosen_at > since:
            owed.discard(choice.person_id)
    return {person_id: pinned[person_id] for person_id in sorted(owed)}


def told_targets(
    plan: Plan, period: ReportingPeriod, *, target_ids: set[int], at: datetime
) -> tuple[dict[int, Told], LedgerState]:
    """Return what is told of targets by their id, and how fresh it is.

    Cost: five queries.
    """
    as_of = present(at)
    targets = Target.objects.filter(pk__in=target_ids).select_related("lead_department")
    frame = frame_of(plan=plan, as_of=as_of, targets=targets)
    earlier = [p for p in frame.now.periods if p.number < period.number]
    ends = [period, *earlier[-1:]]
    city = frame.federation
    positions = positions_for(frame, union=city, periods=ends)

    def standings(end: ReportingPeriod) -> dict[int, Standing]:
        then: Frame = at_period(frame, end)
        return {
            target.pk: standing(
                frame=then, target=target, union=city, positions=positions
            )
            for target in frame.targets
        }

    now, *before = map(standings, ends)
    told = {pk: Told(now[pk], before[0][pk] if before else None) for pk in now}
    return told, freshness(plan_id=plan.pk, as_of=as_of)
