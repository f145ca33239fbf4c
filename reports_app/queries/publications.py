"""Reads about publications: who may see which, how they stand in the list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models.query import QuerySet

from progress_app.models import Rollup
from progress_app.queries.as_of import AsOf
from progress_app.rules.rollup import Position
from reports_app.enums import PublicationState
from reports_app.models import BriefTemplate, Publication
from reports_app.rules.frozen import frozen_position
from unions_app.enums import UnionKind
from unions_app.models import Union
from unions_app.queries import rewind_to
from unions_app.rules import Access, can_administer, can_publish

COMPARED = (
    "quantity",
    "numerator",
    "denominator",
    "not_started",
    "under_way",
    "done",
    "blocked",
)
"""What of a position is told by a publication and can be corrected afterwards."""


def is_publisher(access: Access) -> bool:
    """Return whether a person may draft and publish. Cost: one query at most."""
    if can_administer(access):
        return True
    city = Union.objects.filter(kind=UnionKind.MUNICIPAL)
    return can_publish(access, city.values_list("pk", flat=True).first())


def publications_for(access: Access) -> QuerySet[Publication]:
    """Return the publications a person may read, newest first; drafts for publishers.

    Cost of the call: one query at most.
    """
    rows = Publication.objects.visible_to(access, is_publisher=is_publisher(access))
    return rows.select_related("plan", "drafted_by", "published_by", "withdraws")


def publication_for(access: Access, pk: int) -> Publication:
    """Return a publication the person may read. Errors: Publication.DoesNotExist."""
    return publications_for(access).get(pk=pk)


def draft_for(access: Access, pk: int) -> Publication:
    """Return a draft to one who may publish it. Errors: Publication.DoesNotExist."""
    if not is_publisher(access):
        raise Publication.DoesNotExist
    return publications_for(access).filter(state=PublicationState.DRAFT).get(pk=pk)


def as_of_publication(publication: Publication) -> AsOf:
    """Return the moment that a publication tells. Cost: two queries."""
    return AsOf(
        at=publication.as_of_at,
        sequence=publication.as_of_sequence,
        text=publication.as_of_text or str(publication.as_of_sequence),
        rewind=rewind_to(publication.as_of_at),
    )


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """A publication in the list.

    ``is_corrected``: what is known today of its period is not what it told.
    ``successor`` is what withdrew it, None while it stands.
    """

    publication: Publication
    is_corrected: bool
    successor: Publication | None


def publication_rows(page: Iterable[Publication]) -> list[PublicationRow]:
    """Return publications as the list tells them. Cost: two queries."""
    rows = list(page)
    published = [row for row in rows if row.is_published]
    successors = {
        row.withdraws_id: row
        for row in Publication.objects.published().filter(withdraws__in=published)
    }
    corrected = corrected_among(published)
    return [
        PublicationRow(row, row.pk in corrected, successors.get(row.pk)) for row in rows
    ]


def corrected_among(published: Sequence[Publication]) -> set[int]:
    """Return the ids of those of which today's sums tell another figure.

    A correction or a late report of their period changes these sums; what belongs to
    later periods does not. Cost: one query.
    """
    cells = {
        (int(row["target"]), int(period["id"])): row["figures"]
        for publication in published
        for period in [publication.figures["plan"]["display"]]
        if period
        for row in publication.figures["targets"]
    }
    federations = {
        int(publication.figures["plan"]["federation"]["id"])
        for publication in published
    }
    now = {
        (row.target_id, row.period_id): _told(row)
        for row in Rollup.objects.filter(
            union__in=federations,
            period__in={period for _target, period in cells},
            target__in={target for target, _period in cells},
        )
    }
    return {
        publication.pk for publication in published if _is_corrected(publication, now)
    }


def _told(row: Rollup) -> dict[str, str | None]:
    known = {name: getattr(row, name) for name in COMPARED}
    return frozen_position(Position(**known))


def _is_corrected(
    publication: Publication, now: dict[tuple[int, int], dict[str, str | None]]
) -> bool:
    period = publication.figures["plan"]["display"]
    if period is None:
        return False
    for row in publication.figures["targets"]:
        known = now.get((int(row["target"]), int(period["id"])))
        told = row["figures"]
        if known and any(known[name] != told[name] for name in COMPARED):
            return True
    return False


def successor_of(publication: Publication) -> Publication | None:
    """Return the published successor that withdrew a publication. Cost: one query."""
    return publication.successors.published().first()


def newest_template() -> BriefTemplate | None:
    """Return the template in use; None for the standard one."""
    return BriefTemplate.objects.order_by("-pk").first()
