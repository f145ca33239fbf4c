"""Returns: read, begun, filled in and handed in, by the rules of the grid."""

from typing import Any

from django.db.models.query import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from progress_app.actions.submissions import CellInput, start_submission, submit
from progress_app.actions.whole import save_whole
from progress_app.api.refusals import lines_told, obstacles_told, refusals_told
from progress_app.filters.returns import SubmissionFilters
from progress_app.forms import raw_of
from progress_app.models import Entry, Submission
from progress_app.queries.grid import grid, line_states, submission_lines
from progress_app.queries.loading import (
    period_in_force,
    submission_to_fill,
    union_to_report_for,
)
from progress_app.queries.returns import submissions_for
from progress_app.serializers.changes import (
    COLUMNS,
    NO_COLUMN,
    CellsSerializer,
    SavedSerializer,
    StartedSerializer,
    StartSerializer,
    SubmittedSerializer,
    strange_columns,
)
from progress_app.serializers.returns import ReturnSerializer, SubmissionSerializer
from unions_app.api.errors import ProblemError
from unions_app.api.finding import or_404
from unions_app.api.reads import PortalReads
from unions_app.api.writes import IDEMPOTENCY_KEY, key_of, once

WRITE = {"parameters": [IDEMPOTENCY_KEY]}
REFUSALS = {409: None, 413: None, 415: None, 422: None}


class SubmissionViewSet(PortalReads):
    """Returns of one's own unions; auditors read all."""

    queryset = Submission.objects.none()
    serializer_class = SubmissionSerializer
    filterset_class = SubmissionFilters
    http_method_names = ("get", "head", "post", "patch")
    order = ("-period__ends_on", "union__position", "pk")

    def visible(self) -> QuerySet[Submission]:
        """Return the returns the person may read."""
        return submissions_for(self.request.access)

    @extend_schema(responses=ReturnSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return one return with all its lines, as its page shows it."""
        found = self.get_object()
        told = grid(found, at=request.moment)
        answer = {"submission": found, "clock": told.clock, "lines": told.lines}
        return Response(
            ReturnSerializer(answer, context=self.get_serializer_context()).data
        )

    @extend_schema(
        **WRITE, request=StartSerializer, responses={201: StartedSerializer, **REFUSALS}
    )
    def create(self, request: Request) -> Response:
        """Begin a union's return for a period that is open, or find it begun."""
        asked = _valid(StartSerializer, request)
        key_of(request)
        union = or_404(union_to_report_for, request.access, asked["union"])
        period = or_404(period_in_force, asked["period"])

        def begin(key: object) -> dict[str, Any]:
            found = start_submission(
                union=union, period=period, person_id=request.user.pk, at=request.moment
            )
            return {"submission": found.pk}

        with refusals_told():
            return Response(once(request, asked, begin), status=201)

    @extend_schema(
        **WRITE, request=CellsSerializer, responses={200: SavedSerializer, **REFUSALS}
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Save lines: every one, or none. A line changed meanwhile is a conflict (409)."""
        found = or_404(submission_to_fill, request.access, int(pk))
        asked = _valid(CellsSerializer, request)
        cells = _cells(found, asked["cells"])

        def write(key: Any) -> dict[str, Any]:
            saved = save_whole(
                submission=found,
                cells=cells,
                person_id=request.user.pk,
                at=request.moment,
                client_key=key,
            )
            return _saved(found, saved)

        with refusals_told(), lines_told(cells):
            return Response(once(request, asked, write))

    @extend_schema(
        **WRITE, request=None, responses={200: SubmittedSerializer, **REFUSALS}
    )
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Hand in every line that is filled in and not handed in yet."""
        found = or_404(submission_to_fill, request.access, int(pk))
        targets = {
            entry.pk: entry.target for entry in found.entries.select_related("target")
        }

        def hand_in(key: Any) -> dict[str, Any]:
            number = submit(
                submission=found,
                person_id=request.user.pk,
                at=request.moment,
                client_key=key,
            )
            return {"submitted": number}

        with refusals_told(), obstacles_told(targets):
            return Response(once(request, None, hand_in))


def _valid(serializer: type[Any], request: Request) -> dict[str, Any]:
    form = serializer(data=request.data)
    form.is_valid(raise_exception=True)
    return form.validated_data


def _cells(found: Submission, asked: list[dict[str, Any]]) -> list[CellInput]:
    """Return the lines as the grid sends them: whole, with what was left unsaid.

    Errors: ValidationError for a column that a line's target does not have.
    """
    entries = Entry.objects.filter(submission=found).select_related("target")
    rows = entries.in_bulk([sent["entry"] for sent in asked])
    cells, errors = [], {}
    for place, sent in enumerate(asked):
        entry = rows.get(sent["entry"])
        changes = {k: v for k, v in sent.items() if k not in ("entry", "version")}
        if entry is not None:
            strange = strange_columns(entry.target.kind, changes)
            errors |= {f"cells.{place}.{name}": [NO_COLUMN] for name in strange}
        stands = raw_of(entry) if entry is not None else {}
        if any(changes.get(name) for name in COLUMNS):
            # A figure takes back an earlier "not applicable".
            stands.pop("presence", None)
        cells.append(CellInput(sent["entry"], sent["version"], stands | changes))
    if errors:
        raise ProblemError("invalid", errors=errors)
    return cells


def _saved(found: Submission, versions: dict[int, int]) -> dict[str, Any]:
    lines = submission_lines(found, entry_ids=versions)
    return {
        "saved": [
            {
                "entry": line.entry.pk,
                "version": versions[line.entry.pk],
                "warnings": [str(warning.value) for warning in line.warnings],
            }
            for line in lines
        ],
        "filled": sum(state.is_filled for state in line_states(found).values()),
    }
