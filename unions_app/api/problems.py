"""Every refusal of the API becomes a problem detail, in the reader's language."""

import math
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from unions_app.api.errors import ProblemError
from unions_app.serializers.problems import (
    KINDS,
    MEDIA_TYPE,
    errors_by_field,
    problem_details,
)

CODES: tuple[tuple[type[Exception], str], ...] = (
    (exceptions.ValidationError, "invalid"),
    (exceptions.ParseError, "malformed"),
    (exceptions.NotAuthenticated, "unauthenticated"),
    (exceptions.AuthenticationFailed, "token_refused"),
    (exceptions.PermissionDenied, "forbidden"),
    (PermissionDenied, "forbidden"),
    (exceptions.NotFound, "not_found"),
    (Http404, "not_found"),
    (exceptions.MethodNotAllowed, "method_not_allowed"),
    (exceptions.NotAcceptable, "not_acceptable"),
    (exceptions.UnsupportedMediaType, "unsupported_media_type"),
    (exceptions.Throttled, "throttled"),
    (RequestDataTooBig, "too_large"),
)


def answer_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer for a refusal; None for a defect, which Django answers."""
    told = _told(error)
    if told is None:
        return None
    set_rollback()
    return Response(
        told,
        status=told["status"],
        headers=_headers(error),
        content_type=MEDIA_TYPE,
    )


def _told(error: Exception) -> dict[str, Any] | None:
    if isinstance(error, ProblemError):
        return problem_details(
            error.code, detail=error.words, errors=error.errors, more=error.more
        )
    code = next((code for kind, code in CODES if isinstance(error, kind)), None)
    if code is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        return problem_details(code, errors=errors_by_field(error.detail))
    if isinstance(error, exceptions.PermissionDenied) and error.detail.code in KINDS:
        code = error.detail.code
    return problem_details(code)


def _headers(error: Exception) -> dict[str, str]:
    headers: dict[str, str] = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(max(1, math.ceil(wait)))
    return headers
