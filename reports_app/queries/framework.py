"""The 123510 framework with how the measures that carry it stand."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reports_app.queries.standing import Standing
from tasks_app.models import FrameworkPillar, Plan


@dataclass(frozen=True, slots=True)
class BoardItem:
    """A named item; ``rows`` are the standings of the measures that carry it."""

    name: str
    rows: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class BoardPillar:
    """One line of the 123510 framework with its items in order.

    ``unlisted`` are the places of those that no public text names.
    """

    number: str
    text: str
    listed: tuple[BoardItem, ...]
    unlisted: tuple[int, ...]


def framework_board(
    plan: Plan, standings: Sequence[Standing]
) -> tuple[BoardPillar, ...]:
    """Return the framework with how its items stand. Cost: one query."""
    by_measure: dict[int, list[Standing]] = defaultdict(list)
    for row in standings:
        by_measure[row.target.measure_id].append(row)
    pillars: dict[tuple[str, str], dict[int, tuple[str, list[Standing]]]] = {}
    links = FrameworkPillar.objects.filter(plan=plan).order_by(
        "position", "items__position", "items__measures__task__area__position"
    )
    for number, text, position, name, measure_id in links.values_list(
        "number", "text", "items__position", "items__name", "items__measures"
    ):
        items = pillars.setdefault((number, text), {})
        if position is not None:
            _name, rows = items.setdefault(position, (name, []))
            rows.extend(by_measure[measure_id])
    return tuple(_pillar(*key, items) for key, items in pillars.items())


def _pillar(
    number: str, text: str, items: dict[int, tuple[str, list[Standing]]]
) -> BoardPillar:
    return BoardPillar(
        number=number,
        text=text,
        listed=tuple(
            BoardItem(name, tuple(rows)) for name, rows in items.values() if name
        ),
        unlisted=tuple(place for place, (name, _rows) in items.items() if not name),
    )
