"""报送情况: how far every union's return is, and reminding those still waited for."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from progress_app.actions.reminders import NobodyToRemindError, remind, usual_words
from progress_app.enums import ReportingState
from progress_app.filters import StatusFilterForm
from progress_app.forms import RemindForm
from progress_app.queries.status import (
    Addressee,
    addressees,
    period_to_remind,
    reporting_status,
)
from progress_app.rules.reporting import can_remind, can_see_status
from progress_app.views.finding import or_404
from targets_app.models import ReportingPeriod
from tasks_app.queries import current_plan
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.views.doors import allowed


@require_GET
@allowed(can_see_status)
@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """Show the matrix of unions and periods."""
    plan = current_plan()
    form = StatusFilterForm(request.GET)
    matrix = plan and reporting_status(
        plan=plan, at=request.moment, group=form.wanted()
    )
    context = {
        "plan": plan,
        "filter": form,
        "matrix": matrix,
        "legend": ReportingState,
        "can_remind": can_remind(request.access),
    }
    return render(request, "progress_app/status.html", context)


@dataclass(frozen=True, slots=True)
class Choice:
    """A union that can be reminded, ticked or not."""

    addressee: Addressee
    is_chosen: bool


@require_http_methods(["GET", "POST"])
@allowed(can_remind)
@never_cache
def remind_unions(request: HttpRequest, period_pk: int) -> HttpResponse:
    """Show who would be reminded of a period and in what words; then do it."""
    period = or_404(period_to_remind, period_pk, at=request.moment)
    if request.method == "POST":
        return _send(request, period)
    initial = {"words": usual_words(period, at=request.moment)}
    return _page(request, period, initial=initial, chosen=request.GET.getlist("union"))


def _page(
    request: HttpRequest,
    period: ReportingPeriod,
    *,
    chosen: list[str],
    status: int = 200,
    message: str = "",
    **options: object,
) -> HttpResponse:
    """Render the confirmation; nobody named means everybody."""
    known = addressees(period=period, at=request.moment)
    form = RemindForm(unions=[row.union.pk for row in known], **options)
    if form.is_bound:
        form.is_valid()
    context = {
        "period": period,
        "form": form,
        "choices": [
            Choice(row, not chosen or str(row.union.pk) in chosen) for row in known
        ],
        "message": message,
    }
    return render(request, "progress_app/remind.html", context, status=status)


def _send(request: HttpRequest, period: ReportingPeriod) -> HttpResponse:
    known = addressees(period=period, at=request.moment)
    form = RemindForm(request.POST, unions=[row.union.pk for row in known])
    again = {"chosen": request.POST.getlist("union"), "data": request.POST}
    if not form.is_valid():
        return _page(request, period, status=400, **again)
    try:
        reminded = remind(
            period=period,
            union_ids=form.cleaned_data["union"],
            words=form.cleaned_data["words"],
            person_id=request.user.pk,
            at=request.moment,
            client_key=form.cleaned_data["client_key"],
        )
    except AlreadyDoneError:
        messages.info(request, _("这次催报此前已经发出，没有重复发送。"))
    except KeyReusedError:
        message = _("这个页面已经用过一次，没有再发。请核对后再发。")
        return _page(request, period, status=422, message=message, **again)
    except NobodyToRemindError:
        message = _("所选单位都已经提交，没有发出。")
        return _page(request, period, status=409, message=message, **again)
    else:
        said = ngettext(
            "已提醒 %(number)d 个单位。", "已提醒 %(number)d 个单位。", len(reminded)
        )
        messages.success(request, said % {"number": len(reminded)})
    return redirect("reporting_status")
