"""What a publication freezes: the whole plan at a moment, from the ledger, as data."""

from collections.abc import Sequence
from typing import Any

from progress_app.models import Posting
from progress_app.queries.as_of import AsOf
from progress_app.rules.lights import achieved_share
from progress_app.rules.rollup import Position
from reports_app.queries.attention import Attention, attention_of
from reports_app.queries.cockpit import handed_in
from reports_app.queries.freezing_league import frozen_league, frozen_union
from reports_app.queries.freshness import waiting_by_target
from reports_app.queries.standing import (
    Coverage,
    Frame,
    Positions,
    Standing,
    frame_of,
    positions_for,
    standings_at,
)
from reports_app.rules.frozen import SCHEMA, frozen_position, text_of
from reports_app.rules.standings import ATTENTION, level
from targets_app.models import ReportingPeriod, Target
from tasks_app.models import Plan
from unionplan.lib.chain import GENESIS
from unionplan.lib.dates import stored_text

Data = dict[str, Any]


def frozen_figures(*, plan: Plan, as_of: AsOf) -> Data:
    """Return a plan's figures at a past moment: texts, lists and mappings only.

    The same for the same moment, for ever. Keys: see ``queries/thawing.py``. Cost: as
    the cockpit of a past moment, whatever the number of periods, and the league.
    """
    frame = frame_of(plan=plan, as_of=as_of)
    opened = [p for p in frame.now.periods if p.opens_on <= frame.on]
    positions = positions_for(frame, periods=opened)
    standings = standings_at(frame=frame, union=frame.federation, positions=positions)
    grave = [row for row in standings if row.light in ATTENTION]
    causes = {
        row.standing.target.pk: row for row in attention_of(frame, grave, positions)
    }
    waiting = waiting_by_target(plan_id=plan.pk, as_of=as_of)
    return {
        "schema": SCHEMA,
        "plan": _plan(frame),
        "ledger": _ledger(as_of),
        "awaiting": str(sum(waiting.values())),
        "handed_in": [
            {"period": str(row.period), **_coverage_texts(row.coverage)}
            for row in handed_in(frame)
        ],
        "targets": [
            {
                **_words(row.target),
                "awaiting": str(waiting.get(row.target.pk, 0)),
                "figures": _figures(row),
                "causes": _causes(causes.get(row.target.pk)),
                "months": _months(frame, row.target, positions, opened),
            }
            for row in standings
        ],
        "league": frozen_league(plan=plan, as_of=as_of),
    }


def _plan(frame: Frame) -> Data:
    now = frame.now
    return {
        "title": frame.plan.title,
        "year": str(frame.plan.year),
        "version": str(frame.plan.version),
        "behind_percent": text_of(frame.plan.behind_percent),
        "federation": frozen_union(frame.federation),
        "federation_name": frame.federation.name,
        "display": _period(now.display),
        "checkpoint": _period(now.checkpoint),
    }


def _period(period: ReportingPeriod | None) -> Data | None:
    if period is None:
        return None
    return {"id": str(period.pk), "name": str(period), "number": str(period.number)}


def _ledger(as_of: AsOf) -> Data:
    newest = Posting.objects.filter(sequence=as_of.sequence).first()
    return {
        "sequence": str(as_of.sequence),
        "at": stored_text(as_of.at),
        "link": newest.link if newest else GENESIS,
        "recorded_at": stored_text(newest.recorded_at) if newest else None,
    }


def _words(target: Target) -> Data:
    task = target.measure.task
    return {
        "target": str(target.pk),
        "code": target.code,
        "name": target.name,
        "kind": target.kind,
        "unit": target.unit,
        "comparator": target.comparator,
        "strength": target.strength,
        "decimal_places": str(target.decimal_places),
        "numerator_name": target.numerator_name,
        "denominator_name": target.denominator_name,
        "open_question": target.open_question,
        "lead": frozen_union(target.lead_department),
        "task": {
            "id": str(task.pk),
            "position": str(task.position),
            "title": task.title,
        },
        "area": {
            "id": str(task.area.pk),
            "position": str(task.area.position),
            "title": task.area.title,
        },
    }


def _coverage_texts(coverage: Coverage) -> dict[str, str]:
    return {"reported": str(coverage.reported), "expected": str(coverage.expected)}


def _covered(coverage: Coverage | None) -> str | None:
    return f"{coverage.reported}/{coverage.expected}" if coverage else None


def _figures(row: Standing) -> dict[str, str | None]:
    """Return what is compared when a publication is computed again."""
    return {
        **frozen_position(row.position),
        "goal": text_of(row.goal),
        "expected": text_of(row.expected),
        "achieved": text_of(row.achieved),
        "level": text_of(row.level),
        "light": row.light.value,
        "stage": row.stage.value if row.stage else None,
        "shortfall": text_of(row.shortfall),
        "coverage": _covered(row.coverage),
        "open_coverage": _covered(row.open_coverage),
        "stale": str(row.stale),
    }


def _causes(found: Attention | None) -> Data | None:
    if found is None:
        return None
    return {
        "units_behind": str(found.units_behind),
        "gaps": [
            {
                "union": frozen_union(gap.union),
                "amount": text_of(gap.amount),
                "is_unreported": gap.is_unreported,
            }
            for gap in found.gaps
        ],
        "blocked": [frozen_union(union) for union in found.blocked],
    }


def _months(
    frame: Frame,
    target: Target,
    positions: Positions,
    opened: Sequence[ReportingPeriod],
) -> list[Data]:
    """Return how a numeric target stood at the end of each period that had opened."""
    if not target.is_numeric:
        return []
    rows = []
    for period in opened:
        position = positions.get((target.pk, frame.federation.pk, period.pk))
        known = position or Position()
        achieved = achieved_share(kind=target.kind, goal=target.amount, position=known)
        rows.append(
            {
                "number": str(period.number),
                "month": str(period.ends_on.month),
                "quantity": text_of(position.quantity) if position else None,
                "level": text_of(level(position)) if position else None,
                "achieved": text_of(achieved),
                "expected": text_of(frame.expected_at(target, period)),
            }
        )
    return rows
