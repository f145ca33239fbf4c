"""补报: a union asks for a locked period, an administrator decides."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from progress_app.actions.errors import (
    AlreadyAskedError,
    AlreadyDecidedError,
    NotLockedError,
    NotOwedError,
    OwnWorkError,
    UntimelyError,
)
from progress_app.actions.exceptions import (
    ask_exception,
    grant_exception,
    refuse_exception,
)
from progress_app.forms import (
    AskExceptionForm,
    GrantExceptionForm,
    KeyForm,
    RefuseExceptionForm,
)
from progress_app.models import PeriodException
from progress_app.queries.exceptions import exceptions_for, locked_periods
from progress_app.queries.loading import (
    exception_to_decide,
    exception_to_read,
    period_in_force,
    union_to_report_for,
)
from progress_app.rules.desks import can_open_exceptions
from progress_app.views.decisions import BAD_REQUEST, CONFLICT, UNPROCESSABLE
from progress_app.views.finding import or_404
from unionplan.lib.dates import end_of, local_date
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.rules import can_administer
from unions_app.views.doors import allowed, signed_in

ROWS_A_PAGE = 25
USUAL_DAYS = 3
"""How long a request proposes to keep the period open, until somebody says otherwise."""


@require_GET
@allowed(can_open_exceptions)
@never_cache
def exceptions(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision, what can be asked for, and what was decided."""
    found = exceptions_for(request.access)
    page = Paginator(found.exclude(decision=""), ROWS_A_PAGE)
    context = {
        "waiting": list(found.awaiting_decision()),
        "locked": locked_periods(request.access, at=request.moment),
        "page": page.get_page(request.GET.get("page")),
        "can_decide": can_administer(request.access),
    }
    return render(request, "progress_app/exceptions.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
@never_cache
def ask(request: HttpRequest, period_pk: int, union_pk: int) -> HttpResponse:
    """Show the form of a request, then take it."""
    union = or_404(union_to_report_for, request.access, union_pk)
    period = or_404(period_in_force, period_pk)
    usual = local_date(request.moment) + timedelta(days=USUAL_DAYS)
    form = AskExceptionForm(request.POST or None, initial={"until": usual})
    context = {"union": union, "period": period, "form": form}
    status, message = 200, ""
    if request.method == "POST":
        form = context["form"] = AskExceptionForm(request.POST)
        status, message = BAD_REQUEST, _expired(form)
    if form.is_valid():
        given = form.cleaned_data
        status, message = _attempt(
            partial(
                ask_exception,
                union=union,
                period=period,
                why=given["why"],
                wanted_until=end_of(given["until"]),
                person_id=request.user.pk,
                at=request.moment,
                client_key=given["client_key"],
            ),
            form,
        )
        if not status:
            messages.success(request, _("已提出补报申请，等待管理员决定。"))
            return redirect("exceptions")
    context["message"] = message
    return render(request, "progress_app/exception_ask.html", context, status=status)


def _expired(form: KeyForm) -> str:
    """Return what is wrong with the hidden fields of a form; "" when nothing is."""
    return str(next(iter(form.errors.get("client_key", [])), ""))


def _attempt(act: Callable[[], object], form: KeyForm) -> tuple[int, str]:
    """Ask or decide; return (0, "") when it is done, else the status and the words."""
    try:
        act()
    except AlreadyDoneError:
        return 0, ""
    except KeyReusedError:
        return UNPROCESSABLE, _("这个页面已经用过一次，请核对现在的内容后再提交。")
    except UntimelyError:
        form.add_error("until", _("要晚于现在，最长31天"))
        return BAD_REQUEST, ""
    except NotLockedError:
        return CONFLICT, _("本期没有锁定，或补报正在开放，现在就可以填报，不用申请。")
    except NotOwedError:
        return CONFLICT, _("本单位本期没有应报的指标，没有提出申请。")
    except AlreadyAskedError:
        return CONFLICT, _("本单位已经申请过本期补报，正在等待决定，没有重复申请。")
    except AlreadyDecidedError:
        return CONFLICT, _("另一位管理员已先作了决定（见下），您的决定没有执行。")
    except OwnWorkError:
        return CONFLICT, _("这是您自己提出的申请，须由另一位管理员决定。")
    return 0, ""


@require_GET
@signed_in
@never_cache
def exception(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request, and to who decides the form for it."""
    return _shown(request, or_404(exception_to_read, request.access, pk))


def _shown(
    request: HttpRequest,
    asked: PeriodException,
    *,
    form: GrantExceptionForm | None = None,
    message: str = "",
    status: int = 200,
) -> HttpResponse:
    wanted = local_date(asked.wanted_until - timedelta(microseconds=1))
    context = {
        "asked": asked,
        "form": form or GrantExceptionForm(initial={"until": wanted}),
        "can_decide": can_administer(request.access) and not asked.decision,
        "is_own": asked.asked_by_id == request.user.pk,
        "message": message,
    }
    return render(request, "progress_app/exception.html", context, status=status)


@require_POST
@signed_in
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the period for the union until a day's end."""
    form = GrantExceptionForm(request.POST)
    return _decided(request, pk, form, is_granted=True)


@require_POST
@signed_in
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the period locked."""
    form = RefuseExceptionForm(request.POST)
    return _decided(request, pk, form, is_granted=False)


def _decided(
    request: HttpRequest, pk: int, form: GrantExceptionForm, *, is_granted: bool
) -> HttpResponse:
    asked = or_404(exception_to_decide, request.access, pk)
    if not form.is_valid():
        return _shown(
            request, asked, form=form, message=_expired(form), status=BAD_REQUEST
        )
    given = form.cleaned_data
    decide = partial(
        grant_exception if is_granted else refuse_exception,
        exception_id=asked.pk,
        words=given["words"],
        person_id=request.user.pk,
        at=request.moment,
        client_key=given["client_key"],
    )
    if is_granted:
        decide = partial(decide, opens_until=end_of(given["until"]))
    status, message = _attempt(decide, form)
    if status:
        again = or_404(exception_to_decide, request.access, pk)
        return _shown(request, again, form=form, message=message, status=status)
    said = _("已同意补报：%(name)s") if is_granted else _("未同意补报：%(name)s")
    messages.success(request, said % {"name": f"{asked.union} · {asked.period}"})
    return redirect("exceptions")
