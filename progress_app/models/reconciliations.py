"""That the stored sums were held against the ledger, and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from progress_app.querysets import ReconciliationQuerySet
from tasks_app.models import Plan


class Reconciliation(models.Model):
    """One comparison of a plan's stored sums with the ledger (对账), written when done.

    ``first_differences`` holds the first few of them: the ids of target, union and
    period, and what is stored and what the ledger says where the two differ, as texts;
    None where there is no such sum.
    """

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="reconciliations", verbose_name=_("年度计划")
    )
    started_at = models.DateTimeField(_("开始时间"))
    finished_at = models.DateTimeField(_("完成时间"))
    duration_ms = models.PositiveIntegerField(_("用时（毫秒）"))
    sequence = models.BigIntegerField(_("截至入账序号"))
    targets_compared = models.PositiveIntegerField(_("核对的指标数"))
    cells_compared = models.PositiveIntegerField(_("核对的汇总数"))
    difference_count = models.PositiveIntegerField(_("差异数"))
    first_differences = models.JSONField(default=list)

    objects = ReconciliationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("对账")
        ordering = ("-pk",)
        indexes = (models.Index(fields=("plan", "-id")),)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.sequence} {self.difference_count}"

    @property
    def is_clean(self) -> bool:
        """Whether the books agreed (账实一致)."""
        return self.difference_count == 0
