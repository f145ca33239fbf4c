"""What every page knows."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from unions_app.enums import Role
from unions_app.queries import unread_notices
from unions_app.rules import (
    Access,
    can_administer,
    can_export,
    can_open_ledger,
    can_see_health,
    reads_publications,
    sees_every_union,
)


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A menu entry: the URL name it leads to and the screens that belong to it."""

    name: str
    label: Promise
    screens: frozenset[str] = frozenset()


TO_DO = MenuEntry(
    "todo",
    _("本期待办"),
    frozenset(
        {
            "submission",
            "submit_submission",
            "submission_history",
            "entry",
            "items",
            "upload_workbook",
            "workbook",
            "workbook_upload",
        }
    ),
)
PROGRESS = MenuEntry("progress", _("我的进度"), frozenset({"union_progress"}))
ENDORSE = MenuEntry("endorse_desk", _("待审"), frozenset({"endorse_submission"}))
REVIEW = MenuEntry("review_desk", _("审核台"), frozenset({"review_entry"}))
CORRECTIONS = MenuEntry(
    "corrections", _("更正"), frozenset({"correction", "propose_correction"})
)
EXCEPTIONS = MenuEntry(
    "exceptions", _("补报"), frozenset({"exception", "ask_exception"})
)
STATUS = MenuEntry("reporting_status", _("报送情况"), frozenset({"remind"}))
COCKPIT = MenuEntry(
    "cockpit",
    _("驾驶舱"),
    frozenset({"compare", "target", "target_postings", "union", "wall"}),
)
LEDGER = MenuEntry(
    "ledger",
    _("台账"),
    frozenset(
        {
            "ledger_entries",
            "ledger_reviews",
            "ledger_corrections",
            "ledger_evidence",
            "ledger_events",
            "ledger_posting",
            "ledger_review",
            "ledger_event",
            "ledger_figure",
            "ledger_file",
            "samples",
            "new_sample",
            "sample",
            "sample_report",
        }
    ),
)
LEAGUE = MenuEntry("league", _("赛马比拼"), frozenset({"league_union"}))
PUBLICATIONS = MenuEntry(
    "publications",
    _("通报"),
    frozenset(
        {
            "publication",
            "new_publication",
            "edit_publication",
            "stamp",
            "brief_templates",
        }
    ),
)
EXPORTS = MenuEntry(
    "exports", _("导出"), frozenset({"export", "verifications", "verification"})
)
HEALTH = MenuEntry("health", _("健康状况"))
ADMINISTRATION = MenuEntry("admin:index", _("系统"))
REPORTING = (Role.REPORTER, Role.APPROVER, Role.OFFICER)
"""Roles of those who work on returns."""
UNIONS_OWN = (Role.REPORTER, Role.APPROVER)
"""Roles of a union's own people: they see its peer group's league."""


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return who is looking, when, and whether the data is a demonstration.

    ``menu`` holds the entries the person may open, ``menu_here`` the one that the page
    belongs to. ``unread`` is called by the header alone. No queries but its one, and
    nothing is taken for granted: error pages are drawn even when the middleware that
    sets these could not run.
    """
    access: Access = getattr(request, "access", Access())
    match = getattr(request, "resolver_match", None)
    menu = _menu(access)
    return {
        "access": access,
        "moment": getattr(request, "moment", None),
        "installation": getattr(request, "installation", None),
        "menu": menu,
        "unread": partial(_unread, access),
        "menu_here": _here(menu, match.view_name if match else ""),
        "role_labels": [role.label for role in Role if role in access.roles],
    }


def _unread(access: Access) -> int:
    """Return how many notices wait; 0 too where the database has just gone away."""
    if access.person_id is None:
        return 0
    try:
        return unread_notices(access)
    except (OperationalError, InterfaceError):
        return 0


def _menu(access: Access) -> list[MenuEntry]:
    allowed = (
        (access.has(*REPORTING), TO_DO),
        (access.has(*REPORTING), PROGRESS),
        (access.has(Role.APPROVER), ENDORSE),
        (access.has(Role.OFFICER), REVIEW),
        (access.has(*REPORTING, Role.AUDITOR), CORRECTIONS),
        (access.has(*REPORTING, Role.AUDITOR, Role.ADMINISTRATOR), EXCEPTIONS),
        (sees_every_union(access), COCKPIT),
        (sees_every_union(access), STATUS),
        (sees_every_union(access) or access.has(*UNIONS_OWN), LEAGUE),
        (reads_publications(access), PUBLICATIONS),
        (can_open_ledger(access), LEDGER),
        (can_export(access), EXPORTS),
        (can_see_health(access), HEALTH),
        (can_administer(access), ADMINISTRATION),
    )
    return [entry for is_allowed, entry in allowed if is_allowed]


def _here(menu: list[MenuEntry], view_name: str) -> MenuEntry | None:
    """Return the entry of a screen; None for a screen that the menu does not hold."""
    screen = ADMINISTRATION.name if view_name.startswith("admin:") else view_name
    for entry in menu:
        if screen == entry.name or screen in entry.screens:
            return entry
    return None
