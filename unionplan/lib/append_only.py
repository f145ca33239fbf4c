"""SQL that makes a table append-only, for PostgreSQL and SQLite.

Migrations that have landed use these functions: a change is a new function here.
"""

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION unionplan_refuse_change() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql
"""


def guard_statements(*, table: str, vendor: str) -> list[str]:
    """Return statements after which the table takes INSERT and SELECT only.

    PostgreSQL needs a statement trigger against TRUNCATE; SQLite skips delete triggers
    on REPLACE unless ``PRAGMA recursive_triggers`` is on, which the settings see to.
    """
    if vendor == "postgresql":
        return [
            _POSTGRESQL_FUNCTION,
            f"CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION unionplan_refuse_change()",
            f"CREATE TRIGGER {table}_keep_all BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION unionplan_refuse_change()",
        ]
    return [
        f"CREATE TRIGGER {table}_keep_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def release_statements(*, table: str, vendor: str) -> list[str]:
    """Return statements that undo ``guard_statements``."""
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER {table}_keep ON {table}",
            f"DROP TRIGGER {table}_keep_all ON {table}",
        ]
    return [
        f"DROP TRIGGER {table}_keep_update",
        f"DROP TRIGGER {table}_keep_delete",
    ]


def settled_statements(*, table: str, is_open: str, vendor: str) -> list[str]:
    """Return statements after which settled rows stay, and no row is deleted.

    ``is_open`` is a condition over OLD: only rows of which it is true can change. Needs
    the function of ``guard_statements`` on PostgreSQL.
    """
    if vendor == "postgresql":
        refuse = "EXECUTE FUNCTION unionplan_refuse_change()"
        return [
            f"CREATE TRIGGER {table}_settled BEFORE UPDATE ON {table} "
            f"FOR EACH ROW WHEN (NOT ({is_open})) {refuse}",
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
            f"FOR EACH ROW {refuse}",
        ]
    return [
        f"CREATE TRIGGER {table}_settled BEFORE UPDATE ON {table} "
        f"WHEN NOT ({is_open}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is settled'); END",
        f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is settled'); END",
    ]


def release_settled_statements(*, table: str, vendor: str) -> list[str]:
    """Return statements that undo ``settled_statements``."""
    on = f" ON {table}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER {table}_settled{on}", f"DROP TRIGGER {table}_stays{on}"]


def kept_statements(*, table: str, is_kept: str, vendor: str) -> list[str]:
    """Return statements after which certain rows are neither changed nor deleted.

    ``is_kept`` is a condition over OLD. Others come and go; a table is never emptied
    whole. Needs the function of ``guard_statements`` on PostgreSQL.
    """
    if vendor == "postgresql":
        refuse = "EXECUTE FUNCTION unionplan_refuse_change()"
        return [
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW WHEN ({is_kept}) {refuse}",
            f"CREATE TRIGGER {table}_kept_all BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT {refuse}",
        ]
    return [
        f"CREATE TRIGGER {table}_kept_{verb.lower()} BEFORE {verb} ON {table} "
        f"WHEN {is_kept} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def release_kept_statements(*, table: str, vendor: str) -> list[str]:
    """Return statements that undo ``kept_statements``."""
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER {table}_kept ON {table}",
            f"DROP TRIGGER {table}_kept_all ON {table}",
        ]
    return [f"DROP TRIGGER {table}_kept_{verb}" for verb in ("update", "delete")]
