"""Who may do what: whole truth tables over the six roles, and nobody."""

import pytest

from unions_app.enums import Role
from unions_app.rules import (
    Access,
    Grant,
    can_administer,
    can_endorse_for,
    can_export,
    can_report_for,
    can_review_for,
    landing_name,
    sees_every_union,
)

REPORTER, APPROVER, OFFICER, LEADER, AUDITOR, ADMINISTRATOR = Role
OWN, OTHER = 1, 2
NOBODY = Access()


def access(*roles, union=OWN):
    return Access(person_id=7, grants=frozenset(Grant(role, union) for role in roles))


def test_what_is_held_where():
    both = Access(7, frozenset({Grant(REPORTER, OWN), Grant(OFFICER, OTHER)}))

    assert both.roles == {REPORTER, OFFICER}
    assert both.unions_as(REPORTER) == {OWN}
    assert both.unions_as(OFFICER) == {OTHER}
    assert both.unions_as(REPORTER, OFFICER) == {OWN, OTHER}
    assert both.unions_as(LEADER) == frozenset()
    assert both.has(LEADER, OFFICER) is True
    assert both.has(LEADER) is False


@pytest.mark.parametrize(
    ("role", "every_union", "export", "administer"),
    [
        (REPORTER, False, False, False),
        (APPROVER, False, False, False),
        (OFFICER, True, True, False),
        (LEADER, True, True, False),
        (AUDITOR, True, True, False),
        (ADMINISTRATOR, True, True, True),
    ],
)
def test_what_a_role_sees_and_may_take_away(role, every_union, export, administer):
    assert sees_every_union(access(role)) is every_union
    assert can_export(access(role)) is export
    assert can_administer(access(role)) is administer


@pytest.mark.parametrize(
    ("role", "report", "endorse", "review"),
    [
        (REPORTER, True, False, False),
        (APPROVER, False, True, False),
        (OFFICER, True, False, True),
        (LEADER, False, False, False),
        (AUDITOR, False, False, False),
        (ADMINISTRATOR, False, False, False),
    ],
)
def test_what_a_role_does_at_its_own_union_and_never_at_another(
    role, report, endorse, review
):
    mine, elsewhere = access(role), access(role, union=OTHER)

    assert can_report_for(mine, OWN) is report
    assert can_endorse_for(mine, OWN) is endorse
    assert can_review_for(mine, OWN) is review
    assert can_report_for(elsewhere, OWN) is False
    assert can_endorse_for(elsewhere, OWN) is False
    assert can_review_for(elsewhere, OWN) is False


def test_nobody_may_nothing():
    assert sees_every_union(NOBODY) is False
    assert can_export(NOBODY) is False
    assert can_administer(NOBODY) is False
    assert can_report_for(NOBODY, OWN) is False
    assert can_endorse_for(NOBODY, OWN) is False
    assert can_review_for(NOBODY, OWN) is False


@pytest.mark.parametrize(
    ("roles", "name"),
    [
        ((), "no_role"),
        ((REPORTER,), "todo"),
        ((APPROVER,), "endorse_desk"),
        ((OFFICER,), "review_desk"),
        ((LEADER,), "cockpit"),
        ((AUDITOR,), "exports"),
        ((ADMINISTRATOR,), "admin:index"),
        ((REPORTER, APPROVER), "endorse_desk"),
        ((REPORTER, OFFICER), "review_desk"),
        ((ADMINISTRATOR, AUDITOR), "exports"),
        (tuple(Role), "cockpit"),
    ],
)
def test_where_a_person_lands(roles, name):
    assert landing_name(access(*roles)) == name
