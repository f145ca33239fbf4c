"""What the demonstration's unions report: believable, invented, the same every time.

Nothing here is a fact about any union. Two targets run far ahead (a safety contest at
about twice its goal, legal-aid events at about eight times), as over-achievement of
two to eight times is normal; some fall behind, so that every light is seen.
"""

import hashlib
from decimal import Decimal

from progress_app.enums import Presence, Stage
from targets_app.enums import PaceKind, TargetKind
from targets_app.models import PaceCurve, Target
from unions_app.models import Union

MONTHS = range(1, 10)
CITY_TEMPO_PERCENT = {
    "“安康杯”等群众性安全生产活动": 280,
    "“春风送法律”“送法进车厢”等活动": 1060,
    "区域性文体活动": 104,
    "关爱慰问职工": 112,
    "发展工会会员": 98,
    "新建渝工港湾": 101,
    "新建基层工会组织": 118,
    "劳模工匠“三进”宣讲": 104,
    "支持提升劳动保护条件的企业": 124,
    "参与职工安全文化建设的企业": 118,
    "全市性职工文体活动": 100,
    "市级重点示范性竞赛": 120,
    "市级培训": 60,
    "参加互助保障的职工": 104,
}
"""How fast a target runs in the demonstration: 100 is on its pace."""
FIRST_RATE_PERCENT = {
    "职代会动态建制率": 81,
    "厂务公开动态建制率": 76,
    "建会率": 84,
    "就业人群密集地区小三级工会覆盖率": 8,
}
MONTHLY_RISE_TENTHS = {"就业人群密集地区小三级工会覆盖率": 76}
NOT_YET_SELECTED = "评选尚未开展（演示）"
BLOCKED_BY = "场地权属尚在协调（演示）"


def chance(*parts: object, below: int) -> int:
    """Return a number from 0 up to ``below``, always the same for the same parts."""
    text = "|".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6]) % below


def is_missing(union: Union, month: int) -> bool:
    """Return whether a union hands in nothing for a month."""
    return chance("missing", union.name, month, below=22) == 0


def figures(
    *, union: Union, target: Target, curve: PaceCurve, share: Decimal | None, month: int
) -> dict[str, str]:
    """Return what a union types for a target in a month, as it types it."""
    if target.kind == TargetKind.MILESTONE:
        return _milestone(union, target, month)
    if target.kind == TargetKind.RATIO:
        return _ratio(union, target, month)
    if curve.kind == PaceKind.STEP:
        return {"presence": Presence.NOT_APPLICABLE, "reason": NOT_YET_SELECTED}
    if not share:
        return {"quantity": "0"}
    if target.kind == TargetKind.STOCK:
        return {"quantity": str(_level(union, target, share, month))}
    so_far = _cumulative(union, target, share, month)
    before = _cumulative(union, target, share, month - 1)
    return {"quantity": str(so_far - before)}


def _cumulative(union: Union, target: Target, share: Decimal, month: int) -> int:
    tempo = CITY_TEMPO_PERCENT.get(target.name, 90 + chance(target.name, below=25))
    own = 85 + chance(union.name, target.name, below=31)
    if chance("slow", union.name, target.name, below=9) == 0:
        own = 45
    # A small share falls in some month of its own rather than all at the year's end.
    offset = Decimal(chance(union.name, target.name, "phase", below=100)) / 100
    exact = share * tempo * own * month / 120_000
    return int(exact + offset) if month else 0


def _level(union: Union, target: Target, share: Decimal, month: int) -> int:
    tempo = CITY_TEMPO_PERCENT.get(target.name, 100)
    own = 92 + chance(union.name, target.name, below=17)
    return int(share * tempo * own * (3 + month) / 140_000 + share / 20)


def _ratio(union: Union, target: Target, month: int) -> dict[str, str]:
    whole = 400 + chance(union.name, target.name, "whole", below=1600)
    rise = MONTHLY_RISE_TENTHS.get(target.name, 3)
    spread = chance(union.name, target.name, "rate", below=140) - 70
    tenths = FIRST_RATE_PERCENT[target.name] * 10 + rise * month + spread
    part = min(whole, max(0, whole * tenths // 1000))
    return {"numerator": str(part), "denominator": str(whole)}


def _milestone(union: Union, target: Target, month: int) -> dict[str, str]:
    starts = 1 + chance(union.name, target.name, "starts", below=4)
    ends = 7 + chance(union.name, target.name, "ends", below=9)
    if chance(union.name, target.name, "blocked", below=60) == 0 and month >= 8:
        return {"stage": Stage.BLOCKED, "problems": BLOCKED_BY}
    if month >= ends:
        return {"stage": Stage.DONE}
    return {"stage": Stage.UNDER_WAY if month >= starts else Stage.NOT_STARTED}
