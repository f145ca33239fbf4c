"""What a long list costs as a workbook: against openpyxl, another library, zlib alone.

``make bench`` runs it; each way works in a process of its own, one after the other.
"""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from bench.database import own_database, prepare_django

prepare_django()

from bench import clock, export_ways, rollup, world  # noqa: E402
from bench.forked import Spent, spent_on  # noqa: E402
from bench.ledger_world import make_grounds, spread_days  # noqa: E402
from progress_app.actions.rollups import rebuild_rollups  # noqa: E402
from progress_app.models import Posting  # noqa: E402
from reports_app.models import Export  # noqa: E402
from reports_app.queries.exports import workbook_facts  # noqa: E402
from reports_app.workbook.book import write_workbook  # noqa: E402
from reports_app.workbook.postings import postings_table  # noqa: E402
from tasks_app.models import Plan  # noqa: E402
from unions_app.models import Person  # noqa: E402

LEVELS = (1, 6)


def main() -> None:
    """Write everything in every way, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    with own_database("export"), tempfile.TemporaryDirectory() as directory:
        rollup.say(f"## {clock.machine()}; load {clock.load()}\n")
        compare(Path(directory), options.rows)
        many(Path(directory), options.many)
        from_the_ledger(Path(directory), options.rows)
        rollup.say(f"- load at the end {clock.load()}")


def compare(directory: Path, rows: int) -> None:
    """Write the same rows with and without openpyxl, and only pack their bytes."""
    path, raw, at = directory / "ours.xlsx", directory / "raw", export_ways.began()
    rollup.say(f"{rows:,} rows of 20 columns, styled, frozen, filtered:")
    ours = spent_on(lambda: export_ways.ours(path, rows, at))
    rollup.say(f"- ours: {ours.seconds:.2f} s, {ours.mebibytes:.0f} MiB")
    size = export_ways.unpack(path, raw)
    rollup.say(f"- the sheet has {size:,} bytes, the file {path.stat().st_size:,}")
    for level in LEVELS:
        packed = spent_on(lambda level=level: export_ways.packed(raw, level))
        times = ours.seconds / packed.seconds
        rollup.say(f"- zlib {level} alone: {packed.seconds:.2f} s; ours {times:.2f} x")
    theirs = directory / "openpyxl.xlsx"
    other = spent_on(lambda: export_ways.with_openpyxl(theirs, rows, at))
    say_ratio("openpyxl write-only", other, ours)


def say_ratio(name: str, other: Spent, ours: Spent) -> None:
    """Print what another way took, and what part of it ours takes."""
    rollup.say(
        f"- {name}: {other.seconds:.2f} s, {other.mebibytes:.0f} MiB;"
        f" ours {ours.seconds / other.seconds:.3f} x"
    )


def many(directory: Path, rows: int) -> None:
    """Write ten times as many."""
    path, at = directory / "many.xlsx", export_ways.began()
    spent = spent_on(lambda: export_ways.ours(path, rows, at))
    rollup.say(
        f"{rows:,} rows, ours: {spent.seconds:.2f} s, {spent.mebibytes:.0f} MiB,"
        f" file {path.stat().st_size:,} bytes"
    )


def from_the_ledger(directory: Path, rows: int) -> None:
    """Write postings of the database: the sheet, the whole workbook, the other's."""
    export = make_ledger(world.size_for(rows))
    facts = workbook_facts(export=export)
    table = postings_table(facts, export=export)
    rollup.say(f"{table.count:,} postings of the ledger, {len(table.columns)} columns:")
    path = directory / "postings.xlsx"
    at = export_ways.began()
    ours = spent_on(lambda: export_ways.write_ours(path, table, at))
    rollup.say(f"- ours: {ours.seconds:.2f} s, {ours.mebibytes:.0f} MiB")
    other = spent_on(lambda: export_ways.with_import_export(directory / "other.xlsx"))
    say_ratio("django-import-export", other, ours)
    whole = spent_on(lambda: write_whole(export, directory / "whole.xlsx"))
    rollup.say(
        f"- the whole workbook: {whole.seconds:.2f} s, {whole.mebibytes:.0f} MiB"
    )


def write_whole(export: Export, path: Path) -> None:
    """Write a workbook as the worker does."""
    facts = workbook_facts(export=export)
    with path.open("wb") as to:
        write_workbook(facts=facts, export=export, to=to, on_step=lambda: None)


def make_ledger(size: world.Size) -> Export:
    """Make a year's ledger, and an export of it."""
    world.make_unions(size)
    plan = world.make_plan(world.LAST_YEAR, size)
    world.make_quotas()
    ids = list(plan.targets.order_by("pk").values_list("pk", flat=True))
    rollup.load([plan], {plan.pk: ids})
    make_grounds()
    spread_days(world.LAST_YEAR)
    rebuild_rollups(plan_id=plan.pk)
    world.run("VACUUM ANALYZE")
    newest = Posting.objects.order_by("-sequence")[0]
    return Export.objects.create(
        plan=Plan.objects.get(),
        requested_by=Person.objects.order_by("pk")[0],
        requested_at=newest.recorded_at,
        as_of_at=newest.recorded_at,
        as_of_sequence=newest.sequence,
        language="zh-hans",
    )


if __name__ == "__main__":
    main()
