"""Files that support an entry: handed over and fetched."""

from typing import Any
from uuid import UUID

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from progress_app.actions.errors import (
    EvidenceMissingError,
    EvidenceRefusedError,
    WrongStateError,
)
from progress_app.actions.evidence import (
    Upload,
    attach_evidence,
    record_evidence_read,
    sha256_of,
)
from progress_app.actions.previews import opened_evidence
from progress_app.api.refusals import refusals_told
from progress_app.queries.loading import entry_to_support, evidence_to_read
from progress_app.serializers.files import AttachedSerializer, FileSerializer
from unions_app.api.answers import PortalAnswer
from unions_app.api.errors import ProblemError
from unions_app.api.files import FILE
from unions_app.api.finding import or_404
from unions_app.api.writes import IDEMPOTENCY_KEY, once


class AttachView(PortalAnswer):
    """Hands a file over for an entry that its reporter can still change."""

    http_method_names = ("post",)
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="entries_attach",
        parameters=[IDEMPOTENCY_KEY],
        request=FileSerializer,
        responses={201: AttachedSerializer, 409: None, 413: None, 415: None, 422: None},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Attach a PDF, PNG, JPEG, XLSX or DOCX of at most 20 MB."""
        found = or_404(entry_to_support, request.access, pk)
        form = FileSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        file = form.validated_data["file"]
        upload = Upload(name=file.name, content=file)

        def attach(key: UUID) -> dict[str, Any]:
            evidence = attach_evidence(
                entry_id=found.pk,
                upload=upload,
                person_id=request.user.pk,
                at=request.moment,
                client_key=key,
            )
            return {"evidence": evidence.pk, "sha256": evidence.sha256}

        try:
            with refusals_told():
                told = once(request, [file.name, sha256_of(upload)], attach)
        except EvidenceRefusedError as error:
            raise ValidationError({"file": [str(error.problem.label)]}) from error
        except WrongStateError as error:
            raise ProblemError("conflict") from error
        return Response(told, status=201)


class ContentView(PortalAnswer):
    """Fetches a file, found unchanged; who did is in the audit trail."""

    renderer_classes = FILE

    @extend_schema(
        operation_id="evidence_content",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        """Return what is in a file, as a download."""
        found = or_404(evidence_to_read, request.access, pk)
        try:
            content = opened_evidence(found)
        except EvidenceMissingError as error:
            raise ProblemError("not_found") from error
        record_evidence_read(
            evidence=found, person_id=request.user.pk, at=request.moment
        )
        response = FileResponse(
            content,
            as_attachment=True,
            filename=found.name,
            content_type="application/octet-stream",
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response
