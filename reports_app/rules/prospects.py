"""Whether a target will be missed: by its forecast, or by its light where there is none."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from progress_app.enums import Light
from reports_app.enums import NoForecast, Prospect
from reports_app.rules.forecast import Forecast

SHORT = frozenset({Prospect.MISSED, Prospect.WILL_MISS, Prospect.LAGGING})
"""What makes a headline: missed for good, by forecast, or behind without one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be expected of one target; ``share`` is forecast, of the goal."""

    prospect: Prospect
    share: Fraction | None = None


def verdict_of(*, light: Light, told: Forecast | NoForecast) -> Verdict:
    """Return what is to be expected of a figure or rate at the year's end.

    A forecast goes before the light; a goal that is reached stays reached. With the
    year over, what is not met is missed.
    """
    if light == Light.MET:
        return Verdict(Prospect.MET)
    if told == NoForecast.YEAR_OVER:
        return Verdict(Prospect.MISSED)
    if isinstance(told, Forecast) and told.share is not None:
        is_reached = told.share >= 1
        return Verdict(
            Prospect.WILL_REACH if is_reached else Prospect.WILL_MISS, told.share
        )
    if light in (Light.BEHIND, Light.FAR_BEHIND):
        return Verdict(Prospect.LAGGING)
    if light == Light.NOT_REPORTED:
        return Verdict(Prospect.SILENT)
    return Verdict(Prospect.UNTOLD if light == Light.ON_PACE else Prospect.NOT_DUE)


def counted(verdicts: Iterable[Verdict]) -> dict[Prospect, int]:
    """Return how many verdicts there are of each kind, all kinds named."""
    found = dict.fromkeys(Prospect, 0)
    for verdict in verdicts:
        found[verdict.prospect] += 1
    return found
