"""How a target stood at one of two moments that are compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from progress_app.queries.as_of import AsOf
from progress_app.rules.lights import units_with_a_stage
from reports_app.queries.standing import Frame, Standing, positions_for, standing
from reports_app.rules.bridge_steps import held_of
from reports_app.rules.bridges import Reading, is_ratio
from targets_app.models import ReportingPeriod, Target
from unions_app.models import Union


@dataclass(frozen=True, slots=True)
class Side:
    """How a target stood at one of the two moments, and the period it was told at."""

    as_of: AsOf
    standing: Standing
    period: ReportingPeriod | None

    @property
    def reading(self) -> Reading:
        """The figure and its goal, as the parts of a difference need them."""
        position, target = self.standing.position, self.standing.target
        return Reading(
            is_ratio=is_ratio(target.kind),
            held=held_of(
                target.kind,
                quantity=position.quantity,
                numerator=position.numerator,
                denominator=position.denominator,
                done=position.done if units_with_a_stage(position) else None,
            ),
            goal=self.standing.goal,
        )


def sides_of(frame: Frame, union: Union, targets: Sequence[Target]) -> list[Side]:
    """Return how targets stood in a frame, in their order.

    Of one that came later nothing is known. Cost: one query; past, as the ledger's.
    """
    known = {target.pk: target for target in frame.targets}
    positions = positions_for(frame, union=union)
    return [
        Side(
            as_of=frame.as_of,
            standing=standing(
                frame=frame,
                target=known.get(target.pk, target),
                union=frame.unions.get(union.pk, union),
                positions=positions,
            ),
            period=frame.now.display,
        )
        for target in targets
    ]


def differ(first: Side, second: Side) -> bool:
    """Return whether the figure, or what it is measured against, is another one."""
    start, end = first.reading, second.reading
    return (start.held, start.goal) != (end.held, end.goal)
