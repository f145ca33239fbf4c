"""A pace curve in words: it stands wherever a light does."""

from django.utils.translation import gettext as _

from targets_app.enums import PaceKind
from targets_app.rules import Pace
from unionplan.lib.numbers import plain


def pace_words(pace: Pace | None) -> str:
    """Return a pace curve in words; "" without one."""
    if pace is None:
        return ""
    label = str(PaceKind(pace.kind).label)
    if pace.kind == PaceKind.STEP:
        return _("%(label)s：%(month)d月") % {"label": label, "month": pace.due_month}
    if pace.kind == PaceKind.CUSTOM:
        shares = "、".join(f"{plain(share)}%" for share in pace.shares)
        return _("%(label)s：%(shares)s") % {"label": label, "shares": shares}
    return label
