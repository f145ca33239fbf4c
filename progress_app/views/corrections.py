"""更正: proposed beside what stands, decided on by a second person."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from progress_app.actions.corrections import (
    accept_correction,
    refuse_correction,
    withdraw_correction,
)
from progress_app.actions.errors import (
    AlreadyDecidedError,
    OwnWorkError,
    StaleCorrectionError,
    StalePostingError,
)
from progress_app.actions.evidence import attach_evidence
from progress_app.forms import (
    CorrectionDecisionForm,
    CorrectionRefusalForm,
    EvidenceForm,
)
from progress_app.models import Correction, Posting
from progress_app.queries.corrections import (
    compared,
    corrections_for,
    corrections_to_decide,
)
from progress_app.queries.loading import (
    correction_to_change,
    correction_to_decide,
    correction_to_read,
)
from progress_app.rules.corrections import is_awaiting_decision
from progress_app.rules.desks import can_open_corrections, can_open_review_desk
from progress_app.views.decisions import BAD_REQUEST, CONFLICT, UNPROCESSABLE
from progress_app.views.entries import attempt_attaching, handed_over
from progress_app.views.finding import or_404
from unionplan.dispatcher import wake
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.rules import can_report_for, can_review_for
from unions_app.views.doors import allowed, signed_in

ROWS_A_PAGE = 25
ROLL_UP = "progress_app.roll_up_marked"


@require_GET
@allowed(can_open_corrections)
@never_cache
def corrections(request: HttpRequest) -> HttpResponse:
    """List what waits for the person's department, and all that was proposed."""
    waiting = list(corrections_to_decide(request.access))
    others = corrections_for(request.access).exclude(pk__in=[c.pk for c in waiting])
    context = {
        "waiting": waiting,
        "can_review": can_open_review_desk(request.access),
        "page": Paginator(others, ROWS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "progress_app/corrections.html", context)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a decision went: ``status`` 0 when it is done, else why not in words.

    ``stands`` is the posting in force, where it is another than the one corrected.
    """

    status: int = 0
    message: str = ""
    stands: Posting | None = None


@require_GET
@signed_in
@never_cache
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is proposed beside what stands, with all that a decision rests on."""
    return _shown(request, or_404(correction_to_read, request.access, pk))


def _shown(
    request: HttpRequest,
    found: Correction,
    *,
    outcome: Outcome = Outcome(200),
    form: CorrectionDecisionForm | None = None,
    evidence_form: EvidenceForm | None = None,
) -> HttpResponse:
    entry, access = found.entry, request.access
    is_open = is_awaiting_decision(found.state)
    is_own = found.proposed_by_id == request.user.pk
    context = {
        "correction": found,
        "entry": entry,
        "compared": compared(found),
        "evidence": list(found.evidence.select_related("uploaded_by")),
        "is_own": is_own,
        "is_led": is_open and can_review_for(access, entry.target.lead_department_id),
        "can_change": is_open
        and (is_own or can_report_for(access, entry.submission.union_id)),
        "outcome": outcome,
        "form": form or CorrectionDecisionForm(),
        "evidence_form": evidence_form or EvidenceForm(),
    }
    return render(
        request, "progress_app/correction.html", context, status=outcome.status
    )


@require_POST
@signed_in
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a correction: it is in the ledger when this answers."""
    found = or_404(correction_to_decide, request.access, pk)
    form = CorrectionDecisionForm(request.POST)
    said = _("已更正并入账：%(name)s。")
    return _decided(request, found, form, accept_correction, said)


@require_POST
@signed_in
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the figure as it is, with a reason."""
    found = or_404(correction_to_decide, request.access, pk)
    form = CorrectionRefusalForm(request.POST)
    said = _("未同意更正：%(name)s。")
    return _decided(request, found, form, refuse_correction, said)


@require_POST
@signed_in
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proposal back."""
    found = or_404(correction_to_change, request.access, pk)
    form = CorrectionDecisionForm(request.POST)
    said = _("已撤回更正：%(name)s。")
    return _decided(request, found, form, withdraw_correction, said)


def _decided(
    request: HttpRequest,
    found: Correction,
    form: CorrectionDecisionForm,
    action: Callable[..., object],
    said: str,
) -> HttpResponse:
    if not form.is_valid():
        hidden = form.errors.get("client_key") or form.errors.get("version") or [""]
        outcome = Outcome(BAD_REQUEST, str(hidden[0]))
        return _shown(request, found, outcome=outcome, form=form)
    given = form.cleaned_data
    decide = partial(
        action,
        correction_id=found.pk,
        version=given["version"],
        person_id=request.user.pk,
        at=request.moment,
        client_key=given["client_key"],
    )
    if action is not withdraw_correction:
        decide = partial(decide, words=given["words"])
    outcome = _attempt(decide)
    if outcome.status:
        again = or_404(correction_to_read, request.access, found.pk)
        return _shown(request, again, outcome=outcome, form=form)
    if action is accept_correction:
        wake(ROLL_UP)
    name = f"{found.entry.submission.union} · {found.entry.target.name}"
    messages.success(request, said % {"name": name})
    return redirect("corrections")


def _attempt(decide: Callable[[], object]) -> Outcome:
    """Take a decision; tell what its refusals mean to the person who took it."""
    try:
        decide()
    except AlreadyDoneError:
        return Outcome()
    except KeyReusedError:
        message = _("这个页面已经用过一次，请核对现在的内容后再决定。")
        return Outcome(UNPROCESSABLE, message)
    except AlreadyDecidedError as refusal:
        message = _("已有人先处理，现在的状态是“%(state)s”，您的操作没有执行。") % {
            "state": refusal.stands.get_state_display()
        }
        return Outcome(CONFLICT, message)
    except StaleCorrectionError:
        message = _("您打开页面之后，佐证材料又有增减，所以没有执行。请核对后再决定。")
        return Outcome(CONFLICT, message)
    except StalePostingError as refusal:
        message = _("入账数已经变了，这份更正所依据的数不再有效，没有执行。")
        return Outcome(CONFLICT, message, stands=refusal.stands)
    except OwnWorkError:
        message = _("这是您自己提出的更正，须由另一位同事审核。")
        return Outcome(CONFLICT, message)
    return Outcome()


@require_POST
@signed_in
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach a file to a correction that nobody has decided on."""
    found = or_404(correction_to_change, request.access, pk)
    form = EvidenceForm(request.POST, request.FILES)
    status = BAD_REQUEST
    if form.is_valid():
        status = attempt_attaching(
            partial(
                attach_evidence,
                correction_id=found.pk,
                upload=handed_over(form),
                person_id=request.user.pk,
                at=request.moment,
                client_key=form.cleaned_data["client_key"],
            ),
            form,
        )
    if status:
        again = or_404(correction_to_read, request.access, pk)
        return _shown(request, again, outcome=Outcome(status), evidence_form=form)
    messages.success(request, _("佐证材料已上传。"))
    return redirect("correction", found.pk)
