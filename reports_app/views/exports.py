"""Files of figures: asked for, watched while they are made, fetched."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from progress_app.queries.ledger import ledger_sequence
from reports_app.actions.exports import Order, record_download
from reports_app.enums import ExportState
from reports_app.forms import ExportForm
from reports_app.forms.export_initial import initial_of
from reports_app.models import Export
from reports_app.queries.chosen import words_of
from reports_app.queries.exports import (
    WorkbookMissingError,
    ending_of,
    export_for,
    export_row,
    exports_for,
    opened_workbook,
)
from reports_app.rules.choices import ID_NAMES
from reports_app.views.ordering import ordered
from reports_app.workbook.chosen_words import chosen_lines
from unions_app.rules import can_export
from unions_app.views.doors import allowed, signed_in

ROWS = 20
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENT_TYPES = {
    "xlsx": WORKBOOK,
    "zip": "application/zip",
}


def _export_or_404(request: HttpRequest, pk: UUID) -> Export:
    try:
        return export_for(request.access, pk)
    except Export.DoesNotExist as missing:
        raise Http404 from missing


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(can_export)
@never_cache
def exports(request: HttpRequest) -> HttpResponse:
    """List the files a person may fetch, and take an order for another one."""
    if request.method != "POST":
        form = ExportForm(now=request.moment, initial=_initial(request))
        return _listed(request, form)
    form = ExportForm(request.POST, now=request.moment)
    if not form.is_valid():
        return _listed(request, form, status=400)
    asked = form.cleaned_data
    order = Order(
        plan=asked["plan"],
        language=asked["language"] or request.LANGUAGE_CODE,
        as_of=asked["as_of"],
        kind=form.kind_chosen(),
        choices=form.choices_made(),
    )
    return ordered(request, order, asked["client_key"])


def _initial(request: HttpRequest) -> dict[str, Any]:
    """Return what the form starts with: as an earlier order, where one is named."""
    try:
        earlier = export_for(request.access, UUID(request.GET.get("like", "")))
    except (ValueError, Export.DoesNotExist):
        return {"language": request.LANGUAGE_CODE}
    return initial_of(earlier)


def _listed(request: HttpRequest, form: ExportForm, *, status: int = 200) -> Any:
    found = Paginator(exports_for(request.access), ROWS)
    page = found.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "picks": [form[name] for name in ID_NAMES],
        "page": page,
        "rows": [
            export_row(export, at=request.moment, person_id=request.user.pk)
            for export in page
        ],
        "sequence": ledger_sequence(),
    }
    return render(request, "reports_app/exports.html", context, status=status)


@require_GET
@signed_in
@never_cache
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how far a workbook is; the part that changes, to the page's own script."""
    found = _export_or_404(request, pk)
    row = export_row(found, at=request.moment, person_id=request.user.pk)
    template = "export_state.html" if request.htmx else "export.html"
    context = {"row": row, "lines": list(chosen_lines(words_of(found)))}
    response = render(request, f"reports_app/{template}", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


@require_GET
@signed_in
@never_cache
def download(request: HttpRequest, pk: UUID) -> HttpResponse | FileResponse:
    """Hand out a finished file, found unchanged, and write down to whom."""
    found = _export_or_404(request, pk)
    if found.state != ExportState.DONE:
        return redirect("export", pk)
    try:
        content = opened_workbook(found)
    except WorkbookMissingError:
        messages.error(
            request,
            _(
                "这份文件已不在服务器上，或与登记的 SHA-256 不符，没有下载。"
                "入账记录没有受影响，请重新申请，并告诉管理员。"
            ),
        )
        return redirect("export", pk)
    record_download(export=found, person_id=request.user.pk, at=request.moment)
    return FileResponse(
        content,
        as_attachment=True,
        filename=found.file_name,
        content_type=CONTENT_TYPES[ending_of(found)],
    )
