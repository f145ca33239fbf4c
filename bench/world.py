"""A tree of unions with targets, shares and postings, as large as wanted.

Only the lowest unions owe and report. One cell in ten was never reported, one report in
fifty says "not applicable", one posting in nineteen was corrected; one union in fifty
closed in September. Postings arrive as they do in life: month by month, union by union.

The chain's hashes are placeholders, and so are the entries and reviews that generated
postings name: sums rest on neither.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection, transaction

from progress_app.queries.ledger import LEDGER_CHAIN
from targets_app.enums import Comparator, PeriodKind, Source, Strength, TargetKind, Unit
from targets_app.models import ReportingPeriod, Target
from tasks_app.models import Measure, Plan, Task, TaskArea
from unions_app.models import ChainHead, Person, Union

KINDS = (
    TargetKind.FLOW,
    TargetKind.RATIO,
    TargetKind.STOCK,
    TargetKind.FLOW,
    TargetKind.MILESTONE,
)
LAST_YEAR = 2024
REPORTED_SHARE = 0.9 * (1 + 1 / 19)
"""Postings to a cell: of those reported, one in nineteen twice."""


@dataclass(frozen=True)
class Size:
    """How many unions each union has below it, level by level; targets a year; years."""

    fan_out: tuple[int, ...]
    targets: int
    years: int = 1

    @property
    def leaves(self) -> int:
        """How many unions report."""
        found = 1
        for children in self.fan_out:
            found *= children
        return found


def size_for(postings: int) -> Size:
    """Return a four-level tree with about that many postings; 40,000 unions at 10 M."""
    children = max(3, round((postings / 253) ** (1 / 3)))
    per_target = children**3 * 12 * REPORTED_SHARE
    return Size((children,) * 3, targets=max(2, round(postings / per_target)))


def run(statement: str, **parameters: object) -> int:
    """Run a statement; return the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


def make_unions(size: Size) -> None:
    """Make the tree, and a table that numbers its lowest unions."""
    Union.objects.create(name="city", short_name="city", kind="municipal")
    Union.objects.create(
        name="lead", short_name="lead", kind="department", parent=Union.objects.get()
    )
    run(
        "CREATE TABLE bench_node AS SELECT id FROM unions_app_union WHERE name = 'city'"
    )
    for depth, children in enumerate(size.fan_out, 1):
        run(
            """
            WITH fresh AS (
                INSERT INTO unions_app_union (parent_id, position, kind, peer_group,
                    name, short_name, has_approver, is_example, closed_on)
                SELECT node.id, n, %(kind)s, '', node.id || '-' || n,
                    node.id || '-' || n, false, false,
                    CASE WHEN %(is_last)s AND (node.id + n) %% 50 = 0
                        THEN %(closed)s END
                FROM bench_node AS node, generate_series(1, %(children)s) AS n
                RETURNING id
            ), old AS (DELETE FROM bench_node)
            INSERT INTO bench_node SELECT id FROM fresh
            """,
            kind="territorial" if depth == len(size.fan_out) else "department",
            is_last=depth == len(size.fan_out),
            closed=date(LAST_YEAR, 9, 15),
            children=children,
        )
    run(
        "CREATE TABLE bench_leaf AS"
        " SELECT id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS rank FROM bench_node"
    )


def make_plan(year: int, size: Size) -> Plan:
    """Make a year's plan with its months and targets."""
    plan = Plan.objects.create(
        year=year,
        title=str(year),
        general_requirement="-",
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        status="active",
        behind_percent=85,
    )
    area = TaskArea.objects.create(plan=plan, position=1, title="-")
    task = Task.objects.create(area=area, position=1, title="-")
    measure = Measure.objects.create(task=task, position=1, text="-")
    for number in range(1, 13):
        starts = date(year, number, 1)
        ends = (starts + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        ReportingPeriod.objects.create(
            plan=plan,
            kind=PeriodKind.MONTH,
            number=number,
            starts_on=starts,
            ends_on=ends,
            opens_on=starts,
            due_on=ends,
            locks_on=ends,
        )
    lead = Union.objects.get(name="lead")
    for position in range(size.targets):
        make_target(measure, position, lead)
    return plan


def make_target(measure: Measure, position: int, lead: Union) -> Target:
    """Make one target, its kind by its position."""
    kind = KINDS[position % len(KINDS)]
    is_ratio, is_milestone = kind == TargetKind.RATIO, kind == TargetKind.MILESTONE
    return Target.objects.create(
        plan=measure.task.area.plan,
        measure=measure,
        position=position,
        code=str(position),
        name="-",
        quote="-",
        kind=kind,
        unit=Unit.PERCENT if is_ratio else Unit.NONE,
        amount=None if is_milestone else Decimal(90),
        comparator=Comparator.PLANNED,
        strength=Strength.FIRM,
        source=Source.DISTRICTS,
        lead_department=lead,
        numerator_name="-" if is_ratio else "",
        denominator_name="-" if is_ratio else "",
        decimal_places=2,
    )


def make_quotas() -> None:
    """Give every reporting union its share, and the middle of the tree shares too.

    One in ten is changed in July.
    """
    run(
        """
        INSERT INTO targets_app_quota
            (target_id, union_id, amount, effective_on, reason)
        SELECT target.id, leaf.id, leaf.rank %% 90 + 0.25 + extract(month FROM day),
            day, ''
        FROM targets_app_target AS target
        JOIN tasks_app_plan AS plan ON plan.id = target.plan_id,
        bench_leaf AS leaf,
        LATERAL (VALUES (plan.starts_on), (plan.starts_on + 181)) AS change (day)
        WHERE target.kind IN ('flow', 'stock')
            AND (day = plan.starts_on OR leaf.rank %% 10 = 0)
        """
    )
    run(
        """
        INSERT INTO targets_app_quota
            (target_id, union_id, amount, effective_on, reason)
        SELECT target.id, node.id, 9999, plan.starts_on + 90, ''
        FROM targets_app_target AS target
        JOIN tasks_app_plan AS plan ON plan.id = target.plan_id,
        unions_app_union AS node
        JOIN unions_app_union AS city ON city.id = node.parent_id
        WHERE target.kind = 'flow' AND city.name = 'city' AND node.name <> 'lead'
        """
    )


def post_year(plan: Plan, *, targets: list[int]) -> int:
    """Append a plan's postings of some targets to the ledger; return how many."""
    run("CREATE TEMP TABLE bench_target (id int, kind text, rank int)")
    for rank, target_id in enumerate(targets):
        run(
            "INSERT INTO bench_target SELECT id, kind, %(rank)s"
            " FROM targets_app_target WHERE id = %(target_id)s",
            rank=rank,
            target_id=target_id,
        )
    after = ChainHead.objects.get_or_create(name=LEDGER_CHAIN)[0].sequence
    person = Person.objects.get_or_create(username="bench")[0]
    first = run(FIRST_POSTINGS, after=after, plan=plan.pk, person=person.pk)
    corrected = run(CORRECTIONS, after=after + first, since=after)
    run("DROP TABLE bench_target")
    ChainHead.objects.filter(name=LEDGER_CHAIN).update(
        sequence=after + first + corrected
    )
    return first + corrected


COLUMNS = """
    (sequence, recorded_at, previous_hash, link, mac, presence, quantity, numerator,
    denominator, stage, target_id, union_id, period_id, entry_id, review_id,
    supersedes_id, recorded_by_id)
"""
FIRST_POSTINGS = f"""
INSERT INTO progress_app_posting {COLUMNS}
SELECT place, now(), '', lpad(place::text, 64, '0'), '',
    CASE WHEN tells THEN 'value' ELSE 'not_applicable' END,
    CASE WHEN tells AND kind IN ('flow', 'stock') THEN n * 7919 % 100000 / 100.0 END,
    CASE WHEN tells AND kind = 'ratio' THEN n % 80 END,
    CASE WHEN tells AND kind = 'ratio' THEN 80 + n % 20 END,
    CASE WHEN tells AND kind = 'milestone' THEN
        (ARRAY['not_started', 'under_way', 'done', 'blocked'])[1 + n % 4] ELSE '' END,
    target_id, union_id, period_id, -place, -place, NULL, %(person)s
FROM (
    SELECT %(after)s + ROW_NUMBER() OVER () AS place, n, n * 31 % 50 <> 0 AS tells,
        target.kind, target.id AS target_id, leaf.id AS union_id,
        period.id AS period_id
    FROM (SELECT count(*) AS targets FROM bench_target) AS t
    CROSS JOIN (SELECT count(*) AS leaves FROM bench_leaf) AS l
    CROSS JOIN LATERAL generate_series(0, 12 * targets * leaves - 1) AS n
    JOIN bench_target AS target ON target.rank = n % targets
    JOIN bench_leaf AS leaf ON leaf.rank = n / targets % leaves
    JOIN targets_app_reportingperiod AS period
        ON period.plan_id = %(plan)s AND period.number = 1 + n / targets / leaves
    WHERE n * 7919 / 10 % 10 <> 0
) AS cell
""".replace("% ", "%% ")
CORRECTIONS = f"""
INSERT INTO progress_app_posting {COLUMNS}
SELECT place, now(), '', lpad(place::text, 64, '0'), '', presence, quantity + 1,
    numerator, denominator, stage, target_id, union_id, period_id, -place, -place,
    sequence, recorded_by_id
FROM (
    SELECT %(after)s + ROW_NUMBER() OVER (ORDER BY sequence) AS place, posting.*
    FROM progress_app_posting AS posting
    WHERE sequence > %(since)s AND sequence <= %(after)s AND sequence %% 19 = 0
) AS corrected
"""


@transaction.atomic
def lift(table: str) -> list[str]:
    """Take away what makes loading slow, and return the statements that restore it.

    Foreign keys come back for new rows only: generated postings name no entry.
    """
    restore = []
    for kind, name, definition in _rows(
        """
        SELECT 'CONSTRAINT', conname, pg_get_constraintdef(oid) || ' NOT VALID'
        FROM pg_constraint WHERE conrelid = %(table)s::regclass AND contype = 'f'
        UNION ALL
        SELECT 'INDEX', indexrelid::regclass::text, pg_get_indexdef(indexrelid)
        FROM pg_index WHERE indrelid = %(table)s::regclass
            AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
        """,
        table=table,
    ):
        if kind == "INDEX":
            run(f"DROP INDEX {name}")
            restore.append(definition)
        else:
            run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            restore.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    return restore


def _rows(statement: str, **parameters: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
