"""By which rules a plan's league is made, now or at a past moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from progress_app.queries.as_of import AsOf
from reports_app.enums import LeagueFormula
from reports_app.models import LeagueTerms, LeagueWeight
from tasks_app.models import Plan
from unions_app.models import Union


@dataclass(frozen=True, slots=True)
class Terms:
    """The league's rules; ``weights`` by target id hold what is not 1.

    ``contact`` is the department to turn to, None where none is named; ``appeal_note``
    is "" where the usual words serve.
    """

    formula: LeagueFormula = LeagueFormula.CAPPED_MEAN
    cap_percent: int = 100
    weights: Mapping[int, int] = field(default_factory=dict)
    contact: Union | None = None
    appeal_note: str = ""

    @property
    def cap(self) -> Fraction:
        """The cap as a share of the pace."""
        return Fraction(self.cap_percent, 100)

    @property
    def other_formulas(self) -> tuple[LeagueFormula, ...]:
        """The standard formulas that do not decide."""
        return tuple(one for one in LeagueFormula if one != self.formula)

    def weight_of(self, target_id: int) -> int:
        """Return how much a target weighs."""
        return self.weights.get(target_id, 1)


def terms_of(plan: Plan, *, as_of: AsOf, unions: Mapping[int, Union]) -> Terms:
    """Return a plan's rules; words are told as they are today. Cost: two queries."""
    rewind = as_of.rewind
    rows = list(LeagueTerms.objects.filter(plan=plan))
    weights = list(LeagueWeight.objects.filter(terms__plan=plan))
    if rewind is not None:
        rows, weights = rewind.rows(rows), rewind.rows(weights)
    if not rows:
        return Terms()
    [row] = rows
    return Terms(
        formula=LeagueFormula(row.formula),
        cap_percent=row.cap_percent,
        weights={one.target_id: one.weight for one in weights},
        contact=unions.get(row.contact_id) if row.contact_id else None,
        appeal_note=row.appeal_note,
    )
