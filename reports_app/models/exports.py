"""Workbooks."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports_app.enums import ExportKind, ExportState
from reports_app.querysets import ExportQuerySet
from tasks_app.models import Plan


class Export(models.Model):
    """A file asked for: the row is the queue, its progress and its receipt.

    ``as_of_sequence`` and ``as_of_at`` are the ledger's position and the moment it
    tells, fixed when it was asked for: now, or the past one that ``as_of_text`` names.
    ``choices`` are written and read by ``rules.choices``.
    What belongs to a ``publication`` is made once, and then never changed: a trigger.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="exports", verbose_name=_("年度计划")
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="exports",
        verbose_name=_("申请人"),
    )
    requested_at = models.DateTimeField(_("申请时间"))
    as_of_sequence = models.BigIntegerField(_("截至入账序号"))
    as_of_at = models.DateTimeField(_("截至时间"))
    as_of_text = models.CharField(_("所填时点"), max_length=20, blank=True)
    kind = models.CharField(
        _("类型"), max_length=10, choices=ExportKind, default=ExportKind.WORKBOOK
    )
    publication = models.ForeignKey(
        "reports_app.Publication",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("通报"),
    )
    language = models.CharField(_("语言"), max_length=10)
    choices = models.JSONField(_("所选内容"), default=dict, blank=True)
    is_demonstration = models.BooleanField(_("演示数据"), default=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=ExportState, default=ExportState.QUEUED
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    steps_done = models.PositiveIntegerField(_("已完成步数"), default=0)
    steps_total = models.PositiveIntegerField(_("总步数"), default=0)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    file_size = models.PositiveBigIntegerField(_("字节数"), null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    failure = models.CharField(_("未生成的原因"), max_length=40, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("导出")
        ordering = ("-requested_at",)
        constraints = (
            models.CheckConstraint(
                name="a_finished_export_has_its_hash",
                condition=~Q(state=ExportState.DONE)
                | (~Q(sha256="") & Q(finished_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="a_publications_file_once",
                fields=("publication", "kind"),
                condition=~Q(state=ExportState.FAILED),
            ),
        )

    def __str__(self) -> str:
        return self.file_name or str(self.id)
