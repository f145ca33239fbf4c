"""What a sample says, as a page to print and as a working paper."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from progress_app.views.finding import or_404
from reports_app.actions.samples import record_paper
from reports_app.queries.papers import paper_facts
from reports_app.queries.samples import sample_for
from reports_app.views.exports import WORKBOOK
from reports_app.workbook.paper import paper_name, written_paper
from unions_app.rules import can_audit
from unions_app.views.doors import allowed


@require_GET
@allowed(can_audit)
@never_cache
def sample_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a sample was drawn, what was found and what follows from it."""
    facts = paper_facts(request.access, or_404(sample_for, request.access, pk))
    return render(request, "reports_app/sample_report.html", {"facts": facts})


@require_GET
@allowed(can_audit)
@never_cache
def sample_paper(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out the working paper and write down to whom."""
    facts = paper_facts(request.access, or_404(sample_for, request.access, pk))
    paper = written_paper(facts)
    record_paper(
        sample=facts.sample,
        sha256=paper.sha256,
        person_id=request.user.pk,
        at=request.moment,
    )
    return FileResponse(
        paper.content,
        as_attachment=True,
        filename=paper_name(facts),
        content_type=WORKBOOK,
    )
