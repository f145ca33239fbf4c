"""What stands beside every field of a return."""

from decimal import Decimal

from progress_app.enums import EntryState
from progress_app.models import Entry, Submission
from progress_app.queries.ledger import figure_of, postings_before
from progress_app.rules.figures import EntryContext, Figure
from targets_app.models import Quota


def entry_contexts(*, submission: Submission) -> dict[int, EntryContext]:
    """Return the context of each target a submission may hold, by target id.

    The submission comes with its period. Cost: four queries, whatever the targets.
    """
    period, union_id = submission.period, submission.union_id
    cumulative: dict[int, Decimal] = {}
    previous: dict[int, Figure] = {}
    for posting in postings_before(
        union_id=union_id, plan_id=period.plan_id, before_number=period.number
    ):
        previous[posting.target_id] = figure_of(posting)
        if posting.quantity is not None:
            so_far = cumulative.get(posting.target_id, Decimal(0))
            cumulative[posting.target_id] = so_far + posting.quantity
    pending: dict[int, Decimal] = {}
    waiting = Entry.objects.filter(
        submission__union=union_id,
        submission__period__plan=period.plan_id,
        submission__period__number__lt=period.number,
        quantity__isnull=False,
    ).exclude(state__in=(EntryState.DRAFT, EntryState.RETURNED, EntryState.ACCEPTED))
    for target_id, quantity in waiting.values_list("target_id", "quantity"):
        pending[target_id] = pending.get(target_id, Decimal(0)) + quantity
    quotas = dict(
        Quota.objects.filter(union=union_id, target__plan=period.plan_id)
        .in_force(period.ends_on)
        .values_list("target_id", "amount")
    )
    unsupported = set(
        Entry.objects.filter(submission=submission)
        .lacking_evidence()
        .values_list("target_id", flat=True)
    )
    return {
        target_id: EntryContext(
            quota=quotas.get(target_id),
            cumulative=cumulative.get(target_id),
            pending=pending.get(target_id),
            previous=previous.get(target_id),
            lacks_evidence=target_id in unsupported,
        )
        for target_id in {*cumulative, *previous, *pending, *quotas, *unsupported}
    }
