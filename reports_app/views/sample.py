"""One sample: what was found is written down row by row, quickly."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from progress_app.forms import KeyForm
from progress_app.queries.ledger import figure_of
from progress_app.templatetags.progress import problem as problem_words
from progress_app.views.finding import or_404
from reports_app.actions.findings import FindingsRefusedError, record_findings
from reports_app.enums import FindingProblem, Outcome
from reports_app.forms.findings import FindingForm
from reports_app.models import Finding, Sample, SampleItem
from reports_app.queries.ledger.files import files_of
from reports_app.queries.samples import items_of, latest_of, results_of, sample_for
from reports_app.rules.findings import Problem, amount_of
from unionplan.lib.numbers import grouped
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.rules import can_audit
from unions_app.views.doors import allowed

ROWS = 25
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(can_audit)
@never_cache
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a sample's items and take findings of a page of them, all or none."""
    found = or_404(sample_for, request.access, pk)
    items = list(items_of(found))
    findings = latest_of(items)
    page = Paginator(items, ROWS).get_page(request.GET.get("page"))
    data = request.POST if request.method == "POST" else None
    forms = [_form(item, findings.get(item.pk), data) for item in page]
    if data is None:
        return _shown(request, found, items, findings, page, forms)
    return _written(request, found, items, findings, page, forms)


def _form(item: SampleItem, finding: Finding | None, data: object) -> FindingForm:
    amount = amount_of(figure_of(item.posting))
    return FindingForm(data, item=item, finding=finding, amount=grouped(amount))


def _shown(
    request: HttpRequest,
    found: Sample,
    items: Sequence[SampleItem],
    findings: Mapping[int, Finding],
    page: Page[SampleItem],
    forms: Sequence[FindingForm],
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "sample": found,
        "results": results_of(found, items, findings),
        "page": page,
        "forms": forms,
        "wrong": sum(bool(form.errors) for form in forms),
        "just_saved": "saved" in request.GET and request.method == "GET",
        "files": files_of(request.access, [form.item.posting for form in forms]),
    }
    return render(request, "reports_app/sample.html", context, status=status)


def _written(
    request: HttpRequest,
    found: Sample,
    items: Sequence[SampleItem],
    findings: Mapping[int, Finding],
    page: Page[SampleItem],
    forms: Sequence[FindingForm],
) -> HttpResponse:
    key = KeyForm(request.POST)
    again = (request, found, items, findings, page, forms)
    # Each form is looked at: all that is wrong is told at once.
    are_valid = [form.is_valid() for form in forms]
    if not all(are_valid):
        return _shown(*again, status=UNPROCESSABLE)
    if not key.is_valid():
        messages.error(request, _("页面已过期，没有保存；您填的还在，请再点一次保存。"))
        return _shown(*again, status=UNPROCESSABLE)
    try:
        written = record_findings(
            sample_id=found.pk,
            findings=[form.typed() for form in forms],
            person_id=request.user.pk,
            at=request.moment,
            client_key=key.cleaned_data["client_key"],
        )
    except AlreadyDoneError as done:
        written = done.response["written"]
    except KeyReusedError:
        messages.error(request, _("页面已过期，没有保存；您填的还在，请再点一次保存。"))
        return _shown(*again, status=UNPROCESSABLE)
    except FindingsRefusedError as refused:
        _mark(forms, refused)
        return _shown(*again, status=UNPROCESSABLE)
    _told(request, written)
    return redirect(f"{reverse('sample', args=[found.pk])}?page={page.number}&saved=1")


def _told(request: HttpRequest, written: int) -> None:
    if written:
        messages.success(request, _("已保存 %(number)d 条结论。") % {"number": written})
    else:
        messages.info(request, _("没有改动，没有要保存的。"))


def _mark(forms: Sequence[FindingForm], refused: FindingsRefusedError) -> None:
    """Put each problem beside its field; the stale row's version is now the newer one."""
    for form in forms:
        standing = refused.standing.get(form.item.pk)
        for name, what in refused.problems.get(form.item.pk, {}).items():
            form.add_error(name, _words(form, what, standing))
        if standing:
            form.data = form.data.copy()
            form.data[form.add_prefix("seen")] = str(standing.version)


def _words(form: FindingForm, what: Problem, standing: Finding | None) -> str:
    if what == FindingProblem.REDUCTION_ABOVE:
        return str(what.label) % {"limit": form.amount}
    if what == FindingProblem.STALE:
        outcome = Outcome(standing.outcome).label if standing else Outcome.PENDING.label
        person = standing.found_by if standing else ""
        return str(what.label) % {"person": person, "outcome": outcome}
    if isinstance(what, FindingProblem):
        return str(what.label)
    return problem_words(what, form.item.posting.target)
