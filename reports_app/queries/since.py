"""What changed since somebody last looked: lights, and what moved them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from progress_app.models import Posting
from progress_app.queries.as_of import AsOf, present, read_as_of
from reports_app.queries.bridges import Bridge, all_bridges_of
from reports_app.queries.comparisons import ComparedRow
from reports_app.queries.sides import differ
from reports_app.rules.standings import light_moved
from tasks_app.models import Plan
from unionplan.lib.dates import SHANGHAI
from unions_app.queries import municipal_federation

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Moved:
    """A target whose light is another one; ``bridge`` says what moved its figure.

    Where the figure stood still the pace went on, or what it is measured against.
    """

    row: ComparedRow
    bridge: Bridge
    is_figure_moved: bool


@dataclass(frozen=True, slots=True)
class Since:
    """What happened after ``moment``: postings, corrections among them, moved lights."""

    moment: AsOf
    postings: int
    corrections: int
    moved: tuple[Moved, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.postings or self.moved)


def moment_name(at: datetime) -> str:
    """Return the last minute that was over at a moment, as addresses name it."""
    return f"{at.astimezone(SHANGHAI) - MINUTE:%Y-%m-%dT%H:%M}"


def changes_since(*, plan: Plan, name: str, now: datetime) -> Since:
    """Return what happened to a plan since a minute. Errors: AsOfError.

    Cost: three queries where nothing did; whatever did, twenty-seven at most.
    """
    moment = read_as_of(name, now=now)
    later = Posting.objects.filter(target__plan=plan, sequence__gt=moment.sequence)
    counted = later.aggregate(all=Count("pk"), corrections=Count("supersedes"))
    return Since(
        moment=moment,
        postings=counted["all"],
        corrections=counted["corrections"],
        moved=_moved(plan, moment, now) if _may_move(moment, counted, now) else (),
    )


def _may_move(moment: AsOf, counted: dict[str, int], now: datetime) -> bool:
    """Return whether any light can be another: by a posting, a day, a changed row."""
    rewind = moment.rewind
    is_changed = rewind and (rewind.added or rewind.before or rewind.quotas)
    return bool(counted["all"] or is_changed or moment.on != present(now).on)


def _moved(plan: Plan, moment: AsOf, now: datetime) -> tuple[Moved, ...]:
    city = municipal_federation()
    bridges = all_bridges_of(plan=plan, union=city, before=moment, after=present(now))
    return tuple(
        _row(bridge)
        for bridge in bridges
        if bridge.before.standing.light != bridge.after.standing.light
    )


def _row(bridge: Bridge) -> Moved:
    before, after = bridge.before, bridge.after
    moved = light_moved(before.standing.light, after.standing.light)
    is_figure_moved = differ(before, after)
    row = ComparedRow(before, after, is_changed=True, moved=moved)
    return Moved(row=row, bridge=bridge, is_figure_moved=is_figure_moved)
