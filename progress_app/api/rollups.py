"""Reads of accepted figures."""

from django.db.models.query import QuerySet
from rest_framework.exceptions import ValidationError

from progress_app.filters import RollupFilters
from progress_app.models import Rollup
from progress_app.queries.as_of import AsOf
from progress_app.queries.rollups import rollups_at, rollups_for
from progress_app.serializers import RollupSerializer, asked_moment
from unions_app.api.reads import PortalReads


class RollupViewSet(PortalReads):
    """Accepted figures, summed; a union's own people see only theirs.

    With ``as_of``, as they were at a past moment.
    """

    queryset = Rollup.objects.none()
    serializer_class = RollupSerializer
    filterset_class = RollupFilters
    order = ("target__position", "union__position", "period__number", "pk")

    def visible(self) -> QuerySet[Rollup]:
        """Return the roll-ups the person may look at."""
        return rollups_for(self.request.access)

    def paginate_queryset(self, queryset: QuerySet[Rollup]) -> list[Rollup] | None:
        """Return a page of rows, with the figures of the moment asked for."""
        as_of = self._asked()
        page = super().paginate_queryset(queryset)
        if page is None or not as_of.is_past:
            return page
        return rollups_at(page, as_of=as_of)

    def get_object(self) -> Rollup:
        """Return one row, with the figures of the moment asked for."""
        as_of = self._asked()
        row = super().get_object()
        return rollups_at([row], as_of=as_of)[0] if as_of.is_past else row

    def _asked(self) -> AsOf:
        text = self.request.query_params.get("as_of", "")
        try:
            return asked_moment(text, now=self.request.moment)
        except ValidationError as error:
            raise ValidationError({"as_of": error.detail}) from error
