"""Pinned targets: put first, put in order, taken away; and their monthly digest."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from progress_app.views.finding import or_404
from reports_app.actions.pins import (
    MOST_PINS,
    Direction,
    TooManyPinsError,
    choose_digest,
    move_pin,
    pin_target,
    unpin_target,
)
from reports_app.forms import DigestChoiceForm, PinMoveForm
from reports_app.queries.targets import target_for
from unions_app.rules import sees_every_union
from unions_app.views.doors import allowed
from unions_app.views.language import own_address

Change = Callable[..., bool]


def _back(request: HttpRequest) -> HttpResponse:
    """Lead back to the page of the click; the cockpit without one."""
    asked = request.POST.get("next", "")
    return redirect(own_address(request, asked) if asked else "cockpit")


def _done(request: HttpRequest, pk: int, change: Change, **how: object) -> None:
    target = or_404(target_for, pk)
    change(target_id=target.pk, person_id=request.user.pk, at=request.moment, **how)


@require_POST
@allowed(sees_every_union)
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    """Pin a target for the person."""
    try:
        _done(request, pk, pin_target)
    except TooManyPinsError:
        told = _("最多置顶 %(number)d 项，请先取消一项再置顶。") % {"number": MOST_PINS}
        messages.warning(request, told)
    return _back(request)


@require_POST
@allowed(sees_every_union)
def unpin(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a pin away."""
    _done(request, pk, unpin_target)
    return _back(request)


@require_POST
@allowed(sees_every_union)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a pin one place forward or back."""
    form = PinMoveForm(request.POST)
    if not form.is_valid():
        raise BadRequest("no direction")
    _done(request, pk, move_pin, direction=Direction(form.cleaned_data["direction"]))
    return _back(request)


@require_POST
@allowed(sees_every_union)
def digest(request: HttpRequest) -> HttpResponse:
    """Take down whether the person wants the monthly digest."""
    form = DigestChoiceForm(request.POST)
    if not form.is_valid():
        raise BadRequest("no choice")
    wanted = form.cleaned_data["wanted"]
    choose_digest(is_wanted=wanted, person_id=request.user.pk, at=request.moment)
    told = _("每月会把置顶指标的进展发给您。") if wanted else _("不再发送置顶月报。")
    messages.success(request, told)
    return _back(request)
