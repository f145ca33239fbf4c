"""消息: what the portal has to tell a person."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from unions_app.actions import read_notices
from unions_app.enums import NoticeKind
from unions_app.models import Notice
from unions_app.queries import notice_for, notices_for, unread_notices
from unions_app.views.doors import signed_in

ROWS_A_PAGE = 20
LEADS_TO = {NoticeKind.REMINDED: "todo", NoticeKind.PINNED: "cockpit"}
"""Screens by name; the rest is about a return."""


@require_GET
@signed_in
@never_cache
def notices(request: HttpRequest) -> HttpResponse:
    """List what the person was told, the newest first."""
    pages = Paginator(notices_for(request.access), ROWS_A_PAGE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "waiting": unread_notices(request.access),
    }
    return render(request, "unions_app/notices.html", context)


@require_POST
@signed_in
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    read_notices(person_id=request.user.pk, at=request.moment)
    return redirect("notices")


@require_POST
@signed_in
def read_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and lead to what it is about, or stay on the list."""
    try:
        notice = notice_for(request.access, pk)
    except Notice.DoesNotExist as missing:
        raise Http404 from missing
    read_notices(person_id=request.user.pk, at=request.moment, notice_ids=[pk])
    if "stay" in request.POST:
        return redirect("notices")
    if notice.kind in LEADS_TO:
        return redirect(LEADS_TO[NoticeKind(notice.kind)])
    if notice.kind == NoticeKind.EXPORTED:
        return redirect("export", notice.subject_key)
    return redirect("submission", notice.subject_id)
