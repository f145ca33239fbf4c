"""Pages that can be told as of a past moment: ``?as_of=`` in their address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from progress_app.queries.as_of import AsOfError, read_as_of

View = Callable[..., HttpResponse]


def told_as_of(view: View) -> View:
    """Give a view the moment that its address names, as ``as_of``.

    A moment that cannot be told leads to the present one, and the page says so.
    """

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            as_of = read_as_of(request.GET.get("as_of", ""), now=request.moment)
        except AsOfError as error:
            reason = error.problem.label
            told_now = _("%(reason)s。以下是现在的数据。") % {"reason": reason}
            messages.warning(request, told_now)
            rest = request.GET.copy()
            del rest["as_of"]
            return redirect(f"{request.path}?{rest.urlencode()}".rstrip("?"))
        return view(request, *args, as_of=as_of, **kwargs)

    return told
