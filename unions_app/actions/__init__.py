"""Writes that every other write rests on: audit trail, receipts, notices, people."""

from unions_app.actions.audit import Happening, advance, locked_head, record
from unions_app.actions.digests import (
    FIRST_RETRY,
    MOST_ATTEMPTS,
    SILENT_AFTER,
    claim_digest,
    close_silent_digests,
    fail_digest,
    gather_digests,
    settle_digest,
)
from unions_app.actions.installation import (
    NotADemonstrationError,
    become_demonstration,
)
from unions_app.actions.jobs import (
    ABANDONED_AFTER,
    SIGHTING_SECONDS,
    anchor_chains,
    claim_job,
    end_job,
    note_worker,
)
from unions_app.actions.notices import News, in_every_language, notify, read_notices
from unions_app.actions.once import answer_once
from unions_app.actions.people import create_person, remember_language
from unions_app.actions.receipts import (
    AlreadyDoneError,
    KeyReusedError,
    take_receipt,
)
from unions_app.actions.tokens import (
    TooManyTokensError,
    create_token,
    note_use,
    revoke_token,
)
from unions_app.actions.visits import note_visit

__all__ = [
    "ABANDONED_AFTER",
    "FIRST_RETRY",
    "MOST_ATTEMPTS",
    "SIGHTING_SECONDS",
    "SILENT_AFTER",
    "AlreadyDoneError",
    "Happening",
    "KeyReusedError",
    "News",
    "NotADemonstrationError",
    "TooManyTokensError",
    "advance",
    "anchor_chains",
    "answer_once",
    "become_demonstration",
    "claim_digest",
    "claim_job",
    "close_silent_digests",
    "create_person",
    "create_token",
    "end_job",
    "fail_digest",
    "gather_digests",
    "in_every_language",
    "locked_head",
    "note_use",
    "note_visit",
    "note_worker",
    "notify",
    "read_notices",
    "record",
    "remember_language",
    "revoke_token",
    "settle_digest",
    "take_receipt",
]
