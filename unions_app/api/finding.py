"""From "does not exist for you" to 404."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

P = ParamSpec("P")
Found = TypeVar("Found")


def or_404(load: Callable[P, Found], *args: P.args, **kwargs: P.kwargs) -> Found:
    """Return what a loading query finds; it authorises as well, so the rest is 404."""
    try:
        return load(*args, **kwargs)
    except ObjectDoesNotExist as error:
        raise Http404 from error
