"""The open ledger's rows as the API tells them."""

from rest_framework import serializers

from progress_app.enums import Presence, Stage
from progress_app.models import Correction, Evidence, Posting, Review
from unions_app.models import AuditEvent
from unions_app.serializers import FigureField

FIGURE = ("presence", "quantity", "numerator", "denominator", "stage")
CELL = ("target", "code", "union", "union_name", "period", "number")
STAGES = [("", ""), *Stage.choices]


class PostingSerializer(serializers.ModelSerializer[Posting]):
    """An accepted figure in the ledger, with its place in the chain of hashes.

    The figure of a cell is its posting that no other supersedes.
    """

    code = serializers.CharField(source="target.code", read_only=True)
    union_name = serializers.CharField(source="union.name", read_only=True)
    number = serializers.IntegerField(source="period.number", read_only=True)
    presence = serializers.ChoiceField(Presence.choices, read_only=True)
    quantity = FigureField(allow_null=True)
    numerator = FigureField(allow_null=True)
    denominator = FigureField(allow_null=True)
    stage = serializers.ChoiceField(STAGES, read_only=True)
    superseded_by = serializers.IntegerField(
        source="superseded_by.sequence", allow_null=True, default=None, read_only=True
    )
    entered_by = serializers.CharField(
        source="entry.submitted_by", allow_null=True, read_only=True
    )
    accepted_by = serializers.CharField(source="review.reviewer", read_only=True)

    class Meta:
        model = Posting
        fields = (
            "sequence",
            "recorded_at",
            *CELL,
            *FIGURE,
            "entry",
            "supersedes",
            "superseded_by",
            "entered_by",
            "accepted_by",
            "previous_hash",
            "link",
        )


class ReviewSerializer(serializers.ModelSerializer[Review]):
    """A decision on one version of an entry."""

    code = serializers.CharField(source="entry.target.code", read_only=True)
    union = serializers.IntegerField(source="entry.submission.union_id", read_only=True)
    number = serializers.IntegerField(
        source="entry.submission.period.number", read_only=True
    )
    decision_label = serializers.CharField(
        source="get_decision_display", read_only=True
    )
    reviewer = serializers.CharField(read_only=True)
    posting = serializers.IntegerField(
        source="posting.sequence", allow_null=True, default=None, read_only=True
    )

    class Meta:
        model = Review
        fields = (
            "id",
            "entry",
            "entry_version",
            "code",
            "union",
            "number",
            "decision",
            "decision_label",
            "reason",
            "reviewer",
            "decided_at",
            "posting",
        )


class CorrectionSerializer(serializers.ModelSerializer[Correction]):
    """A proposal to replace a posting; ``posting`` is what came of it."""

    code = serializers.CharField(source="entry.target.code", read_only=True)
    union = serializers.IntegerField(source="entry.submission.union_id", read_only=True)
    number = serializers.IntegerField(
        source="entry.submission.period.number", read_only=True
    )
    presence = serializers.ChoiceField(Presence.choices, read_only=True)
    quantity = FigureField(allow_null=True)
    numerator = FigureField(allow_null=True)
    denominator = FigureField(allow_null=True)
    stage = serializers.ChoiceField(STAGES, read_only=True)
    proposed_by = serializers.CharField(read_only=True)
    decided_by = serializers.CharField(allow_null=True, read_only=True)

    class Meta:
        model = Correction
        fields = (
            "id",
            "entry",
            "code",
            "union",
            "number",
            "corrects",
            *FIGURE,
            "reason_code",
            "words",
            "reference",
            "state",
            "version",
            "proposed_by",
            "proposed_at",
            "decided_by",
            "decided_at",
            "decision_words",
            "posting",
        )


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    """A file that supports an entry or a correction; its content has an address below."""

    uploaded_by = serializers.CharField(read_only=True)

    class Meta:
        model = Evidence
        fields = (
            "id",
            "entry",
            "correction",
            "name",
            "size",
            "sha256",
            "content_type",
            "uploaded_by",
            "uploaded_at",
        )


class EventSerializer(serializers.ModelSerializer[AuditEvent]):
    """One thing that a person or a job did, with its place in the chain of hashes."""

    person = serializers.CharField(allow_null=True, read_only=True)
    detail = serializers.DictField(read_only=True)

    class Meta:
        model = AuditEvent
        fields = (
            "sequence",
            "recorded_at",
            "action",
            "subject",
            "person",
            "union",
            "detail",
            "previous_hash",
            "link",
        )
