"""Tokens by which programs act for people."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from unions_app.models.unions import Union
from unions_app.querysets import ApiTokenQuerySet


class ApiToken(models.Model):
    """What a person lets a program do at one union, until a day.

    The secret itself is nowhere: only its SHA-256, and its first letters to know it by.
    What it may do is what the person may do at the moment of each request, at this
    union only, as far as ``scopes`` go.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="api_tokens",
        verbose_name=_("人员"),
    )
    union = models.ForeignKey(
        Union, models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    name = models.CharField(_("用途"), max_length=60)
    scopes = models.JSONField(_("权限"))
    prefix = models.CharField(_("令牌开头"), max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("创建时间"))
    expires_at = models.DateTimeField(_("到期时间"))
    last_used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("访问令牌")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="token_expires_after_it_is_made",
                condition=Q(expires_at__gt=F("created_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.prefix}…"

    def is_alive(self, at: datetime) -> bool:
        """Return whether the token opens anything at a moment."""
        return self.revoked_at is None and at < self.expires_at
