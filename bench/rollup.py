"""How fast sums are made: everything again, and after one figure.

``make bench`` runs it; ``BENCH_DATABASE_URL`` names the PostgreSQL server. It makes
databases of its own and drops them. At full size it takes some twenty minutes and
20 GB; ``make bench POSTINGS=100000`` is a quick look.
"""

import argparse
import signal
import sys
from statistics import median

from bench.database import own_database, prepare_django

prepare_django()

from bench import acceptance, bare, clock, world  # noqa: E402
from progress_app.actions.rollups import rebuild_rollups, roll_up_marked  # noqa: E402
from progress_app.models import Rollup, RollupMark  # noqa: E402
from targets_app.models import Target  # noqa: E402
from tasks_app.models import Plan  # noqa: E402

CITY = world.Size(fan_out=(46,), targets=75, years=5)


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def main() -> None:
    """Measure the city, then the large tree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postings", type=int, default=10_000_000)
    options = parser.parse_args()
    # Ended from outside, it still drops its databases.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    with own_database("city"):
        say(f"## {clock.machine()}\n")
        measure(CITY, "A city")
    with own_database("tree"):
        measure(world.size_for(options.postings), "A four-level tree")
    say(f"- peak memory of this process: {clock.peak_mebibytes():.0f} MiB")


def measure(size: world.Size, name: str) -> None:
    """Make a world of a size, in two parts, and measure the sums of both."""
    say(f"### {name}: {size.leaves} reporting unions, {size.targets} targets a year")
    world.make_unions(size)
    years = range(world.LAST_YEAR - size.years + 1, world.LAST_YEAR + 1)
    plans = [world.make_plan(year, size) for year in years]
    world.make_quotas()
    targets = {
        plan.pk: list(plan.targets.order_by("pk").values_list("pk", flat=True))
        for plan in plans
    }
    tenth = max(2, size.targets // 10)
    last = plans[-1]
    some = targets[last.pk][:tenth]
    targets[last.pk] = targets[last.pk][tenth:]
    count = load([last], {last.pk: some})
    sum_first(some)
    say_acceptance(count, some)
    count += load(plans, targets)
    say_rebuild(count, plans, depth=len(size.fan_out))
    say_acceptance(count, some)


def load(plans: list[Plan], targets: dict[int, list[int]]) -> int:
    """Append postings of some targets; return how many."""
    restore = world.lift("progress_app_posting")
    count = sum(world.post_year(plan, targets=targets[plan.pk]) for plan in plans)
    for statement in restore:
        world.run(statement)
    world.run("VACUUM ANALYZE")
    return count


def sum_first(targets: list[int]) -> None:
    """Sum targets that have no roll-ups yet, as a first mark does."""
    for target in Target.objects.filter(pk__in=targets):
        posting = target.postings.first()
        RollupMark.objects.create(
            target=target,
            union_id=posting.union_id,
            from_period_id=posting.period_id,
            marked_at=acceptance.AT,
        )
    roll_up_marked()
    world.run("VACUUM ANALYZE progress_app_rollup")


def say_acceptance(count: int, targets: list[int]) -> None:
    """Measure single figures, and print what they cost."""
    accepting, summing = acceptance.milliseconds(
        list(Target.objects.filter(pk__in=targets).order_by("pk"))
    )
    say(
        f"- {count:,} postings, one figure accepted, database time to sums afresh up to"
        f" the city: median {median(summing):.1f} ms of {len(summing)}, fastest"
        f" {summing[0]:.1f}, slowest {summing[-1]:.1f}; for the acceptance before it:"
        f" median {median(accepting):.1f} ms, fastest {accepting[0]:.1f};"
        f" load {clock.load()}"
    )


def say_rebuild(count: int, plans: list[Plan], *, depth: int) -> None:
    """Measure everything summed again, hold it against bare SQL, and print both.

    Each figure is printed at once: what was measured outlives an end in the middle.
    """
    ids = [plan.pk for plan in plans]
    world.run("TRUNCATE progress_app_rollup")
    bare.make_table()
    say(
        f"- {count:,} postings read once, grouped by target:"
        f" {clock.seconds(bare.scan):.1f} s"
    )
    for name in ("all from nothing", "all again (bare SQL: delete and insert)"):
        ours = clock.seconds(lambda: [rebuild_rollups(plan_id=pk) for pk in ids])
        say(f"- {name}: {ours:.1f} s, load {clock.load()}")
        theirs = clock.seconds(lambda: bare.rebuild(depth))
        say(f"  bare SQL: {theirs:.1f} s, load {clock.load()}; {ours / theirs:.2f} x")
        world.run("VACUUM ANALYZE")
    different = bare.differences()
    if different:
        sys.exit(f"{different} sums differ from those of bare SQL")
    say(f"- {Rollup.objects.count():,} roll-ups, every figure equal to bare SQL's")
    world.run("DROP TABLE bare_rollup")
    world.run("VACUUM ANALYZE progress_app_rollup")


if __name__ == "__main__":
    main()
