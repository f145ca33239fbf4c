"""One union's return for one period, its lines, and the decisions on them."""

from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from progress_app.enums import Decision, EntryState, Presence
from progress_app.models.figures import ReportedFigure
from progress_app.querysets import (
    EntryQuerySet,
    ReviewQuerySet,
    SubmissionQuerySet,
)
from targets_app.models import ReportingPeriod, Target
from unions_app.models import Union


def note_field(label: str) -> models.TextField:
    """Return a text column of at most 2000 characters without NUL (PostgreSQL)."""
    return models.TextField(
        label,
        blank=True,
        max_length=2000,
        validators=(ProhibitNullCharactersValidator(),),
    )


class Submission(models.Model):
    """One union's return for one period (报送单). Its state is that of its entries."""

    union = models.ForeignKey(
        Union, models.PROTECT, related_name="submissions", verbose_name=_("单位")
    )
    period = models.ForeignKey(
        ReportingPeriod,
        models.PROTECT,
        related_name="submissions",
        verbose_name=_("报送期"),
    )
    started_at = models.DateTimeField(_("开始填报"))
    submitted_at = models.DateTimeField(_("最近提交"), null=True, blank=True)
    first_submitted_at = models.DateTimeField(_("首次提交"), null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("报送单")
        ordering = ("-period__ends_on", "union__position")
        constraints = (
            models.UniqueConstraint(name="submission_once", fields=("union", "period")),
        )

    def __str__(self) -> str:
        return f"{self.union_id} {self.period_id}"


class Entry(ReportedFigure):
    """One line of a return (填报项): one target that the union owes.

    ``version`` grows with every change; a writer names the version it saw.
    ``item_count`` is how many items its list holds; where it holds any, the quantity
    is that number.
    """

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="entries", verbose_name=_("报送单")
    )
    target = models.ForeignKey(
        Target, models.PROTECT, related_name="entries", verbose_name=_("指标")
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=EntryState, default=EntryState.DRAFT
    )
    version = models.PositiveIntegerField(default=0)
    item_count = models.PositiveIntegerField(_("登记项数"), default=0)
    reason = models.CharField(_("本期无此项的原因"), max_length=200, blank=True)
    note = note_field(_("说明"))
    problems = note_field(_("存在问题"))
    next_steps = note_field(_("下一步打算"))
    return_reason = models.CharField(_("退回原因"), max_length=500, blank=True)
    saved_at = models.DateTimeField(_("保存时间"), null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("填报人"),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("提交人"),
    )
    state_changed_at = models.DateTimeField(_("状态时间"), null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("填报项")
        ordering = ("submission", "target__position")
        indexes = (models.Index(fields=("state", "target")),)
        constraints = (
            models.UniqueConstraint(name="entry_once", fields=("submission", "target")),
            models.CheckConstraint(
                name="entry_numerator_within_denominator",
                condition=Q(numerator__isnull=True)
                | Q(denominator__isnull=True)
                | Q(numerator__lte=F("denominator")),
            ),
            models.CheckConstraint(
                name="entry_figures_not_negative",
                condition=(Q(quantity__isnull=True) | Q(quantity__gte=0))
                & (Q(numerator__isnull=True) | Q(numerator__gte=0))
                & (Q(denominator__isnull=True) | Q(denominator__gte=0)),
            ),
            models.CheckConstraint(
                name="entry_unreported_has_no_figure",
                condition=Q(presence=Presence.VALUE)
                | Q(
                    quantity__isnull=True,
                    numerator__isnull=True,
                    denominator__isnull=True,
                    stage="",
                ),
            ),
            models.CheckConstraint(
                name="entry_figure_is_its_list",
                condition=Q(item_count=0)
                | Q(presence=Presence.VALUE, quantity=F("item_count")),
            ),
            models.CheckConstraint(
                name="entry_past_draft_says_something",
                condition=Q(state__in=(EntryState.DRAFT, EntryState.RETURNED))
                | ~Q(presence=Presence.NOT_REPORTED),
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission_id} {self.target_id}"


class Review(models.Model):
    """One decision on one version of an entry, for ever."""

    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="reviews", verbose_name=_("填报项")
    )
    entry_version = models.PositiveIntegerField()
    decision = models.CharField(_("决定"), max_length=10, choices=Decision)
    reason = models.CharField(_("原因"), max_length=500, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="reviews",
        verbose_name=_("审核人"),
    )
    decided_at = models.DateTimeField(_("时间"))

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("审核")
        ordering = ("decided_at", "pk")
        constraints = (
            models.UniqueConstraint(
                name="one_decision_a_version",
                fields=("entry", "entry_version", "decision"),
            ),
            models.CheckConstraint(
                name="a_return_gives_its_reason",
                condition=~Q(decision=Decision.RETURNED) | ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} {self.decision}"
