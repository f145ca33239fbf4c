"""Which addresses can be kept as a view: own screens, and never a past moment."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.urls import Resolver404, resolve

SCREENS = frozenset({"cockpit", "compare", "league", "league_union", "target", "union"})
"""Names of the screens whose choices are worth a name."""
PASSING = frozenset({"as_of", "page"})
"""Parameters that would make a view of one moment, or of the middle of a list."""
LONGEST_QUERY = 400


def savable(address: str) -> tuple[str, str] | None:
    """Return path and query of an address as a view keeps them; None if it cannot be.

    Only a whole path of a known screen: no other host, no script, no form's target.
    """
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
        asked = parse_qsl(parts.query, max_num_fields=20)
    except (Resolver404, ValueError):
        return None
    is_own = not parts.scheme and not parts.netloc and address.startswith("/")
    query = urlencode([pair for pair in asked if pair[0] not in PASSING])
    if not is_own or match.view_name not in SCREENS or len(query) > LONGEST_QUERY:
        return None
    return parts.path, query
