"""本期待办: where reporters land."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from progress_app.actions.errors import NotOwedError, PeriodClosedError
from progress_app.actions.submissions import start_submission
from progress_app.queries.loading import period_in_force, union_to_report_for
from progress_app.queries.todo import todo as todo_for
from progress_app.rules.desks import can_open_todo
from progress_app.views.finding import or_404
from unions_app.views.doors import allowed, signed_in


@require_GET
@allowed(can_open_todo)
def todo(request: HttpRequest) -> HttpResponse:
    """Show what has to be handed in, what came back, and what is still missing."""
    found = todo_for(request.access, at=request.moment)
    return render(request, "progress_app/todo.html", {"todo": found})


@require_POST
@signed_in
def start(request: HttpRequest, period_pk: int, union_pk: int) -> HttpResponse:
    """Begin a return, or go on with it: the same button, however often it is pressed."""
    union = or_404(union_to_report_for, request.access, union_pk)
    period = or_404(period_in_force, period_pk)
    try:
        submission = start_submission(
            union=union, period=period, person_id=request.user.pk, at=request.moment
        )
    except PeriodClosedError:
        messages.error(
            request,
            _("%(period)s现在不能填报：尚未开放，或已锁定。没有改动任何数据。")
            % {"period": period},
        )
        return redirect("todo")
    except NotOwedError:
        messages.info(request, _("%(union)s本期没有应报的指标。") % {"union": union})
        return redirect("todo")
    return redirect("submission", submission.pk)
