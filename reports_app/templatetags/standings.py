"""How standings are shown: figures with their units, shares, lights, paces."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from progress_app.enums import Light, Presence, Stage
from progress_app.models import Posting
from progress_app.queries.as_of import AsOf
from progress_app.queries.ledger import LedgerState
from reports_app.enums import Timeliness
from reports_app.queries.standing import Coverage, Frame, Standing
from reports_app.rules.standings import is_maintained
from targets_app.enums import Comparator, PaceKind, TargetKind, Unit
from targets_app.models import Target
from targets_app.rules import Pace
from unionplan.lib import numbers
from unions_app.templatetags.portal import (
    LIGHT_ICONS,
    icon,
    light,
    local_time,
    pace_bar,
    state,
)

register = template.Library()

UNKNOWN = "—"
TIMELINESS_STATES = {
    Timeliness.ON_TIME: "accepted",
    Timeliness.LATE: "returned",
    Timeliness.MISSING: "overdue",
    Timeliness.AWAITED: "open",
    Timeliness.NOT_OPEN: "not_open",
}


@register.filter
def percent(share: Fraction | None, limit: Fraction | None = None) -> str:
    """Show a share as a percentage, never rounded up to the limit; — for None."""
    return UNKNOWN if share is None else numbers.percent_text(share, limit=limit)


@register.filter
def as_of(ledger: LedgerState) -> str:
    """Say how fresh the figures are: the newest posting's time and sequence."""
    if ledger.recorded_at is None:
        return gettext("尚无入账")
    return gettext("%(at)s（入账第 %(sequence)s 号）") % {
        "at": local_time(ledger.recorded_at),
        "sequence": numbers.grouped(ledger.sequence),
    }


@register.simple_tag(takes_context=True)
def url_at(context: Context, name: str, *args: int, **query: object) -> str:
    """Return an address that tells the same moment as this page."""
    asked = {key: str(value) for key, value in query.items() if value}
    if text := context["as_of"].text:
        asked["as_of"] = text
    address = reverse(name, args=args)
    return f"{address}?{urlencode(asked)}" if asked else address


@register.inclusion_tag("reports_app/as_of.html", takes_context=True)
def as_of_picker(context: Context, frame: Frame | None = None) -> dict[str, object]:
    """Say which past moment a page tells, and let another one be chosen.

    With a frame there is a slider over its plan's year beside the day's field.
    """
    rest = context["request"].GET.copy()
    for name in ("as_of", "page", "before", "after"):
        rest.pop(name, None)
    return {
        "as_of": context["as_of"],
        "moment": context["moment"],
        "request": context["request"],
        "frame": frame,
        "kept": rest.urlencode(),
        "kept_fields": [(name, rest[name]) for name in rest],
    }


@register.filter
def replaced_by(posting: Posting, as_of: AsOf) -> Posting | None:
    """Return the posting that had replaced one by a moment; None if none had."""
    later: Posting | None = getattr(posting, "superseded_by", None)
    return later if later and later.sequence <= as_of.sequence else None


@register.filter
def percentage(share: Fraction | None) -> Decimal:
    """Return a share in percent as a bar needs it; 0 for None."""
    if share is None:
        return Decimal(0)
    return Decimal(share.numerator) * 100 / Decimal(share.denominator)


def _in_unit(target: Target, number: str) -> SafeString:
    if target.kind == TargetKind.RATIO:
        return format_html('<b class="figure">{}</b>', number)
    return format_html(
        '<b class="figure">{}</b><span class="unit">{}</span>',
        number,
        target.get_unit_display(),
    )


@register.simple_tag
def figure(standing: Standing) -> SafeString:
    """Show what is reached, in the unit; 未报 where nothing is known."""
    target, position = standing.target, standing.position
    if target.kind == TargetKind.RATIO and standing.level is not None:
        return _in_unit(target, percent(standing.level, standing.deciding_level))
    if target.kind != TargetKind.RATIO and position.quantity is not None:
        return _in_unit(target, numbers.grouped(position.quantity))
    return format_html('<span class="soft">{}</span>', gettext("未报"))


@register.simple_tag
def amount(target: Target, number: Decimal) -> SafeString:
    """Show a number of a target in its unit."""
    shown = numbers.grouped(number)
    return _in_unit(target, f"{shown}%" if target.unit == Unit.PERCENT else shown)


@register.simple_tag
def goal(target: Target, number: Decimal | None) -> SafeString:
    """Show a goal in the unit, with ≥ where more is asked for; — for none."""
    if number is None:
        return format_html("{}", UNKNOWN)
    sign = "≥" if number and target.comparator == Comparator.AT_LEAST else ""
    return format_html("{}{}", sign, amount(target, number))


@register.simple_tag
def shortfall(standing: Standing) -> str:
    """Say what is wanting to the pace, in the unit; a ratio's in its numerator."""
    number = numbers.grouped(standing.shortfall)
    if standing.target.kind == TargetKind.RATIO:
        name = standing.target.numerator_name
        return gettext("%(name)s还差 %(number)s") % {"name": name, "number": number}
    unit = standing.target.get_unit_display()
    return gettext("还差 %(number)s %(unit)s") % {"number": number, "unit": unit}


@register.simple_tag
def lacking(target: Target, number: Decimal) -> SafeString:
    """Show what one union lacks, in the unit; a ratio's in its numerator, unnamed."""
    unit = "" if target.kind == TargetKind.RATIO else target.get_unit_display()
    return format_html(
        "<b>{}</b>{}",
        numbers.grouped(number),
        unit and format_html('<span class="unit">{}</span>', unit),
    )


@register.simple_tag
def waiting_of(standing: Standing, waiting: Mapping[int, int]) -> str:
    """Say how many figures of a target wait for review; "" for none."""
    number = waiting.get(standing.target.pk, 0)
    return gettext("待审核 %(number)s 项") % {"number": number} if number else ""


@register.filter
def in_unit(amount: Fraction | None, target: Target) -> str:
    """Show an expected amount, a ratio's as its rate; one decimal at most."""
    if amount is None:
        return UNKNOWN
    if target.kind == TargetKind.RATIO:
        return numbers.percent_text(amount)
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return numbers.grouped(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


@register.simple_tag
def light_of(standing: Standing) -> SafeString:
    """Show a standing's light; an aspirational target says so."""
    shown = standing.light
    return light(shown.value, shown.label, standing.target.is_aspirational)


@register.simple_tag
def bar_of(standing: Standing) -> SafeString:
    """Draw what is achieved against the pace; the figures stand beside it."""
    return pace_bar(
        percentage(standing.achieved),
        percentage(standing.expected),
        standing.light.value,
    )


@register.simple_tag
def light_count(shown: Light, count: int) -> SafeString:
    """Show how many stand under a light: shape, word and number."""
    return format_html(
        '<span class="light-count light-ink-{}">{}{} <b>{}</b></span>',
        shown.value,
        icon(LIGHT_ICONS[shown.value]),
        shown.label,
        count,
    )


@register.simple_tag
def light_icon(shown: Light) -> SafeString:
    """Draw a light's shape alone; its word stands beside it."""
    return icon(LIGHT_ICONS[shown.value])


@register.filter
def stages(standing: Standing) -> list[tuple[Stage, int]]:
    """Return the stages that unions told, with how many are at each."""
    counts = [(stage, getattr(standing.position, stage.value)) for stage in Stage]
    return [pair for pair in counts if pair[1]]


@register.filter
def stage_label(stage: Stage | None) -> str:
    """Return a milestone's stage in words; 未报 for None."""
    return str(stage.label) if stage else gettext("未报")


@register.simple_tag
def stage_of(stage: Stage | None) -> SafeString:
    """Show a milestone's stage; 未报 for None."""
    return state(stage.value if stage else "not_reported", stage_label(stage))


@register.simple_tag
def timeliness_of(shown: Timeliness) -> SafeString:
    """Show whether a return came in time: shape, word and colour."""
    return state(TIMELINESS_STATES[shown], str(shown.label))


@register.simple_tag
def reported_of(coverage: Coverage) -> SafeString:
    """Show whether one unit's report for the checkpoint was accepted, or how many."""
    if coverage.expected > 1:
        return format_html("{}/{}", coverage.reported, coverage.expected)
    if coverage.expected == 0:
        return format_html("{}", UNKNOWN)
    if coverage.reported:
        return state("accepted", gettext("已报"))
    return state("not_reported", gettext("未报"))


@register.simple_tag
def posted(posting: Posting, target: Target) -> SafeString:
    """Show what a posting says: a figure, both counts of a ratio, a stage, or none."""
    if posting.presence == Presence.NOT_APPLICABLE:
        return state(posting.presence, posting.get_presence_display())
    if target.kind == TargetKind.MILESTONE:
        return state(posting.stage, posting.get_stage_display())
    if target.kind == TargetKind.RATIO:
        return format_html(
            "{} ÷ {}",
            numbers.grouped(posting.numerator),
            numbers.grouped(posting.denominator),
        )
    return _in_unit(target, numbers.grouped(posting.quantity))


@register.simple_tag
def light_strip(lights: Iterable[tuple[Light, int]]) -> SafeString:
    """Draw the counts of lights as one bar; decoration: the counts stand beside it."""
    parts, left = [], 0
    for shown, count in lights:
        parts.append((shown.value, left, count))
        left += count
    return format_html(
        '<svg class="light-strip" viewBox="0 0 {} 1" preserveAspectRatio="none"'
        ' aria-hidden="true" focusable="false">{}</svg>',
        left or 1,
        format_html_join(
            "", '<rect class="fill-{}" x="{}" width="{}" height="1"></rect>', parts
        ),
    )


@register.filter
def pace_text(pace: Pace | None) -> str:
    """Say in words what is expected when."""
    if pace is None:
        return gettext("未设时序曲线")
    if pace.kind == PaceKind.LINEAR:
        return gettext("按月均衡：每月应达全年的十二分之一")
    if pace.kind == PaceKind.STEP:
        return gettext("%(month)s月到期一次完成，到期前不判滞后") % {
            "month": pace.due_month
        }
    if is_maintained(pace):
        return gettext("动态保持：每期都应达到目标值")
    return gettext("自定曲线：各月应达见逐月数据")
