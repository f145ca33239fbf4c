"""Reference data of unions and people in the administration, and its audit trail."""

from datetime import date

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports_app.models import Export
from tests.people import PASSWORD, signed_in
from unionplan.lib.chain import body_hash
from unions_app.enums import PeerGroup, Role, UnionKind
from unions_app.models import AuditEvent, Membership, Person, Union

UNION_LIST = reverse("admin:unions_app_union_changelist")
UNION_ADD = reverse("admin:unions_app_union_add")
PERSON_ADD = reverse("admin:unions_app_person_add")
OUTSIDERS = (
    "reporter",
    "stranger",
    "approver",
    "officer",
    "department_reporter",
    "leader",
    "auditor",
    "nobody",
)
NEW_PASSWORD = "很长的测试口令-2024"


def page(name: str, row) -> str:
    return reverse(f"admin:unions_app_{name}", args=(row.pk,))


def union_data(**changes) -> dict:
    root = Union.objects.get(kind=UnionKind.MUNICIPAL)
    return {
        "name": "教科文卫工会",
        "short_name": "教科文卫",
        "kind": UnionKind.INDUSTRIAL,
        "parent": root.pk,
        "peer_group": PeerGroup.INDUSTRIAL,
        "position": 99,
    } | changes


def data_of(union: Union, **changes) -> dict:
    names = ("name", "short_name", "kind", "peer_group", "position")
    stored = {name: getattr(union, name) for name in names}
    rest = {"parent": union.parent_id or "", "code": union.code or ""}
    flags = {"has_approver": "on"} if union.has_approver else {}
    return stored | rest | flags | changes


def member_data(*rows: dict, landed: int = 0) -> dict:
    data = {"memberships-TOTAL_FORMS": len(rows), "memberships-INITIAL_FORMS": landed}
    for number, row in enumerate(rows):
        data |= {f"memberships-{number}-{name}": value for name, value in row.items()}
    return data


def person_data(person: Person, **changes) -> dict:
    return {
        "username": person.username,
        "name": person.name,
        "is_active": "on",
    } | changes


@pytest.fixture
def client(people):
    return signed_in(people.administrator)


def form_errors(response) -> dict:
    assert response.status_code == 200
    form = response.context["adminform"].form
    return {name: list(texts) for name, texts in form.errors.items()}


@pytest.mark.parametrize("name", OUTSIDERS)
@pytest.mark.parametrize("address", [UNION_LIST, UNION_ADD, reverse("admin:index")])
def test_only_administrators_come_in(people, name, address):
    response = signed_in(getattr(people, name)).get(address)

    assert response.status_code in (302, 403)


def test_a_superuser_without_the_role_does_not_come_in(plan):
    person = Person.objects.create_superuser(
        "root", "r@example.org", PASSWORD, name="根"
    )

    assert signed_in(person).get(UNION_LIST).status_code == 302


def test_who_is_not_signed_in_is_sent_to_the_one_sign_in_page(people, client):
    client.logout()

    response = client.get(UNION_LIST, follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("sign_in"))


def test_nobody_else_can_post(people):
    response = signed_in(people.leader).post(UNION_ADD, union_data())

    assert response.status_code in (302, 403)
    assert not Union.objects.filter(short_name="教科文卫").exists()


def test_an_administrator_adds_a_union_and_the_trail_says_so(people, client):
    response = client.post(UNION_ADD, union_data(opened_on="2024-03-01"))

    assert response.status_code == 302
    union = Union.objects.get(short_name="教科文卫")
    event = AuditEvent.objects.get()
    assert (event.action, event.subject) == ("reference.added", f"union:{union.pk}")
    assert (event.person, event.union) == (people.administrator, union)
    assert event.detail["fields"] == {
        "parent": 1,
        "position": 99,
        "kind": "industrial",
        "peer_group": "industrial",
        "code": None,
        "name": body_hash("教科文卫工会"),
        "short_name": body_hash("教科文卫"),
        "has_approver": False,
        "is_example": False,
        "opened_on": "2024-03-01",
        "closed_on": None,
        "successor": None,
    }


def test_a_change_leaves_the_changed_fields_and_no_others(client):
    union = Union.objects.get(short_name="万州区")

    client.post(
        page("union_change", union), data_of(union, has_approver="on", name="新名")
    )

    event = AuditEvent.objects.get()
    assert (event.action, event.subject) == ("reference.changed", f"union:{union.pk}")
    assert event.detail == {
        "fields": {"has_approver": True, "name": body_hash("新名")},
        "before": {"has_approver": False, "name": body_hash(union.name)},
    }


def test_a_save_without_a_change_leaves_no_event(client):
    union = Union.objects.get(short_name="万州区")

    response = client.post(page("union_change", union), data_of(union))

    assert response.status_code == 302
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"parent": ""}, "parent", "请选择上级"),
        ({"kind": "municipal", "peer_group": ""}, "parent", "市总工会没有上级，请留空"),
        (
            {"kind": "municipal", "peer_group": "", "parent": ""},
            "kind",
            "市总工会只能有一个",
        ),
        ({"peer_group": ""}, "peer_group", "请选择同类组"),
        ({"peer_group": "zone"}, "peer_group", "产业工会与区县工会的同类组不能混用"),
        (
            {"kind": "department"},
            "peer_group",
            "市总工会及其部门不分同类组，请留空",
        ),
        (
            {"opened_on": "2024-05-01", "closed_on": "2024-04-30"},
            "closed_on",
            "撤销日期不能早于设立日期",
        ),
        ({"short_name": ""}, "short_name", "该字段是必填项。"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(client, changes, field, message):
    response = client.post(UNION_ADD, union_data(**changes))

    assert form_errors(response) == {field: [message]}
    assert not AuditEvent.objects.exists()


def test_a_union_is_not_put_below_itself(client):
    union = Union.objects.get(short_name="万州区")
    child = Union.objects.create(
        name="万州区下级", short_name="下级", kind="territorial", parent=union
    )

    for parent in (union, child):
        response = client.post(
            page("union_change", union), data_of(union, parent=parent.pk)
        )
        assert form_errors(response) == {"parent": ["上级不能是本单位或其下级"]}


def test_a_union_does_not_succeed_itself(client):
    union = Union.objects.get(short_name="万州区")

    response = client.post(
        page("union_change", union), data_of(union, successor=union.pk)
    )

    assert form_errors(response) == {"successor": ["承接单位不能是本单位"]}


@pytest.mark.parametrize("name", ["union", "person"])
def test_a_list_costs_the_same_for_one_row_and_for_many(people, client, name):
    address = reverse(f"admin:unions_app_{name}_changelist")
    search = {"union": "500101", "person": "stranger"}[name]
    client.get(address)

    with CaptureQueriesContext(connection) as for_one:
        one = client.get(address, {"q": search})
    with CaptureQueriesContext(connection) as for_all:
        everyone = client.get(address, {"q": ""})

    assert one.context["cl"].result_count == 1
    assert everyone.context["cl"].result_count > 10
    assert len(for_one) == len(for_all)


@pytest.mark.parametrize("name", ["union", "person"])
def test_deletion_is_refused(people, client, name):
    row = people.nobody if name == "person" else Union.objects.get(short_name="万州区")

    response = client.post(page(f"{name}_delete", row), {"post": "yes"})

    assert response.status_code == 403
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_new_person_can_sign_in_and_the_trail_names_nobody(people, client):
    data = {
        "username": "xin",
        "name": "新同事",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    }

    response = client.post(PERSON_ADD, data)

    person = Person.objects.get(username="xin")
    assert response.status_code == 302
    assert person.check_password(NEW_PASSWORD)
    assert not (person.is_superuser)
    assert not (person.is_staff)
    event = AuditEvent.objects.get()
    assert event.subject == f"person:{person.pk}"
    texts = ("username", "name", "password", "email", "language")
    assert {event.detail["fields"][name] for name in texts} == {None}
    assert event.detail["fields"]["is_active"] is True


def test_a_weak_password_is_refused(client):
    data = {"username": "xin", "name": "新", "password1": "123", "password2": "123"}

    response = client.post(PERSON_ADD, data)

    assert set(form_errors(response)) == {"password2"}
    assert not Person.objects.filter(username="xin").exists()


def test_a_person_is_given_a_role_and_the_trail_says_which(people, client):
    union = Union.objects.get(short_name="万州区")
    row = {"union": union.pk, "role": Role.REPORTER, "starts_on": "2024-01-01"}

    response = client.post(
        page("person_change", people.nobody),
        person_data(people.nobody) | member_data(row),
    )

    assert response.status_code == 302
    membership = Membership.objects.get(person=people.nobody)
    event = AuditEvent.objects.get()
    assert event.subject == f"membership:{membership.pk}"
    assert event.union == union
    assert event.detail["fields"] == {
        "person": people.nobody.pk,
        "union": union.pk,
        "role": "reporter",
        "starts_on": "2024-01-01",
        "ends_on": None,
    }


def test_a_role_ends_by_its_last_day_and_is_not_deleted(people, client):
    membership = people.reporter.memberships.get()
    row = {
        "id": membership.pk,
        "person": people.reporter.pk,
        "union": membership.union_id,
        "role": membership.role,
        "ends_on": "2024-06-30",
        "DELETE": "on",
    }

    client.post(
        page("person_change", people.reporter),
        person_data(people.reporter) | member_data(row, landed=1),
    )

    assert people.reporter.memberships.get().ends_on == date(2024, 6, 30)
    event = AuditEvent.objects.get()
    assert event.action == "reference.changed"
    assert event.detail["fields"] == {"ends_on": "2024-06-30"}


@pytest.mark.parametrize(
    ("role", "union", "allowed"),
    [
        (Role.REPORTER, "万州区", True),
        (Role.REPORTER, "机械冶金", True),
        (Role.REPORTER, "市总工会", False),
        (Role.APPROVER, "涪陵区", True),
        (Role.APPROVER, "市总工会", False),
        (Role.OFFICER, "基层组织建设部门（示例）", True),
        (Role.OFFICER, "万州区", False),
        (Role.LEADER, "市总工会", True),
        (Role.LEADER, "万州区", False),
        (Role.AUDITOR, "万州区", False),
        (Role.ADMINISTRATOR, "万州区", False),
    ],
)
def test_roles_are_held_where_they_belong(people, client, role, union, allowed):
    row = {"union": Union.objects.get(short_name=union).pk, "role": role}

    client.post(
        page("person_change", people.nobody),
        person_data(people.nobody) | member_data(row),
    )

    assert people.nobody.memberships.exists() is allowed


def test_a_role_does_not_end_before_it_starts(people, client):
    union = Union.objects.get(short_name="万州区")
    row = {
        "union": union.pk,
        "role": Role.REPORTER,
        "starts_on": "2024-05-02",
        "ends_on": "2024-05-01",
    }

    response = client.post(
        page("person_change", people.nobody),
        person_data(people.nobody) | member_data(row),
    )

    assert "任职止不能早于任职起" in response.content.decode()
    assert not people.nobody.memberships.exists()


def test_a_password_is_set_and_the_trail_says_only_that(people, client):
    address = reverse("admin:auth_user_password_change", args=(people.nobody.pk,))

    response = client.post(
        address,
        {
            "usable_password": "true",
            "password1": NEW_PASSWORD,
            "password2": NEW_PASSWORD,
            "set-password": "1",
        },
    )

    assert response.status_code == 302
    people.nobody.refresh_from_db()
    assert people.nobody.check_password(NEW_PASSWORD)
    event = AuditEvent.objects.get()
    assert (event.action, event.subject) == (
        "password.set",
        f"person:{people.nobody.pk}",
    )
    assert event.detail == {}


def test_nobody_is_made_a_superuser_through_the_form(people, client):
    data = person_data(people.nobody, is_superuser="on", is_staff="on", groups="1")

    client.post(page("person_change", people.nobody), data | member_data())

    people.nobody.refresh_from_db()
    assert not (people.nobody.is_superuser)
    assert not (people.nobody.is_staff)


def test_a_person_who_leaves_is_out_at_once(people, client):
    leaver = signed_in(people.leader)
    data = person_data(people.leader) | member_data()
    del data["is_active"]

    client.post(page("person_change", people.leader), data)

    address = reverse("landing")
    assert leaver.get(address).status_code == 302
    assert leaver.get(address).url.startswith(reverse("sign_in"))


def test_the_list_of_people_shows_their_roles(people, client):
    body = client.get(reverse("admin:unions_app_person_changelist")).content.decode()

    assert "牵头部门（基层组织建设部门（示例））" in body


def test_groups_are_not_kept_beside_the_memberships():
    assert not admin.site.is_registered(Group)


@pytest.mark.parametrize("huge", [2**63, 10**30])
def test_a_filter_that_no_number_fits_is_not_understood(people, client, huge):
    response = client.get(f"{UNION_LIST}?id__in={huge}", follow=True)

    assert response.status_code == 200
    # PostgreSQL compares it and finds nothing; SQLite cannot, and the list opens whole.
    # With a NUL it is the other way round.
    shown = response.context["cl"].result_count
    assert (response.redirect_chain, shown) in (
        ([], 0),
        ([(f"{UNION_LIST}?e=1", 302)], Union.objects.count()),
    )


@pytest.mark.parametrize("name", ["kind", "kind__exact"])
def test_a_filter_that_no_text_holds_is_not_understood(people, client, name):
    response = client.get(f"{UNION_LIST}?{name}=%00", follow=True)

    assert response.status_code == 200
    shown = response.context["cl"].result_count
    assert (response.redirect_chain, shown) in (
        ([], 0),
        ([(f"{UNION_LIST}?e=1", 302)], Union.objects.count()),
    )


def test_no_row_is_shown_on_a_site_of_its_own(people, client):
    kind = ContentType.objects.get_for_model(Export)

    assert client.get(f"/admin/r/{kind.pk}/4/").status_code == 404
