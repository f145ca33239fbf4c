"""A publication replayed: whether its stamp holds and the ledger still says the same."""

from dataclasses import dataclass

from django.conf import settings

from reports_app.models import Publication
from reports_app.queries.freezing import Data, frozen_figures
from reports_app.queries.publications import as_of_publication, publications_for
from reports_app.rules.deviations import Deviation, deviations, is_same_league
from reports_app.rules.stamps import Imprint, Sealed, read_stamp, sealed
from unions_app.rules import Access


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of replaying a publication.

    ``is_genuine``: figures, number, title and moment are those that were sealed.
    ``deviations``: where the ledger, as of the same sequence, says something else now;
    ``names`` tells those targets' names by code. ``link_now`` is the ledger's hash at
    the sequence now; another one means that the ledger itself was rewritten.
    ``league_holds``: the ranks come out the same, where they were published.
    """

    publication: Publication
    is_genuine: bool
    link_holds: bool
    league_holds: bool
    deviations: tuple[Deviation, ...]
    names: dict[str, str]

    @property
    def agrees(self) -> bool:
        """Whether nothing at all is wrong with it."""
        holds = self.link_holds and self.league_holds
        return self.is_genuine and holds and not self.deviations


def stamped(access: Access, text: str) -> Publication:
    """Return what carries a stamp, to who may read it. Errors: Publication.DoesNotExist.

    The text may be written as it is printed, in groups.
    """
    return publications_for(access).get(stamp=read_stamp(text))


def seal_of(publication: Publication, figures: Data, *, number: int) -> Sealed:
    """Return the seal of a publication under a number: what it has, or ought to have."""
    withdrawn = publication.withdraws
    imprint = Imprint(
        year=publication.year,
        number=number,
        title=publication.title,
        sequence=publication.as_of_sequence,
        as_of_at=publication.as_of_at,
        link=figures["ledger"]["link"],
        withdraws=(withdrawn.stamp or "") if withdrawn else "",
        reason=publication.reason,
    )
    return sealed(key=settings.LEDGER_KEY, imprint=imprint, figures=figures)


def replayed(publication: Publication) -> Replay:
    """Compute a publication again from the ledger. Cost: as freezing it, and two more."""
    figures = publication.figures
    computed = frozen_figures(
        plan=publication.plan, as_of=as_of_publication(publication)
    )
    ought = seal_of(publication, figures, number=publication.number or 0)
    return Replay(
        publication=publication,
        is_genuine=(ought.digest, ought.seal, ought.stamp)
        == (publication.digest, publication.seal, publication.stamp),
        link_holds=figures["ledger"]["link"] == computed["ledger"]["link"],
        league_holds="league" not in figures
        or is_same_league(figures["league"], computed["league"]),
        deviations=tuple(deviations(figures["targets"], computed["targets"])),
        names={
            row["code"]: row["name"]
            for row in [*computed["targets"], *figures["targets"]]
        },
    )
