"""Stored sums, always reproducible from the ledger, and what must be summed again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from progress_app.models.figures import figure_field
from progress_app.querysets import RollupQuerySet
from targets_app.models import ReportingPeriod, Target
from unions_app.models import Union


class Rollup(models.Model):
    """The cumulative position of a union and all below it at a period's end.

    None in quantity, numerator or denominator: nothing known, which is not 0. For a
    milestone the stage columns count unions. Rows are made from what the ledger refers
    to, in bulk: checking each reference, and an index for each, would take half the time.
    """

    target = models.ForeignKey(
        Target,
        models.PROTECT,
        related_name="rollups",
        verbose_name=_("指标"),
        db_constraint=False,
        db_index=False,
    )
    union = models.ForeignKey(
        Union,
        models.PROTECT,
        related_name="rollups",
        verbose_name=_("单位"),
        db_constraint=False,
        db_index=False,
    )
    period = models.ForeignKey(
        ReportingPeriod,
        models.PROTECT,
        related_name="rollups",
        verbose_name=_("报送期"),
        db_constraint=False,
        db_index=False,
    )
    quantity = figure_field(_("累计数"))
    numerator = figure_field(_("分子"))
    denominator = figure_field(_("分母"))
    not_started = models.PositiveIntegerField(_("未启动"), default=0)
    under_way = models.PositiveIntegerField(_("推进中"), default=0)
    done = models.PositiveIntegerField(_("已完成"), default=0)
    blocked = models.PositiveIntegerField(_("受阻"), default=0)
    not_applicable = models.PositiveIntegerField(_("本期无此项"), default=0)
    quota = figure_field(_("分解任务数"))
    units_expected = models.PositiveIntegerField(_("应报单位数"), default=0)
    units_reported = models.PositiveIntegerField(_("已报单位数"), default=0)
    units_stale = models.PositiveIntegerField(_("沿用旧数单位数"), default=0)
    last_sequence = models.BigIntegerField(_("截至入账序号"), default=0)

    objects = RollupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("汇总")
        ordering = ("target", "union", "period")
        indexes = (models.Index(fields=("union", "period")),)
        constraints = (
            models.UniqueConstraint(
                name="rollup_once", fields=("target", "union", "period")
            ),
        )

    def __str__(self) -> str:
        return f"{self.target_id} {self.union_id} {self.period_id}"


class RollupMark(models.Model):
    """That a union's figures for a target changed from a period on.

    Written in the transaction that posts; the row is the queue, deleted in the
    transaction that has summed again.
    """

    target = models.ForeignKey(Target, models.PROTECT, related_name="marks")
    union = models.ForeignKey(Union, models.PROTECT, related_name="marks")
    from_period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="marks"
    )
    marked_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.target_id} {self.union_id} {self.from_period_id}"


class ReferenceCursor(models.Model):
    """How far the audit trail has been read for changes of unions, quotas, targets.

    One row. Such a change is told by the apps below in their audit events; the sums
    that rest on them are made again, and the cursor moves, in one transaction.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    audit_sequence = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.audit_sequence)
