"""The files of brief templates: read and found unchanged."""

import hashlib
from pathlib import Path

from django.core.files.storage import default_storage

from reports_app.models import BriefTemplate

STANDARD = Path(__file__).parent.parent / "brief" / "standard.docx"
"""Made by ``scripts/brief_template.py``; what is used until the office uploads its own."""


class TemplateMissingError(Exception):
    """A template's stored file is gone, or is not what its recorded hash says."""


def template_name(sha256: str) -> str:
    """Return a template's name in storage."""
    return f"templates/{sha256}.docx"


def template_bytes(template: BriefTemplate | None) -> bytes:
    """Return a template's file; the standard one for None.

    Errors: TemplateMissingError.
    """
    if template is None:
        return STANDARD.read_bytes()
    try:
        with default_storage.open(template_name(template.sha256)) as stored:
            content: bytes = stored.read()
    except FileNotFoundError as error:
        raise TemplateMissingError from error
    if hashlib.sha256(content).hexdigest() != template.sha256:
        raise TemplateMissingError
    return content
