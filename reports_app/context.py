"""What every page knows of what its reader keeps."""

from typing import Any

from django.http import HttpRequest

from reports_app.queries.pins import Kept
from unions_app.rules import Access


def kept(request: HttpRequest) -> dict[str, Any]:
    """Return ``kept``: pins and saved views; a page that shows none costs no query."""
    return {"kept": Kept(getattr(request, "access", Access()))}
