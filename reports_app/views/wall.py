"""The cockpit on a wall: one screen that nobody touches, and that keeps itself fresh."""

from datetime import timedelta
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from progress_app.queries.as_of import present
from reports_app.enums import TileView
from reports_app.queries.charts import chart_of
from reports_app.queries.cockpit import cockpit_of
from reports_app.queries.curves import city_curve
from reports_app.queries.tiles import tile_map
from reports_app.views.keeping import Parts, kept, state_of
from tasks_app.queries import current_plan
from unions_app.rules import Access, sees_every_union
from unions_app.templatetags.portal import local_time
from unions_app.views.doors import allowed

EVERY = timedelta(seconds=30)
"""How often a screen asks whether something else is to be shown."""
ROOM = 7
"""How many targets that need attention one screen has room for; the count is told."""


@require_GET
@allowed(sees_every_union)
@cache_control(private=True, no_cache=True)
def wall(request: HttpRequest) -> HttpResponse:
    """Show the whole plan on one screen; 304 where it shows what it would again."""
    state = state_of(request)
    tag = _tag(state, request.access, is_real=not request.installation.is_demonstration)
    response = get_conditional_response(request, etag=tag)
    if response is None or response.status_code != 304:
        parts = kept(("wall", state), lambda: _drawn(request))
        context = {"parts": parts, "tag": tag, "every": EVERY.seconds}
        response = render(request, "reports_app/wall.html", context)
    response.headers["ETag"] = tag
    response.headers["X-Told-At"] = quote(local_time(request.moment))
    return response


def _tag(state: str, access: Access, *, is_real: bool) -> str:
    """Return the name of what one person would be shown; nobody else has the same."""
    grants = sorted((grant.role.value, grant.union_id) for grant in access.grants)
    shown = f"{state} {access.person_id} {grants} {is_real}"
    return f'W/"{salted_hmac("wall", shown).hexdigest()}"'


def _drawn(request: HttpRequest) -> Parts:
    plan = current_plan()
    if plan is None:
        return {}
    page = cockpit_of(plan=plan, as_of=present(request.moment))
    chosen = page.foremost
    context = {
        "page": page,
        "room": f":{ROOM}",
        "chosen": chosen,
        "tiles": tile_map(page.frame, page.below, view=TileView.PACE, target=None),
    }
    if chosen is not None and page.history is not None:
        curve = city_curve(page.frame, chosen, page.history)
        context |= {"curve": curve, "chart": chart_of(curve)}
    return {
        "title": page.frame.plan.title,
        "body": render_to_string("reports_app/wall_body.html", context),
    }
