"""Unions, people, tokens, audit trail, receipts, notices, jobs and the installation."""

from unions_app.models.audit import AuditEvent, ChainedRow, ChainHead, Receipt
from unions_app.models.installation import Installation
from unions_app.models.jobs import JobRun, WorkerSighting
from unions_app.models.notices import Digest, Notice
from unions_app.models.people import Membership, Person
from unions_app.models.tokens import ApiToken
from unions_app.models.unions import Union
from unions_app.models.visits import Visit

__all__ = [
    "ApiToken",
    "AuditEvent",
    "ChainHead",
    "ChainedRow",
    "Digest",
    "Installation",
    "JobRun",
    "Membership",
    "Notice",
    "Person",
    "Receipt",
    "Union",
    "Visit",
    "WorkerSighting",
]
