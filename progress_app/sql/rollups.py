"""The roll-up as statements: the rules of ``rules/rollup.py``, for many unions at once.

A *place* is a period's rank in its plan, from 1. A statement sums unions of one level
of the tree, and reads what the level below has stored; so levels go from the deepest up.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from progress_app.enums import Presence, Stage
from progress_app.sql.dialects import DIALECTS
from targets_app.enums import TargetKind
from targets_app.models import Target
from targets_app.rules import owes
from unions_app.enums import UnionKind

REPORTED = ("quantity", "numerator", "denominator")
FIGURES = (*REPORTED, "quota")
STAGES = tuple(Stage.values)
COUNTS = (
    *STAGES,
    "not_applicable",
    "units_expected",
    "units_reported",
    "units_stale",
)
COLUMNS = (*FIGURES, *COUNTS, "last_sequence")
NOBODY = 0
"""The id of no union."""
NO_LIMIT = 1_000_000
"""More periods than any plan has: what is told stands until the next word."""

_MONTH = """
month (period_id, ends_on, place) AS (
    SELECT id, ends_on, ROW_NUMBER() OVER (ORDER BY number, id)
    FROM targets_app_reportingperiod WHERE plan_id = %(plan)s
)"""

AIM_COLUMNS = (
    "target_id",
    "is_flow",
    "grows_stale",
    "stands_for",
    "lead",
    "lead_owes",
    *(f"owes_{kind}" for kind in UnionKind.values),
)
_AIM = f"aim ({', '.join(AIM_COLUMNS)}) AS (VALUES {{targets}})"

_OWES = (
    "CASE WHEN node.id = aim.lead THEN aim.lead_owes ELSE CASE node.kind"
    + "".join(f" WHEN '{kind}' THEN aim.owes_{kind}" for kind in UnionKind.values)
    + " END END = 1"
)
_IS_OPEN = (
    "(node.opened_on IS NULL OR node.opened_on <= month.ends_on)"
    " AND (node.closed_on IS NULL OR node.closed_on >= month.ends_on)"
)

_IS_INVOLVED_ITSELF = f"""(
    ({_OWES} AND EXISTS (SELECT 1 FROM month WHERE {_IS_OPEN}))
    OR EXISTS (
        SELECT 1 FROM progress_app_posting AS told
        WHERE told.target_id = aim.target_id AND told.union_id = node.id
    )
    OR EXISTS (
        SELECT 1 FROM targets_app_quota AS share
        WHERE share.target_id = aim.target_id AND share.union_id = node.id
            AND share.effective_on <= (SELECT MAX(ends_on) FROM month)
    )
)"""

# Every node has rows of all periods or of none: one period's tell. Not correlated, so
# that it is found out once, not for each union.
_IS_INVOLVED = f"""({_IS_INVOLVED_ITSELF} OR (aim.target_id, node.id) IN (
    SELECT part.target_id, child.parent_id
    FROM unions_app_union AS child
    JOIN progress_app_rollup AS part ON part.union_id = child.id
    WHERE part.union_id IN {{children}} AND part.target_id IN {{target_ids}}
        AND part.period_id = (SELECT MIN(period_id) FROM month)
))"""

_SCOPE = f"""
scope (target_id, union_id) AS (
    SELECT aim.target_id, node.id FROM aim CROSS JOIN unions_app_union AS node
    WHERE node.id IN {{unions}} AND {_IS_INVOLVED}
)"""

# A posting of the same cell comes right after the one it supersedes, which therefore
# holds from its place to just before the same place: for no period at all.
_TOLD = """
told AS (
    SELECT posting.target_id, posting.union_id, month.place, posting.sequence,
        posting.presence, posting.stage, {whole_figures},
        LEAD(month.place) OVER (
            PARTITION BY posting.target_id, posting.union_id
            ORDER BY month.place, posting.sequence
        ) AS next_place
    FROM scope
    JOIN progress_app_posting AS posting
        ON posting.union_id = scope.union_id
        AND posting.target_id = scope.target_id
    JOIN month ON month.period_id = posting.period_id
    WHERE posting.target_id IN {{target_ids}} AND posting.union_id IN {{unions}}
),
word AS (
    SELECT told.*,
        SUM(CASE WHEN next_place = place THEN NULL ELSE COALESCE(quantity, 0) END)
            OVER (PARTITION BY target_id, union_id ORDER BY place, sequence) AS total,
        MAX(sequence)
            OVER (PARTITION BY target_id, union_id ORDER BY place, sequence) AS newest
    FROM told
)"""

_SHARE = """
share AS (
    SELECT quota.target_id, quota.union_id, quota.effective_on, {whole_amount} AS amount,
        LEAD(quota.effective_on) OVER (
            PARTITION BY quota.target_id, quota.union_id ORDER BY quota.effective_on
        ) AS next_on
    FROM scope
    JOIN targets_app_quota AS quota
        ON quota.union_id = scope.union_id AND quota.target_id = scope.target_id
    WHERE quota.target_id IN {{target_ids}} AND quota.union_id IN {{unions}}
)"""

_STANDS = "month.place - word.place <= aim.stands_for"
_VALUE = f"aim.is_flow = 0 AND {_STANDS} AND word.presence = '{Presence.VALUE}'"


def _count(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


_EXPECTED = f"{_OWES} AND {_IS_OPEN}"
_OWN_COLUMNS = {
    "quantity": "CASE WHEN aim.is_flow = 1 THEN word.total"
    f" WHEN {_VALUE} THEN word.quantity END",
    "numerator": f"CASE WHEN {_VALUE} THEN word.numerator END",
    "denominator": f"CASE WHEN {_VALUE} THEN word.denominator END",
    **{stage: _count(f"{_VALUE} AND word.stage = '{stage}'") for stage in STAGES},
    "not_applicable": _count(
        f"aim.is_flow = 0 AND {_STANDS} AND word.presence <> '{Presence.VALUE}'"
    ),
    "units_expected": _count(_EXPECTED),
    "units_reported": _count(f"{_EXPECTED} AND word.place = month.place"),
    "units_stale": _count(
        f"aim.grows_stale = 1 AND {_VALUE} AND word.place < month.place"
    ),
    "quota": "share.amount",
    "last_sequence": "COALESCE(word.newest, 0)",
}
_OWN = (
    """
own AS (
    SELECT scope.target_id, scope.union_id, month.period_id, """
    + ", ".join(f"{text} AS {name}" for name, text in _OWN_COLUMNS.items())
    + """
    FROM scope
    JOIN aim ON aim.target_id = scope.target_id
    JOIN unions_app_union AS node ON node.id = scope.union_id
    CROSS JOIN month
    LEFT JOIN word
        ON word.target_id = scope.target_id AND word.union_id = scope.union_id
        AND word.place <= month.place
        AND (word.next_place IS NULL OR word.next_place > month.place)
    LEFT JOIN share
        ON share.target_id = scope.target_id AND share.union_id = scope.union_id
        AND share.effective_on <= month.ends_on
        AND (share.next_on IS NULL OR share.next_on > month.ends_on)
)"""
)

_BELOW = """
below AS (
    SELECT part.target_id, child.parent_id AS union_id, part.period_id, {sums}
    FROM progress_app_rollup AS part
    JOIN unions_app_union AS child ON child.id = part.union_id
    WHERE part.target_id IN {{target_ids}} AND part.union_id IN {{children}}
    GROUP BY part.target_id, child.parent_id, part.period_id
)"""

_ABOVE = """
WITH RECURSIVE above (id, parent_id) AS (
    SELECT id, parent_id FROM unions_app_union WHERE id IN {unions}
    UNION
    SELECT node.id, node.parent_id
    FROM above JOIN unions_app_union AS node ON node.id = above.parent_id
)
SELECT above.id, EXISTS (
    SELECT 1 FROM progress_app_rollup AS part
    WHERE part.target_id = %(target)s AND part.union_id = above.id
) FROM above"""

_BESIDE = """
SELECT child.parent_id, part.period_id, {sums}
FROM unions_app_union AS child
JOIN progress_app_rollup AS part
    ON part.union_id = child.id AND part.target_id = %(target)s
WHERE child.parent_id IN {unions} AND child.id NOT IN {unions}
    AND part.period_id IN {periods}
GROUP BY child.parent_id, part.period_id"""

_STRAY = f"""
WITH {_MONTH}, {_AIM}
SELECT aim.target_id, node.id FROM aim CROSS JOIN unions_app_union AS node
WHERE node.id IN {{unions}} AND NOT {_IS_INVOLVED} AND EXISTS (
    SELECT 1 FROM progress_app_rollup AS stray
    WHERE stray.target_id = aim.target_id AND stray.union_id = node.id
)"""


def _aim(target: Target) -> tuple[int, ...]:
    """Return what the statements must know of a target; the pure rules decide it."""
    grows_stale = target.kind in (TargetKind.STOCK, TargetKind.RATIO)
    lead = target.lead_department_id

    def is_owing(union_id: int, kind: str) -> bool:
        return owes(
            source=target.source,
            territorial_only=target.territorial_only,
            lead_department_id=lead,
            union_id=union_id,
            union_kind=kind,
        )

    return (
        target.pk,
        int(target.kind == TargetKind.FLOW),
        int(grows_stale),
        target.carry_forward_periods if grows_stale else NO_LIMIT,
        lead,
        int(is_owing(lead, UnionKind.DEPARTMENT)),
        *(int(is_owing(NOBODY, kind)) for kind in UnionKind.values),
    )


def _sums(vendor: str) -> str:
    whole = DIALECTS[vendor].whole
    sums = [f"SUM({whole(f'part.{name}')}) AS {name}" for name in FIGURES]
    sums += [f"SUM(part.{name}) AS {name}" for name in COUNTS]
    return ", ".join((*sums, "MAX(part.last_sequence) AS last_sequence"))


@cache
def _sum_unions(vendor: str) -> str:
    dialect = DIALECTS[vendor]
    whole, figure = dialect.whole, dialect.figure
    told = _TOLD.format(
        whole_figures=", ".join(f"{whole(f'posting.{n}')} AS {n}" for n in REPORTED)
    )
    share = _SHARE.format(whole_amount=whole("quota.amount"))
    below = _BELOW.format(sums=_sums(vendor))
    values = {name: figure(_added(name)) for name in REPORTED}
    values |= {name: f"own.{name} + COALESCE(below.{name}, 0)" for name in COUNTS}
    values["quota"] = figure("COALESCE(own.quota, below.quota)")
    values["last_sequence"] = (
        "CASE WHEN below.last_sequence > own.last_sequence"
        " THEN below.last_sequence ELSE own.last_sequence END"
    )
    stored = ", ".join(f"progress_app_rollup.{name}" for name in COLUMNS)
    fresh = ", ".join(f"excluded.{name}" for name in COLUMNS)
    return f"""
WITH {",".join((_MONTH, _AIM, _SCOPE, told, share, _OWN, below))}
INSERT INTO progress_app_rollup (
    target_id, union_id, period_id, {", ".join(values)}
)
SELECT own.target_id, own.union_id, own.period_id, {", ".join(values.values())}
FROM own LEFT JOIN below
    ON below.target_id = own.target_id AND below.union_id = own.union_id
    AND below.period_id = own.period_id
WHERE TRUE
ON CONFLICT (target_id, union_id, period_id) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in COLUMNS)}
WHERE ({stored}) {dialect.differs} ({fresh})
"""


def _added(name: str) -> str:
    return (
        f"CASE WHEN own.{name} IS NULL THEN below.{name} WHEN below.{name} IS NULL"
        f" THEN own.{name} ELSE own.{name} + below.{name} END"
    )


def _named(name: str, ids: Sequence[int]) -> tuple[str, dict[str, int]]:
    named = {f"{name}_{i}": pk for i, pk in enumerate(ids)}
    return _listed(named), named


def _listed(names: Iterable[str]) -> str:
    return f"({', '.join(f'%({name})s' for name in names) or 'NULL'})"


def sum_unions(
    vendor: str,
    targets: Sequence[Target],
    unions: Sequence[int],
    children: Sequence[int],
) -> tuple[tuple[str, str], dict[str, int]]:
    """Return the statements for unions whose children stand, with their parameters.

    Of some targets of one plan. The first finds, as target id and union id, who has
    sums and is no business of it; the second sums the others. All ids are given, and
    in parts of like size: whatever a planner believes of a table, it finds the rows by
    these and sorts them in memory.
    """
    listed, named = _named("union", unions)
    below, below_named = _named("child", children)
    named |= below_named
    rows = []
    for i, target in enumerate(targets):
        row, row_named = _named(f"target_{i}", _aim(target))
        rows.append(row)
        named |= row_named
    parts = {
        "unions": listed,
        "children": below,
        "targets": ", ".join(rows),
        "target_ids": _listed(f"target_{i}_0" for i in range(len(targets))),
    }
    texts = (_STRAY.format(**parts), _sum_unions(vendor).format(**parts))
    return texts, named | {"plan": targets[0].plan_id}


def above(unions: Sequence[int], *, target_id: int) -> tuple[str, dict[str, int]]:
    """Return the query for unions and all above them, with its parameters.

    Rows: union id, whether it has sums of the target.
    """
    listed, named = _named("union", unions)
    return _ABOVE.format(unions=listed), named | {"target": target_id}


def beside(
    vendor: str, unions: Sequence[int], periods: Sequence[int], *, target_id: int
) -> tuple[str, dict[str, int]]:
    """Return the query for the sums of the unions' other children, with parameters.

    Rows: parent id, period id, then COLUMNS, as ``Dialect.read`` understands them.
    """
    listed, named = _named("union", unions)
    told, told_named = _named("period", periods)
    text = _BESIDE.format(sums=_sums(vendor), unions=listed, periods=told)
    return text, named | told_named | {"target": target_id}
