"""What the digest says of a target, in plain words and in the active language."""

from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from progress_app.queries.ledger import LedgerState
from reports_app.queries.pin_digests import Told
from reports_app.queries.standing import Standing
from targets_app.enums import TargetKind, Unit
from targets_app.models import Target
from unionplan.lib.numbers import approximate, grouped, percent_text


def line_words(told: Told) -> str:
    """Return one target's line: figure, light, change, coverage."""
    row = told.now
    parts = [_figure(row), _light(told), _change(told), _coverage(row)]
    joined = _("；").join(part for part in parts if part)
    return _("%(target)s：%(rest)s") % {"target": row.target.name, "rest": joined}


def fresh_words(ledger: LedgerState) -> str:
    """Return how fresh the figures are, and what waits."""
    if ledger.recorded_at is None:
        return _("还没有入账的数。")
    at = formats.date_format(timezone.localtime(ledger.recorded_at), _("Y年n月j日 H:i"))
    return _(
        "数据截至 %(at)s（入账第 %(sequence)s 号），全市待审核 %(waiting)s 项。"
    ) % {
        "at": at,
        "sequence": grouped(ledger.sequence),
        "waiting": grouped(ledger.awaiting_review),
    }


def _figure(row: Standing) -> str:
    target = row.target
    if not target.is_numeric:
        return str(row.stage.label) if row.stage else _("未报")
    if target.kind == TargetKind.RATIO:
        known = (
            None
            if row.level is None
            else percent_text(row.level, limit=row.deciding_level)
        )
    else:
        quantity = row.position.quantity
        known = None if quantity is None else _amount(target, quantity)
    if known is None or row.achieved is None:
        return _("未报")
    words = _("%(known)s（目标 %(goal)s），完成 %(done)s，应达 %(due)s")
    return words % {
        "known": known,
        "goal": "" if row.goal is None else _amount(target, row.goal),
        "done": percent_text(row.achieved, limit=row.deciding_share),
        "due": percent_text(row.expected),
    }


def _amount(target: Target, number: Decimal) -> str:
    unit = target.get_unit_display()
    told = grouped(number)
    return (
        f"{told}%"
        if target.unit == Unit.PERCENT
        else _("%(number)s %(unit)s")
        % {
            "number": told,
            "unit": unit,
        }
    )


def _light(told: Told) -> str:
    light, before = told.now.light, told.before
    note = _("（力争）") if told.now.target.is_aspirational else ""
    if before is None or before.light == light:
        return f"{light.label}{note}"
    return _("%(now)s（上月%(before)s）") % {
        "now": f"{light.label}{note}",
        "before": before.light.label,
    }


def _change(told: Told) -> str:
    target = told.now.target
    if target.kind == TargetKind.RATIO:
        if told.rise is None:
            return ""
        points = approximate(told.rise * 100, places=2)
        return _("较上月 %(change)s 个百分点") % {"change": _signed(points)}
    if told.more is None:
        return ""
    change = f"{_signed(told.more)} {target.get_unit_display()}"
    return _("较上月 %(change)s") % {"change": change}


def _signed(number: Decimal) -> str:
    sign = "+" if number > 0 else "−" if number < 0 else "±"
    return f"{sign}{grouped(abs(number))}"


def _coverage(row: Standing) -> str:
    return _("覆盖 %(reported)s/%(expected)s 家") % {
        "reported": row.coverage.reported,
        "expected": row.coverage.expected,
    }
