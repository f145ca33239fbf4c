"""Filling a template: the same template and figures give the same bytes."""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from reports_app.brief.content import BriefHead, brief_content
from reports_app.brief.environment import BriefEnvironment
from reports_app.queries.thawing import Thawed

PICTURE_WIDTH_MM = 150
BEGINNING = (1980, 1, 1, 0, 0, 0)


def rendered(*, template: bytes, head: BriefHead, told: Thawed) -> bytes:
    """Return the brief. Errors: jinja2.TemplateError for what the template asks."""
    document = DocxTemplate(BytesIO(template))
    document.init_docx()

    def placed(picture: bytes) -> InlineImage:
        return InlineImage(document, BytesIO(picture), width=Mm(PICTURE_WIDTH_MM))

    content = brief_content(head, told, placed)
    document.render(content, jinja_env=BriefEnvironment(), autoescape=True)
    _sign(document, head.published_at)
    made = BytesIO()
    document.save(made)
    return repacked(made.getvalue())


def _sign(document: DocxTemplate, at: datetime) -> None:
    properties = document.docx.core_properties
    properties.created = properties.modified = at.replace(tzinfo=None)
    properties.revision = 1


def repacked(package: bytes) -> bytes:
    """Return a package whose bytes hold no trace of when it was written."""
    made = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n[0] != "[", n)):
            part = ZipInfo(name, BEGINNING)
            part.compress_type = ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return made.getvalue()
