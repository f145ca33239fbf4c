"""Notices to people, in the portal."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from unions_app.enums import NoticeKind
from unions_app.models import (
    Notice,
)


@dataclass(frozen=True, slots=True)
class News:
    """What several people are to be told: see Notice for subject and texts."""

    kind: NoticeKind
    subject: str
    person_ids: Collection[int]
    texts: Mapping[str, Mapping[str, str]]


def in_every_language(say: Callable[[], tuple[str, str]]) -> dict[str, dict[str, str]]:
    """Return a title and a body as a notice keeps them, by language."""
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            title, body = say()
        texts[code] = {"title": title, "body": body}
    return texts


@transaction.atomic
def notify(*, news: Sequence[News], at: datetime) -> None:
    """Tell people, in the caller's transaction. Cost: one query.

    What is told again about the same subject takes the place of what was told before,
    and is unread and unsent again.
    """
    notices = [
        Notice(
            person_id=person_id,
            kind=one.kind,
            subject=one.subject,
            texts=one.texts,
            created_at=at,
        )
        for one in news
        for person_id in one.person_ids
    ]
    # One order everywhere, so that two who tell the same people do not deadlock.
    notices.sort(key=lambda notice: (notice.person_id, notice.kind, notice.subject))
    Notice.objects.bulk_create(
        notices,
        update_conflicts=True,
        unique_fields=("person", "kind", "subject"),
        update_fields=("texts", "created_at", "read_at", "digest", "emailed_at"),
    )


def read_notices(
    *,
    person_id: int,
    at: datetime,
    before: datetime | None = None,
    notice_ids: Collection[int] | None = None,
) -> int:
    """Note that a person has seen notices; return how many were new to them.

    ``before`` keeps those told before a moment, ``notice_ids`` some; None keeps all.
    """
    unread = Notice.objects.filter(person=person_id).unread()
    if before is not None:
        unread = unread.filter(created_at__lt=before)
    if notice_ids is not None:
        unread = unread.filter(pk__in=notice_ids)
    return unread.update(read_at=at)
