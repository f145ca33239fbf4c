"""Years of postings behind the demonstration, and who reads; run inside the product.

The closed years' ledger lies before the demonstration's: the newest postings are the
current plan's, as in life. Both functions print one line of JSON for ``bench.pages``.
"""

import json
import os

from django.db import connection

from bench import world
from bench.deadline_world import _session
from progress_app.actions.rollups import rebuild_rollups
from progress_app.models import Posting, Submission
from progress_app.queries.ledger import LEDGER_CHAIN
from tasks_app.models import Plan
from unions_app.models import ChainHead, Person, Union
from unions_app.queries import municipal_federation

YEARS = range(2019, 2024)
BEFORE = -5_000_000_000
"""Where the closed years begin in the ledger."""


def load() -> None:
    """Load about ``POSTINGS`` postings of closed years, with their sums."""
    wanted = int(os.environ["POSTINGS"])
    world.run(
        "CREATE TABLE bench_leaf AS SELECT id, ROW_NUMBER() OVER (ORDER BY id) - 1"
        " AS rank FROM unions_app_union WHERE kind = 'territorial'"
    )
    city = municipal_federation()
    Union.objects.create(
        name="lead", short_name="lead", kind="department", parent=city, position=999
    )
    leaves = Union.objects.filter(kind="territorial").count()
    a_target = leaves * 12 * world.REPORTED_SHARE
    targets = max(2, round(wanted / a_target / len(YEARS)))
    plans = [_plan(year, targets) for year in YEARS]
    head = ChainHead.objects.get(name=LEDGER_CHAIN)
    ChainHead.objects.filter(name=LEDGER_CHAIN).update(sequence=BEFORE)
    restore = world.lift("progress_app_posting")
    for plan in plans:
        ids = plan.targets.order_by("pk").values_list("pk", flat=True)
        world.post_year(plan, targets=list(ids))
    for statement in restore:
        world.run(statement)
    head.save()
    for plan in plans:
        rebuild_rollups(plan_id=plan.pk)
    world.run("VACUUM ANALYZE")
    told = {"postings": Posting.objects.count(), "server": _server()}
    print(json.dumps(told))


def _plan(year: int, targets: int) -> Plan:
    plan = world.make_plan(year, world.Size((), targets=targets))
    Plan.objects.filter(pk=plan.pk).update(status="closed")
    return plan


def _server() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def readers() -> None:
    """Sign a leader and a reporter in, and say what they open."""
    leader = Person.objects.get(username="leader")
    reporter = Person.objects.get(username="clerk")
    union = reporter.memberships.get().union
    plan = Plan.objects.get(year=2024)
    target = plan.targets.get(name="新建渝工港湾")
    submission = Submission.objects.filter(union=union).latest("period__number")
    told = {
        "leader": _session(leader),
        "reporter": _session(reporter),
        "target": target.pk,
        "union": union.pk,
        "submission": submission.pk,
    }
    print(json.dumps(told))
