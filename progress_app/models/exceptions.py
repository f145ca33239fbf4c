"""Opening a locked period again for one union, for a while (补报)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from progress_app.enums import ExceptionDecision
from progress_app.models.entries import note_field
from progress_app.querysets import PeriodExceptionQuerySet
from targets_app.models import ReportingPeriod
from unions_app.models import Union


class PeriodException(models.Model):
    """A union's request for a locked period, and what became of it (补报).

    Granted, it holds the period open for this union before ``opens_until``. Whether it
    does is derived from the moment, never stored: the period locks itself again.
    """

    union = models.ForeignKey(
        Union, models.PROTECT, related_name="exceptions", verbose_name=_("单位")
    )
    period = models.ForeignKey(
        ReportingPeriod,
        models.PROTECT,
        related_name="exceptions",
        verbose_name=_("报送期"),
    )
    why = note_field(_("申请原因"))
    wanted_until = models.DateTimeField(_("申请开放至"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("申请人"),
    )
    asked_at = models.DateTimeField(_("申请时间"))
    decision = models.CharField(
        _("决定"), max_length=10, choices=ExceptionDecision, blank=True
    )
    words = note_field(_("决定说明"))
    opens_until = models.DateTimeField(_("开放至"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("决定人"),
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    objects = PeriodExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("补报申请")
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="one_open_exception_a_period",
                fields=("union", "period"),
                condition=Q(decision=""),
            ),
            models.CheckConstraint(name="an_exception_says_why", condition=~Q(why="")),
            models.CheckConstraint(
                name="an_exception_takes_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="an_exception_is_decided_whole",
                condition=Q(
                    decision="",
                    words="",
                    opens_until__isnull=True,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                )
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(words="")
                    & (
                        Q(decision=ExceptionDecision.REFUSED, opens_until__isnull=True)
                        | Q(
                            decision=ExceptionDecision.GRANTED,
                            opens_until__isnull=False,
                            opens_until__gt=F("decided_at"),
                        )
                    )
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.union_id} {self.period_id} {self.decision}"
