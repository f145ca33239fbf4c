"""Signing in and out, and changing the password. Accounts are made in the admin."""

import math
from datetime import timedelta

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from unions_app.adapter import LOCKED_SECONDS, note, seconds_locked
from unions_app.forms import ChangePasswordForm, SignInForm
from unions_app.views.doors import signed_in
from unions_app.views.errors import wants_json
from unions_app.views.language import own_address, put_language


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="login")
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let people in, and lead them to where they were going.

    A script that signs in again in place gets JSON: the person's id, to know whether
    what is unsent is theirs, and the new form token.
    """
    goal = own_address(request, request.POST.get("next", request.GET.get("next", "")))
    if request.user.is_authenticated and not wants_json(request):
        return redirect(goal)
    form = SignInForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        return _entered(request, form.login(request, redirect_url=goal))
    if form.is_locked_out:
        return _locked_out(request, username=form.cleaned_data["login"])
    if wants_json(request):
        return JsonResponse({"error": "refused", "fields": form.errors}, status=400)
    return render(request, "account/sign_in.html", {"form": form, "next": goal})


def _entered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give people their language; a disabled account has only got a page so far."""
    if not request.user.is_authenticated:
        refusal = JsonResponse({"error": "inactive"}, status=response.status_code)
        return refusal if wants_json(request) else response
    if wants_json(request):
        answer = {"person": request.user.pk, "csrf_token": get_token(request)}
        response = JsonResponse(answer)
    if request.user.language:
        put_language(response, request.user.language)
    return response


def _locked_out(request: HttpRequest, *, username: str) -> HttpResponse:
    """Say for how long; the moment is the portal's, as everywhere on its pages."""
    seconds = seconds_locked(username) or LOCKED_SECONDS
    context = {
        "minutes": math.ceil(seconds / 60),
        "until": request.moment + timedelta(seconds=seconds),
    }
    if wants_json(request):
        response: HttpResponse = JsonResponse(
            {"error": "locked", "seconds": seconds}, status=429
        )
    else:
        response = render(request, "429.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; the page's script has cleared what was unsent."""
    if request.user.is_authenticated:
        note(request, "sign_out", person_id=request.user.pk)
        logout(request)
    return redirect("sign_in")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@rate_limit(action="change_password")
@sensitive_post_parameters()
@never_cache
def change_password(request: HttpRequest) -> HttpResponse:
    """Change the own password; every other session of the person ends."""
    form = ChangePasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, form.user)
        note(request, "password_changed", person_id=form.user.pk)
        messages.success(request, _("密码已修改，其他设备上的登录已全部退出。"))
        return redirect("landing")
    return render(request, "account/change_password.html", {"form": form})
