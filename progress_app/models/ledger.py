"""The append-only ledger."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from progress_app.enums import Presence
from progress_app.models.entries import Entry, Review
from progress_app.models.figures import ReportedFigure
from progress_app.querysets import PostingQuerySet
from targets_app.models import ReportingPeriod, Target
from unionplan.lib.dates import stored_text
from unionplan.lib.numbers import plain
from unions_app.models import ChainedRow, Union


class Posting(ReportedFigure, ChainedRow):
    """An accepted figure (入账). Never changed, never deleted: triggers refuse it.

    The figure of a cell (target, union, period) as of sequence S is the posting with
    the greatest sequence ≤ S. ``period`` is what it belongs to, ``recorded_at`` when
    it became known. A correction is a new posting that names the one it supersedes.
    """

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="postings", verbose_name=_("指标")
    )
    union = models.ForeignKey(
        Union, models.PROTECT, related_name="postings", verbose_name=_("单位")
    )
    period = models.ForeignKey(
        ReportingPeriod,
        models.PROTECT,
        related_name="postings",
        verbose_name=_("报送期"),
    )
    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="postings", verbose_name=_("填报项")
    )
    review = models.OneToOneField(
        Review, models.PROTECT, related_name="posting", verbose_name=_("审核")
    )
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="superseded_by",
        verbose_name=_("更正"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="postings",
        verbose_name=_("入账人"),
    )

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("入账记录")
        ordering = ("sequence",)
        indexes = (models.Index(fields=("target", "union", "period", "sequence")),)
        constraints = (
            models.UniqueConstraint(
                name="one_first_posting_a_cell",
                fields=("target", "union", "period"),
                condition=Q(supersedes__isnull=True),
            ),
            models.CheckConstraint(
                name="a_posting_says_something",
                condition=~Q(presence=Presence.NOT_REPORTED),
            ),
            models.CheckConstraint(
                name="posting_numerator_within_denominator",
                condition=Q(numerator__isnull=True)
                | Q(numerator__lte=F("denominator")),
            ),
        )

    def __str__(self) -> str:
        return str(self.sequence)

    @property
    def sealed_fields(self) -> list[str]:
        """See ChainedRow."""
        return [
            stored_text(self.recorded_at),
            str(self.target_id),
            str(self.union_id),
            str(self.period_id),
            self.presence,
            plain(self.quantity),
            plain(self.numerator),
            plain(self.denominator),
            self.stage,
            str(self.entry_id),
            str(self.review_id),
            str(self.supersedes_id or ""),
            str(self.recorded_by_id),
        ]
