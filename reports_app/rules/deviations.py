"""Where frozen figures differ from the same figures computed again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


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
