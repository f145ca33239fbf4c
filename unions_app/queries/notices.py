"""Reads about notices to people."""

from django.db import models

from unions_app.models import (
    Digest,
    Notice,
)
from unions_app.rules import Access


def notices_for(access: Access) -> models.QuerySet[Notice]:
    """Return what a person was told, the newest first."""
    return Notice.objects.visible_to(access).order_by("-created_at", "-pk")


def unread_notices(access: Access) -> int:
    """Return how many notices a person has not seen. Cost: one query."""
    return Notice.objects.visible_to(access).unread().count()


def notice_for(access: Access, pk: int) -> Notice:
    """Return one of the person's notices. Errors: Notice.DoesNotExist."""
    return Notice.objects.visible_to(access).get(pk=pk)


def told_by(digest: Digest) -> list[Notice]:
    """Return what a mail is to tell: what its person has not seen meanwhile."""
    return list(Notice.objects.filter(digest=digest).unread().order_by("created_at"))
