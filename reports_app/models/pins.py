"""What one person keeps an eye on: pinned targets, saved views, the monthly digest."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports_app.querysets import OwnQuerySet
from targets_app.models import ReportingPeriod, Target


class Pin(models.Model):
    """A target that stands first on its person's cockpit, in the person's order."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="pins",
        verbose_name=_("人员"),
    )
    target = models.ForeignKey(
        Target, models.PROTECT, related_name="pins", verbose_name=_("指标")
    )
    position = models.PositiveSmallIntegerField(_("顺序"))
    pinned_at = models.DateTimeField(_("置顶时间"))

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("置顶")
        ordering = ("person", "position", "pk")
        constraints = (
            models.UniqueConstraint(name="pin_once", fields=("person", "target")),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.target_id}"


class SavedView(models.Model):
    """A screen with its choices, by a name of the person's own: never a past moment."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="saved_views",
        verbose_name=_("人员"),
    )
    name = models.CharField(_("名称"), max_length=30)
    path = models.CharField(_("页面"), max_length=100)
    query = models.CharField(_("参数"), max_length=400, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("视图")
        ordering = ("person", "pk")
        constraints = (
            models.UniqueConstraint(name="saved_view_once", fields=("person", "name")),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where it leads."""
        return f"{self.path}?{self.query}" if self.query else self.path


class DigestChoice(models.Model):
    """Whether a person wants the monthly digest; without a row, who has pins does."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="digest_choice",
        verbose_name=_("人员"),
    )
    is_wanted = models.BooleanField(_("接收置顶月报"))
    chosen_at = models.DateTimeField(_("选择时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("置顶月报选择")

    def __str__(self) -> str:
        return f"{self.person_id} {self.is_wanted}"


class PinDigest(models.Model):
    """That a person was told of a month: of several beats one gets the row."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="pin_digests",
        verbose_name=_("人员"),
    )
    period = models.ForeignKey(
        ReportingPeriod,
        models.PROTECT,
        related_name="pin_digests",
        verbose_name=_("报送期"),
    )
    told_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("置顶月报")
        ordering = ("-told_at",)
        constraints = (
            models.UniqueConstraint(
                name="pin_digest_once", fields=("person", "period")
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.period_id}"
