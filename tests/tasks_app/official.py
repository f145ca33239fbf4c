"""The official text of the 2024 plan, read without looking at the fixture."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from targets_app.enums import Comparator, Unit

DATA = Path(__file__).parent.parent / "data"
TEXT = (DATA / "work-plan-2024.txt").read_text(encoding="utf-8")
LINES = [line.strip() for line in TEXT.splitlines() if line.strip()]

AREA = re.compile(r"\([一二三四五]\) (.+)")
TASK = re.compile(r"\d\. (.+)")
BULLET = re.compile(r"\* ?(.+)")
PILLAR = re.compile(r"“(\d+)”：")
NAMES_WITH_NUMBERS = re.compile(
    r"12351\+?|双15|“12345”|4技5小2比|百优职工健康食堂厨艺技能竞赛"
)
PROMISE = re.compile(
    r"(?P<digits>\d+)(?P<myriads>万)?"
    r"(?P<unit>人次|场次|个|家|期|人|%)?(?P<least>以上)?(?P<late_unit>职工)?"
    r"|(?P<word>百优|百佳|全覆盖)"
)
UNITS = {
    "场次": Unit.EVENTS,
    "个": Unit.ITEMS,
    "家": Unit.ORGANISATIONS,
    "期": Unit.COURSES,
    "人次": Unit.PARTICIPATIONS,
    "人": Unit.PEOPLE,
    "职工": Unit.PEOPLE,
    "%": Unit.PERCENT,
}
IN_WORDS = {"百优": Unit.ITEMS, "百佳": Unit.ITEMS, "全覆盖": Unit.PERCENT}


@dataclass(frozen=True)
class Promise:
    """One number of the text with its unit; 以上 includes the number itself."""

    amount: Decimal
    unit: str
    comparator: str


@dataclass
class Task:
    """One numbered task with its bullets."""

    title: str
    bullets: list[str] = field(default_factory=list)


@dataclass
class Area:
    """One main area with its tasks."""

    title: str
    tasks: list[Task] = field(default_factory=list)


def areas() -> list[Area]:
    """Return the areas with tasks and bullets, in the order of the text."""
    found: list[Area] = []
    for line in LINES:
        if match := AREA.fullmatch(line):
            found.append(Area(match[1]))
        elif match := TASK.fullmatch(line):
            found[-1].tasks.append(Task(match[1]))
        elif match := BULLET.fullmatch(line):
            found[-1].tasks[-1].bullets.append(match[1])
    return found


def bullets() -> list[str]:
    """Return all bullets in order."""
    return [line for area in areas() for task in area.tasks for line in task.bullets]


def pillars() -> list[str]:
    """Return the lines of the 123510 framework in order."""
    return [line for line in LINES if PILLAR.match(line)]


def promises(text: str) -> list[Promise]:
    """Return every number that a text promises, in order; numbers in names are none."""
    return [
        _promise(match) for match in PROMISE.finditer(NAMES_WITH_NUMBERS.sub("", text))
    ]


def _promise(match: re.Match[str]) -> Promise:
    if word := match["word"]:
        return Promise(Decimal(100), IN_WORDS[word], Comparator.PLANNED)
    return Promise(
        Decimal(match["digits"]) * (10_000 if match["myriads"] else 1),
        UNITS[match["unit"] or match["late_unit"]],
        Comparator.AT_LEAST if match["least"] else Comparator.PLANNED,
    )


def territorial_unions() -> list[tuple[str, str | None, str]]:
    """Return (peer group, statistics code or None, place) in the published order."""
    found = []
    group = ""
    text = (DATA / "unions-2024.txt").read_text(encoding="utf-8")
    for line in filter(None, text.splitlines()):
        code, _space, place = line.partition(" ")
        if place:
            found.append((group, code if code.isdecimal() else None, place))
        else:
            group = line
    return found
