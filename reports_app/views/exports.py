"""Workbooks: asked for, watched while they are made, fetched."""

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
from reports_app.actions.exports import (
    TooManyUnfinishedError,
    record_download,
    request_export,
)
from reports_app.enums import ExportState
from reports_app.forms import ExportForm
from reports_app.models import Export
from reports_app.queries.exports import (
    WorkbookMissingError,
    export_for,
    export_row,
    exports_for,
    opened_workbook,
)
from unionplan.dispatcher import wake
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.rules import can_export
from unions_app.views.doors import allowed, signed_in

ROWS = 20
JOB = "reports_app.run_queued_exports"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _export_or_404(request: HttpRequest, pk: UUID) -> Export:
    try:
        return export_for(request.access, pk)
    except Export.DoesNotExist as missing:
        raise Http404 from missing


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(can_export)
@never_cache
def exports(request: HttpRequest) -> HttpResponse:
    """List the workbooks a person may fetch, and take an order for another one."""
    if request.method != "POST":
        return _listed(request, ExportForm(now=request.moment))
    form = ExportForm(request.POST, now=request.moment)
    if not form.is_valid():
        return _listed(request, form, status=400)
    return _asked(request, form.cleaned_data)


def _listed(request: HttpRequest, form: ExportForm, *, status: int = 200) -> Any:
    found = Paginator(exports_for(request.access), ROWS)
    page = found.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [export_row(export, at=request.moment) for export in page],
        "sequence": ledger_sequence(),
    }
    return render(request, "reports_app/exports.html", context, status=status)


def _asked(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    try:
        export_id = request_export(
            plan=asked["plan"],
            language=request.LANGUAGE_CODE,
            is_demonstration=request.installation.is_demonstration,
            as_of=asked["as_of"],
            person_id=request.user.pk,
            at=request.moment,
            client_key=asked["client_key"],
        ).pk
    except AlreadyDoneError as done:
        return redirect("export", done.response["export"])
    except KeyReusedError:
        messages.error(request, _("页面已失效，没有提交新的申请，请再点一次“生成”。"))
        return redirect("exports")
    except TooManyUnfinishedError:
        messages.error(
            request,
            _("您已有几份工作簿在排队，没有提交新的申请，请等它们完成后再申请。"),
        )
        return redirect("exports")
    wake(JOB)
    return redirect("export", export_id)


@require_GET
@signed_in
@never_cache
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how far a workbook is; the part that changes, to the page's own script."""
    row = export_row(_export_or_404(request, pk), at=request.moment)
    template = "export_state.html" if request.htmx else "export.html"
    response = render(request, f"reports_app/{template}", {"row": row})
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
        content, as_attachment=True, filename=found.file_name, content_type=WORKBOOK
    )
