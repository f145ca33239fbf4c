"""Who owes a figure, when, at what pace, and how shares are split. No clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from targets_app.enums import PaceKind, PeriodState, Source
from unions_app.enums import UnionKind

DISTRICT_KINDS = frozenset({UnionKind.TERRITORIAL, UnionKind.INDUSTRIAL})


def owes(
    *,
    source: str,
    territorial_only: bool,
    lead_department_id: int,
    union_id: int,
    union_kind: str,
) -> bool:
    """Return whether a union reports on a target.

    One source of truth per figure: a department never reports on a district-sourced
    target. Source: docs/domain.md, kinds of target.
    """
    if union_id == lead_department_id:
        return source in (Source.MUNICIPAL, Source.BOTH)
    if source == Source.MUNICIPAL or union_kind not in DISTRICT_KINDS:
        return False
    return union_kind == UnionKind.TERRITORIAL or not territorial_only


def period_state(
    *, opens_on: date, due_on: date, locks_on: date, today: date
) -> PeriodState:
    """Return where a period stands on a Shanghai day; each day counts whole."""
    if today < opens_on:
        return PeriodState.NOT_OPEN
    if today <= due_on:
        return PeriodState.OPEN
    return PeriodState.OVERDUE if today <= locks_on else PeriodState.LOCKED


@dataclass(frozen=True, slots=True)
class Pace:
    """A pace curve as plain data: see PaceCurve for the meaning of each part."""

    kind: str
    due_month: int | None = None
    shares: tuple[Decimal, ...] = ()


def expected_share(*, pace: Pace, month: int) -> Fraction:
    """Return the share (0–1) of a target expected by the end of a month (1–12).

    A step expects nothing before its due month and everything from then on. Source:
    docs/domain.md, pace.
    """
    if pace.kind == PaceKind.LINEAR:
        return Fraction(month, 12)
    if pace.kind == PaceKind.STEP:
        return Fraction(int(pace.due_month is not None and month >= pace.due_month))
    return Fraction(pace.shares[month - 1]) / 100


def is_due(*, pace: Pace, month: int) -> bool:
    """Return whether anything at all is expected by the end of a month."""
    return expected_share(pace=pace, month=month) > 0


def curve_errors(*, kind: str, shares: Sequence[str]) -> list[str]:
    """Return what is wrong with a custom curve's shares, as short codes.

    ``count``: not twelve; ``number``: not numbers from 0 to 100; ``falls``: not
    cumulative; ``end``: does not end at 100.
    """
    if kind != PaceKind.CUSTOM:
        return ["unexpected"] if shares else []
    if len(shares) != 12:
        return ["count"]
    if not all(_is_percentage(share) for share in shares):
        return ["number"]
    values = [Decimal(share) for share in shares]
    errors = ["falls"] if values != sorted(values) else []
    return errors + (["end"] if values[-1] != 100 else [])


def _is_percentage(text: str) -> bool:
    return (
        isinstance(text, str)
        and text.replace(".", "", 1).isdecimal()
        and Decimal(text) <= 100
    )


def split_by_weights(*, total: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Split a whole number over unions by weights; the parts sum to it exactly.

    Largest-remainder method; equal remainders go to the smaller id, so that the same
    input always gives the same split. Errors: ValueError without a positive weight.
    """
    sum_of_weights = sum(weights.values())
    if sum_of_weights <= 0:
        raise ValueError("no positive weight")
    exact = {key: Fraction(total * w, sum_of_weights) for key, w in weights.items()}
    parts = {key: int(share) for key, share in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (parts[key] - exact[key], key))
    for key in by_remainder[: total - sum(parts.values())]:
        parts[key] += 1
    return parts
