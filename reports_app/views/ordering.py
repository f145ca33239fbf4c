"""Orders of files: taken, called off, given once more."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from progress_app.queries.as_of import AsOf, read_as_of
from reports_app.actions.exports import (
    FinishedAlreadyError,
    Order,
    TooManyUnfinishedError,
    cancel_export,
    request_export,
)
from reports_app.enums import ExportKind, ExportState
from reports_app.models import Export
from reports_app.queries.exports import export_for
from reports_app.rules.choices import chosen
from reports_app.views.keys import sent_key
from unionplan.dispatcher import wake
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.views.doors import signed_in

JOB = "reports_app.run_queued_exports"


def ordered(
    request: HttpRequest, order: Order, client_key: UUID | None
) -> HttpResponse:
    """Take an order and lead to its page, or say why it was not taken."""
    if client_key is None:
        return _stale(request)
    try:
        export_id = request_export(
            order=order,
            is_demonstration=request.installation.is_demonstration,
            person_id=request.user.pk,
            at=request.moment,
            client_key=client_key,
        ).pk
    except AlreadyDoneError as done:
        return redirect("export", done.response["export"])
    except KeyReusedError:
        return _stale(request)
    except TooManyUnfinishedError:
        messages.error(
            request,
            _("您已有几份文件在排队，没有提交新的申请，请等它们完成或取消后再申请。"),
        )
        return redirect("exports")
    wake(JOB)
    return redirect("export", export_id)


def _stale(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("页面已失效，没有提交新的申请，请再点一次“生成”。"))
    return redirect("exports")


@require_POST
@signed_in
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Order the same once more: what failed as of its own moment, else as it was told."""
    earlier = _found(request, pk)
    order = Order(
        plan=earlier.plan,
        language=earlier.language,
        as_of=_moment_of(request, earlier),
        kind=ExportKind(earlier.kind),
        choices=chosen(earlier.choices),
    )
    return ordered(request, order, sent_key(request))


def _moment_of(request: HttpRequest, earlier: Export) -> AsOf:
    if earlier.state in (ExportState.FAILED, ExportState.CANCELLED):
        return AsOf(
            at=earlier.as_of_at,
            sequence=earlier.as_of_sequence,
            text=earlier.as_of_text,
        )
    return read_as_of(earlier.as_of_text, now=request.moment)


@require_POST
@signed_in
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call off what one has asked for oneself."""
    found = _found(request, pk)
    if found.requested_by_id != request.user.pk:
        raise Http404
    key = sent_key(request)
    try:
        if key is None:
            raise KeyReusedError
        cancel_export(
            export=found,
            person_id=request.user.pk,
            at=request.moment,
            client_key=key,
        )
    except AlreadyDoneError:
        return redirect("export", pk)
    except KeyReusedError:
        messages.error(request, _("页面已失效，没有取消，请再点一次“取消”。"))
    except FinishedAlreadyError:
        messages.info(request, _("这份文件已经结束，没有什么可取消的。"))
    return redirect("export", pk)


def _found(request: HttpRequest, pk: UUID) -> Export:
    try:
        return export_for(request.access, pk)
    except Export.DoesNotExist as missing:
        raise Http404 from missing
