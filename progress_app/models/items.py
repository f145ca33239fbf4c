"""The items behind a figure that is counted from a list."""

from datetime import date

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from progress_app.models.entries import Entry
from progress_app.querysets import ItemQuerySet
from progress_app.rules.items import ITEM_LIMITS


def text_field(label: str, limit: int, *, blank: bool = True) -> models.CharField:
    """Return a text column without NUL (PostgreSQL)."""
    return models.CharField(
        label,
        blank=blank,
        max_length=limit,
        validators=(ProhibitNullCharactersValidator(),),
    )


def key_field(limit: int) -> models.CharField:
    """Return a column for what is compared instead of a text: see rules/likeness.py."""
    return models.CharField(max_length=limit, blank=True, editable=False)


class Item(models.Model):
    """One thing that a union counts in a line of its return (登记项).

    ``identity`` is the same for the same name and identifier however typed. Once its
    line has been handed in an item is withdrawn, never deleted.
    """

    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="items", verbose_name=_("填报项")
    )
    position = models.PositiveIntegerField(_("序号"))
    name = text_field(_("名称"), ITEM_LIMITS["name"], blank=False)
    identifier = text_field(_("统一代码"), ITEM_LIMITS["identifier"])
    address = text_field(_("地址"), ITEM_LIMITS["address"])
    happened_on = models.DateField(_("日期"))
    note = text_field(_("备注"), ITEM_LIMITS["note"])
    identity = models.CharField(max_length=64, editable=False)
    name_key = key_field(ITEM_LIMITS["name"])
    identifier_key = key_field(ITEM_LIMITS["identifier"])
    address_key = key_field(ITEM_LIMITS["address"])
    version = models.PositiveIntegerField(default=1)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("登记人"),
    )
    added_at = models.DateTimeField(_("登记时间"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("撤下人"),
    )
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("登记项")
        ordering = ("entry", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                name="item_once_a_list",
                fields=("entry", "identity"),
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="item_has_a_name_and_a_place",
                condition=~Q(name="") & ~Q(identifier="", address=""),
            ),
            models.CheckConstraint(
                name="item_withdrawn_by_somebody",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} {self.position}"

    def is_before(self, day: date) -> bool:
        """Return whether it happened before a day."""
        return self.happened_on < day
