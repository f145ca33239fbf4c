"""Workbooks that were verified (核验): what was found, for ever."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports_app.enums import VerificationNote, WorkbookVerdict
from reports_app.models.exports import Export
from reports_app.querysets import VerificationQuerySet


class Verification(models.Model):
    """One file held against what the portal made. Append-only: a trigger.

    The file itself is not kept, its hash is. ``differences`` are the first of them
    (``rules.verifying.difference``), ``counts`` says by kind how many there were.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("核验人"),
    )
    verified_at = models.DateTimeField(_("核验时间"))
    file_name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveBigIntegerField(_("字节数"))
    sha256 = models.CharField("SHA-256", max_length=64)
    verdict = models.CharField(_("结论"), max_length=12, choices=WorkbookVerdict)
    note = models.CharField(
        _("说明"), max_length=20, choices=VerificationNote, blank=True
    )
    claim = models.CharField(_("自称的核验编号"), max_length=40, blank=True)
    export = models.ForeignKey(
        Export,
        models.PROTECT,
        null=True,
        related_name="verifications",
        verbose_name=_("导出"),
    )
    difference_count = models.PositiveIntegerField(_("不同之处"), default=0)
    counts = models.JSONField(default=dict)
    differences = models.JSONField(default=list)
    is_demonstration = models.BooleanField(_("演示数据"), default=False)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("核验")
        ordering = ("-verified_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="only_an_unknown_file_has_no_export",
                condition=Q(verdict=WorkbookVerdict.UNKNOWN, export__isnull=True)
                | (~Q(verdict=WorkbookVerdict.UNKNOWN) & Q(export__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return self.file_name or str(self.id)
