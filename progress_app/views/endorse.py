"""待审: the union's own approver passes on or sends back."""

from collections.abc import Mapping
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from progress_app.actions.reviews import endorse_entries
from progress_app.forms import ReturnForm, Seen, VersionsForm
from progress_app.models import Submission
from progress_app.queries.desks import lines_to_endorse, returns_to_endorse
from progress_app.queries.grid import clock_for
from progress_app.queries.loading import (
    entries_within,
    entry_to_endorse,
    submission_to_endorse,
)
from progress_app.rules.desks import can_open_endorse_desk
from progress_app.rules.transitions import is_awaiting_endorsement
from progress_app.views.decisions import (
    NOTHING_DECIDED,
    Verdict,
    attempt,
    attempt_return,
    invalid,
    overtaken,
)
from progress_app.views.finding import or_404
from unions_app.views.doors import allowed


@require_GET
@allowed(can_open_endorse_desk)
@never_cache
def endorse_desk(request: HttpRequest) -> HttpResponse:
    """List the returns that wait for the approver."""
    context = {"returns": returns_to_endorse(request.access)}
    return render(request, "progress_app/endorse_desk.html", context)


@require_GET
@allowed(can_open_endorse_desk)
@never_cache
def endorse_submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the lines of one return that wait."""
    found = or_404(submission_to_endorse, request.access, pk)
    return _desk_of(request, found)


def _desk_of(
    request: HttpRequest,
    found: Submission,
    *,
    verdict: Verdict = NOTHING_DECIDED,
    seen: Mapping[int, Seen] | None = None,
    **context: object,
) -> HttpResponse:
    """Render a return's lines; after a refusal with what was seen and what is now."""
    context |= {
        "submission": found,
        "clock": clock_for(found, request.moment),
        "lines": lines_to_endorse(found),
        "verdict": verdict,
        "overtaken": overtaken(verdict, seen or {}),
    }
    return render(
        request, "progress_app/endorse_submission.html", context, status=verdict.status
    )


@require_POST
@allowed(can_open_endorse_desk)
def endorse(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass the ticked lines on to their lead departments, all or none."""
    found = or_404(submission_to_endorse, request.access, pk)
    form = VersionsForm(request.POST)
    if not form.is_valid():
        return _desk_of(request, found, verdict=invalid(form))
    seen = form.cleaned_data["seen"]
    own = entries_within(found, seen)
    verdict = attempt(
        partial(
            endorse_entries,
            versions={pk: seen[pk].version for pk in own},
            person_id=request.user.pk,
            at=request.moment,
            client_key=form.cleaned_data["client_key"],
        )
    )
    if not verdict.is_done:
        return _desk_of(request, found, verdict=verdict, seen=seen)
    messages.success(
        request, _("已通过 %(number)d 项，转牵头部门审核。") % {"number": len(own)}
    )
    return redirect("endorse_submission", found.pk)


@require_POST
@allowed(can_open_endorse_desk)
def send_back(request: HttpRequest, entry_pk: int) -> HttpResponse:
    """Send one line back to the reporter, with a reason."""
    entry = or_404(entry_to_endorse, request.access, entry_pk)
    found = or_404(submission_to_endorse, request.access, entry.submission_id)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _desk_of(
            request, found, verdict=invalid(form), returning=entry.pk, form=form
        )
    verdict = attempt_return(
        entry,
        is_here=is_awaiting_endorsement(
            state=entry.state, has_approver=found.union.has_approver
        ),
        form=form,
        person_id=request.user.pk,
        at=request.moment,
    )
    if not verdict.is_done:
        seen = {entry.pk: Seen(entry.version, form.cleaned_data["seen"])}
        return _desk_of(
            request,
            found,
            verdict=verdict,
            seen=seen,
            returning=entry.pk,
            form=form,
        )
    messages.success(
        request, _("已退回填报员：%(name)s。") % {"name": entry.target.name}
    )
    return redirect("endorse_submission", found.pk)
