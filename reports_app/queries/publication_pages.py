"""A publication's page: frozen figures, its files, and what was corrected since."""

from dataclasses import dataclass
from datetime import datetime

from reports_app.enums import ExportKind
from reports_app.models import Publication
from reports_app.queries.bridges import Bridge, bridges_of
from reports_app.queries.exports import ExportRow, export_row
from reports_app.queries.freezing import frozen_figures
from reports_app.queries.publication_files import files_of
from reports_app.queries.publications import (
    as_of_publication,
    corrected_among,
    successor_of,
)
from reports_app.queries.retelling import retold
from reports_app.queries.thawing import Thawed, thawed
from unions_app.queries import municipal_federation
from unions_app.rules import Access, can_export


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """Everything on a publication's page; a draft's figures are a preview.

    ``bridges`` tell why figures are others today, by target; none while nothing was
    corrected. ``is_open``: its last period was still being filled in at its moment.
    """

    publication: Publication
    told: Thawed
    files: tuple[ExportRow, ...]
    successor: Publication | None
    is_corrected: bool
    bridges: tuple[Bridge, ...]

    @property
    def is_open(self) -> bool:
        """Whether figures of a period that was still open are among those told."""
        return self.told.display != self.told.checkpoint

    @property
    def is_unfinished(self) -> bool:
        """Whether a file is still being made."""
        return any(row.is_unfinished for row in self.files)

    @property
    def has_failed(self) -> bool:
        """Whether a file could not be made."""
        return any(row.failure for row in self.files)


def publication_page(
    publication: Publication, *, access: Access, at: datetime
) -> PublicationPage:
    """Return a publication's page for who was let in.

    Cost: four queries while nothing was corrected; then about twenty more. A draft
    costs what freezing does.
    """
    if not publication.is_published:
        as_of = as_of_publication(publication)
        figures = frozen_figures(plan=publication.plan, as_of=as_of)
        return PublicationPage(publication, thawed(figures), (), None, False, ())
    is_corrected = publication.pk in corrected_among([publication])
    files = files_of(publication)
    return PublicationPage(
        publication=publication,
        told=thawed(publication.figures),
        files=tuple(
            export_row(file, at=at)
            for file in files
            if file.kind == ExportKind.BRIEF or can_export(access)
        ),
        successor=successor_of(publication),
        is_corrected=is_corrected,
        bridges=_bridges(publication) if is_corrected else (),
    )


def _bridges(publication: Publication) -> tuple[Bridge, ...]:
    as_of = as_of_publication(publication)
    return bridges_of(
        plan=publication.plan,
        union=municipal_federation(),
        before=as_of,
        after=retold(as_of),
    )
