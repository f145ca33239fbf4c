"""People and what they may do where."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from unions_app.enums import Role
from unions_app.models.unions import Union
from unions_app.querysets import MembershipQuerySet


class Person(AbstractUser):
    """Someone who signs in. What they may do stands in their memberships."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=60)
    language = models.CharField(_("语言"), max_length=10, blank=True)

    REQUIRED_FIELDS = ("name",)

    class Meta:
        verbose_name = verbose_name_plural = _("人员")
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """Return the name as written; Chinese names have no first and last part."""
        return self.name


class Membership(models.Model):
    """A role of a person at a union, for a time: staff change, figures stay."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="memberships", verbose_name=_("人员")
    )
    union = models.ForeignKey(
        Union, models.PROTECT, related_name="memberships", verbose_name=_("单位")
    )
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    starts_on = models.DateField(_("任职起"), null=True, blank=True)
    ends_on = models.DateField(_("任职止"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("角色")
        ordering = ("person", "union", "role")
        constraints = (
            models.UniqueConstraint(
                name="membership_once",
                fields=("person", "union", "role", "starts_on"),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return self.get_role_display()
