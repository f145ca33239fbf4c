"""What a measure promises, how it is counted, when it is due, who owes which share."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from targets_app.enums import Comparator, PaceKind, Source, Strength, TargetKind, Unit
from targets_app.querysets import QuotaQuerySet, TargetQuerySet, VersionQuerySet
from tasks_app.models import Measure, Plan
from unions_app.models import Union


class Target(models.Model):
    """One promise of a measure: a figure, a rate, or a milestone.

    ``amount`` is in ``unit``; for a ratio it is the rate in percent; None for a
    milestone. ``quote`` is the words of the measure that promise it, verbatim.
    """

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="targets", verbose_name=_("年度计划")
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="targets", verbose_name=_("举措")
    )
    position = models.PositiveSmallIntegerField(_("顺序"))
    code = models.CharField(_("编号"), max_length=12)
    name = models.CharField(_("名称"), max_length=60)
    quote = models.CharField(_("原文摘引"), max_length=300)
    kind = models.CharField(_("类型"), max_length=10, choices=TargetKind)
    unit = models.CharField(_("单位"), max_length=20, choices=Unit)
    amount = models.DecimalField(
        _("目标值"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    comparator = models.CharField(_("比较"), max_length=10, choices=Comparator)
    strength = models.CharField(_("力度"), max_length=15, choices=Strength)
    source = models.CharField(_("填报主体"), max_length=10, choices=Source)
    territorial_only = models.BooleanField(_("仅区县填报"), default=False)
    lead_department = models.ForeignKey(
        Union, models.PROTECT, related_name="led_targets", verbose_name=_("牵头部门")
    )
    numerator_name = models.CharField(_("分子名称"), max_length=60, blank=True)
    denominator_name = models.CharField(_("分母名称"), max_length=60, blank=True)
    decimal_places = models.PositiveSmallIntegerField(
        _("小数位数"), default=0, validators=(MaxValueValidator(4),)
    )
    carry_forward_periods = models.PositiveSmallIntegerField(
        _("缺报时沿用期数"), default=2
    )
    itemised = models.BooleanField(_("逐项登记"), default=False)
    evidence_required = models.BooleanField(_("须附佐证"), default=False)
    open_question = models.CharField(_("口径待确认"), max_length=300, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("指标")
        ordering = ("plan", "position")
        constraints = (
            models.UniqueConstraint(name="target_code_once", fields=("plan", "code")),
            models.UniqueConstraint(
                name="target_position_once", fields=("plan", "position")
            ),
            models.CheckConstraint(
                name="only_milestones_have_no_amount",
                condition=Q(kind=TargetKind.MILESTONE, amount__isnull=True)
                | (~Q(kind=TargetKind.MILESTONE) & Q(amount__gt=0)),
            ),
            models.CheckConstraint(
                name="percent_is_the_unit_of_ratios",
                condition=Q(kind=TargetKind.RATIO, unit=Unit.PERCENT)
                | (~Q(kind=TargetKind.RATIO) & ~Q(unit=Unit.PERCENT)),
            ),
            models.CheckConstraint(
                name="ratios_name_both_counts",
                condition=~Q(kind=TargetKind.RATIO)
                | (~Q(numerator_name="") & ~Q(denominator_name="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_numeric(self) -> bool:
        """Whether the target is a figure or a rate, not a milestone."""
        return self.kind != TargetKind.MILESTONE

    @property
    def is_aspirational(self) -> bool:
        """Whether the plan only strives for it (力争): said wherever it is behind."""
        return self.strength == Strength.ASPIRATIONAL


class TargetDefinition(models.Model):
    """How a target is counted (口径); a change is a new version."""

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="definitions", verbose_name=_("指标")
    )
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    effective_on = models.DateField(_("生效日期"))
    text = models.TextField(_("口径"))
    counts = models.TextField(_("计入"), blank=True)
    excludes = models.TextField(_("不计入"), blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("口径")
        ordering = ("target", "version")
        constraints = (
            models.UniqueConstraint(
                name="definition_version_once", fields=("target", "version")
            ),
        )

    def __str__(self) -> str:
        return self.text[:40]


class PaceCurve(models.Model):
    """The share of a target expected by each month's end; a change is a new version.

    ``shares`` are twelve cumulative percentages as text, for custom curves only.
    """

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="pace_curves", verbose_name=_("指标")
    )
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    effective_on = models.DateField(_("生效日期"))
    kind = models.CharField(_("形状"), max_length=10, choices=PaceKind)
    due_month = models.PositiveSmallIntegerField(
        _("到期月份"),
        null=True,
        blank=True,
        validators=(MinValueValidator(1), MaxValueValidator(12)),
    )
    shares = models.JSONField(_("各月累计百分比"), default=list, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("时序曲线")
        ordering = ("target", "version")
        constraints = (
            models.UniqueConstraint(
                name="curve_version_once", fields=("target", "version")
            ),
            models.CheckConstraint(
                name="only_steps_have_a_due_month",
                condition=Q(kind=PaceKind.STEP, due_month__range=(1, 12))
                | (~Q(kind=PaceKind.STEP) & Q(due_month__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class Quota(models.Model):
    """One union's share of a target (分解任务数) from a day on; a change is a new row."""

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="quotas", verbose_name=_("指标")
    )
    union = models.ForeignKey(
        Union, models.PROTECT, related_name="quotas", verbose_name=_("单位")
    )
    amount = models.DecimalField(
        _("分解任务数"),
        max_digits=20,
        decimal_places=4,
        validators=(MinValueValidator(0),),
    )
    effective_on = models.DateField(_("生效日期"))
    reason = models.CharField(_("调整原因"), max_length=200, blank=True)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("分解任务数")
        ordering = ("target", "union", "effective_on")
        constraints = (
            models.UniqueConstraint(
                name="quota_once_a_day", fields=("target", "union", "effective_on")
            ),
            models.CheckConstraint(
                name="quota_not_negative", condition=Q(amount__gte=0)
            ),
        )

    def __str__(self) -> str:
        return f"{self.target_id} {self.union_id} {self.amount}"
