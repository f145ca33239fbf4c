"""The moment that a question is about: now, or a past one."""

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from progress_app.queries.as_of import AS_OF_HELP, AsOf
from progress_app.serializers import asked_moment

AS_OF = OpenApiParameter("as_of", str, description=AS_OF_HELP)


def as_of_of(request: Request) -> AsOf:
    """Return the moment a request names. Errors: ValidationError."""
    try:
        return asked_moment(request.query_params.get("as_of", ""), now=request.moment)
    except ValidationError as error:
        raise ValidationError({"as_of": error.detail}) from error
