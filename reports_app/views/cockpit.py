"""The leadership's first page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_GET

from progress_app.queries.as_of import AsOf
from reports_app.enums import TileView
from reports_app.queries.charts import chart_of
from reports_app.queries.cockpit import Cockpit, cockpit_of
from reports_app.queries.curves import city_curve
from reports_app.queries.pins import Kept
from reports_app.queries.standing import frame_of
from reports_app.queries.tiles import tile_map
from reports_app.views.keeping import Parts, drawn, kept, state_of
from reports_app.views.moments import told_as_of
from reports_app.views.since import since_last_visit
from targets_app.models import Target
from tasks_app.models import Plan
from tasks_app.queries import current_plan
from unions_app.rules import sees_every_union
from unions_app.views.doors import allowed


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the cockpit: the tiles' view, and a target's id or ""."""

    tiles: TileView
    target: str

    def chosen_of(self, page: Cockpit) -> Target | None:
        """Return the target asked for; the foremost where there is none such."""
        named = (row for row in page.numeric if str(row.pk) == self.target)
        return next(named, page.foremost)


def asked_of(request: HttpRequest) -> Asked:
    """Return what an address asks; what it cannot ask is as if it were not there."""
    view, target = request.GET.get("tiles", ""), request.GET.get("target", "")
    return Asked(
        tiles=TileView(view) if view in TileView.values else TileView.PACE,
        target=target,
    )


@require_GET
@allowed(sees_every_union)
@told_as_of
def cockpit(request: HttpRequest, *, as_of: AsOf) -> HttpResponse:
    """Show how the whole plan stands, or stood."""
    plan = current_plan()
    if plan is None:
        return render(request, "reports_app/cockpit_no_plan.html")
    state, pins = state_of(request), Kept(request.access)
    key = ("cockpit", state, plan.pk, request.GET.urlencode(), pins.target_ids)
    context = {
        "parts": kept(key, lambda: _drawn(request, plan, as_of, pins)),
        "since": "" if as_of.is_past else since_last_visit(request, plan, state),
        "as_of": as_of,
        "kept": pins,
        "frame": SimpleLazyObject(lambda: frame_of(plan=plan, as_of=as_of)),
    }
    return render(request, "reports_app/cockpit.html", context)


def _drawn(request: HttpRequest, plan: Plan, as_of: AsOf, pins: Kept) -> Parts:
    page = cockpit_of(plan=plan, as_of=as_of)
    asked = asked_of(request)
    chosen = asked.chosen_of(page)
    context = {
        "page": page,
        "as_of": as_of,
        "asked": asked,
        "is_other": bool(asked.target) and asked.target != str(chosen and chosen.pk),
        "chosen": chosen,
        "views": TileView,
        "tiles": tile_map(page.frame, page.below, view=asked.tiles, target=chosen),
        "kept": pins,
        "moment": request.moment,
        "request": request,
        **_curve(page, chosen),
    }
    return drawn("cockpit", ("head", "headline", "body"), context, page.ledger)


def _curve(page: Cockpit, chosen: Target | None) -> dict[str, Any]:
    if chosen is None or page.history is None:
        return {}
    curve = city_curve(page.frame, chosen, page.history)
    return {"curve": curve, "chart": chart_of(curve)}
