"""Making a publication's Word brief: from its frozen figures, by its own template."""

from tempfile import TemporaryFile

from django.utils import translation
from django.utils.translation import gettext as _

from reports_app.actions.making import (
    Work,
    finish_or_discard,
    keep_file,
    make_export,
    safe_name,
)
from reports_app.brief.content import BriefHead
from reports_app.brief.rendering import rendered
from reports_app.enums import ExportKind
from reports_app.models import Export, Publication
from reports_app.queries.templates import TemplateMissingError, template_bytes
from reports_app.queries.thawing import thawed

__all__ = ["TemplateMissingError", "brief_of", "make_brief", "make_file"]
STEPS = 3


def make_file(*, work: Work) -> None:
    """Make what a claimed export asks for, a workbook or a brief, and finish it.

    Errors: as ``make_export`` and ``make_brief``.
    """
    kind = Export.objects.values_list("kind", flat=True).get(pk=work.claim.export_id)
    if kind == ExportKind.BRIEF:
        make_brief(work=work)
    else:
        make_export(work=work)


def make_brief(*, work: Work) -> None:
    """Make the brief of a claimed export and finish it.

    Runs in no transaction of its own. Errors: TemplateMissingError, ClaimLostError,
    OSError; then nothing is kept.
    """
    work.total = STEPS
    export = Export.objects.select_related(
        "publication__template", "publication__withdraws"
    ).get(pk=work.claim.export_id)
    publication = export.publication
    if publication is None:
        raise TemplateMissingError
    template = template_bytes(publication.template)
    work.step()
    with translation.override(export.language), TemporaryFile() as made:
        made.write(brief_of(publication, template=template))
        work.step()
        file = keep_file(made, name=_file_name(publication), ending="docx")
    finish_or_discard(work=work, file=file)


def brief_of(publication: Publication, *, template: bytes) -> bytes:
    """Return a publication's brief by a template. Errors: jinja2.TemplateError."""
    withdrawn = publication.withdraws
    head = BriefHead(
        year=publication.year,
        number=publication.number or 0,
        title=publication.title,
        stamp=publication.stamp or "",
        published_at=publication.published_at or publication.as_of_at,
        is_demonstration=publication.is_demonstration,
        withdraws=f"{withdrawn.year}年第{withdrawn.number}期" if withdrawn else "",
        reason=publication.reason,
    )
    told = thawed(publication.figures)
    return rendered(template=template, head=head, told=told)


def _file_name(publication: Publication) -> str:
    name = _("%(year)d年第%(number)d期_%(title)s") % {
        "year": publication.year,
        "number": publication.number,
        "title": publication.title,
    }
    if publication.is_demonstration:
        name += "_" + _("演示数据")
    return safe_name(name) + ".docx"
