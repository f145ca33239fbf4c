"""Drafting and publishing: for administrators and the coordinating office."""

from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reports_app.actions import files
from reports_app.actions import publications as actions
from reports_app.forms.publications import PublicationForm
from reports_app.models import Publication
from reports_app.queries.publications import (
    draft_for,
    is_publisher,
    publication_for,
)
from reports_app.views.keys import sent_key, sent_number
from tasks_app.queries import current_plan
from unionplan.dispatcher import wake
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.views.doors import signed_in

MAKE_FILES = "reports_app.run_queued_exports"
SUM = "progress_app.roll_up_marked"


def _demand_publisher(request: HttpRequest) -> None:
    if not is_publisher(request.access):
        raise PermissionDenied


def _draft_or_404(request: HttpRequest, pk: int) -> Publication:
    _demand_publisher(request)
    try:
        return draft_for(request.access, pk)
    except Publication.DoesNotExist as missing:
        raise Http404 from missing


def _withdrawn(request: HttpRequest, told: str) -> Publication | None:
    if not told:
        return None
    try:
        return publication_for(request.access, int(told))
    except (Publication.DoesNotExist, ValueError) as missing:
        raise Http404 from missing


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_publication(request: HttpRequest) -> HttpResponse:
    """Take what is to be published: title and moment; ``withdraws`` names a wrong one."""
    _demand_publisher(request)
    plan = current_plan()
    if plan is None:
        return render(request, "reports_app/cockpit_no_plan.html")
    asked = request.POST if request.method == "POST" else request.GET
    withdraws = _withdrawn(request, asked.get("withdraws", ""))
    form = _form(request, withdraws, usual_title(request.moment, withdraws))
    if request.method != "POST" or not form.is_valid():
        return _asked(request, form, withdraws)
    try:
        made = actions.draft_publication(
            plan=plan,
            draft=_draft(form, withdraws),
            is_demonstration=request.installation.is_demonstration,
            person_id=request.user.pk,
            at=request.moment,
            client_key=form.cleaned_data["client_key"] or uuid4(),
        ).pk
    except AlreadyDoneError as done:
        made = done.response["publication"]
    except (actions.PublicationRefusedError, KeyReusedError) as refused:
        messages.error(request, _reason(refused))
        return redirect("publications")
    return redirect("publication", made)


def usual_title(at: datetime, withdraws: Publication | None) -> str:
    """Return the title that a form begins with."""
    if withdraws:
        return withdraws.title
    return _("%(year)d年工作计划进展情况通报") % {"year": at.year}


def _form(
    request: HttpRequest, withdraws: Publication | None, title: str, as_of: str = ""
) -> PublicationForm:
    return PublicationForm(
        request.POST if request.method == "POST" else None,
        now=request.moment,
        is_successor=withdraws is not None,
        initial={"title": title, "as_of": as_of},
    )


def _draft(form: PublicationForm, withdraws: Publication | None) -> actions.Draft:
    told = form.cleaned_data
    return actions.Draft(
        title=told["title"],
        as_of=told["as_of"],
        withdraws=withdraws,
        reason=told.get("reason", ""),
    )


def _asked(
    request: HttpRequest,
    form: PublicationForm,
    withdraws: Publication | None,
    draft: Publication | None = None,
) -> HttpResponse:
    context = {"form": form, "withdraws": withdraws, "draft": draft}
    status = 400 if form.is_bound else 200
    return render(request, "reports_app/publication_form.html", context, status=status)


def _reason(refused: Exception) -> str:
    if isinstance(refused, actions.PublicationRefusedError):
        return str(refused.problem.label)
    return _("页面已失效，什么也没有改变，请再试一次。")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft's title and moment."""
    draft = _draft_or_404(request, pk)
    form = _form(request, draft.withdraws, draft.title, draft.as_of_text)
    if "reason" in form.fields:
        form.initial["reason"] = draft.reason
    if request.method != "POST" or not form.is_valid():
        return _asked(request, form, draft.withdraws, draft)
    try:
        actions.change_draft(
            publication=draft,
            draft=_draft(form, draft.withdraws),
            person_id=request.user.pk,
            at=request.moment,
        )
    except actions.PublicationRefusedError as refused:
        messages.error(request, _reason(refused))
    return redirect("publication", pk)


@require_POST
@signed_in
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a draft as it was seen, and order its files."""
    _demand_publisher(request)
    try:
        draft = publication_for(request.access, pk)
    except Publication.DoesNotExist as missing:
        raise Http404 from missing
    key, seen = sent_key(request), sent_number(request, "seen_sequence")
    if key is None or seen is None:
        return HttpResponse(_("页面已失效，请返回后刷新再试。"), status=400)
    try:
        actions.publish(
            publication=draft,
            seen_sequence=seen,
            person_id=request.user.pk,
            at=request.moment,
            client_key=key,
        )
    except AlreadyDoneError:
        return redirect("publication", pk)
    except (actions.PublicationRefusedError, KeyReusedError) as refused:
        wake(SUM)
        messages.error(request, _reason(refused))
        return redirect("publication", pk)
    wake(MAKE_FILES)
    messages.success(request, _("已发布。简报和工作簿正在生成，完成后在本页下载。"))
    return redirect("publication", pk)


@require_POST
@signed_in
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    draft = _draft_or_404(request, pk)
    try:
        actions.discard_draft(
            publication=draft, person_id=request.user.pk, at=request.moment
        )
    except actions.PublicationRefusedError as refused:
        messages.error(request, _reason(refused))
        return redirect("publication", pk)
    messages.success(request, _("草稿已删除。"))
    return redirect("publications")


@require_POST
@signed_in
def order_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Order the files again that could not be made."""
    _demand_publisher(request)
    try:
        found = publication_for(request.access, pk)
    except Publication.DoesNotExist as missing:
        raise Http404 from missing
    if found.is_published:
        files.request_files(
            publication=found, person_id=request.user.pk, at=request.moment
        )
        wake(MAKE_FILES)
    return redirect("publication", pk)
