"""The audit trail, its chain, and receipts of requests."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from unionplan.lib.chain import body_hash
from unionplan.lib.dates import stored_text
from unions_app.models.unions import Union
from unions_app.querysets import AuditEventQuerySet


class ChainHead(models.Model):
    """The last link of one append-only chain; its row lock keeps the sequence gapless."""

    name = models.CharField(max_length=20, primary_key=True)
    sequence = models.BigIntegerField(default=0)
    link = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.name} {self.sequence}"


class ChainedRow(models.Model):
    """What every append-only row carries; database triggers refuse changes."""

    sequence = models.BigIntegerField(_("序号"), primary_key=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_index=True)
    previous_hash = models.CharField(max_length=64)
    link = models.CharField(_("哈希"), max_length=64, unique=True)
    mac = models.CharField(max_length=64)

    class Meta:
        abstract = True

    @property
    def sealed_fields(self) -> list[str]:
        """The texts that the link covers beside the sequence, in order, for ever."""
        raise NotImplementedError


class AuditEvent(ChainedRow):
    """One thing that a person or a job did.

    ``detail`` holds figures, ids and hashes of texts, never personal data: what is in
    the chain cannot be erased.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("人员"),
    )
    union = models.ForeignKey(
        Union, models.PROTECT, null=True, related_name="+", verbose_name=_("单位")
    )
    action = models.CharField(_("动作"), max_length=40, db_index=True)
    subject = models.CharField(_("对象"), max_length=60, db_index=True)
    detail = models.JSONField(_("内容"), default=dict)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("审计记录")
        ordering = ("sequence",)

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.subject}"

    @property
    def sealed_fields(self) -> list[str]:
        """See ChainedRow."""
        return [
            stored_text(self.recorded_at),
            str(self.person_id or ""),
            str(self.union_id or ""),
            self.action,
            self.subject,
            body_hash(self.detail),
        ]


class Receipt(models.Model):
    """That a request with this client key has had its effect, and what it answered.

    Written in the effect's own transaction: a retry finds it and changes nothing.
    """

    key = models.UUIDField(primary_key=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    body_hash = models.CharField(max_length=64)
    response = models.JSONField(default=dict)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.key)
