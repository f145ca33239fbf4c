"""What every write of the API rests on: a key, and the same answer to a retry."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from unions_app.actions import KeyReusedError, answer_once
from unions_app.api.errors import ProblemError

HEADER = "Idempotency-Key"
UUID_TEXT = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER,
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    required=True,
    description=(
        "A UUID of your own making, a new one for every request. The same request with "
        "the same key has one effect, and is answered as the first time; another "
        "request with a used key is refused (422)."
    ),
)


def key_of(request: Request) -> UUID:
    """Return the request's key. Errors: ValidationError."""
    text = request.headers.get(HEADER, "")
    if not UUID_TEXT.fullmatch(text):
        raise ValidationError(
            {HEADER: [_("请在此头中给出一个 UUID，每次请求换一个新的")]}
        )
    return UUID(text)


def once(
    request: Request, body: object, act: Callable[[UUID], dict[str, Any]]
) -> dict[str, Any]:
    """Do what is asked once; ``act`` is given a key of its own. Errors: ProblemError."""
    key = key_of(request)
    try:
        return answer_once(
            key=key,
            person_id=request.user.pk,
            body=[request.method, request.path, body],
            at=request.moment,
            act=lambda: act(uuid5(key, request.path)),
        )
    except KeyReusedError as reused:
        raise ProblemError("key_reused") from reused
