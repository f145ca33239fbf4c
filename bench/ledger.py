"""What a page of the open ledger costs among a million postings and as many events.

The whole answer of the portal, middleware and template and all, as an auditor gets it.
``make bench`` runs it; POSTINGS says how many.
"""

import argparse
import signal
import statistics
import sys

from bench.database import own_database, prepare_django

prepare_django()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from bench import clock, rollup, world  # noqa: E402
from bench.ledger_world import (  # noqa: E402
    make_events,
    make_grounds,
    make_people,
    spread_days,
)
from progress_app.actions.rollups import rebuild_rollups  # noqa: E402
from progress_app.models import Posting  # noqa: E402
from reports_app.queries.sampling import Scope, layers_of  # noqa: E402
from reports_app.rules.sampling import drawn  # noqa: E402
from targets_app.models import Target  # noqa: E402

TIMES = 9


def main() -> None:
    """Make the ledger, ask for pages of it, and print what each costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postings", type=int, default=1_000_000)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    call_command("collectstatic", interactive=False, verbosity=0)
    with own_database("ledger"):
        rollup.say(f"## {clock.machine()}\n")
        count = make_ledger(world.size_for(options.postings))
        rollup.say(f"- {count:,} postings, and as many audit events; median of {TIMES}")
        client = Client(HTTP_HOST="localhost")
        client.force_login(make_people())
        for name, address in addresses(count):
            say_cost(client, name, address)
        say_draw()


def make_ledger(size: world.Size) -> int:
    """Make a year of a four-level tree with all that postings refer to."""
    world.make_unions(size)
    plan = world.make_plan(world.LAST_YEAR, size)
    world.make_quotas()
    ids = list(plan.targets.order_by("pk").values_list("pk", flat=True))
    count = rollup.load([plan], {plan.pk: ids})
    make_grounds()
    spread_days(world.LAST_YEAR)
    make_events(count)
    rebuild_rollups(plan_id=plan.pk)
    world.run("VACUUM ANALYZE")
    return count


def addresses(count: int) -> list[tuple[str, str]]:
    """Return what is asked for, each with its name."""
    middle = Posting.objects.get(sequence=count // 2)
    cell = f"target={middle.target_id}&union={middle.union_id}"
    later = Posting.objects.filter(supersedes__isnull=False).first()
    stock = Target.objects.filter(kind="stock").first()
    figure = f"/ledger/figure/?target={middle.target_id}"
    return [
        ("postings, the newest", "/ledger/"),
        ("postings, in the middle", f"/ledger/?before={count // 2}"),
        ("postings, the oldest", "/ledger/?before=51"),
        ("postings as of the middle", f"/ledger/?as_of={count // 2}"),
        ("of one union", f"/ledger/?union={middle.union_id}"),
        ("of one target", f"/ledger/?target={middle.target_id}"),
        ("of one target and union", f"/ledger/?{cell}"),
        ("of one period", f"/ledger/?period={middle.period_id}"),
        ("of one day in March", "/ledger/?since=2024-03-05&until=2024-03-05"),
        ("superseded", "/ledger/?force=superseded"),
        ("in force", "/ledger/?force=in_force"),
        ("by who accepted", f"/ledger/?accepted_by={middle.recorded_by_id}"),
        ("by who entered, nothing found", "/ledger/?entered_by=1"),
        ("audit events, the newest", "/ledger/events/"),
        ("audit events, in the middle", f"/ledger/events/?before={count // 2}"),
        ("audit events of one thing", "/ledger/events/?subject=entry:77"),
        ("one posting", f"/ledger/postings/{later.pk}/"),
        ("one event", f"/ledger/events/{count // 2}/"),
        ("a figure's ancestry, the city's", figure),
        ("the same of one union", f"{figure}&union={middle.union_id}"),
        ("the city's stock", f"/ledger/figure/?target={stock.pk}"),
    ]


def say_cost(client: Client, name: str, address: str) -> None:
    """Print the median and the slowest of an address, and what its queries took."""
    status = client.get(address).status_code
    times, in_database = [], []
    for _time in range(TIMES):
        with clock.query_time() as spent:
            times.append(clock.seconds(lambda: client.get(address)) * 1000)
        in_database.append(spent.seconds * 1000)
    rollup.say(
        f"- {name}: {statistics.median(times):.0f} ms, slowest {max(times):.0f};"
        f" {statistics.median(in_database):.0f} ms of it in {spent.queries} queries;"
        f" status {status}"
    )


def say_draw() -> None:
    """Print what drawing from everything takes."""
    plan = Target.objects.select_related("plan").first().plan
    found = []
    scope = Scope(plan=plan, sequence=2**63 - 1)
    took = clock.seconds(lambda: found.extend(layers_of(scope)))
    drawing = clock.seconds(lambda: drawn(found[0].sequences, seed="x", size=100))
    rollup.say(
        f"- a sample: {len(found[0].sequences):,} postings read in {took:.1f} s,"
        f" 100 of them drawn in {drawing:.1f} s; load {clock.load()}"
    )


if __name__ == "__main__":
    main()
