"""Saved views: kept by name, taken off the menu."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from progress_app.views.finding import or_404
from reports_app.actions.saved_views import (
    MOST_VIEWS,
    TooManyViewsError,
    forget_view,
    save_view,
)
from reports_app.forms import SavedViewForm
from reports_app.rules.league_access import can_see_league
from unions_app.views.doors import allowed
from unions_app.views.language import own_address


@require_POST
@allowed(can_see_league)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a screen by a name, and stay on it."""
    form = SavedViewForm(request.POST)
    back = redirect(own_address(request, request.POST.get("address", "")))
    if not form.is_valid():
        messages.warning(request, form.reason)
        return back
    path, query = form.cleaned_data["address"]
    name = form.cleaned_data["name"]
    try:
        save_view(
            name=name,
            path=path,
            query=query,
            person_id=request.user.pk,
            at=request.moment,
        )
    except TooManyViewsError:
        told = _("最多保存 %(number)d 个视图，请先删除一个。") % {"number": MOST_VIEWS}
        messages.warning(request, told)
        return back
    messages.success(request, _("已保存视图“%(name)s”。") % {"name": name})
    return back


@require_POST
@allowed(can_see_league)
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of the person's views off the menu."""
    or_404(forget_view, view_id=pk, person_id=request.user.pk, at=request.moment)
    return redirect(own_address(request, request.POST.get("next", "")))
