"""What unions were reminded of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from progress_app.enums import ReminderKind
from targets_app.models import ReportingPeriod
from unions_app.models import Union


class Reminder(models.Model):
    """That unions were reminded of their return: by a person, or by the calendar.

    The calendar's row is written first and once a period and kind: two beats, or one
    that runs again, find it. ``sent_by`` is None for the calendar.
    """

    kind = models.CharField(_("类型"), max_length=20, choices=ReminderKind)
    period = models.ForeignKey(
        ReportingPeriod,
        models.PROTECT,
        related_name="reminders",
        verbose_name=_("报送期"),
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("催报人"),
    )
    sent_at = models.DateTimeField(_("催报时间"))
    words = models.CharField(_("催报内容"), max_length=500)
    unions = models.ManyToManyField(
        Union, related_name="reminders", verbose_name=_("单位")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("催报")
        ordering = ("-sent_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="calendar_reminds_once",
                fields=("period", "kind"),
                condition=~Q(kind=ReminderKind.BY_HAND),
            ),
            models.CheckConstraint(
                name="people_remind_by_hand",
                condition=Q(kind=ReminderKind.BY_HAND, sent_by__isnull=False)
                | (~Q(kind=ReminderKind.BY_HAND) & Q(sent_by__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.period_id} {self.kind}"
