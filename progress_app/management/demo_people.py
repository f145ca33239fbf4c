"""The demonstration's people: one sign-in for each role, and a reporter everywhere."""

from dataclasses import dataclass
from datetime import datetime

from unions_app.actions import create_person
from unions_app.enums import Role, UnionKind
from unions_app.models import Person, Union

PASSWORD = "demo-2024-unionplan"  # noqa: S105 (printed at every start, on purpose)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A name to sign in with, and what one is then."""

    username: str
    role: Role
    union: str


SIGN_INS = (
    SignIn("clerk", Role.REPORTER, "万州区"),
    SignIn("approver", Role.APPROVER, "涪陵区"),
    SignIn("officer", Role.OFFICER, "基层组织建设部门（示例）"),
    SignIn("leader", Role.LEADER, "市总工会"),
    SignIn("auditor", Role.AUDITOR, "市总工会"),
    SignIn("admin", Role.ADMINISTRATOR, "市总工会"),
)


@dataclass(frozen=True, slots=True)
class Staff:
    """Who acts for each union, by union id."""

    reporters: dict[int, Person]
    approvers: dict[int, Person]
    officers: dict[int, Person]


def hire(*, at: datetime) -> Staff:
    """Create everybody; only the six of SIGN_INS can sign in."""
    staff = Staff({}, {}, {})
    named = {(sign_in.role, sign_in.union): sign_in for sign_in in SIGN_INS}
    for union in Union.objects.order_by("position", "pk"):
        for role in _roles_at(union):
            sign_in = named.get((role, union.short_name))
            person = create_person(
                username=sign_in.username if sign_in else f"demo-{role}-{union.pk}",
                name=f"演示·{union.short_name}{role.label}",
                password=PASSWORD if sign_in else None,
                grants=[(role, union.pk)],
                by_person_id=None,
                at=at,
            )
            place = {
                Role.REPORTER: staff.reporters,
                Role.APPROVER: staff.approvers,
                Role.OFFICER: staff.officers,
            }.get(role)
            if place is not None:
                place[union.pk] = person
    return staff


def _roles_at(union: Union) -> list[Role]:
    if union.kind == UnionKind.MUNICIPAL:
        return [Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR]
    roles = [Role.REPORTER]
    if union.kind == UnionKind.DEPARTMENT:
        roles.append(Role.OFFICER)
    if union.has_approver:
        roles.append(Role.APPROVER)
    return roles
