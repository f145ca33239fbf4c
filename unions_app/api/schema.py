"""What the description of the API says of every operation: who may ask, what fails."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from unions_app.serializers.problems import KINDS, MEDIA_TYPE

ALWAYS = (400, 401, 403, 404, 406, 429)
"""What every operation can answer; other statuses are named where they occur."""
PROBLEM = {
    "type": "object",
    "description": "What went wrong, and what to do (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "enum": [f"/api/v1/problems/{code}" for code in KINDS],
            "description": "What kind of problem; it never changes.",
        },
        "title": {"type": "string", "description": "In the reader's language."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened, and what to do."},
        "errors": {
            "type": "object",
            "description": "By field; of nested ones by path, as in `cells.0.version`.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}


class BearerScheme(OpenApiAuthenticationExtension):
    """A token made on the portal's page."""

    target_class = "unions_app.api.tokens.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Describe the header."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made on the portal's page /tokens/.",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    """The portal's own sign-in."""

    target_class = "unions_app.api.tokens.PortalSession"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Describe the cookie."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "unionplan_session",
            "description": "For the portal's own pages; writes need X-CSRFToken too.",
        }


def add_problems(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """Say of every operation how it can fail: a postprocessing hook."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    for path in result["paths"].values():
        for operation in path.values():
            responses = operation["responses"]
            named = {int(code) for code in responses if not code.startswith("2")}
            for status in sorted({*ALWAYS, *named}):
                responses[str(status)] = _problem(status)
    return result


def _problem(status: int) -> dict[str, Any]:
    titles = [code for code, kind in KINDS.items() if kind.status == status]
    told: dict[str, Any] = {
        "description": " / ".join(titles),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == 429:
        told["headers"] = {
            "Retry-After": {
                "description": "Seconds to wait.",
                "schema": {"type": "integer", "minimum": 1},
            }
        }
    return told
