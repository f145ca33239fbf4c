"""Two moments compared: all targets side by side, or one with its bridge."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reports_app.enums import ReadyMoment
from reports_app.forms.compare import CompareForm
from reports_app.queries.bridges import bridge_of
from reports_app.queries.comparisons import comparison_of
from reports_app.queries.freshness import freshness
from reports_app.rules.ready_moments import ready_days
from tasks_app.models import Plan
from tasks_app.queries import current_plan
from unionplan.lib.dates import local_date
from unions_app.queries import municipal_federation
from unions_app.rules import sees_every_union
from unions_app.views.doors import allowed


@require_GET
@allowed(sees_every_union)
def compare(request: HttpRequest) -> HttpResponse:
    """Compare two moments of the whole plan, or of one target."""
    plan = current_plan()
    if plan is None:
        return render(request, "reports_app/cockpit_no_plan.html")
    days = ready_days(local_date(request.moment))
    asked = _asked(request.GET, days)
    form = CompareForm(asked, plan=plan, now=request.moment)
    context = {"form": form, "asked": asked, "days": days}
    if not form.is_valid():
        return render(request, "reports_app/compare.html", context, status=400)
    found = _compared(plan, form.cleaned_data, bool(asked.get("changed")))
    return render(request, "reports_app/compare.html", context | found)


def _asked(query: QueryDict, days: Mapping[ReadyMoment, date]) -> QueryDict:
    """Return what is compared: the end of last month with now, if nothing was said."""
    asked = query.copy()
    if "from" not in asked and "to" not in asked:
        asked["from"] = days[ReadyMoment.LAST_MONTH].isoformat()
    return asked


def _compared(
    plan: Plan, chosen: Mapping[str, Any], only_changed: bool
) -> dict[str, Any]:
    before, after = chosen["from"], chosen["to"]
    union = chosen["union"] or municipal_federation()
    found: dict[str, Any] = {"before": before, "as_of": after}
    if chosen["target"]:
        found["bridge"] = bridge_of(
            target=chosen["target"], union=union, plan=plan, before=before, after=after
        )
    else:
        found["comparison"] = comparison_of(
            plan=plan,
            union=union,
            before=before,
            after=after,
            only_changed=only_changed,
        )
    found["ledger"] = freshness(plan_id=plan.pk, as_of=after)
    return found
