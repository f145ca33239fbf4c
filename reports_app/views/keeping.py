"""Parts of pages kept for a while by all that they say depends on.

What is kept is found again only under the same state of the books, day and language,
so it is never behind; and it is drawn without a request, so it is nobody's own.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape, json_script
from django.utils.translation import get_language

from progress_app.queries.ledger import LedgerState
from progress_app.queries.states import books_state
from reports_app.templatetags.standings import as_of as freshness_told
from unionplan.lib.dates import local_date

Parts = Mapping[str, str]
"""Drawn parts of a page, by name."""
TURNS = tuple(Lock() for _turn in range(16))


def state_of(request: HttpRequest) -> str:
    """Return what every page of the books depends on. Cost: one query."""
    day = local_date(request.moment)
    return f"{books_state()} {day} {get_language()}"


def drawn(
    prefix: str, names: Sequence[str], context: Mapping[str, Any], ledger: LedgerState
) -> dict[str, str]:
    """Return a page's parts from templates called after it, and how fresh they are.

    Without a request: nothing of who asks, no token of a form, gets into them.
    """
    parts = {
        name: render_to_string(f"reports_app/{prefix}_{name}.html", dict(context))
        for name in names
    }
    chart = context.get("chart")
    parts["chart"] = json_script(chart, "curve-data") if chart else ""
    parts["as_of"] = escape(freshness_told(ledger))
    return parts


def kept(key: object, draw: Callable[[], Parts]) -> Parts:
    """Return parts of a page, drawn once for all who ask under the same key.

    Whoever asks while they are being drawn waits for them: many screens at once cost
    no more than one.
    """
    name = hashlib.sha256(repr(key).encode()).hexdigest()
    parts: Parts | None = caches["drawn"].get(name)
    if parts is None:
        with TURNS[int(name[0], 16)]:
            parts = caches["drawn"].get(name)
            if parts is None:
                parts = draw()
                caches["drawn"].set(name, parts)
    return parts
