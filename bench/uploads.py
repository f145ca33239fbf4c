"""What it costs to decide on an uploaded workbook: time and memory, kind by kind.

``python -m bench.uploads`` builds every hostile file of the tests and some honest ones,
and lets a fresh process look at each. It needs no database. Ends with status 1 when a
file took more than 2 seconds or either process more than 150 MiB.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook

from tests.unionplan.spreadsheets.hostile import KINDS
from tests.unionplan.spreadsheets.packages import SHEET, plain_book, saved
from unionplan.lib.spreadsheets.gate import check
from unionplan.lib.spreadsheets.reading import read_cells
from unionplan.lib.spreadsheets.refusals import RefusedError

MOST_SECONDS = 2.0
MOST_MEBIBYTES = 150


def filled_book(rows: int, columns: int) -> bytes:
    """Return an honest workbook full of figures and texts."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    for row in range(1, rows + 1):
        sheet.append([f"第{row}行"] + [row * column for column in range(1, columns)])
    return saved(book)


HONEST: dict[str, Callable[[], bytes]] = {
    "honest: two cells": plain_book,
    "honest: 60 lines": lambda: filled_book(60, 14),
    "honest: 1,000 lines": lambda: filled_book(1_000, 20),
    "honest: all that passes": lambda: filled_book(1_000, 29),
}


def measure(path: Path) -> None:
    """Decide on one file, and print what was decided and what it took."""
    data = path.read_bytes()
    began = time.perf_counter()
    try:
        check(data, plain_sheets=[SHEET])
        cells = read_cells(data, sheets=[SHEET])[SHEET]
        decided = f"{len(cells)} cells"
    except RefusedError as refused:
        decided = refused.refusal.value
    spent = time.perf_counter() - began
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps([decided, spent, peak_mebibytes(), child]))


def peak_mebibytes() -> float:
    """Return the most memory this process has held; its usage tells its parent's too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def measured(data: bytes, path: Path) -> tuple[str, float, float, float]:
    """Return what a fresh process decides on a file, in seconds and MiB."""
    path.write_bytes(data)
    command = [sys.executable, "-m", "bench.uploads", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    decided, spent, own, child = json.loads(done.stdout)
    return decided, spent, own, child


def main() -> int:
    """Print a line for each kind, then the worst; return how the process ends."""
    builders = {name: kind.build for name, kind in KINDS.items()} | HONEST
    worst = [0.0, 0.0, 0.0]
    print(f"{'kind':28} {'bytes':>9} {'decided':18} {'s':>6} {'MiB':>6} {'reader':>6}")
    with tempfile.TemporaryDirectory() as directory:
        for name, build in builders.items():
            data = build()
            decided, *spent = measured(data, Path(directory) / "book.xlsx")
            worst = [max(pair) for pair in zip(worst, spent, strict=True)]
            seconds, own, reader = spent
            print(
                f"{name:28} {len(data):9,} {decided:18}"
                f" {seconds:6.2f} {own:6.0f} {reader:6.0f}"
            )
    print(
        f"{len(builders)} kinds; at most {worst[0]:.2f} s,"
        f" {worst[1]:.0f} MiB, the reader {worst[2]:.0f} MiB"
    )
    return int(worst[0] > MOST_SECONDS or max(worst[1:]) > MOST_MEBIBYTES)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
    else:
        sys.exit(main())
