"""Where frozen figures differ from the same figures computed again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Data = Mapping[str, Any]
WORDS = ("name", "reason")


@dataclass(frozen=True, slots=True)
class Deviation:
    """A figure of a target (by its code) that is another one when it is computed again.

    ``name`` is the key of the frozen data; None: nothing known.
    """

    code: str
    name: str
    published: str | None
    computed: str | None


def deviations(
    published: Sequence[Mapping[str, Any]], computed: Sequence[Mapping[str, Any]]
) -> list[Deviation]:
    """Return where two lists of frozen targets tell other figures, in their order.

    Names and words are no figures: what was renamed since has not changed.
    """
    again = {row["target"]: row for row in computed}
    known = {row["target"] for row in published}
    added = [row for row in computed if row["target"] not in known]
    found = []
    for row in [*published, *added]:
        told = row["figures"] if row["target"] in known else {}
        now = again[row["target"]]["figures"] if row["target"] in again else {}
        found += [
            Deviation(row["code"], name, told.get(name), now.get(name))
            for name in [*told, *(name for name in now if name not in told)]
            if told.get(name) != now.get(name)
        ]
    return found


def is_same_league(published: Data | None, computed: Data | None) -> bool:
    """Return whether two frozen leagues rank alike, with the same units apart.

    What things are called is no figure; why a unit is apart is told by its return, not
    by the ledger.
    """
    return bool(_figures_of(published) == _figures_of(computed))


def _figures_of(league: Any) -> Any:
    """Return frozen data without its words."""
    if isinstance(league, Mapping):
        return {k: _figures_of(league[k]) for k in league if k not in WORDS}
    if isinstance(league, list):
        return [_figures_of(row) for row in league]
    return league
