"""The slider of past moments: a plan's months and due days, and now."""

from django import template
from django.template import Context
from django.utils.translation import gettext

from reports_app.queries.standing import Frame
from reports_app.rules.as_of_stops import Stop, stop_at, stops
from unionplan.lib.dates import local_date
from unions_app.templatetags.portal import local_day

register = template.Library()


def _words(stop: Stop) -> str:
    marks = []
    if stop.is_month_end:
        marks.append(gettext("月末"))
    if stop.due:
        marks.append(gettext("%(month)d月报送截止") % {"month": stop.due})
    words = {"day": local_day(stop.day), "marks": gettext("，").join(marks)}
    return gettext("%(day)s（%(marks)s）") % words


@register.inclusion_tag("reports_app/as_of_slider.html", takes_context=True)
def as_of_slider(context: Context, frame: Frame) -> dict[str, object]:
    """Offer the plan's past from its first month to now. Cost: none."""
    as_of, today = context["as_of"], local_date(context["moment"])
    found = stops(
        starts_on=frame.plan.starts_on,
        today=today,
        due=[(period.due_on, period.ends_on.month) for period in frame.now.periods],
    )
    rest = context["request"].GET.copy()
    for name in ("as_of", "page", "before", "after"):
        rest.pop(name, None)
    told = [(stop.day.isoformat(), _words(stop)) for stop in found]
    told.append(("", gettext("现在")))
    return {
        "stops": told if found else [],
        "place": stop_at(found, as_of.on) if as_of.is_past else len(found),
        "last": len(found),
        "first_day": told[0][1],
        "told_now": local_day(as_of.at) if as_of.is_past else told[-1][1],
        "as_of": as_of,
        "kept_fields": [(name, rest[name]) for name in rest],
    }
