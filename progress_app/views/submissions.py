"""The entry grid's page, handing in, and the history of a return."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from progress_app.actions.errors import (
    NothingToSubmitError,
    NotReadyError,
    PeriodClosedError,
)
from progress_app.actions.submissions import obstacles_of, submit
from progress_app.enums import Stage
from progress_app.forms import KeyForm
from progress_app.models import Submission
from progress_app.queries.corrections import evidence_counts
from progress_app.queries.exceptions import pending_exception
from progress_app.queries.grid import Clock, Grid, clock_for
from progress_app.queries.grid import grid as grid_of
from progress_app.queries.histories import submission_history as history_of
from progress_app.queries.loading import submission_for, submission_to_fill
from progress_app.queries.recent import recent_figures
from progress_app.views.finding import or_404
from progress_app.views.words import GRID_WORDS
from targets_app.enums import PeriodState
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.rules import can_report_for
from unions_app.views.doors import signed_in


@require_GET
@signed_in
@never_cache
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a return as the entry grid, or read-only with the reason why."""
    found = or_404(submission_for, request.access, pk)
    grid = grid_of(found, at=request.moment)
    can_report = can_report_for(request.access, found.union_id)
    context = {
        "grid": grid,
        "submission": found,
        "can_report": can_report,
        "can_type": can_report and grid.clock.is_fillable,
        "pending": _is_shut(grid.clock) and pending_exception(found),
        "recent": recent_figures(found),
        "files": evidence_counts(found),
        "stages": Stage.choices,
        "words": GRID_WORDS,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }
    return render(request, "progress_app/submission.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
@never_cache
def submit_submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is blank or doubtful, then hand in what is filled in."""
    if request.method == "POST":
        return _hand_in(request, or_404(submission_to_fill, request.access, pk))
    return _before_submitting(request, or_404(submission_for, request.access, pk))


def _hand_in(request: HttpRequest, found: Submission) -> HttpResponse:
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _before_submitting(request, found, status=400, form=form)
    try:
        number = submit(
            submission=found,
            person_id=request.user.pk,
            at=request.moment,
            client_key=form.cleaned_data["client_key"],
        )
    except AlreadyDoneError:
        messages.info(request, _("这次提交此前已经收到，没有重复提交。"))
    except KeyReusedError:
        return _before_submitting(request, found, status=422, is_reused=True)
    except PeriodClosedError:
        return _before_submitting(request, found, status=409)
    except (NothingToSubmitError, NotReadyError):
        return _before_submitting(request, found, status=409, is_refused=True)
    else:
        messages.success(request, _("已提交 %(number)d 项。") % {"number": number})
    return redirect("submit_submission", found.pk)


def _before_submitting(
    request: HttpRequest, found: Submission, *, status: int = 200, **context: object
) -> HttpResponse:
    """Render what stands in the way, what is ready, and what has been handed in."""
    grid = grid_of(found, at=request.moment)
    context |= {
        "grid": grid,
        "submission": found,
        "obstacles": _obstacles(grid),
        "can_report": can_report_for(request.access, found.union_id),
    }
    return render(request, "progress_app/submit.html", context, status=status)


def _obstacles(grid: Grid) -> list[tuple[object, object]]:
    """Return (line, problem) pairs in the plan's order."""
    entries = [line.entry for line in grid.to_submit]
    contexts = {line.entry.target_id: line.context for line in grid.to_submit}
    found = obstacles_of(entries, contexts)
    return [
        (line, problem)
        for line in grid.to_submit
        for problem in found.get(line.entry.pk, ())
    ]


def _is_shut(clock: Clock) -> bool:
    """Return whether a lock stands in the way, and nothing holds it open."""
    return clock.state == PeriodState.LOCKED and not clock.is_fillable


@require_GET
@signed_in
def submission_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who did what to a return, and when."""
    found = or_404(submission_for, request.access, pk)
    clock = clock_for(found, request.moment)
    context = {
        "submission": found,
        "events": history_of(found),
        "clock": clock,
        "can_ask": _is_shut(clock)
        and can_report_for(request.access, found.union_id)
        and pending_exception(found) is None,
    }
    return render(request, "progress_app/history.html", context)
