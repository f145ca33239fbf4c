"""The form on which a correction is proposed, the old figure beside the new."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from progress_app.actions.corrections import Proposal, propose_correction
from progress_app.actions.errors import (
    AlreadyProposedError,
    EvidenceRefusedError,
    FigureRefusedError,
    GroundsMissingError,
    NotPostedError,
    StalePostingError,
)
from progress_app.enums import CorrectionReason
from progress_app.forms import CorrectionForm
from progress_app.models import Correction, Entry
from progress_app.queries.corrections import EntryStory, entry_story
from progress_app.queries.loading import entry_to_correct
from progress_app.templatetags.progress import problem
from progress_app.views.decisions import BAD_REQUEST, CONFLICT, UNPROCESSABLE
from progress_app.views.entries import handed_over
from progress_app.views.finding import or_404
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.views.doors import signed_in


@require_http_methods(["GET", "POST"])
@signed_in
@never_cache
def propose(request: HttpRequest, entry_pk: int) -> HttpResponse:
    """Show the form, then take the proposal; what was typed stays when it is refused."""
    entry = or_404(entry_to_correct, request.access, entry_pk)
    if request.method == "GET":
        return _shown(request, entry, CorrectionForm(target=entry.target))
    form = CorrectionForm(request.POST, request.FILES, target=entry.target)
    if not form.is_valid():
        hidden = form.errors.get("client_key") or form.errors.get("seen") or [""]
        return _shown(request, entry, form, status=BAD_REQUEST, message=str(hidden[0]))
    try:
        pk = _proposed(request, entry, form).pk
    except AlreadyDoneError as done:
        return redirect("correction", done.response["correction"])
    except KeyReusedError:
        message = _("这个页面已经用过一次，请核对后再提交。")
        return _shown(request, entry, form, status=UNPROCESSABLE, message=message)
    except StalePostingError as refusal:
        message = _("您打开页面之后，入账数又有变化，没有提出。请对照现在的数再填。")
        seen = {"seen_posting": refusal.seen}
        return _shown(request, entry, form, status=CONFLICT, message=message, **seen)
    except (AlreadyProposedError, NotPostedError):
        return _shown(request, entry, form, status=CONFLICT)
    except (FigureRefusedError, EvidenceRefusedError, GroundsMissingError) as refusal:
        _tell(form, refusal, entry)
        return _shown(request, entry, form, status=BAD_REQUEST)
    messages.success(request, _("已提出更正，由牵头部门另一位同事审核后入账。"))
    return redirect("correction", pk)


def _proposed(request: HttpRequest, entry: Entry, form: CorrectionForm) -> Correction:
    given = form.cleaned_data
    return propose_correction(
        entry_id=entry.pk,
        seen=given["seen"],
        proposal=Proposal(
            raw=form.raw(),
            reason_code=CorrectionReason(given["reason_code"]),
            words=given["words"],
            reference=given["reference"],
            uploads=[handed_over(form)] if given["file"] else [],
        ),
        person_id=request.user.pk,
        at=request.moment,
        client_key=given["client_key"],
    )


def _tell(form: CorrectionForm, refusal: Exception, entry: Entry) -> None:
    """Put what is wrong beside its field."""
    if isinstance(refusal, FigureRefusedError):
        for name, what in refusal.problems.items():
            field = name if name in form.fields else form.figure_names[0]
            form.add_error(field, problem(what, entry.target))
    elif isinstance(refusal, EvidenceRefusedError):
        form.add_error("file", refusal.problem.label)
    else:
        form.add_error("reference", _("请上传佐证文件，或写明依据"))


def _shown(
    request: HttpRequest,
    entry: Entry,
    form: CorrectionForm,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    story: EntryStory = entry_story(entry)
    context |= {"story": story, "entry": entry, "line": story.line, "form": form}
    return render(request, "progress_app/correction_form.html", context, status=status)
