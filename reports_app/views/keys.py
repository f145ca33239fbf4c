"""What a form without fields of its own sends along."""

from uuid import UUID

from django.http import HttpRequest


def sent_key(request: HttpRequest) -> UUID | None:
    """Return the form's client key; None where there is none that makes sense."""
    try:
        return UUID(request.POST.get("client_key", ""))
    except ValueError:
        return None


def sent_number(request: HttpRequest, name: str) -> int | None:
    """Return a whole number that the page was made with; None where it is missing."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() else None
