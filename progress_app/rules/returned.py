"""A form that came back filled in: what its cells mean. No files, no database."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from progress_app.enums import CellProblem, Presence
from progress_app.rules.figures import NUMBER_FIELDS, Figure, Reading
from targets_app.enums import TargetKind
from unionplan.lib.chain import body_hash
from unionplan.lib.numbers import plain
from unionplan.lib.spreadsheets.reading import SheetCell

FIGURE_FIELDS = ("quantity", "numerator", "denominator", "stage")
TEXT_FIELDS = ("reason", "note", "problems", "next_steps")
INPUT_FIELDS = (*FIGURE_FIELDS, *TEXT_FIELDS)
NOT_A_FIGURE = {
    "date": CellProblem.DATE,
    "percent": CellProblem.PERCENT,
    "boolean": CellProblem.BOOLEAN,
    "error": CellProblem.ERROR,
}
DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a returned form: where it stood, and what its cells said.

    ``raw`` is as the grid would have sent it; ``problems`` what is wrong with a cell
    before it is read as a figure, by field. ``is_touched`` is false where everything
    stands as it was when the form was made.
    """

    entry_id: int
    version: int
    number: int
    raw: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)
    is_touched: bool = True


@dataclass(frozen=True, slots=True)
class Loose:
    """Something in a returned form that belongs to no line; ``place`` may be ""."""

    place: str
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class Content:
    """All that a returned form says."""

    rows: tuple[Row, ...] = ()
    loose: tuple[Loose, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as a JSON column holds it."""
        return {
            "rows": [asdict(row) for row in self.rows],
            "loose": [asdict(loose) for loose in self.loose],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return what ``to_json`` stored; nothing for an emptied column."""
        return cls(
            rows=tuple(Row(**row) for row in data.get("rows", ())),
            loose=tuple(Loose(**loose) for loose in data.get("loose", ())),
        )


def fields_of(kind: str) -> tuple[str, ...]:
    """Return the figure fields that a target of this kind asks for."""
    if kind == TargetKind.MILESTONE:
        return ("stage",)
    return NUMBER_FIELDS[TargetKind(kind)]


def read_row(
    *, kind: str, cells: Mapping[str, SheetCell], stages: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what a line's cells say, as typed into the grid, and what is wrong.

    ``stages`` is from the words of a stage, in any language of ours, to its value.
    Nothing is judged as a figure here: ``rules.figures.read_entry`` does that.
    """
    raw = dict.fromkeys(INPUT_FIELDS, "")
    problems: dict[str, str] = {}
    wanted = fields_of(kind)
    for name, cell in cells.items():
        raw[name] = cell.text.strip()
        if not raw[name]:
            continue
        if cell.kind == "error":
            problems[name] = CellProblem.ERROR
        elif name in FIGURE_FIELDS and name not in wanted:
            problems[name] = CellProblem.WRONG_FIELD
        elif name in FIGURE_FIELDS and cell.kind in NOT_A_FIGURE:
            problems[name] = NOT_A_FIGURE[cell.kind]
    raw["stage"] = stages.get(raw["stage"], raw["stage"])
    raw["presence"] = ""
    if raw["reason"] and any(raw[name] for name in FIGURE_FIELDS):
        problems.setdefault("reason", CellProblem.BOTH_GIVEN)
    elif raw["reason"]:
        raw["presence"] = Presence.NOT_APPLICABLE
    return raw, problems


def told(figure: Figure, texts: Mapping[str, str]) -> dict[str, str]:
    """Return a figure and its texts as a person would type them, by input field."""
    return {
        "quantity": plain(figure.quantity),
        "numerator": plain(figure.numerator),
        "denominator": plain(figure.denominator),
        "stage": figure.stage,
    } | {name: texts.get(name, "") for name in TEXT_FIELDS}


def digest(figure: Figure, texts: Mapping[str, str]) -> str:
    """Return a short hash of a line, to tell whether a form changed it."""
    stands = [figure.presence, told(figure, texts)]
    return body_hash(stands)[:DIGEST_LENGTH]


def digest_of(reading: Reading) -> str:
    """Return the digest of a line as it was read from a form."""
    return digest(reading.figure, reading.texts)
