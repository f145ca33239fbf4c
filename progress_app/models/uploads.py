"""Forms that were filled in offline and sent back, until they are confirmed."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from progress_app.enums import UploadState
from progress_app.models.entries import Submission


class WorkbookUpload(models.Model):
    """One uploaded form (填报表): what was read from it, and what became of it.

    ``content`` is what the cells said (``rules.returned.Content`` as JSON); it is
    emptied once that is in the entries. The file itself is not kept: its hash is.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    submission = models.ForeignKey(
        Submission,
        models.PROTECT,
        related_name="uploads",
        verbose_name=_("报送单"),
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("上传人"),
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    expires_at = models.DateTimeField(_("失效时间"))
    file_name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField("SHA-256", max_length=64)
    state = models.CharField(
        _("状态"), max_length=10, choices=UploadState, default=UploadState.PREVIEWED
    )
    applied_at = models.DateTimeField(_("写入时间"), null=True, blank=True)
    content = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("上传的填报表")
        ordering = ("-uploaded_at",)
        constraints = (
            models.CheckConstraint(
                name="upload_applied_with_its_moment",
                condition=Q(state=UploadState.APPLIED, applied_at__isnull=False)
                | Q(state=UploadState.PREVIEWED, applied_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.file_name
