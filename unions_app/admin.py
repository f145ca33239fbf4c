"""Administration of unions, people and their roles."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from unions_app.actions import Happening, record
from unions_app.enums import PeerGroup, Role, UnionKind
from unions_app.models import Membership, Person, Union
from unions_app.reference_admin import ReferenceAdmin, ReferenceInline

PASSWORD_PAGE = "auth_user_password_change"  # noqa: S105 - the name of a page
UNIT_KINDS = frozenset({UnionKind.TERRITORIAL, UnionKind.INDUSTRIAL})
OFFICE_KINDS = frozenset({UnionKind.MUNICIPAL, UnionKind.DEPARTMENT})
KINDS_OF_ROLE = {
    Role.REPORTER: UNIT_KINDS | {UnionKind.DEPARTMENT},
    Role.APPROVER: UNIT_KINDS,
    Role.OFFICER: frozenset({UnionKind.DEPARTMENT}),
    Role.LEADER: OFFICE_KINDS,
    Role.AUDITOR: OFFICE_KINDS,
    Role.ADMINISTRATOR: OFFICE_KINDS,
}
"""Where each role can be held: an officer's view of the whole city by one wrong
choice in a list would be a leak."""


class UnionForm(forms.ModelForm):
    """One union with its place in the tree and its dates."""

    class Meta:
        model = Union
        fields = (
            "name",
            "short_name",
            "kind",
            "parent",
            "peer_group",
            "code",
            "position",
            "has_approver",
            "is_example",
            "opened_on",
            "closed_on",
            "successor",
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a place, a group or dates that cannot be."""
        data = super().clean() or {}
        self._check_place(data.get("kind"), data.get("parent"))
        self._check_group(data.get("kind"), data.get("peer_group"))
        self._check_dates(data.get("opened_on"), data.get("closed_on"))
        if data.get("successor") and data["successor"] == self.instance:
            self.add_error("successor", _("承接单位不能是本单位"))
        return data

    def _check_place(self, kind: str | None, parent: Union | None) -> None:
        if kind == UnionKind.MUNICIPAL and parent:
            self.add_error("parent", _("市总工会没有上级，请留空"))
        elif kind and kind != UnionKind.MUNICIPAL and not parent:
            self.add_error("parent", _("请选择上级"))
        elif kind == UnionKind.MUNICIPAL and self._other_roots().exists():
            self.add_error("kind", _("市总工会只能有一个"))
        elif parent and self.instance.pk and self._is_below_itself(parent):
            self.add_error("parent", _("上级不能是本单位或其下级"))

    def _other_roots(self) -> Any:
        roots = Union.objects.filter(kind=UnionKind.MUNICIPAL)
        return roots.exclude(pk=self.instance.pk)

    def _is_below_itself(self, parent: Union) -> bool:
        path = Union.objects.ancestors(parent, include_self=True)
        return path.filter(pk=self.instance.pk).exists()

    def _check_group(self, kind: str | None, group: str | None) -> None:
        if kind is None or group is None:
            return
        if kind in OFFICE_KINDS and group:
            self.add_error("peer_group", _("市总工会及其部门不分同类组，请留空"))
        elif kind in UNIT_KINDS and not group:
            self.add_error("peer_group", _("请选择同类组"))
        elif kind in UNIT_KINDS and (kind == UnionKind.INDUSTRIAL) != (
            group == PeerGroup.INDUSTRIAL
        ):
            self.add_error("peer_group", _("产业工会与区县工会的同类组不能混用"))

    def _check_dates(self, opened_on: Any, closed_on: Any) -> None:
        if opened_on and closed_on and closed_on < opened_on:
            self.add_error("closed_on", _("撤销日期不能早于设立日期"))


class MembershipForm(forms.ModelForm):
    """One role at one union, for a time."""

    class Meta:
        model = Membership
        fields = ("union", "role", "starts_on", "ends_on")

    def clean(self) -> dict[str, Any]:
        """Refuse a role where it cannot be held, and an end before the start."""
        data = super().clean() or {}
        union, role = data.get("union"), data.get("role")
        if union and role and union.kind not in KINDS_OF_ROLE[Role(role)]:
            self.add_error("role", _("该类单位不设这个角色，请核对单位和角色"))
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("任职止不能早于任职起"))
        return data


class PersonCreationForm(UserCreationForm):
    """A new person with a first password."""

    class Meta:
        model = Person
        fields = ("username", "name")


# What people may do stands in their memberships; Django's groups would be a second,
# silent source of permissions.
admin.site.unregister(Group)


@admin.register(Union)
class UnionAdmin(ReferenceAdmin):
    """Keeps unions: a union that ends is closed and names its successor."""

    form = UnionForm
    list_display = (
        "name",
        "kind",
        "peer_group",
        "code",
        "has_approver",
        "is_example",
        "opened_on",
        "closed_on",
        "successor",
    )
    list_filter = ("kind", "peer_group", "has_approver", "is_example")
    list_select_related = ("successor",)
    search_fields = ("name", "short_name", "code")


class MembershipInline(ReferenceInline, admin.TabularInline):
    """A person's roles; one that ends gets its last day."""

    model = Membership
    form = MembershipForm


@admin.register(Person)
class PersonAdmin(ReferenceAdmin, UserAdmin):
    """Keeps people: who leaves is made inactive, and their roles end."""

    add_form = PersonCreationForm
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": ("username", "password", "name", "email", "is_active")}),
        (_("登录"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "name", "password1", "password2"),
            },
        ),
    )
    readonly_fields = ("last_login", "date_joined")
    list_display = ("username", "name", "roles", "is_active", "last_login")
    list_filter = ("is_active", "memberships__role")
    search_fields = ("username", "name", "memberships__union__short_name")
    filter_horizontal = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        """Bring the roles along. Cost: two more queries a page."""
        return super().get_queryset(request).prefetch_related("memberships__union")

    def get_inlines(self, request: HttpRequest, obj: Any) -> tuple[type, ...]:
        """Give roles once the person exists."""
        return self.inlines if obj else ()

    @admin.display(description=_("角色"))
    def roles(self, person: Person) -> str:
        """Return the roles in words, ended ones included."""
        return "、".join(
            f"{membership.get_role_display()}（{membership.union}）"
            for membership in person.memberships.all()
        )

    @transaction.atomic
    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Set a password; the event is written with it or not at all."""
        return super().user_change_password(request, id, form_url)

    def log_change(self, request: HttpRequest, obj: Person, message: Any) -> Any:
        """Write a new password, which no form of the person shows, to the trail."""
        if request.resolver_match.url_name == PASSWORD_PAGE:
            happening = Happening(action="password.set", subject=f"person:{obj.pk}")
            record(
                happenings=[happening],
                person_id=request.access.person_id,
                at=request.moment,
            )
        return super().log_change(request, obj, message)
