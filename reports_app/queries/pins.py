"""A person's pins: which targets, how they stand, and whether a digest is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reports_app.models import DigestChoice, Pin, SavedView
from reports_app.queries.standing import Frame, Standing, positions_for, standing
from unions_app.rules import Access, sees_every_union


@dataclass(frozen=True, slots=True)
class Strip:
    """The pinned targets of a page's plan, in the person's order."""

    standings: tuple[Standing, ...]
    wants_digest: bool


class Kept:
    """What one person keeps, asked for at most once a request."""

    def __init__(self, access: Access) -> None:
        """Note whose; nothing is asked yet."""
        self.access = access

    @property
    def can_pin(self) -> bool:
        """Whether the person has a cockpit to pin targets on."""
        return sees_every_union(self.access)

    @cached_property
    def target_ids(self) -> Sequence[int]:
        """The pinned targets, in the person's order. Cost: one query."""
        rows = Pin.objects.visible_to(self.access).order_by("position", "pk")
        return tuple(rows.values_list("target_id", flat=True))

    @cached_property
    def views(self) -> Sequence[SavedView]:
        """The saved views, oldest first. Cost: one query."""
        return tuple(SavedView.objects.visible_to(self.access).order_by("pk"))


def strip_of(kept: Kept, frame: Frame) -> Strip | None:
    """Return how a person's pins stand; None without any. Cost: two queries.

    The pins are asked for besides; at a past moment the ledger is, by a few more.
    """
    if not kept.target_ids:
        return None
    by_id = {target.pk: target for target in frame.targets}
    targets = [by_id[pk] for pk in kept.target_ids if pk in by_id]
    if not targets:
        return None
    city = frame.federation
    positions = positions_for(frame, union=city, targets=targets)
    choice = DigestChoice.objects.filter(person=kept.access.person_id).first()
    return Strip(
        standings=tuple(
            standing(frame=frame, target=target, union=city, positions=positions)
            for target in targets
        ),
        wants_digest=choice is None or choice.is_wanted,
    )
