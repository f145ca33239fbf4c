"""Frozen figures in a brief's words, with their units."""

from django.utils.translation import gettext as _

from progress_app.enums import Stage
from reports_app.queries.areas import Counts
from reports_app.queries.attention import Attention
from reports_app.queries.standing import Standing
from targets_app.enums import Comparator, TargetKind
from unionplan.lib.numbers import grouped, percent_text

UNKNOWN = "—"


def figure_words(row: Standing) -> str:
    """Return what is reached, in the unit; 未报 where nothing is known."""
    if not row.target.is_numeric:
        return stage_words(row.stage)
    if row.level is not None:
        return percent_text(row.level, limit=row.deciding_level)
    if row.target.kind == TargetKind.RATIO or row.position.quantity is None:
        return _("未报")
    return f"{grouped(row.position.quantity)}{row.target.get_unit_display()}"


def stage_words(stage: Stage | None) -> str:
    """Return a milestone's stage; 未报 for None."""
    return str(stage.label) if stage else _("未报")


def goal_words(row: Standing) -> str:
    """Return what is promised, in the unit; ≥ where more is asked for."""
    if row.goal is None:
        return UNKNOWN
    sign = "≥" if row.target.comparator == Comparator.AT_LEAST else ""
    is_ratio = row.target.kind == TargetKind.RATIO
    unit = "%" if is_ratio else row.target.get_unit_display()
    return f"{sign}{grouped(row.goal)}{unit}"


def share_words(row: Standing) -> str:
    """Return the achievement, never rounded up to what was not reached."""
    if row.achieved is None:
        return UNKNOWN
    return percent_text(row.achieved, limit=row.deciding_share)


def light_words(row: Standing) -> str:
    """Return a standing's light; an aspirational target says so."""
    note = _("（力争）") if row.target.is_aspirational else ""
    return f"{row.light.label}{note}"


def count_words(counts: Counts) -> str:
    """Return how many stand under each light and at each stage."""
    lights = "、".join(f"{light.label}{number}项" for light, number in counts.lights)
    stages = "、".join(f"{stage_words(s)}{number}项" for s, number in counts.stages)
    told = []
    if counts.numeric:
        told.append(
            _("数量指标%(number)d项：%(told)s")
            % {"number": counts.numeric, "told": lights}
        )
    if counts.milestones:
        told.append(
            _("推进事项%(number)d项：%(told)s")
            % {"number": counts.milestones, "told": stages}
        )
    return "；".join(told)


def short_words(row: Standing) -> str:
    """Return what is wanting to the pace, a ratio's in its numerator; "" for nothing."""
    if not row.shortfall:
        return ""
    is_ratio = row.target.kind == TargetKind.RATIO
    unit = "" if is_ratio else str(row.target.get_unit_display())
    name = row.target.numerator_name if is_ratio else ""
    return _("%(name)s还差%(number)s%(unit)s") % {
        "name": name,
        "number": grouped(row.shortfall),
        "unit": unit,
    }


def cause_words(found: Attention) -> str:
    """Return which unions lie behind it, by how much."""
    row = found.standing
    if found.blocked:
        return _("受阻：%(unions)s") % {"unions": "、".join(map(str, found.blocked))}
    if not found.gaps:
        return ""
    unit = "" if row.target.kind == TargetKind.RATIO else row.target.get_unit_display()
    gaps = "、".join(
        f"{gap.union}{grouped(gap.amount)}{unit}"
        + (_("（未报）") if gap.is_unreported else "")
        for gap in found.gaps
    )
    return _("%(number)d家未达各自应达数，差得最多的是%(gaps)s") % {
        "number": found.units_behind,
        "gaps": gaps,
    }
