"""Corrections of accepted figures (更正)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from progress_app.enums import CorrectionReason, CorrectionState, Presence
from progress_app.models.entries import Entry, note_field
from progress_app.models.figures import ReportedFigure
from progress_app.models.ledger import Posting
from progress_app.querysets import CorrectionQuerySet


class Correction(ReportedFigure):
    """A proposal to replace the posting in force of one cell.

    The figure columns hold the new figure; ``corrects`` is the posting that its
    proposer saw, ``posting`` the one that came of it, None until it is accepted. The
    entry keeps what was reported. ``version`` grows with every change, evidence
    included; who decides names the version they saw.
    """

    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="corrections", verbose_name=_("填报项")
    )
    corrects = models.ForeignKey(
        Posting,
        models.PROTECT,
        related_name="corrections",
        verbose_name=_("更正的入账"),
    )
    reason_code = models.CharField(
        _("更正原因"), max_length=15, choices=CorrectionReason
    )
    words = note_field(_("更正说明"))
    reference = models.CharField(_("依据"), max_length=200, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("提出人"),
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=CorrectionState,
        default=CorrectionState.PROPOSED,
    )
    version = models.PositiveIntegerField(default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("决定人"),
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decision_words = models.CharField(_("决定说明"), max_length=500, blank=True)
    posting = models.OneToOneField(
        Posting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name=_("更正后的入账"),
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("更正")
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="one_open_correction_a_cell",
                fields=("entry",),
                condition=Q(state=CorrectionState.PROPOSED),
            ),
            models.CheckConstraint(
                name="a_correction_says_why", condition=~Q(words="")
            ),
            models.CheckConstraint(
                name="a_correction_is_accepted_by_a_second_person",
                condition=~Q(state__in=("accepted", "refused"))
                | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="a_correction_is_decided_whole",
                condition=Q(
                    state=CorrectionState.PROPOSED,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                )
                | (
                    ~Q(state=CorrectionState.PROPOSED)
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="an_accepted_correction_is_posted",
                condition=Q(state=CorrectionState.ACCEPTED, posting__isnull=False)
                | (~Q(state=CorrectionState.ACCEPTED) & Q(posting__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_refused_correction_says_why",
                condition=~Q(state=CorrectionState.REFUSED) | ~Q(decision_words=""),
            ),
            models.CheckConstraint(
                name="a_correction_says_something",
                condition=Q(presence=Presence.VALUE)
                | Q(
                    presence=Presence.NOT_APPLICABLE,
                    quantity__isnull=True,
                    numerator__isnull=True,
                    denominator__isnull=True,
                    stage="",
                ),
            ),
            models.CheckConstraint(
                name="correction_figures_are_sound",
                condition=(Q(quantity__isnull=True) | Q(quantity__gte=0))
                & (
                    Q(numerator__isnull=True, denominator__isnull=True)
                    | Q(
                        numerator__isnull=False,
                        denominator__isnull=False,
                        numerator__gte=0,
                        numerator__lte=F("denominator"),
                    )
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} {self.state}"
