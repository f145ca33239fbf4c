"""The files of a publication, and who may have which."""

from reports_app.enums import PUBLISHED_KINDS, ExportKind
from reports_app.models import Export, Publication
from reports_app.queries.publications import publication_for
from unions_app.rules import Access, can_export


def files_of(publication: Publication) -> list[Export]:
    """Return a publication's files, brief and workbook, the newest of each kind."""
    newest: dict[str, Export] = {}
    for export in publication.files.select_related("plan").order_by("requested_at"):
        newest[export.kind] = export
    return [newest[kind] for kind in PUBLISHED_KINDS if kind in newest]


def file_for(access: Access, pk: int, kind: str) -> Export:
    """Return a published file to who may have it; workbooks as all workbooks.

    Errors: Publication.DoesNotExist, Export.DoesNotExist.
    """
    publication = publication_for(access, pk)
    if kind == ExportKind.WORKBOOK and not can_export(access):
        raise Export.DoesNotExist
    found = publication.files.filter(kind=kind).order_by("-requested_at").first()
    if found is None:
        raise Export.DoesNotExist
    return found
