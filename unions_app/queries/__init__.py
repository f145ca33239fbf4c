"""Reads about the installation, people, unions, notices and the audit trail."""

from unions_app.queries.audit import (
    ANCHORED,
    AUDIT_CHAIN,
    Rewind,
    audit_sequence,
    rewind_to,
)
from unions_app.queries.installation import (
    current_installation,
    portal_time,
    touch_database,
)
from unions_app.queries.notices import notice_for, notices_for, told_by, unread_notices
from unions_app.queries.people import access_of, person_id_named, reporters_of
from unions_app.queries.tokens import token_for, token_presented, tokens_for
from unions_app.queries.unions import (
    municipal_federation,
    own_unions,
    union_for,
    unions_of,
)

__all__ = [
    "ANCHORED",
    "AUDIT_CHAIN",
    "Rewind",
    "access_of",
    "audit_sequence",
    "current_installation",
    "municipal_federation",
    "notice_for",
    "notices_for",
    "own_unions",
    "person_id_named",
    "portal_time",
    "reporters_of",
    "rewind_to",
    "token_for",
    "token_presented",
    "tokens_for",
    "told_by",
    "touch_database",
    "union_for",
    "unions_of",
    "unread_notices",
]
