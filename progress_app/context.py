"""What every page knows of the books."""

from typing import Any

from django.http import HttpRequest

from progress_app.queries.reconciliations import books_told


def books(request: HttpRequest) -> dict[str, Any]:
    """Return ``books``, asked for by the footer of signed-in people only.

    A function: a page that does not show it costs no query.
    """
    return {"books": books_told}
