"""What people are told, in the portal and by mail."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from unions_app.enums import DigestState, NoticeKind
from unions_app.models.people import Person
from unions_app.querysets import DigestQuerySet, NoticeQuerySet

FIRST_LANGUAGE = "zh-hans"


class Digest(models.Model):
    """One mail to a person: the row is the queue, and the proof that it went once."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="digests", verbose_name=_("人员")
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=DigestState, default=DigestState.WAITING
    )
    gathered_at = models.DateTimeField(_("汇集时间"))
    due_at = models.DateTimeField(_("不早于"))
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(_("了结时间"), null=True, blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("邮件")
        ordering = ("-gathered_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="one_unsettled_digest_a_person",
                fields=("person",),
                condition=Q(state__in=(DigestState.WAITING, DigestState.SENDING)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"


class Notice(models.Model):
    """Something a person should know; what happens again to the same is told anew.

    ``subject`` names what it is about, as the audit trail does. The apps above write
    ``texts``, a title and a body by language: this one knows nothing of periods.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="notices", verbose_name=_("人员")
    )
    kind = models.CharField(_("类型"), max_length=10, choices=NoticeKind)
    subject = models.CharField(max_length=80)
    texts = models.JSONField(_("内容"))
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读时间"), null=True, blank=True)
    digest = models.ForeignKey(
        Digest,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("邮件"),
    )
    emailed_at = models.DateTimeField(_("邮件发出时间"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("消息")
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("person", "read_at")),)
        constraints = (
            models.UniqueConstraint(
                name="notice_once", fields=("person", "kind", "subject")
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def _told(self) -> dict[str, str]:
        told: dict[str, str] = self.texts.get(
            get_language(), self.texts[FIRST_LANGUAGE]
        )
        return told

    @property
    def title(self) -> str:
        """What happened, in the reader's language."""
        return self._told["title"]

    @property
    def body(self) -> str:
        """The rest, in lines."""
        return self._told["body"]

    @property
    def subject_id(self) -> int:
        """The number that the subject ends in."""
        return int(self.subject_key)

    @property
    def subject_key(self) -> str:
        """The key that the subject ends in."""
        return self.subject.rpartition(":")[2]
