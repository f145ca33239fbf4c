"""Publications: listed, read, printed, their files fetched."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from reports_app.actions.exports import record_download
from reports_app.enums import ExportKind, ExportState
from reports_app.models import Export, Publication
from reports_app.queries.exports import WorkbookMissingError, opened_workbook
from reports_app.queries.publication_files import file_for
from reports_app.queries.publication_pages import publication_page
from reports_app.queries.publications import (
    is_publisher,
    publication_for,
    publication_rows,
    publications_for,
)
from unions_app.rules import can_administer, reads_publications, sees_every_union
from unions_app.views.doors import allowed, signed_in

ROWS = 20
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def publication_or_404(request: HttpRequest, pk: int) -> Publication:
    """Return a publication that the person may read."""
    try:
        return publication_for(request.access, pk)
    except Publication.DoesNotExist as missing:
        raise Http404 from missing


@require_GET
@allowed(reads_publications)
def publications(request: HttpRequest) -> HttpResponse:
    """List the publications that a person may read."""
    found = Paginator(publications_for(request.access), ROWS)
    page = found.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": publication_rows(page),
        "may_publish": is_publisher(request.access),
        "may_administer": can_administer(request.access),
    }
    return render(request, "reports_app/publications.html", context)


@require_GET
@signed_in
@never_cache
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a publication as it was published, or what a draft would freeze."""
    return _told(request, pk, "reports_app/publication.html")


@require_GET
@signed_in
@never_cache
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the same as a paper of its own, for A4."""
    return _told(request, pk, "reports_app/publication_print.html")


def _told(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    found = publication_or_404(request, pk)
    context = {
        "page": publication_page(found, access=request.access, at=request.moment),
        "may_publish": is_publisher(request.access),
        "sees_city": sees_every_union(request.access),
    }
    return render(request, template, context)


@require_GET
@signed_in
@never_cache
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse | FileResponse:
    """Hand out a publication's file, found unchanged, and write down to whom."""
    try:
        found = file_for(request.access, pk, kind)
    except (Publication.DoesNotExist, Export.DoesNotExist) as missing:
        raise Http404 from missing
    if found.state != ExportState.DONE:
        return redirect("publication", pk)
    try:
        content = opened_workbook(found)
    except WorkbookMissingError:
        messages.error(
            request,
            _(
                "这份文件已不在服务器上，或与登记的 SHA-256 不符，没有下载。"
                "通报的数没有受影响，请告诉管理员从备份恢复。"
            ),
        )
        return redirect("publication", pk)
    record_download(export=found, person_id=request.user.pk, at=request.moment)
    is_brief = found.kind == ExportKind.BRIEF
    return FileResponse(
        content,
        as_attachment=True,
        filename=found.file_name,
        content_type=WORD if is_brief else EXCEL,
    )
