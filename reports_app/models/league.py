"""By which rules the league (赛马比拼) of a plan is made: data, shown on its page."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports_app.enums import LeagueFormula
from targets_app.models import Target
from tasks_app.models import Plan
from unions_app.models import Union


class LeagueTerms(models.Model):
    """A plan's terms; one without a row has the defaults of its fields.

    ``cap_percent`` bounds what a target adds, in percent of its pace; whatever it is,
    nothing beyond the whole goal counts. ``contact`` is None until somebody is named.
    """

    plan = models.OneToOneField(
        Plan, models.PROTECT, related_name="league_terms", verbose_name=_("年度计划")
    )
    formula = models.CharField(
        _("排名公式"),
        max_length=20,
        choices=LeagueFormula,
        default=LeagueFormula.CAPPED_MEAN,
    )
    cap_percent = models.PositiveSmallIntegerField(
        _("单项封顶（占应达进度的百分比）"),
        default=100,
        validators=(MinValueValidator(100), MaxValueValidator(120)),
    )
    contact = models.ForeignKey(
        Union,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("负责部门"),
    )
    appeal_note = models.TextField(_("申诉说明"), blank=True, max_length=1000)

    class Meta:
        verbose_name = verbose_name_plural = _("赛马比拼规则")
        ordering = ("plan",)
        constraints = (
            models.CheckConstraint(
                name="league_cap_in_bounds", condition=Q(cap_percent__range=(100, 120))
            ),
        )

    def __str__(self) -> str:
        return str(self.plan)


class LeagueWeight(models.Model):
    """How much a target weighs in the league; 1 without a row, 0 leaves it out."""

    terms = models.ForeignKey(
        LeagueTerms,
        models.PROTECT,
        related_name="weights",
        verbose_name=_("赛马比拼规则"),
    )
    target = models.ForeignKey(
        Target, models.PROTECT, related_name="+", verbose_name=_("指标")
    )
    weight = models.PositiveSmallIntegerField(
        _("权重"), default=1, validators=(MaxValueValidator(100),)
    )

    class Meta:
        verbose_name = verbose_name_plural = _("赛马比拼权重")
        ordering = ("terms", "target")
        constraints = (
            models.UniqueConstraint(
                name="league_weight_once", fields=("terms", "target")
            ),
            models.CheckConstraint(
                name="league_weight_in_bounds", condition=Q(weight__lte=100)
            ),
        )

    def __str__(self) -> str:
        return f"{self.target_id} × {self.weight}"
