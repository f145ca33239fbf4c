"""The entry grid as a workbook: fetched, filled in elsewhere, sent back, confirmed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from progress_app.actions.errors import PeriodClosedError
from progress_app.actions.uploads import (
    UploadAppliedError,
    UploadExpiredError,
    UploadRefusedError,
    apply_upload,
    keep_upload,
)
from progress_app.enums import FormRefusal, UploadState
from progress_app.forms import WORKBOOK, KeyForm, UploadForm
from progress_app.models import Submission, WorkbookUpload
from progress_app.queries.grid import grid as grid_of
from progress_app.queries.loading import submission_to_fill
from progress_app.queries.uploads import (
    Preview,
    content_of,
    is_expired,
    preview_of,
    upload_for,
)
from progress_app.templatetags.uploads import fault, loose_words
from progress_app.views.finding import or_404
from progress_app.workbook.form import NO_MARKS, Marks, form_name, write_form
from progress_app.workbook.identity import FormRefusedError
from progress_app.workbook.returned import read_form
from unionplan.lib.spreadsheets.refusals import RefusedError
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.views.doors import signed_in

GONE = 410


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a return's form, or take one back to be looked at."""
    found = or_404(submission_to_fill, request.access, pk)
    if request.method == "POST":
        return _taken(request, found)
    return _handed_out(request, found, NO_MARKS)


@require_GET
@signed_in
@never_cache
def upload_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a form is filled in offline, and take the file."""
    found = or_404(submission_to_fill, request.access, pk)
    return _asked(request, found, UploadForm())


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def workbook_upload(request: HttpRequest, pk: int, upload_pk: UUID) -> HttpResponse:
    """Show every change of an uploaded form, then write them all at once."""
    found = or_404(upload_for, request.access, pk, upload_pk)
    if request.method == "POST":
        return _confirmed(request, found)
    return _previewed(request, found)


@require_GET
@signed_in
@never_cache
def marked_workbook(request: HttpRequest, pk: int, upload_pk: UUID) -> HttpResponse:
    """Hand out what was uploaded in a fresh form, its faults marked cell by cell."""
    found = or_404(upload_for, request.access, pk, upload_pk)
    if found.state == UploadState.APPLIED or is_expired(found, at=request.moment):
        return redirect("workbook_upload", pk, upload_pk)
    return _handed_out(request, found.submission, _marks_of(found))


def _handed_out(request: HttpRequest, found: Submission, marks: Marks) -> HttpResponse:
    grid = grid_of(found, at=request.moment)
    if not grid.clock.is_fillable:
        messages.error(request, FormRefusal.PERIOD_CLOSED.label)
        return redirect("submission", found.pk)
    is_demonstration = request.installation.is_demonstration
    name = form_name(
        grid, is_demonstration=is_demonstration, is_marked=marks is not NO_MARKS
    )
    data = write_form(grid, is_demonstration=is_demonstration, marks=marks)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        data, content_type=WORKBOOK, headers={"Content-Disposition": disposition}
    )


def _marks_of(upload: WorkbookUpload) -> Marks:
    preview = preview_of(upload)
    return Marks(
        raw={
            row.entry_id: row.raw for row in content_of(upload).rows if row.is_touched
        },
        faults={
            (cell.row.entry_id, cell.field): fault(cell) for cell in preview.faults
        },
        loose=[loose_words(loose) for loose in preview.loose],
    )


def _asked(
    request: HttpRequest, found: Submission, form: UploadForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "submission": found,
        "form": form,
        "clock": grid_of(found, at=request.moment).clock,
    }
    return render(request, "progress_app/upload.html", context, status=status)


def _taken(request: HttpRequest, found: Submission) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _asked(request, found, form, status=400)
    if not grid_of(found, at=request.moment).clock.is_fillable:
        form.refuse(FormRefusal.PERIOD_CLOSED.label)
        return _asked(request, found, form, status=409)
    data = form.cleaned_data["file"].read()
    try:
        upload = keep_upload(
            submission=found,
            content=read_form(data, submission=found),
            data=data,
            file_name=form.cleaned_name,
            person_id=request.user.pk,
            at=request.moment,
            client_key=form.cleaned_data["client_key"],
        )
    except (RefusedError, FormRefusedError) as refused:
        form.refuse(refused.refusal.label, refused.place)
        return _asked(request, found, form, status=422)
    except AlreadyDoneError as done:
        return redirect("workbook_upload", found.pk, done.response["upload"])
    except KeyReusedError:
        form.refuse(_("这个页面已经用过一次，请再选一次文件上传"))
        return _asked(request, found, form, status=422)
    return redirect("workbook_upload", found.pk, upload.pk)


def _previewed(
    request: HttpRequest,
    found: WorkbookUpload,
    *,
    preview: Preview | None = None,
    status: int = 200,
    **context: object,
) -> HttpResponse:
    expired = is_expired(found, at=request.moment)
    context |= {
        "upload": found,
        "submission": found.submission,
        "preview": preview or preview_of(found),
        "is_expired": expired,
        "is_applied": found.state == UploadState.APPLIED,
    }
    status = GONE if expired else status
    return render(request, "progress_app/upload_preview.html", context, status=status)


def _confirmed(request: HttpRequest, found: WorkbookUpload) -> HttpResponse:
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _previewed(request, found, status=400, form=form)
    try:
        number = apply_upload(
            upload=found,
            person_id=request.user.pk,
            at=request.moment,
            client_key=form.cleaned_data["client_key"],
        )
    except UploadAppliedError:
        messages.info(request, _("这份填报表此前已经写入，没有重复写入。"))
        return redirect("submission", found.submission_id)
    except UploadRefusedError as refused:
        return _previewed(
            request, found, preview=refused.preview, status=409, is_refused=True
        )
    except UploadExpiredError:
        return _previewed(request, found)
    except PeriodClosedError:
        return _previewed(request, found, status=409, is_closed=True)
    except KeyReusedError:
        return _previewed(request, found, status=422, is_reused=True)
    words = ngettext(
        "已写入 %(number)d 项，核对后请提交。",
        "已写入 %(number)d 项，核对后请提交。",
        number,
    )
    messages.success(request, words % {"number": number})
    return redirect("submission", found.submission_id)
