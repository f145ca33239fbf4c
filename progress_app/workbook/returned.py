"""From a file that was sent back to what it says, line by line."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from progress_app.enums import CellProblem, FormRefusal
from progress_app.models import Entry, Submission
from progress_app.rules.figures import read_entry
from progress_app.rules.returned import Content, Loose, Row, digest_of, read_row
from progress_app.workbook.columns import (
    CODE_COLUMN,
    COLUMNS,
    FIRST_ROW,
    HEAD_ROW,
    IDENTITY_SHEET,
    heads,
    sheet_titles,
    stage_words,
)
from progress_app.workbook.identity import (
    FormRefusedError,
    Identity,
    SeenEntry,
    unsealed,
)
from targets_app.models import Target
from unionplan.lib.spreadsheets.gate import check
from unionplan.lib.spreadsheets.places import place_of
from unionplan.lib.spreadsheets.reading import SheetCell, read_cells

INPUTS = {number: c.name for number, c in enumerate(COLUMNS, 1) if c.is_input}
"""Input field by column number."""

Cells = Mapping[int, SheetCell]
"""The cells of one row, by column number."""


def read_form(data: bytes, *, submission: Submission) -> Content:
    """Return what a filled-in form says. The file is looked through before it is read.

    Errors: RefusedError for an unsafe file, FormRefusedError for one that is not this
    return's form. Cost: one query, and a process of its own for the reading.
    """
    titles = sheet_titles()
    check(data, plain_sheets=[IDENTITY_SHEET, *titles])
    found = read_cells(data, sheets=[IDENTITY_SHEET, *titles])
    identity = unsealed(found.pop(IDENTITY_SHEET, []))
    if identity.union_id != submission.union_id:
        raise FormRefusedError(FormRefusal.OTHER_UNION)
    if identity.period_id != submission.period_id:
        raise FormRefusedError(FormRefusal.OTHER_PERIOD)
    if not found:
        raise FormRefusedError(FormRefusal.NOT_A_FORM)
    rows = _by_row(next(iter(found.values())))
    _check_heads(rows.get(HEAD_ROW, {}))
    return _content(rows, identity, _targets(submission))


def _by_row(cells: Iterable[SheetCell]) -> dict[int, dict[int, SheetCell]]:
    rows: dict[int, dict[int, SheetCell]] = defaultdict(dict)
    for cell in cells:
        rows[cell.row][cell.column] = cell
    return rows


def _check_heads(cells: Cells) -> None:
    """Refuse a form whose columns are not where they were, at the first that is not."""
    seen = [
        cells[number].text.strip() if number in cells else ""
        for number in range(1, len(COLUMNS) + 1)
    ]
    if seen in heads():
        return
    nearest = max(heads(), key=lambda row: sum(map(str.__eq__, row, seen)))
    differing = next(n for n, head in enumerate(nearest, 1) if head != seen[n - 1])
    place = place_of(row=HEAD_ROW, column=differing)
    raise FormRefusedError(FormRefusal.COLUMNS_MOVED, place)


def _targets(submission: Submission) -> dict[int, Target]:
    rows = Entry.objects.filter(submission=submission).select_related("target")
    return {entry.pk: entry.target for entry in rows}


def _content(
    rows: Mapping[int, Cells], identity: Identity, targets: Mapping[int, Target]
) -> Content:
    """Return the lines that are known, and what belongs to none."""
    known, stages = identity.by_code, stage_words()
    read: dict[str, Row] = {}
    loose: list[Loose] = []
    for number in sorted(row for row in rows if row >= FIRST_ROW):
        cells = rows[number]
        code = cells[CODE_COLUMN].text.strip() if CODE_COLUMN in cells else ""
        problem = _misplaced(code, known, read)
        if problem is None:
            seen = known[code]
            read[code] = _row(number, cells, seen, targets[seen.entry_id], stages)
        else:
            loose += _loose(number, cells, code, problem)
    missing = [seen for code, seen in known.items() if code not in read]
    loose += [
        Loose("", str(targets[seen.entry_id]), CellProblem.MISSING_ROW)
        for seen in missing
    ]
    return Content(rows=tuple(read.values()), loose=tuple(loose))


def _misplaced(
    code: str, known: Mapping[str, SeenEntry], read: Mapping[str, Row]
) -> CellProblem | None:
    if not code:
        return CellProblem.OUTSIDE_ROWS
    if code not in known:
        return CellProblem.UNKNOWN_CODE
    return CellProblem.REPEATED_CODE if code in read else None


def _loose(
    number: int, cells: Cells, code: str, problem: CellProblem
) -> Sequence[Loose]:
    """Return what to say of a row without a line: nothing of headings and blanks."""
    if code:
        place = place_of(row=number, column=CODE_COLUMN)
        return [Loose(place, code, problem)]
    return [
        Loose(cells[column].place, cells[column].text.strip()[:200], problem)
        for column in INPUTS
        if column in cells and cells[column].text.strip()
    ]


def _row(
    number: int,
    cells: Cells,
    seen: SeenEntry,
    target: Target,
    stages: Mapping[str, str],
) -> Row:
    inputs = {name: cells[column] for column, name in INPUTS.items() if column in cells}
    raw, problems = read_row(kind=target.kind, cells=inputs, stages=stages)
    reading = read_entry(kind=target.kind, places=target.decimal_places, raw=raw)
    is_same = not (problems or reading.problems) and digest_of(reading) == seen.digest
    return Row(
        entry_id=seen.entry_id,
        version=seen.version,
        number=number,
        raw=raw,
        problems=problems,
        is_touched=not is_same,
    )
