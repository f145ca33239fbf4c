"""Files that support an entry or a correction (佐证材料)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from progress_app.models.corrections import Correction
from progress_app.models.entries import Entry
from progress_app.querysets import EvidenceQuerySet
from unionplan.lib.file_types import DRAWN


class Evidence(models.Model):
    """One file: ``name`` is what its owner called it, ``stored_name`` is random.

    ``content_type`` was decided by looking at the content. The file lies outside the
    web root and is handed out only by a view that authorises.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="evidence")
    correction = models.ForeignKey(
        Correction, models.PROTECT, null=True, related_name="evidence"
    )
    name = models.CharField(_("文件名"), max_length=200)
    stored_name = models.CharField(max_length=60, unique=True)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField("SHA-256", max_length=64)
    content_type = models.CharField(_("类型"), max_length=80)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("上传人"),
    )
    uploaded_at = models.DateTimeField(_("上传时间"))

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("佐证材料")
        ordering = ("uploaded_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="evidence_belongs_to_one_thing",
                condition=Q(entry__isnull=True) ^ Q(correction__isnull=True),
            ),
            models.CheckConstraint(
                name="evidence_is_not_empty", condition=Q(size__gt=0)
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_drawn(self) -> bool:
        """Whether small pictures are made of such files."""
        return self.content_type in DRAWN
