"""访问令牌: what a person lets programs do, made here and shown once."""

from uuid import uuid4

from allauth.decorators import rate_limit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import (
    sensitive_post_parameters,
    sensitive_variables,
)
from django.views.decorators.http import require_http_methods, require_POST

from unions_app.actions import (
    AlreadyDoneError,
    KeyReusedError,
    TooManyTokensError,
    create_token,
    revoke_token,
)
from unions_app.enums import TokenScope
from unions_app.forms import TokenForm
from unions_app.models import ApiToken
from unions_app.queries import token_for, tokens_for, unions_of
from unions_app.rules import holds_a_role
from unions_app.views.doors import allowed, signed_in

ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(holds_a_role)
@rate_limit(action="reauthenticate")
@sensitive_post_parameters("password")
@sensitive_variables("secret")
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """List a person's tokens; make one, and show its secret in this answer alone."""
    unions = unions_of(request.access)
    if request.method != "POST":
        return _listed(request, TokenForm(request.user, unions, initial=_fresh()))
    form = TokenForm(request.user, unions, request.POST)
    if not form.is_valid():
        return _listed(request, form, status=400)
    asked = form.cleaned_data
    try:
        token, secret = create_token(
            person_id=request.user.pk,
            union_id=asked["union"].pk,
            name=asked["name"],
            scopes=[TokenScope(scope) for scope in asked["scopes"]],
            days=asked["days"],
            at=request.moment,
            client_key=asked["client_key"],
        )
    except (AlreadyDoneError, KeyReusedError):
        messages.info(
            request,
            _("这个令牌已经建好，密文只显示一次。没有记下的话，请撤销后再建一个。"),
        )
        return redirect("tokens")
    except TooManyTokensError:
        form.add_error(None, _("有效的令牌最多 20 个，请先撤销不用的。"))
        return _listed(request, form, status=409)
    blank = TokenForm(request.user, unions, initial=_fresh())
    return _listed(request, blank, made=token, secret=secret)


@require_POST
@signed_in
@never_cache
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token; a second press finds it ended."""
    try:
        token = token_for(request.access, pk)
    except ApiToken.DoesNotExist as missing:
        raise Http404 from missing
    revoke_token(token=token, at=request.moment)
    messages.success(
        request, _("令牌“%(name)s”已撤销，立即失效。") % {"name": token.name}
    )
    return redirect("tokens")


def _fresh() -> dict[str, object]:
    return {"client_key": uuid4()}


def _listed(
    request: HttpRequest, form: TokenForm, *, status: int = 200, **context: object
) -> HttpResponse:
    rows = [
        (token, token.is_alive(request.moment))
        for token in tokens_for(request.access)[:ROWS]
    ]
    labels = dict(TokenScope.choices)
    for token, _is_alive in rows:
        token.scope_labels = [labels[scope] for scope in token.scopes]
    context |= {"form": form, "rows": rows}
    return render(request, "unions_app/tokens.html", context, status=status)
