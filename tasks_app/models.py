"""The plan as the federation published it: verbatim and in order."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tasks_app.enums import PlanStatus
from tasks_app.querysets import PlanQuerySet


class Plan(models.Model):
    """One year's work plan; a revised text is a new version."""

    year = models.PositiveSmallIntegerField(_("年度"))
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    title = models.CharField(_("标题"), max_length=200)
    general_requirement = models.TextField(_("总体要求"))
    source_note = models.CharField(_("文本来源"), max_length=300, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    starts_on = models.DateField(_("起始日"))
    ends_on = models.DateField(_("截止日"))
    status = models.CharField(
        _("状态"), max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT
    )
    behind_percent = models.DecimalField(
        _("滞后界线（占应达进度的百分比）"),
        max_digits=5,
        decimal_places=2,
        default=85,
        validators=(MinValueValidator(1), MaxValueValidator(100)),
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("年度计划")
        ordering = ("-year", "-version")
        constraints = (
            models.UniqueConstraint(
                name="plan_version_once", fields=("year", "version")
            ),
            models.UniqueConstraint(
                name="one_active_plan_a_year",
                fields=("year",),
                condition=Q(status=PlanStatus.ACTIVE),
            ),
            models.CheckConstraint(
                name="plan_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return self.title


class TaskArea(models.Model):
    """One of the plan's main areas (任务领域)."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="areas", verbose_name=_("年度计划")
    )
    position = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("标题"), max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = _("任务领域")
        ordering = ("plan", "position")
        constraints = (
            models.UniqueConstraint(name="area_once", fields=("plan", "position")),
        )

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """One of an area's tasks (任务)."""

    area = models.ForeignKey(
        TaskArea, models.PROTECT, related_name="tasks", verbose_name=_("任务领域")
    )
    position = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("标题"), max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = _("任务")
        ordering = ("area", "position")
        constraints = (
            models.UniqueConstraint(name="task_once", fields=("area", "position")),
        )

    def __str__(self) -> str:
        return self.title


class Measure(models.Model):
    """One bullet of a task (举措), verbatim."""

    task = models.ForeignKey(
        Task, models.PROTECT, related_name="measures", verbose_name=_("任务")
    )
    position = models.PositiveSmallIntegerField(_("序号"))
    text = models.TextField(_("原文"))

    class Meta:
        verbose_name = verbose_name_plural = _("举措")
        ordering = ("task", "position")
        constraints = (
            models.UniqueConstraint(name="measure_once", fields=("task", "position")),
        )

    def __str__(self) -> str:
        return self.text[:40]


class FrameworkPillar(models.Model):
    """One line of the 123510 framework, verbatim: a second view, not a second tree."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="pillars", verbose_name=_("年度计划")
    )
    position = models.PositiveSmallIntegerField(_("序号"))
    number = models.CharField(_("数字"), max_length=4)
    text = models.CharField(_("原文"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("“123510”工作思路")
        ordering = ("plan", "position")
        constraints = (
            models.UniqueConstraint(name="pillar_once", fields=("plan", "position")),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.text}"


class FrameworkItem(models.Model):
    """One item of a pillar; a blank name is one that no public text lists (未列明)."""

    pillar = models.ForeignKey(
        FrameworkPillar,
        models.PROTECT,
        related_name="items",
        verbose_name=_("工作思路"),
    )
    position = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("名称"), max_length=100, blank=True)
    source_note = models.CharField(_("名称出处"), max_length=300, blank=True)
    measures = models.ManyToManyField(
        Measure, blank=True, related_name="framework_items", verbose_name=_("对应举措")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("工作思路事项")
        ordering = ("pillar", "position")
        constraints = (
            models.UniqueConstraint(
                name="framework_item_once", fields=("pillar", "position")
            ),
        )

    def __str__(self) -> str:
        return self.name or str(
            _("未列明（第%(position)d项）") % {"position": self.position}
        )

    @property
    def is_listed(self) -> bool:
        """Whether a public source names the item."""
        return bool(self.name)
