"""Stored evidence found unchanged, and small pictures of it, kept beside it."""

import hashlib

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from progress_app.actions.errors import EvidenceMissingError
from progress_app.models import Evidence
from unionplan.lib.previews import draw_preview, is_whole

NOT_DRAWABLE = b"-"
"""Kept in place of a picture: a file that cannot be drawn is not tried again."""


def preview_name(evidence: Evidence) -> str:
    """Return the name under which a file's picture is kept in the storage."""
    return f"{evidence.stored_name}.preview"


def opened_evidence(evidence: Evidence) -> "File[bytes]":
    """Return the stored file, found unchanged. Errors: EvidenceMissingError."""
    if not default_storage.exists(evidence.stored_name):
        raise EvidenceMissingError
    stored: File[bytes] = default_storage.open(evidence.stored_name)
    digest = hashlib.sha256()
    for chunk in stored.chunks():
        digest.update(chunk)
    if digest.hexdigest() != evidence.sha256:
        stored.close()
        raise EvidenceMissingError
    stored.seek(0)
    return stored


def preview_of(evidence: Evidence) -> bytes | None:
    """Return a small JPEG of a file, drawn when it is first asked for.

    None for what cannot be drawn: other kinds of files, broken and hostile ones.
    Errors: EvidenceMissingError, PreviewTimeoutError.
    """
    if not evidence.is_drawn:
        return None
    kept = _kept(preview_name(evidence))
    if kept is not None:
        return kept if is_whole(kept) else None
    with opened_evidence(evidence) as stored:
        drawn = draw_preview(stored.read(), evidence.content_type)
    _keep(evidence, drawn or NOT_DRAWABLE)
    return drawn


def _kept(name: str) -> bytes | None:
    """Return what is kept; None for nothing, and for what is being written just now."""
    if not default_storage.exists(name):
        return None
    with default_storage.open(name) as stored:
        content: bytes = stored.read()
    return content if content == NOT_DRAWABLE or is_whole(content) else None


def _keep(evidence: Evidence, content: bytes) -> None:
    """Keep a picture once, whoever else draws it now, and none of a file that is gone."""
    name = preview_name(evidence)
    saved = default_storage.save(name, ContentFile(content))
    if saved != name:
        default_storage.delete(saved)
    if not Evidence.objects.filter(pk=evidence.pk).exists():
        default_storage.delete(name)
