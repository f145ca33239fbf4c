"""The house holds: what import-linter, ruff and mypy do not see.

The rules and their reasons: docs/architecture.md. Every check is first shown a planted
defect, so that none can pass by not looking.
"""

import ast
import re
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parent.parent
APPS = ("unions_app", "tasks_app", "targets_app", "progress_app", "reports_app")
"""From the bottom to the top."""
PRODUCT = (*APPS, "unionplan")
EVERYTHING = (*PRODUCT, "tests", "scripts", "bench")

FILE_LINES = 500
MEDIAN_LINES = 75
FUNCTION_LINES = 50
BROKER_CALLS = {"delay", "apply_async", "send_task"}
CLOCK_CALLS = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "time.time",
    "timezone.now",
}
LOCAL_CLOCK_CALLS = {"timezone.localdate", "timezone.localtime"}
"""These read the clock only when they are given no moment."""
DEFERRED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")
INLINE = re.compile(
    r"""\s(style|on[a-z]+)=["']|<style|<script(?![^>]*(\bsrc=|"application/json"))"""
)
OUTSIDE = re.compile(r"""\b(src|href|action)=["'](https?:)?//|url\(["']?(https?:)?//""")

Check = Callable[[ast.Module, str], Iterator[str]]


def python_files(folders: tuple[str, ...]) -> list[Path]:
    paths = (path for name in folders for path in (ROOT / name).rglob("*.py"))
    return sorted(path for path in paths if "migrations" not in path.parts)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def long_files(tree: ast.Module, text: str) -> Iterator[str]:
    lines = text.count("\n")
    if lines > FILE_LINES:
        yield f"{lines} lines"


def long_functions(tree: ast.Module, text: str) -> Iterator[str]:
    for function in functions(tree):
        lines = function.end_lineno - function.lineno + 1
        if lines > FUNCTION_LINES:
            yield f"{function.lineno}: {function.name} has {lines} lines"


def inner_imports(tree: ast.Module, text: str) -> Iterator[str]:
    for function in functions(tree):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield f"{node.lineno}: import inside {function.name}"


def broad_excepts(tree: ast.Module, text: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type and ast.unparse(node.type)
            if caught in (None, "Exception", "BaseException"):
                yield f"{node.lineno}: except {caught}"


def hidden_flow(tree: ast.Module, text: str) -> Iterator[str]:
    for function in functions(tree):
        if any("receiver(" in ast.unparse(item) for item in function.decorator_list):
            yield f"{function.lineno}: receiver {function.name}"
        if function.name == "save":
            yield f"{function.lineno}: save() override"


def deferred_work(tree: ast.Module, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if DEFERRED.search(line):
            yield f"{number}: {line.strip()}"


def broker_calls(tree: ast.Module, text: str) -> Iterator[str]:
    for call, name in calls(tree):
        if name.rpartition(".")[2] in BROKER_CALLS:
            yield f"{call.lineno}: {name}"


def clock_reads(tree: ast.Module, text: str) -> Iterator[str]:
    for call, name in calls(tree):
        last_two = ".".join(name.split(".")[-2:])
        without_moment = last_two in LOCAL_CLOCK_CALLS and not call.args
        if last_two in CLOCK_CALLS or without_moment:
            yield f"{call.lineno}: {name}"


def is_a_job(name: str) -> bool:
    return name.endswith("/jobs.py")


def sends_messages(name: str) -> bool:
    return name == "unionplan/dispatcher.py"


def begins_a_moment(name: str) -> bool:
    """Where a moment comes into being, or sign-ins are counted by the real clock."""
    return (
        name in ("unions_app/middleware.py", "unions_app/adapter.py")
        or is_a_job(name)
        or "/management/" in name
    )


def nowhere(name: str) -> bool:
    return False


RULES = [
    # check, where it holds, except in, a planted defect
    (long_files, EVERYTHING, nowhere, "x = 1\n" * (FILE_LINES + 1)),
    (
        long_functions,
        EVERYTHING,
        nowhere,
        "def f():\n" + "    x = 1\n" * FUNCTION_LINES,
    ),
    (inner_imports, PRODUCT, nowhere, "def f():\n    import os"),
    (broad_excepts, PRODUCT, is_a_job, "try:\n    f()\nexcept Exception:\n    g()"),
    (broad_excepts, PRODUCT, is_a_job, "try:\n    f()\nexcept:\n    g()"),
    (hidden_flow, PRODUCT, nowhere, "@receiver(post_save)\ndef f(): g()"),
    (hidden_flow, PRODUCT, nowhere, "class A:\n    def save(self): g()"),
    (deferred_work, EVERYTHING, nowhere, "# TO" + "DO: later"),
    (broker_calls, PRODUCT, sends_messages, "roll_up.delay(1)"),
    (broker_calls, PRODUCT, sends_messages, "app.send_task('x')"),
    (clock_reads, PRODUCT, begins_a_moment, "at = timezone.now()"),
    (clock_reads, PRODUCT, begins_a_moment, "at = datetime.datetime.now(UTC)"),
    (clock_reads, PRODUCT, begins_a_moment, "today = timezone.localdate()"),
]


@pytest.mark.parametrize(("check", "folders", "excepted", "defect"), RULES)
def test_rules_of_the_code(
    check: Check,
    folders: tuple[str, ...],
    excepted: Callable[[str], bool],
    defect: str,
) -> None:
    assert list(check(ast.parse(defect), defect)), "the check does not see its defect"

    found = []
    for path in python_files(folders):
        if not excepted(named(path)):
            text = path.read_text(encoding="utf-8")
            found += [f"{named(path)}:{row}" for row in check(ast.parse(text), text)]

    assert found == []


def test_files_are_small() -> None:
    sizes = [
        path.read_text(encoding="utf-8").count("\n") for path in python_files(PRODUCT)
    ]

    assert statistics.median(size for size in sizes if size) <= MEDIAN_LINES


@pytest.mark.parametrize(
    ("pattern", "defect"),
    [
        (INLINE, '<p style="color: red">'),
        (INLINE, "<script>go()</script>"),
        (INLINE, '<button onclick="go()">'),
        (OUTSIDE, '<script src="//example.org/a.js">'),
        (OUTSIDE, '<link href="https://example.org/a.css">'),
        (DEFERRED, "{# FIX" + "ME #}"),
    ],
)
def test_templates_load_nothing_from_outside_and_hold_no_code(
    pattern: re.Pattern[str], defect: str
) -> None:
    assert pattern.search(defect), "the check does not see its defect"

    found = [
        f"{named(path)}:{number}: {line.strip()}"
        for path in sorted((ROOT / "templates").rglob("*.*"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]

    assert found == []


def test_foreign_keys_point_down() -> None:
    """Walk the models: import-linter does not see a foreign key given as a string."""
    upward = [
        f"{model._meta.label}.{field.name}"
        for place, app in enumerate(APPS)
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation and not field.auto_created
        if field.related_model._meta.app_label in APPS[place + 1 :]
    ]

    assert upward == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_migration_has_a_reverse() -> None:
    loader = MigrationLoader(None)
    one_way = [
        f"{app}.{name}: {operation.describe()}"
        for (app, name), migration in loader.disk_migrations.items()
        for operation in migration.operations
        if app in APPS and not operation.reversible
    ]

    assert one_way == []


def test_every_setting_stands_in_the_one_table() -> None:
    read = re.findall(
        r"\b(?:env\.\w+|secret)\(\s*\"([A-Z_]+)\"",
        (ROOT / "unionplan" / "settings.py").read_text(encoding="utf-8"),
    )
    told = re.findall(
        r"^\| `([A-Z_]+)` \|",
        (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )

    assert sorted(told) == sorted(set(read))
