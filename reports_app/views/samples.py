"""抽样: what was drawn so far, and drawing another one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from progress_app.forms import KeyForm
from progress_app.queries.ledger import ledger_sequence
from reports_app.actions.samples import NothingToDrawError, draw_sample
from reports_app.enums import StratifyBy
from reports_app.forms.samples import SampleForm
from reports_app.queries.samples import samples_for
from reports_app.queries.sampling import LayerRow, Scope, layers_of, preview_of, seed_of
from reports_app.rules.sampling import TooFewError
from reports_app.views.ledger import BOOKS
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.rules import can_audit
from unions_app.views.doors import allowed

ROWS = 20
BAD_REQUEST = 400


@require_GET
@allowed(can_audit)
@never_cache
def samples(request: HttpRequest) -> HttpResponse:
    """List the samples."""
    found = Paginator(samples_for(request.access), ROWS)
    context = {
        "page": found.get_page(request.GET.get("page")),
        "tabs": BOOKS.values(),
        "can_sample": True,
        "on_samples": True,
    }
    return render(request, "reports_app/samples.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(can_audit)
@never_cache
def new_sample(request: HttpRequest) -> HttpResponse:
    """Ask what to draw, show the strata, and draw when told to."""
    if request.method == "POST":
        return _drawn(request)
    is_asked = "title" in request.GET
    form = _form(request, request.GET if is_asked else None)
    if not is_asked or not form.is_valid():
        return _asked(request, form)
    return _previewed(request, form)


def _form(request: HttpRequest, data: Any) -> SampleForm:
    return SampleForm(
        data,
        access=request.access,
        now=request.moment,
        initial={"strata_by": [StratifyBy.TARGET]},
    )


def _asked(
    request: HttpRequest, form: SampleForm, *, preview: dict[str, Any] | None = None
) -> HttpResponse:
    context = {"form": form, "preview": preview, "sequence": ledger_sequence()}
    status = BAD_REQUEST if form.errors else 200
    return render(request, "reports_app/new_sample.html", context, status=status)


def _previewed(request: HttpRequest, form: SampleForm) -> HttpResponse:
    scope = form.scope()
    layers = layers_of(scope)
    if not layers:
        return _refused(request, form, NothingToDrawError())
    try:
        rows = preview_of(
            layers, size=form.cleaned_data["size"], allocation=scope.allocation
        )
    except TooFewError as error:
        return _refused(request, form, error, strata=len(layers))
    return _asked(request, form, preview=_preview(form, scope, rows))


def _preview(form: SampleForm, scope: Scope, rows: list[LayerRow]) -> dict[str, Any]:
    """Return what a preview tells, and the fields that the draw will carry."""
    kept = [
        (name, value)
        for name in ("title", "plan", "target", "union", "period", "size")
        if (value := form.data.get(name))
    ]
    kept += [("strata_by", by.value) for by in scope.strata_by]
    kept += [("allocation", scope.allocation.value)]
    seed = form.cleaned_data["seed"] or seed_of(scope.sequence)
    kept += [("seed", seed), ("as_of", str(scope.sequence))]
    return {
        "rows": rows,
        "kept": kept,
        "seed": seed,
        "sequence": scope.sequence,
        "population": sum(row.population for row in rows),
        "size": sum(row.drawn for row in rows),
        "by": set(scope.strata_by),
    }


def _refused(
    request: HttpRequest, form: SampleForm, error: Exception, *, strata: int = 0
) -> HttpResponse:
    if isinstance(error, TooFewError):
        words = _("分成了 %(strata)d 层，每层至少抽 1 笔：请加大样本量，或少分几层")
        form.add_error("size", words % {"strata": strata})
    else:
        form.add_error(None, _("这个范围里没有生效的、有数的入账，无从抽取"))
    return _asked(request, form)


def _drawn(request: HttpRequest) -> HttpResponse:
    form, key = _form(request, request.POST), KeyForm(request.POST)
    if not form.is_valid() or not key.is_valid():
        if not form.errors:
            form.add_error(None, _("页面已过期，没有抽样。请再点一次“预览分层”"))
        return _asked(request, form)
    scope, asked = form.scope(), form.cleaned_data
    try:
        sample_pk = draw_sample(
            scope=scope,
            title=asked["title"],
            size=asked["size"],
            seed=asked["seed"],
            is_demonstration=request.installation.is_demonstration,
            person_id=request.user.pk,
            at=request.moment,
            client_key=key.cleaned_data["client_key"],
        ).pk
    except AlreadyDoneError as done:
        return redirect("sample", done.response["sample"])
    except KeyReusedError:
        form.add_error(None, _("页面已过期，没有抽样。请再点一次“预览分层”"))
        return _asked(request, form)
    except NothingToDrawError as error:
        return _refused(request, form, error)
    except TooFewError as error:
        return _refused(request, form, error, strata=len(layers_of(scope)))
    messages.success(request, _("已抽定，可以逐笔核查了。"))
    return redirect("sample", sample_pk)
