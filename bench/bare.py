"""The same sums in bare SQL that knows this bench's world: what there is to beat.

Delete and insert, all targets at once, nothing marked, nothing locked, no union outside
the lowest level that owes or reports, and a tree whose depth is known.
"""

from django.db import connection, transaction

from bench.world import run

FIGURES = (
    "quantity, numerator, denominator, not_started, under_way, done, blocked,"
    " not_applicable, quota, units_expected, units_reported, units_stale,"
    " last_sequence"
)
SAME = f"target_id, union_id, period_id, {FIGURES}"


def make_table() -> None:
    """Make a second table of roll-ups, with the same indexes and foreign keys."""
    run("CREATE TABLE bare_rollup (LIKE progress_app_rollup INCLUDING ALL)")
    run("CREATE SEQUENCE bare_rollup_id")
    run("ALTER TABLE bare_rollup ALTER id DROP IDENTITY IF EXISTS")
    run("ALTER TABLE bare_rollup ALTER id SET DEFAULT nextval('bare_rollup_id')")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'progress_app_rollup'::regclass AND contype = 'f'"
        )
        for (definition,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE bare_rollup ADD {definition}")


@transaction.atomic
def rebuild(depth: int) -> None:
    """Delete everything and insert it again."""
    run("DELETE FROM bare_rollup")
    run(LOWEST)
    for level in range(depth - 1, -1, -1):
        run(LEVEL, level=level)


def differences() -> int:
    """Return how many rows of the product's sums and of these differ."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM ((SELECT {SAME} FROM progress_app_rollup"
            f" EXCEPT SELECT {SAME} FROM bare_rollup) UNION ALL"
            f" (SELECT {SAME} FROM bare_rollup"
            f" EXCEPT SELECT {SAME} FROM progress_app_rollup)) AS different"
        )
        return cursor.fetchone()[0]


def scan() -> None:
    """Read every posting once, grouped by target."""
    run(
        "SELECT target_id, count(*), sum(quantity) FROM progress_app_posting GROUP BY 1"
    )


LOWEST = f"""
WITH told AS (
    SELECT posting.*, period.number,
        LEAD(period.number) OVER cell AS next_number,
        SUM(COALESCE(quantity, 0)) OVER cell AS total,
        MAX(sequence) OVER cell AS newest
    FROM progress_app_posting AS posting
    JOIN targets_app_reportingperiod AS period ON period.id = posting.period_id
    WHERE NOT EXISTS (
        SELECT 1 FROM progress_app_posting AS later
        WHERE later.supersedes_id = posting.sequence
    )
    WINDOW cell AS (
        PARTITION BY posting.target_id, posting.union_id ORDER BY period.number
    )
), share AS (
    SELECT target_id, union_id, amount, effective_on, LEAD(effective_on) OVER (
        PARTITION BY target_id, union_id ORDER BY effective_on) AS until
    FROM targets_app_quota
), stands AS (
    SELECT target.id AS target_id, leaf.id AS union_id, period.id AS period_id,
        period.number, target.kind, told.number AS told_number, told.total,
        told.quantity, told.numerator, told.denominator, told.stage, told.newest,
        share.amount,
        target.kind <> 'flow' AND told.presence = 'value' AS is_value,
        target.kind <> 'flow' AND told.presence <> 'value' AS is_absent,
        target.kind = 'milestone' OR period.number - told.number
            <= target.carry_forward_periods AS holds,
        closed_on IS NULL OR closed_on >= period.ends_on AS is_open
    FROM targets_app_target AS target
    JOIN targets_app_reportingperiod AS period USING (plan_id)
    CROSS JOIN (SELECT * FROM unions_app_union WHERE kind = 'territorial') AS leaf
    LEFT JOIN told ON told.target_id = target.id AND told.union_id = leaf.id
        AND told.number <= period.number
        AND (told.next_number IS NULL OR told.next_number > period.number)
    LEFT JOIN share ON share.target_id = target.id AND share.union_id = leaf.id
        AND share.effective_on <= period.ends_on
        AND (share.until IS NULL OR share.until > period.ends_on)
)
INSERT INTO bare_rollup ({SAME})
SELECT target_id, union_id, period_id,
    CASE WHEN kind = 'flow' THEN total WHEN is_value AND holds THEN quantity END,
    CASE WHEN is_value AND holds THEN numerator END,
    CASE WHEN is_value AND holds THEN denominator END,
    COALESCE((is_value AND holds AND stage = 'not_started')::int, 0),
    COALESCE((is_value AND holds AND stage = 'under_way')::int, 0),
    COALESCE((is_value AND holds AND stage = 'done')::int, 0),
    COALESCE((is_value AND holds AND stage = 'blocked')::int, 0),
    COALESCE((is_absent AND holds)::int, 0),
    amount, is_open::int, COALESCE((is_open AND told_number = number)::int, 0),
    COALESCE((is_value AND holds AND kind <> 'milestone'
        AND told_number < number)::int, 0),
    COALESCE(newest, 0)
FROM stands
"""
LEVEL = f"""
WITH RECURSIVE tree AS (
    SELECT id, 0 AS depth FROM unions_app_union WHERE parent_id IS NULL
    UNION ALL
    SELECT child.id, depth + 1
    FROM tree JOIN unions_app_union AS child ON child.parent_id = tree.id
), share AS (
    SELECT target_id, union_id, amount, effective_on FROM targets_app_quota
    WHERE union_id IN (SELECT id FROM tree WHERE depth = %(level)s)
)
INSERT INTO bare_rollup ({SAME})
SELECT part.target_id, node.id, part.period_id, SUM(quantity), SUM(numerator),
    SUM(denominator), SUM(not_started), SUM(under_way), SUM(done), SUM(blocked),
    SUM(not_applicable), COALESCE((
        SELECT amount FROM share WHERE share.target_id = part.target_id
            AND share.union_id = node.id AND effective_on <= MIN(period.ends_on)
        ORDER BY effective_on DESC LIMIT 1), SUM(quota)),
    SUM(units_expected), SUM(units_reported), SUM(units_stale), MAX(last_sequence)
FROM tree AS node
JOIN unions_app_union AS child ON child.parent_id = node.id
JOIN bare_rollup AS part ON part.union_id = child.id
JOIN targets_app_reportingperiod AS period ON period.id = part.period_id
WHERE node.depth = %(level)s
GROUP BY part.target_id, node.id, part.period_id
"""
