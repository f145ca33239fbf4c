"""审核台: the lead department accepts or returns."""

from collections.abc import Mapping
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from progress_app.actions.reviews import accept_entries
from progress_app.forms import (
    DecisionForm,
    ReturnForm,
    ReviewFilterForm,
    Seen,
    VersionsForm,
)
from progress_app.models import Entry
from progress_app.queries.desks import (
    acceptable_together,
    entries_to_review,
    neighbours,
    review_lines,
    unwarned,
)
from progress_app.queries.histories import entry_history
from progress_app.queries.items import has_list, register_of
from progress_app.queries.ledger import past_figures
from progress_app.queries.loading import entry_for_review
from progress_app.rules.desks import can_open_review_desk
from progress_app.rules.transitions import is_awaiting_review, is_own_work
from progress_app.views.decisions import (
    NOTHING_DECIDED,
    Verdict,
    attempt,
    attempt_return,
    invalid,
    must_be_opened,
    overtaken,
)
from progress_app.views.finding import or_404
from unionplan.dispatcher import wake
from unions_app.views.doors import allowed

ROWS_A_PAGE = 25
ROLL_UP = "progress_app.roll_up_marked"


@require_GET
@allowed(can_open_review_desk)
@never_cache
def review_desk(request: HttpRequest) -> HttpResponse:
    """List what waits for the department, filtered, a page at a time."""
    return _desk(request)


def _desk(
    request: HttpRequest,
    *,
    verdict: Verdict = NOTHING_DECIDED,
    seen: Mapping[int, Seen] | None = None,
) -> HttpResponse:
    form = _filters(request)
    waiting = entries_to_review(request.access, **form.wanted())
    page = Paginator(waiting, ROWS_A_PAGE).get_page(request.GET.get("page"))
    lines = review_lines(list(page))
    context = {
        "filter": form,
        "page": page,
        "before": _page_address(form, page.number - 1) if page.has_previous() else "",
        "after": _page_address(form, page.number + 1) if page.has_next() else "",
        "lines": lines,
        "unwarned": unwarned(lines),
        "verdict": verdict,
        "overtaken": overtaken(verdict, seen or {}),
    }
    return render(
        request, "progress_app/review_desk.html", context, status=verdict.status
    )


def _page_address(form: ReviewFilterForm, number: int) -> str:
    return reverse("review_desk") + form.query(page=number)


def _filters(request: HttpRequest) -> ReviewFilterForm:
    """Return the filters of the desk: in the address, or carried along by a form."""
    data = request.GET if request.method == "GET" else request.POST
    return ReviewFilterForm(data, access=request.access, at=request.moment)


@require_GET
@allowed(can_open_review_desk)
@never_cache
def review_entry(request: HttpRequest, entry_pk: int) -> HttpResponse:
    """Show one entry with all that a decision rests on."""
    return _opened(request, or_404(entry_for_review, request.access, entry_pk))


def _opened(
    request: HttpRequest,
    entry: Entry,
    *,
    verdict: Verdict = NOTHING_DECIDED,
    seen: str = "",
    form: ReturnForm | None = None,
) -> HttpResponse:
    filters = _filters(request)
    [line] = review_lines([entry])
    context = {
        "form": form or ReturnForm(auto_id="return_%s"),
        "filter": filters,
        "line": line,
        "entry": entry,
        "events": entry_history(entry),
        "evidence": list(entry.evidence.select_related("uploaded_by")),
        "past": past_figures(entry),
        "register": register_of(entry) if has_list(entry) else None,
        "place": neighbours(request.access, entry.pk, **filters.wanted()),
        "is_here": _is_here(entry),
        "is_own_work": is_own_work(
            decider_id=request.user.pk, submitted_by_id=entry.submitted_by_id
        ),
        "verdict": verdict,
        "overtaken": overtaken(verdict, {entry.pk: Seen(entry.version, seen)}),
    }
    return render(
        request, "progress_app/review_entry.html", context, status=verdict.status
    )


def _is_here(entry: Entry) -> bool:
    has_approver = entry.submission.union.has_approver
    return is_awaiting_review(state=entry.state, has_approver=has_approver)


@require_POST
@allowed(can_open_review_desk)
def accept_entry(request: HttpRequest, entry_pk: int) -> HttpResponse:
    """Accept one entry: it is in the ledger when this answers."""
    entry = or_404(entry_for_review, request.access, entry_pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _opened(request, entry, verdict=invalid(form))
    verdict = attempt(
        partial(
            accept_entries,
            versions={entry.pk: form.cleaned_data["version"]},
            person_id=request.user.pk,
            at=request.moment,
            client_key=form.cleaned_data["client_key"],
        )
    )
    if not verdict.is_done:
        return _refused(request, entry, verdict, form)
    wake(ROLL_UP)
    said = _("%(union)s · %(target)s 已通过并入账。")
    return _decided(request, entry, verdict, form, said)


@require_POST
@allowed(can_open_review_desk)
def return_entry(request: HttpRequest, entry_pk: int) -> HttpResponse:
    """Send one entry back with a reason; what was typed stays when it is refused."""
    entry = or_404(entry_for_review, request.access, entry_pk)
    form = ReturnForm(request.POST, auto_id="return_%s")
    if not form.is_valid():
        return _opened(request, entry, verdict=invalid(form), form=form)
    verdict = attempt_return(
        entry,
        is_here=_is_here(entry),
        form=form,
        person_id=request.user.pk,
        at=request.moment,
    )
    if not verdict.is_done:
        return _refused(request, entry, verdict, form)
    said = _("%(union)s · %(target)s 已退回填报单位。")
    return _decided(request, entry, verdict, form, said)


def _refused(
    request: HttpRequest, entry: Entry, verdict: Verdict, form: DecisionForm
) -> HttpResponse:
    """Show the entry as it stands now, beside what the person had seen."""
    return _opened(
        request,
        or_404(entry_for_review, request.access, entry.pk),
        verdict=verdict,
        seen=form.cleaned_data["seen"],
        form=form if isinstance(form, ReturnForm) else None,
    )


def _decided(
    request: HttpRequest,
    entry: Entry,
    verdict: Verdict,
    form: DecisionForm,
    said: str,
) -> HttpResponse:
    """Say it and go on: to the next entry of the queue, or back to the desk."""
    words = {"union": entry.submission.union, "target": entry.target.name}
    messages.success(request, said % words)
    if verdict.is_repeated:
        messages.info(request, _("这次操作此前已经收到，没有重复执行。"))
    query = _filters(request).query()
    if following := form.cleaned_data["following"]:
        return redirect(reverse("review_entry", args=[following]) + query)
    return redirect(reverse("review_desk") + query)


@require_POST
@allowed(can_open_review_desk)
def accept_all(request: HttpRequest) -> HttpResponse:
    """Accept the rows without warnings that the person had on the page, all or none."""
    form = VersionsForm(request.POST)
    if not form.is_valid():
        return _desk(request, verdict=invalid(form))
    seen = form.cleaned_data["seen"]
    together = acceptable_together(request.access, seen)
    if together != seen.keys():
        return _desk(request, verdict=must_be_opened(), seen=seen)
    verdict = attempt(
        partial(
            accept_entries,
            versions={pk: seen[pk].version for pk in together},
            person_id=request.user.pk,
            at=request.moment,
            client_key=form.cleaned_data["client_key"],
        )
    )
    if not verdict.is_done:
        return _desk(request, verdict=verdict, seen=seen)
    wake(ROLL_UP)
    messages.success(
        request, _("已通过 %(number)d 项并入账。") % {"number": len(together)}
    )
    return redirect(reverse("review_desk") + _filters(request).query())
