"""What was typed, read as an exact figure, or told what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from progress_app.enums import FigureProblem, FigureWarning, Presence, Stage
from targets_app.enums import TargetKind
from unionplan.lib.numbers import (
    LARGEST,
    NotANumberError,
    decimal_places,
    parse_decimal,
)

NUMBER_FIELDS = {
    TargetKind.FLOW: ("quantity",),
    TargetKind.STOCK: ("quantity",),
    TargetKind.RATIO: ("numerator", "denominator"),
    TargetKind.MILESTONE: (),
}
TEXT_LIMITS = {"reason": 200, "note": 2000, "problems": 2000, "next_steps": 2000}
UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""What a database or a workbook cannot hold: control characters, half characters."""
JUMP_FACTOR = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A reported figure: the columns that entries and postings share."""

    presence: str = Presence.NOT_REPORTED
    quantity: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood: the figure, the texts, and per field what is wrong."""

    figure: Figure
    texts: dict[str, str] = field(default_factory=dict)
    problems: dict[str, FigureProblem] = field(default_factory=dict)


def read_number(text: str, *, places: int) -> Decimal | FigureProblem | None:
    """Return the figure a person typed, None for blank, or what is wrong with it."""
    try:
        number = parse_decimal(text)
    except NotANumberError:
        return FigureProblem.NOT_A_NUMBER
    if number is None:
        return None
    if number < 0:
        return FigureProblem.NEGATIVE
    if number >= LARGEST:
        return FigureProblem.TOO_LARGE
    if decimal_places(number) > places:
        return FigureProblem.TOO_MANY_DECIMALS
    return number


def read_entry(*, kind: str, places: int, raw: Mapping[str, str]) -> Reading:
    """Read one line of a return as it was typed.

    ``raw`` holds texts by field: presence, quantity, numerator, denominator, stage,
    reason, note, problems, next_steps. A blank figure is "not reported", 0 is a value,
    and half a ratio is kept while it is being typed.
    """
    texts, problems = _read_texts(raw)
    if raw.get("presence") == Presence.NOT_APPLICABLE:
        if not texts["reason"]:
            problems.setdefault("reason", FigureProblem.REASON_MISSING)
        return Reading(Figure(Presence.NOT_APPLICABLE), texts, problems)
    texts["reason"] = ""
    numbers: dict[str, Decimal] = {}
    for name in NUMBER_FIELDS[TargetKind(kind)]:
        found = read_number(raw.get(name, ""), places=places)
        if isinstance(found, FigureProblem):
            problems[name] = found
        elif found is not None:
            numbers[name] = found
    stage = raw.get("stage", "") if kind == TargetKind.MILESTONE else ""
    if stage and stage not in Stage.values:
        problems["stage"] = FigureProblem.UNKNOWN_STAGE
        stage = ""
    figure = Figure(
        presence=Presence.VALUE if numbers or stage else Presence.NOT_REPORTED,
        quantity=numbers.get("quantity"),
        numerator=numbers.get("numerator"),
        denominator=numbers.get("denominator"),
        stage=stage,
    )
    if is_numerator_above(figure):
        problems["numerator"] = FigureProblem.NUMERATOR_ABOVE
    return Reading(figure, texts, problems)


def _read_texts(
    raw: Mapping[str, str],
) -> tuple[dict[str, str], dict[str, FigureProblem]]:
    texts: dict[str, str] = {}
    problems: dict[str, FigureProblem] = {}
    for name, limit in TEXT_LIMITS.items():
        text = raw.get(name, "").replace("\r\n", "\n").strip()
        if UNSTORABLE.search(text):
            problems[name] = FigureProblem.CONTROL_CHARACTER
        elif len(text) > limit:
            problems[name] = FigureProblem.TOO_LONG
        texts[name] = text
    return texts, problems


def is_numerator_above(figure: Figure) -> bool:
    """Return whether both counts of a ratio stand and the first is the larger."""
    return (
        figure.numerator is not None
        and figure.denominator is not None
        and figure.numerator > figure.denominator
    )


def is_half_a_ratio(figure: Figure) -> bool:
    """Return whether only one of a ratio's two counts is there."""
    return (figure.numerator is None) != (figure.denominator is None)


@dataclass(frozen=True, slots=True)
class EntryContext:
    """What stands beside a field: the share and what was reported before.

    ``cumulative`` is what was accepted for earlier periods of a flow; ``pending`` was
    handed in for them and not yet accepted; ``previous`` is the last accepted figure.
    ``lacks_evidence``: the target asks for a file, and there is none yet.
    """

    quota: Decimal | None = None
    cumulative: Decimal | None = None
    pending: Decimal | None = None
    previous: Figure | None = None
    lacks_evidence: bool = False


def running_total(
    *, kind: str, figure: Figure, context: EntryContext
) -> Decimal | None:
    """Return the cumulative that this period's figure leads to; None if unknown."""
    if kind == TargetKind.STOCK:
        return figure.quantity
    if kind != TargetKind.FLOW:
        return None
    known = [figure.quantity, context.cumulative, context.pending]
    parts = [part for part in known if part is not None]
    return sum(parts, Decimal(0)) if parts else None


def warnings_for(
    *, kind: str, figure: Figure, context: EntryContext
) -> tuple[FigureWarning, ...]:
    """Return what is doubtful about a figure: each asks for a note.

    A falling stock, more than ten times the previous period, a cumulative above the
    year's share, or no file where the target asks for one: then the note says what the
    figure rests on. Source: docs/domain.md, states of an entry.
    """
    found = _doubts_about_size(kind, figure, context)
    if context.lacks_evidence and claims_something(figure):
        found.append(FigureWarning.NO_EVIDENCE)
    return tuple(found)


def claims_something(figure: Figure) -> bool:
    """Return whether a figure says that something was done, for a file to show."""
    if figure.stage:
        return figure.stage != Stage.NOT_STARTED
    return figure.presence == Presence.VALUE and figure.quantity != 0


def _doubts_about_size(
    kind: str, figure: Figure, context: EntryContext
) -> list[FigureWarning]:
    found: list[FigureWarning] = []
    if figure.quantity is None:
        return found
    before = context.previous.quantity if context.previous else None
    if before is not None:
        if kind == TargetKind.STOCK and figure.quantity < before:
            found.append(FigureWarning.FALLING)
        if before > 0 and figure.quantity > JUMP_FACTOR * before:
            found.append(FigureWarning.JUMP)
    total = running_total(kind=kind, figure=figure, context=context)
    if context.quota is not None and total is not None and total > context.quota > 0:
        found.append(FigureWarning.OVER_QUOTA)
    return found


def obstacles_to_submit(
    *, kind: str, figure: Figure, note: str, context: EntryContext
) -> tuple[FigureProblem, ...]:
    """Return what must be mended before a filled-in entry is handed in."""
    if is_half_a_ratio(figure):
        return (FigureProblem.INCOMPLETE,)
    if not note and warnings_for(kind=kind, figure=figure, context=context):
        return (FigureProblem.NOTE_MISSING,)
    return ()
