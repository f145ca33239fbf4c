"""赛马比拼: the league of a quarter, and why a union has its rank."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from progress_app.queries.as_of import AsOf
from progress_app.views.finding import or_404
from reports_app.queries.league import (
    GroupLeague,
    NoSuchQuarterError,
    league_of,
)
from reports_app.queries.league_seen import groups_seen, placed
from reports_app.queries.league_why import why
from reports_app.rules.league_access import can_see_league
from reports_app.views.keeping import Parts, drawn, kept, state_of
from reports_app.views.moments import told_as_of
from tasks_app.models import Plan
from tasks_app.queries import current_plan
from unions_app.rules import sees_every_union
from unions_app.views.doors import allowed

NO_PLAN = "reports_app/cockpit_no_plan.html"


@require_GET
@allowed(can_see_league)
@told_as_of
def league(request: HttpRequest, *, as_of: AsOf) -> HttpResponse:
    """Show one peer group's ranks of a quarter."""
    plan = current_plan()
    if plan is None:
        return render(request, NO_PLAN)
    grants = sorted((one.role.value, one.union_id) for one in request.access.grants)
    key = ("league", state_of(request), plan.pk, grants, request.GET.urlencode())
    try:
        parts = kept(key, lambda: _drawn(request, plan, as_of))
    except NoSuchQuarterError:
        return _latest_instead(request)
    context = {"parts": parts, "as_of": as_of}
    return render(request, "reports_app/league.html", context)


def _drawn(request: HttpRequest, plan: Plan, as_of: AsOf) -> Parts:
    found = league_of(plan=plan, quarter=_quarter(request), as_of=as_of)
    groups = groups_seen(found, request.access)
    context = {
        "league": found,
        "groups": groups,
        "group": _group(request, groups),
        "moment": request.moment,
        "request": request,
        **_seen_by(request, as_of),
    }
    return drawn("league", ("head", "body"), context, found.ledger)


@require_GET
@allowed(can_see_league)
@told_as_of
def league_union(request: HttpRequest, pk: int, *, as_of: AsOf) -> HttpResponse:
    """Show what a union's rank is made of, to its own people and the city's."""
    plan = current_plan()
    if plan is None:
        return render(request, NO_PLAN)
    try:
        found = league_of(plan=plan, quarter=_quarter(request), as_of=as_of)
    except NoSuchQuarterError:
        return _latest_instead(request)
    place = or_404(placed, found, pk, request.access)
    context = {
        "league": found,
        "place": place,
        "why": place.row and why(place.row, place.group, found.terms),
        **_seen_by(request, as_of),
    }
    return render(request, "reports_app/league_union.html", context)


def _seen_by(request: HttpRequest, as_of: AsOf) -> dict[str, object]:
    return {
        "as_of": as_of,
        "sees_city": sees_every_union(request.access),
        "own": {grant.union_id for grant in request.access.grants},
    }


def _quarter(request: HttpRequest) -> int | None:
    """Return the quarter that is asked for; 0, which there is none of, for nonsense."""
    asked = request.GET.get("quarter", "")
    if not asked:
        return None
    return int(asked) if asked in {"1", "2", "3", "4"} else 0


def _latest_instead(request: HttpRequest) -> HttpResponse:
    told = _("这个季度还没有到期，或没有这个季度。以下是最近一个已到期的季度。")
    messages.warning(request, told)
    rest = request.GET.copy()
    del rest["quarter"]
    return redirect(f"{request.path}?{rest.urlencode()}".rstrip("?"))


def _group(request: HttpRequest, groups: Sequence[GroupLeague]) -> GroupLeague | None:
    """Return the peer group that is asked for, or the first; others do not exist."""
    asked = request.GET.get("group", "")
    named = [one for one in groups if asked in ("", one.group)]
    if groups and not named:
        raise Http404
    return named[0] if named else None
