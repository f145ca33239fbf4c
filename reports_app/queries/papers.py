"""Everything that a sample's report and working paper tell."""

from dataclasses import dataclass
from datetime import datetime

from progress_app.models import Evidence, Posting
from reports_app.models import Finding, Sample, SampleItem
from reports_app.queries.exports import Stamp
from reports_app.queries.ledger.files import files_of
from reports_app.queries.redrawing import is_reproduced
from reports_app.queries.samples import Results, items_of, latest_of, results_of
from unionplan.lib.chain import GENESIS
from unions_app.queries import municipal_federation
from unions_app.rules import Access


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One item with its trace, and the finding that counts; None before any."""

    item: SampleItem
    finding: Finding | None
    files: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A sample from its draw to what follows; ``history`` is every finding ever.

    ``is_reproduced``: see ``queries.redrawing``.
    """

    sample: Sample
    stamp: Stamp
    rows: tuple[PaperRow, ...]
    results: Results
    history: tuple[Finding, ...]
    is_reproduced: bool | None

    @property
    def changed_at(self) -> datetime:
        """When the sample or a finding was last written."""
        times = [found.found_at for found in self.history]
        return max([self.sample.drawn_at, *times])


def paper_facts(access: Access, sample: Sample) -> PaperFacts:
    """Return what a sample's papers tell. Cost: nine queries."""
    items = list(items_of(sample))
    findings = latest_of(items)
    files = files_of(access, [item.posting for item in items])
    history = Finding.objects.filter(item__sample=sample)
    return PaperFacts(
        sample=sample,
        stamp=_stamp(sample),
        rows=tuple(
            PaperRow(item, findings.get(item.pk), files[item.posting_id])
            for item in items
        ),
        results=results_of(sample, items, findings),
        history=tuple(
            history.select_related("item", "found_by").order_by(
                "item__position", "version"
            )
        ),
        is_reproduced=is_reproduced(sample),
    )


def _stamp(sample: Sample) -> Stamp:
    """Return what every sheet says about where the sampled figures come from."""
    newest = Posting.objects.filter(sequence=sample.as_of_sequence).first()
    recorded_at = newest.recorded_at if newest else None
    return Stamp(
        plan_title=sample.plan.title,
        year=sample.plan.year,
        federation=municipal_federation().name,
        sequence=sample.as_of_sequence,
        link=newest.link if newest else GENESIS,
        recorded_at=recorded_at,
        as_of_at=recorded_at or sample.drawn_at,
        requested_by=str(sample.drawn_by),
        is_demonstration=sample.is_demonstration,
    )
