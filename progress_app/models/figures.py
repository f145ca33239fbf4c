"""The columns that hold a reported figure: the same in an entry and in a posting."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from progress_app.enums import Presence, Stage


def figure_field(label: str) -> models.DecimalField:
    """Return a nullable column for an exact figure."""
    return models.DecimalField(
        label, max_digits=20, decimal_places=4, null=True, blank=True
    )


class ReportedFigure(models.Model):
    """What was reported, in the columns that the target's kind asks for.

    A quantity, a numerator and a denominator, or a stage; None and "" elsewhere.
    """

    presence = models.CharField(
        _("填报情况"),
        max_length=15,
        choices=Presence,
        default=Presence.NOT_REPORTED,
    )
    quantity = figure_field(_("本期数"))
    numerator = figure_field(_("分子"))
    denominator = figure_field(_("分母"))
    stage = models.CharField(_("进展阶段"), max_length=12, choices=Stage, blank=True)

    class Meta:
        abstract = True
