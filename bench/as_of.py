"""What the cockpit costs as of a past moment, against the same from stored sums.

Five years of a city with 46 reporting unions and 75 targets a year: the whole cockpit,
all queries and all of the reckoning, before it is drawn. ``make bench`` runs it.
"""

import statistics

from bench.database import own_database, prepare_django

prepare_django()

from datetime import datetime  # noqa: E402

from bench import clock, rollup, world  # noqa: E402
from progress_app.actions.rollups import rebuild_rollups  # noqa: E402
from progress_app.queries.as_of import as_of_sequence, present  # noqa: E402
from progress_app.queries.ledger import ledger_sequence  # noqa: E402
from reports_app.queries.cockpit import cockpit_of  # noqa: E402
from tasks_app.models import Plan  # noqa: E402
from unionplan.lib.dates import SHANGHAI  # noqa: E402

TIMES = 15
BACK = 20_000
"""How many postings the past moment lies back: about half of the last year's."""
AUTUMN = datetime(2024, 10, 28, 9, tzinfo=SHANGHAI)


def main() -> None:
    """Make the city, and print both."""
    with own_database("as_of"):
        rollup.say(f"## {clock.machine()}\n")
        plan = make_city()
        middle = ledger_sequence() - BACK
        now, _queries = measured(lambda: cockpit_of(plan=plan, as_of=present(AUTUMN)))
        past, queries = measured(
            lambda: cockpit_of(plan=plan, as_of=as_of_sequence(middle))
        )
        rollup.say(
            f"- the whole cockpit, median of {TIMES}: from stored sums {now:.0f} ms,"
            f" as of a past sequence {past:.0f} ms ({queries} queries);"
            f" ratio {past / now:.2f}"
        )


def make_city() -> Plan:
    """Make five years of the city, all summed; return the last plan."""
    size = rollup.CITY
    world.make_unions(size)
    years = range(world.LAST_YEAR - size.years + 1, world.LAST_YEAR + 1)
    plans = [world.make_plan(year, size) for year in years]
    world.make_quotas()
    targets = {
        plan.pk: list(plan.targets.order_by("pk").values_list("pk", flat=True))
        for plan in plans
    }
    rollup.load(plans, targets)
    for plan in plans:
        rebuild_rollups(plan_id=plan.pk)
    world.run("VACUUM ANALYZE")
    return plans[-1]


def measured(work) -> tuple[float, int]:
    """Return the median of a call in milliseconds, and its number of queries."""
    work()
    times = [clock.seconds(work) * 1000 for _time in range(TIMES)]
    with clock.query_time() as spent:
        work()
    return statistics.median(times), spent.queries


if __name__ == "__main__":
    main()
