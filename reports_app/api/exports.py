"""Workbooks: asked for, watched while they are made, fetched."""

from typing import Any
from uuid import UUID

from django.db.models.query import QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from progress_app.queries.as_of import present
from progress_app.serializers import asked_moment
from reports_app.actions.exports import (
    Order,
    TooManyUnfinishedError,
    record_download,
    request_export,
)
from reports_app.enums import ExportState
from reports_app.models import Export
from reports_app.queries.exports import (
    WorkbookMissingError,
    exportable_plans,
    exports_for,
    opened_workbook,
)
from reports_app.serializers.publications import (
    ExportOrderSerializer,
    ExportSerializer,
    OrderedSerializer,
)
from unionplan.dispatcher import wake
from unions_app.api.answers import MayAsk
from unions_app.api.errors import ProblemError
from unions_app.api.files import FILE
from unions_app.api.finding import or_404
from unions_app.api.permissions import HoldsARole
from unions_app.api.reads import PortalReads
from unions_app.api.writes import IDEMPOTENCY_KEY, key_of, once
from unions_app.enums import TokenScope
from unions_app.rules import can_export

JOB = "reports_app.run_queued_exports"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REFUSALS = {409: None, 413: None, 415: None, 422: None}


class ExportViewSet(PortalReads):
    """A person's workbooks, the newest first; auditors see all."""

    queryset = Export.objects.none()
    serializer_class = ExportSerializer
    permission_classes = (HoldsARole, MayAsk)
    may = staticmethod(can_export)
    scope = TokenScope.EXPORT
    http_method_names = ("get", "head", "post")
    lookup_value_regex = "[0-9a-f-]{36}"
    order = ("-requested_at", "pk")

    def visible(self) -> QuerySet[Export]:
        """Return the workbooks the person may fetch."""
        return exports_for(self.request.access)

    @extend_schema(
        parameters=[IDEMPOTENCY_KEY],
        request=ExportOrderSerializer,
        responses={202: OrderedSerializer, **REFUSALS},
    )
    def create(self, request: Request) -> Response:
        """Order a workbook; a worker makes it."""
        form = ExportOrderSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        key_of(request)
        plan = or_404(exportable_plans().get, pk=asked["plan"])
        try:
            as_of = asked_moment(asked["as_of"], now=request.moment)
        except ValidationError as error:
            raise ValidationError({"as_of": error.detail}) from error

        def order(key: UUID) -> dict[str, Any]:
            export = request_export(
                order=Order(
                    plan=plan,
                    language=request.LANGUAGE_CODE,
                    as_of=as_of or present(request.moment),
                ),
                is_demonstration=request.installation.is_demonstration,
                person_id=request.user.pk,
                at=request.moment,
                client_key=key,
            )
            return {"export": str(export.pk)}

        try:
            ordered = once(request, asked, order)
        except TooManyUnfinishedError as error:
            words = _(
                "您已有几份工作簿在排队，没有提交新的申请，请等它们完成后再申请。"
            )
            raise ProblemError("conflict", detail=words) from error
        wake(JOB)
        return Response(ordered, status=202)

    @extend_schema(responses={(200, WORKBOOK): OpenApiTypes.BINARY, 409: None})
    @action(detail=True, renderer_classes=FILE)
    def content(self, request: Request, pk: str) -> FileResponse:
        """Fetch a finished workbook, found unchanged; who did is in the audit trail."""
        found = self.get_object()
        if found.state != ExportState.DONE:
            raise ProblemError(
                "conflict", detail=_("这份工作簿还没有做好，请稍后再取。")
            )
        try:
            stored = opened_workbook(found)
        except WorkbookMissingError as error:
            raise ProblemError("not_found") from error
        record_download(export=found, person_id=request.user.pk, at=request.moment)
        return FileResponse(
            stored, as_attachment=True, filename=found.file_name, content_type=WORKBOOK
        )
