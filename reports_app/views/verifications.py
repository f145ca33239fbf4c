"""核验: a workbook held against what the portal made, and what was found."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from progress_app.queries.as_of import present
from progress_app.views.finding import or_404
from reports_app.actions.verifications import record_verification
from reports_app.forms.verifications import VerificationForm
from reports_app.models import Verification
from reports_app.queries.examining import examined
from reports_app.queries.today import Today, today_of
from reports_app.queries.verifications import (
    verification_for,
    verification_page,
    verifications_for,
)
from unionplan.lib.spreadsheets.refusals import RefusedError
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.rules import can_export
from unions_app.views.doors import allowed, signed_in

ROWS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(can_export)
@never_cache
def verifications(request: HttpRequest) -> HttpResponse:
    """List what was verified, and take a file to be verified."""
    if request.method == "POST":
        return _taken(request)
    return _listed(request, VerificationForm())


@require_GET
@signed_in
@never_cache
def verification(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what was found, and what the ledger says today."""
    found = or_404(verification_for, request.access, pk)
    page = verification_page(request.access, found, today=_today(request, found))
    return render(request, "reports_app/verification.html", {"page": page})


def _today(request: HttpRequest, found: Verification) -> Today | None:
    if found.export is None:
        return None
    return today_of(found.export, now=present(request.moment))


def _listed(
    request: HttpRequest, form: VerificationForm, *, status: int = 200
) -> HttpResponse:
    found = Paginator(verifications_for(request.access), ROWS)
    context = {"form": form, "page": found.get_page(request.GET.get("page"))}
    return render(request, "reports_app/verifications.html", context, status=status)


def _taken(request: HttpRequest) -> HttpResponse:
    form = VerificationForm(request.POST, request.FILES)
    if not form.is_valid():
        return _listed(request, form, status=400)
    data = form.cleaned_data["file"].read()
    try:
        made = record_verification(
            examined=examined(data),
            file_name=form.cleaned_name,
            size=len(data),
            is_demonstration=request.installation.is_demonstration,
            person_id=request.user.pk,
            at=request.moment,
            client_key=form.cleaned_data["client_key"],
        )
    except RefusedError as refused:
        form.refuse(refused.refusal, refused.place)
        return _listed(request, form, status=422)
    except AlreadyDoneError as done:
        return redirect("verification", done.response["verification"])
    except KeyReusedError:
        form.tell(_("这个页面已经用过一次，请再选一次文件"))
        return _listed(request, form, status=422)
    return redirect("verification", made.pk)
