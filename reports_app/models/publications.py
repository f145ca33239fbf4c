"""Publications (通报): a moment's figures, frozen under a number and a stamp."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports_app.enums import PublicationState
from reports_app.querysets import PublicationQuerySet
from tasks_app.models import Plan


class BriefTemplate(models.Model):
    """A Word template of the office, as it was uploaded: stays for what it made.

    The file is stored under its hash. The newest makes what is published from then on;
    without any, the standard one does.
    """

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("上传人"),
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    file_name = models.CharField(_("文件名"), max_length=200)
    file_size = models.PositiveBigIntegerField(_("字节数"))
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("简报模板")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.file_name


class Publication(models.Model):
    """A numbered circular; once published it is never changed: triggers refuse it.

    ``figures`` is what the ledger said at ``as_of_sequence``, as data, {} in a draft;
    ``digest`` is the hash of its canonical text, ``seal`` the keyed MAC over that, the
    number and the ledger's own hash, ``stamp`` what of it stands on paper. A wrong one
    is withdrawn by a successor, whose ``withdraws`` and ``reason`` say so.
    """

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="publications", verbose_name=_("年度计划")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveIntegerField(_("期号"), null=True, blank=True)
    title = models.CharField(_("标题"), max_length=100)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=PublicationState,
        default=PublicationState.DRAFT,
    )
    as_of_sequence = models.BigIntegerField(_("截至入账序号"))
    as_of_at = models.DateTimeField(_("截至时间"))
    as_of_text = models.CharField(_("所填时点"), max_length=20, blank=True)
    withdraws = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("代替"),
    )
    reason = models.CharField(_("作废原因"), max_length=200, blank=True)
    template = models.ForeignKey(
        BriefTemplate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
        verbose_name=_("简报模板"),
    )
    is_demonstration = models.BooleanField(_("演示数据"), default=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("起草人"),
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("发布人"),
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    schema = models.PositiveSmallIntegerField(default=0)
    figures = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    stamp = models.CharField(_("核对码"), max_length=16, null=True, unique=True)  # noqa: DJ001

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("通报")
        ordering = ("-year", "-number", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="publication_number_once", fields=("year", "number")
            ),
            models.UniqueConstraint(name="one_successor", fields=("withdraws",)),
            models.CheckConstraint(
                name="a_publication_has_number_and_stamp",
                condition=Q(state=PublicationState.DRAFT, number__isnull=True)
                | Q(
                    state=PublicationState.PUBLISHED,
                    number__gte=1,
                    stamp__isnull=False,
                    published_at__isnull=False,
                    published_by__isnull=False,
                    schema__gte=1,
                ),
            ),
            models.CheckConstraint(
                name="a_withdrawal_has_its_reason",
                condition=Q(withdraws__isnull=True) | ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        """Whether it stands for ever."""
        return self.state == PublicationState.PUBLISHED
