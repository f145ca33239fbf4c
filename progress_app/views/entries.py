"""One entry's whole story, and the files that support it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import uuid5

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from progress_app.actions.errors import (
    AlreadyDecidedError,
    EvidenceKeptError,
    EvidenceMissingError,
    EvidenceRefusedError,
    GroundsMissingError,
    PeriodClosedError,
    WrongStateError,
)
from progress_app.actions.evidence import (
    Upload,
    attach_evidence,
    record_evidence_read,
)
from progress_app.actions.evidence import remove_evidence as remove
from progress_app.actions.previews import opened_evidence, preview_of
from progress_app.forms import EvidenceForm, KeyForm
from progress_app.models import Entry, Evidence
from progress_app.queries.corrections import (
    entry_story,
    evidence_of,
    takes_correction,
    takes_evidence,
)
from progress_app.queries.histories import entry_history
from progress_app.queries.loading import (
    entry_to_read,
    entry_to_support,
    evidence_to_read,
    evidence_to_remove,
)
from progress_app.rules.desks import can_read_return
from progress_app.rules.evidence import MOST_BYTES
from progress_app.views.decisions import BAD_REQUEST, CONFLICT, UNPROCESSABLE
from progress_app.views.finding import or_404
from progress_app.views.words import EVIDENCE_WORDS
from unionplan.lib.file_types import JPEG
from unionplan.lib.previews import PreviewTimeoutError
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.views.doors import signed_in
from unions_app.views.errors import wants_json

PREVIEW_HEADERS = {
    "Cache-Control": "private, max-age=3600",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken: what it is called, why, and the answer's status."""

    name: str
    words: str
    status: int


@require_GET
@signed_in
@never_cache
def entry(request: HttpRequest, entry_pk: int) -> HttpResponse:
    """Show what was reported, what the ledger says now, and all between."""
    return shown(request, or_404(entry_to_read, request.access, entry_pk))


def shown(
    request: HttpRequest,
    found: Entry,
    *,
    refused: Sequence[Refused] = (),
    status: int = 200,
) -> HttpResponse:
    """Render the story of an entry."""
    story = entry_story(found)
    context = {
        "story": story,
        "entry": found,
        "line": story.line,
        "events": entry_history(found),
        "reads_return": can_read_return(request.access, found.submission.union_id),
        "takes_evidence": takes_evidence(request.access, found, request.moment),
        "takes_correction": takes_correction(request.access, story),
        "refused": refused,
        "most_bytes": MOST_BYTES,
        "words": EVIDENCE_WORDS,
    }
    return render(request, "progress_app/entry.html", context, status=status)


def handed_over(form: EvidenceForm) -> Upload:
    """Return the file of a valid form."""
    file = form.cleaned_data["file"]
    return Upload(name=file.name, content=file)


def attempt_attaching(attach: Callable[[], object], form: EvidenceForm) -> int:
    """Attach a file; return 0 when it is done, else the status, with the form's words."""
    try:
        attach()
    except AlreadyDoneError:
        return 0
    except KeyReusedError:
        form.add_error("file", _("页面已过期，请重新选择文件"))
        return UNPROCESSABLE
    except EvidenceRefusedError as refusal:
        form.add_error("file", refusal.problem.label)
        return BAD_REQUEST
    except (WrongStateError, PeriodClosedError, AlreadyDecidedError):
        form.add_error("file", _("现在不能再加材料：已提交、已决定，或本期已锁定"))
        return CONFLICT
    return 0


@require_POST
@signed_in
def attach(request: HttpRequest, entry_pk: int) -> HttpResponse:
    """Attach files to an entry that its reporter can still change.

    Each is taken or refused by itself. A script sends one at a time and is answered
    {"list": the files as they stand, told in HTML}, or {"words": why not}.
    """
    found = or_404(entry_to_support, request.access, entry_pk)
    sent = request.FILES.getlist("file") or [None]
    tried = [_attach_one(request, found, *each) for each in enumerate(sent)]
    refused = [each for each in tried if each is not None]
    if wants_json(request):
        return _told_to_script(request, found, refused)
    if len(refused) < len(tried):
        messages.success(request, _("佐证材料已上传。"))
    if refused:
        return shown(request, found, refused=refused, status=refused[0].status)
    return redirect("entry", found.pk)


def _attach_one(
    request: HttpRequest, found: Entry, number: int, file: UploadedFile | None
) -> Refused | None:
    """Attach one of the files that came together; return why it was not taken."""
    form = EvidenceForm(request.POST, {"file": file} if file else {})
    status = BAD_REQUEST
    if form.is_valid():
        key = form.cleaned_data["client_key"]
        status = attempt_attaching(
            partial(
                attach_evidence,
                entry_id=found.pk,
                upload=handed_over(form),
                person_id=request.user.pk,
                at=request.moment,
                client_key=uuid5(key, str(number)) if number else key,
            ),
            form,
        )
    if not status:
        return None
    words = " ".join(error for errors in form.errors.values() for error in errors)
    return Refused(file.name if file else "", words, status)


def _told_to_script(
    request: HttpRequest, found: Entry, refused: list[Refused]
) -> JsonResponse:
    if refused:
        words = " ".join(each.words for each in refused)
        return JsonResponse({"words": words}, status=refused[0].status)
    context = {
        "evidence": evidence_of(found),
        "can_remove": takes_evidence(request.access, found, request.moment),
    }
    told = render_to_string("progress_app/evidence_list.html", context, request)
    return JsonResponse({"list": told})


@require_POST
@signed_in
def remove_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file away, as long as what it supports can still change."""
    evidence = or_404(evidence_to_remove, request.access, pk)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("页面已过期，请刷新后重试"), status=BAD_REQUEST)
    try:
        remove(
            evidence_id=evidence.pk,
            person_id=request.user.pk,
            at=request.moment,
            client_key=form.cleaned_data["client_key"],
        )
    except (EvidenceKeptError, PeriodClosedError):
        messages.error(request, _("材料所支持的数已提交或已决定，不能再移除。"))
    except GroundsMissingError:
        messages.error(request, _("更正要有佐证材料或依据：请先另传一份，再移除这份。"))
    except (AlreadyDoneError, Evidence.DoesNotExist, KeyReusedError):
        messages.info(request, _("这份材料已经移除。"))
    else:
        messages.success(request, _("材料已移除。"))
    if evidence.correction_id:
        return redirect("correction", evidence.correction_id)
    return redirect("entry", evidence.entry_id)


@require_GET
@signed_in
@never_cache
def evidence(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """Hand out a file as a download, found unchanged, and write down to whom.

    It is never shown inside a page of ours: what is in it is not ours.
    """
    found = or_404(evidence_to_read, request.access, pk)
    try:
        content = opened_evidence(found)
    except EvidenceMissingError as missing:
        raise Http404 from missing
    record_evidence_read(evidence=found, person_id=request.user.pk, at=request.moment)
    response = FileResponse(
        content,
        as_attachment=True,
        filename=found.name,
        content_type=found.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
@signed_in
def evidence_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a small picture of a file, made anew by us, and write down to whom.

    What cannot be drawn is shown as the icon of a file.
    """
    found = or_404(evidence_to_read, request.access, pk)
    try:
        drawn = preview_of(found)
    except EvidenceMissingError as missing:
        raise Http404 from missing
    except PreviewTimeoutError:
        drawn = None
    if drawn is None:
        response = redirect(static("img/file.svg"))
        response["Cache-Control"] = "private, no-store"
        return response
    record_evidence_read(
        evidence=found,
        person_id=request.user.pk,
        at=request.moment,
        as_preview=True,
    )
    return HttpResponse(drawn, content_type=JPEG, headers=PREVIEW_HEADERS)
