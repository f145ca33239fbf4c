"""A third quarter made through the product's own actions."""

from datetime import date

from reports_app.queries.league import GroupLeague, League, LeagueRow, league_of
from tasks_app.queries import current_plan
from tests.factories import accepted, present_on
from tests.people import People
from tests.reports_app.shares import split

HAVENS = "新建渝工港湾"
RATES = (
    "职代会动态建制率",
    "厂务公开动态建制率",
    "就业人群密集地区小三级工会覆盖率",
)
"""The firm rates: every union is measured on them, with or without a share."""
FULL = (80, 80, 75)
"""Per hundred: what is expected of them by the end of September."""
ON = date(2024, 10, 28)


def typed(havens: int | None, rates=FULL) -> dict[str, dict[str, str]]:
    """Return what a union types for the quarter's last month."""
    told = {
        name: {"numerator": str(part), "denominator": "100"}
        for name, part in zip(RATES, rates, strict=False)
    }
    return (
        told
        if havens is None
        else told | {HAVENS: {"quantity": str(havens), "note": "无误"}}
    )


def reported(people: People, union: str, havens: int | None = None, rates=FULL) -> None:
    """Let a union's September go all the way into the ledger."""
    accepted(union, people.reporter, people.officer, typed(havens, rates), number=9)


def shared(**shares: int) -> None:
    """Give unions their shares of 新建渝工港湾."""
    split(HAVENS, shares)


def league(quarter: int | None = None, as_of=None) -> League:
    """Return the league as it stands late in October, or at another moment."""
    moment = as_of or present_on(ON)
    return league_of(plan=current_plan(), quarter=quarter, as_of=moment)


def group_of(told: League, group: str) -> GroupLeague:
    """Return one peer group."""
    [found] = [one for one in told.groups if one.group == group]
    return found


def row_of(told: League, union: str) -> LeagueRow:
    """Return a ranked union by its short name."""
    [found] = [r for g in told.groups for r in g.rows if str(r.union) == union]
    return found
