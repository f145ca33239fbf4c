"""Samples of postings (抽样): drawn once, never changed, and what was found in them.

All four tables are append-only: triggers refuse every change.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from progress_app.models import Posting
from progress_app.models.entries import note_field
from progress_app.models.figures import figure_field
from reports_app.enums import Outcome, SizeBand
from reports_app.querysets import SampleQuerySet
from targets_app.models import ReportingPeriod, Target
from tasks_app.models import Plan
from unions_app.models import Union


def narrowed(model: type[models.Model], label: str) -> models.ForeignKey:
    """Return a column that narrows a sample; None for all."""
    return models.ForeignKey(
        model, models.PROTECT, null=True, related_name="+", verbose_name=label
    )


class Sample(models.Model):
    """A draw from the postings in force when the ledger stood at ``as_of_sequence``.

    Scope, strata (names of StratifyBy, in their order), seed and rule tell for ever
    which postings they are.
    """

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="samples", verbose_name=_("年度计划")
    )
    title = models.CharField(_("名称"), max_length=60)
    target = narrowed(Target, _("指标"))
    union = narrowed(Union, _("单位"))
    period = narrowed(ReportingPeriod, _("报送期"))
    strata_by = models.JSONField(_("分层"), default=list)
    as_of_sequence = models.BigIntegerField(_("截至入账序号"))
    seed = models.CharField(_("种子"), max_length=64)
    algorithm = models.CharField(_("抽样规则"), max_length=40)
    population = models.PositiveIntegerField(_("总体笔数"))
    size = models.PositiveIntegerField(_("样本量"))
    is_demonstration = models.BooleanField(_("演示数据"), default=False)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("抽样人"),
    )
    drawn_at = models.DateTimeField(_("抽样时间"))

    objects = SampleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("抽样")
        ordering = ("-drawn_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="a_sample_is_part_of_its_population",
                condition=Q(size__gt=0, size__lte=F("population")),
            ),
        )

    def __str__(self) -> str:
        return self.title


class SampleStratum(models.Model):
    """One stratum: how many postings it held, how many were drawn."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="strata")
    position = models.PositiveIntegerField()
    target = narrowed(Target, _("指标"))
    union = narrowed(Union, _("单位"))
    band = models.CharField(_("数额大小"), max_length=10, choices=SizeBand, blank=True)
    population = models.PositiveIntegerField(_("总体笔数"))
    drawn = models.PositiveIntegerField(_("抽取笔数"))

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(name="stratum_once", fields=("sample", "position")),
            models.CheckConstraint(
                name="a_stratum_is_drawn_from",
                condition=Q(drawn__gt=0, drawn__lte=F("population")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.sample_id} {self.position}"


class SampleItem(models.Model):
    """One posting drawn; ``draw_key`` is the hash that decided it."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="items")
    stratum = models.ForeignKey(SampleStratum, models.PROTECT, related_name="items")
    position = models.PositiveIntegerField(_("序号"))
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="sample_items")
    draw_key = models.CharField(max_length=64)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                name="sample_position_once", fields=("sample", "position")
            ),
            models.UniqueConstraint(
                name="posting_once_a_sample", fields=("sample", "posting")
            ),
        )

    def __str__(self) -> str:
        return f"{self.sample_id} {self.position}"


class Finding(models.Model):
    """What was found of an item; the highest version counts, earlier ones stay."""

    item = models.ForeignKey(SampleItem, models.PROTECT, related_name="findings")
    version = models.PositiveIntegerField()
    outcome = models.CharField(_("结论"), max_length=12, choices=Outcome)
    reduction = figure_field(_("核减数"))
    note = note_field(_("核查情况"))
    reference = models.CharField(_("依据"), max_length=200, blank=True)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("核查人"),
    )
    found_at = models.DateTimeField(_("核查时间"))

    class Meta:
        ordering = ("item", "version")
        constraints = (
            models.UniqueConstraint(name="finding_once", fields=("item", "version")),
            models.CheckConstraint(
                name="only_a_reduction_has_an_amount",
                condition=Q(outcome=Outcome.REDUCED, reduction__gt=0)
                | (~Q(outcome=Outcome.REDUCED) & Q(reduction__isnull=True)),
            ),
            models.CheckConstraint(
                name="what_is_not_confirmed_has_a_note",
                condition=Q(outcome=Outcome.CONFIRMED) | ~Q(note=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.version}"
