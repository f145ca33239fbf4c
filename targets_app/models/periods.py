"""Reporting periods."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from targets_app.enums import PeriodKind
from targets_app.querysets import PeriodQuerySet
from tasks_app.models import Plan


class ReportingPeriod(models.Model):
    """A month or quarter to report on; all dates are Shanghai local, ends included.

    "Due on the 5th" ends at 24:00 that day. After ``locks_on`` nothing in it changes
    except by a granted exception or a correction.
    """

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="periods", verbose_name=_("年度计划")
    )
    kind = models.CharField(_("类型"), max_length=10, choices=PeriodKind)
    number = models.PositiveSmallIntegerField(_("期次"))
    starts_on = models.DateField(_("起始日"))
    ends_on = models.DateField(_("截止日"))
    opens_on = models.DateField(_("开放填报日"))
    due_on = models.DateField(_("报送截止日"))
    locks_on = models.DateField(_("锁定日"))

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("报送期")
        ordering = ("plan", "kind", "number")
        constraints = (
            models.UniqueConstraint(
                name="period_once", fields=("plan", "kind", "number")
            ),
            models.CheckConstraint(
                name="period_dates_in_order",
                condition=Q(ends_on__gte=F("starts_on"))
                & Q(opens_on__gte=F("starts_on"))
                & Q(due_on__gte=F("opens_on"))
                & Q(locks_on__gte=F("due_on")),
            ),
        )

    def __str__(self) -> str:
        if self.kind == PeriodKind.MONTH:
            return str(_("%(year)d年%(number)d月")) % self._name
        return str(_("%(year)d年第%(number)d季度")) % self._name

    @property
    def _name(self) -> dict[str, int]:
        return {"year": self.starts_on.year, "number": self.number}
