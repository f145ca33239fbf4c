"""Correcting an accepted figure: proposed by one person, accepted by another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from progress_app.actions.errors import (
    AlreadyDecidedError,
    AlreadyProposedError,
    FigureRefusedError,
    GroundsMissingError,
    NotPostedError,
    OwnWorkError,
    ReasonMissingError,
    StaleCorrectionError,
    StalePostingError,
)
from progress_app.actions.evidence import Upload, keep, sha256_of
from progress_app.actions.ledger import post, posting_in_force
from progress_app.enums import CorrectionReason, CorrectionState, Decision
from progress_app.models import Correction, Entry, Posting, Review
from progress_app.queries.ledger import figure_of
from progress_app.rules.corrections import (
    FIGURE_COLUMNS,
    changes_between,
    has_grounds,
    is_awaiting_decision,
    read_correction,
)
from progress_app.rules.transitions import is_own_work
from unionplan.lib.chain import body_hash
from unions_app.actions import Happening, record, take_receipt
from unions_app.models import Receipt


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person proposes: ``raw`` is the new figure as it was typed, by field."""

    raw: Mapping[str, str]
    reason_code: CorrectionReason
    words: str
    reference: str = ""
    uploads: Sequence[Upload] = ()

    def told(self) -> list[object]:
        """Return what makes two proposals the same."""
        files = [[upload.name, sha256_of(upload)] for upload in self.uploads]
        texts = [self.reason_code, self.words.strip(), self.reference.strip()]
        return [dict(self.raw), *texts, files]


@transaction.atomic
def propose_correction(
    *,
    entry_id: int,
    seen: int,
    proposal: Proposal,
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> Correction:
    """Propose another figure for a cell; the caller has authorised it.

    ``seen`` is the sequence of the posting that the person saw. Errors:
    ReasonMissingError, GroundsMissingError, NotPostedError, StalePostingError,
    AlreadyProposedError, FigureRefusedError, EvidenceRefusedError; AlreadyDoneError for
    the same click again.
    """
    words, reference = proposal.words.strip(), proposal.reference.strip()
    if not words:
        raise ReasonMissingError
    if not has_grounds(files=len(proposal.uploads), reference=reference):
        raise GroundsMissingError
    body = ["correct", entry_id, seen, *proposal.told()]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    entry = _locked_entry(entry_id)
    standing = _standing(entry, seen)
    for waiting in Correction.objects.filter(entry=entry).awaiting_decision():
        raise AlreadyProposedError(waiting)
    correction = Correction.objects.create(
        entry=entry,
        corrects=standing,
        reason_code=proposal.reason_code,
        words=words,
        reference=reference,
        proposed_by_id=person_id,
        proposed_at=at,
        **_read(entry, proposal.raw, standing),
    )
    for upload in proposal.uploads:
        keep(
            upload=upload, entry=None, correction=correction, person_id=person_id, at=at
        )
    detail = {"reason": proposal.reason_code.value, "words": body_hash(words)}
    detail |= _changes(correction)
    _record("correction.proposed", correction, detail, person_id, at)
    _answer(receipt, correction)
    return correction


def _locked_entry(entry_id: int) -> Entry:
    rows = Entry.objects.select_related("submission__union", "target")
    return rows.select_for_update(of=("self",)).get(pk=entry_id)


def _standing(entry: Entry, seen: int) -> Posting:
    """Return the posting in force if it is the one that was seen."""
    standing = posting_in_force(entry)
    if standing is None:
        raise NotPostedError
    if standing.sequence != seen:
        before = Posting.objects.filter(entry=entry, sequence=seen).first()
        raise StalePostingError(entry, seen=before or standing, stands=standing)
    return standing


def _read(entry: Entry, raw: Mapping[str, str], standing: Posting) -> dict[str, Any]:
    """Return the figure columns of what was typed. Errors: FigureRefusedError."""
    target = entry.target
    reading = read_correction(
        kind=target.kind,
        places=target.decimal_places,
        raw=raw,
        standing=figure_of(standing),
    )
    if reading.problems:
        raise FigureRefusedError(reading.problems)
    return {name: getattr(reading.figure, name) for name in FIGURE_COLUMNS}


@transaction.atomic
def accept_correction(
    *,
    correction_id: int,
    version: int,
    words: str,
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> int:
    """Post a correction over the figure in force; return the new sequence.

    The caller has authorised an officer of the lead department; nobody accepts their
    own proposal. The entry keeps what was reported. Review, posting, mark and audit
    event are one transaction. Errors: StaleCorrectionError, AlreadyDecidedError,
    OwnWorkError, StalePostingError; AlreadyDoneError for the same click again.
    """
    words = words.strip()
    body = ["accept correction", correction_id, version, words]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    correction = _awaiting(correction_id, version, person_id)
    entry = correction.entry
    _standing(entry, correction.corrects_id)
    review = Review.objects.create(
        entry=entry,
        entry_version=entry.version,
        decision=Decision.CORRECTED,
        reason=words,
        reviewer_id=person_id,
        decided_at=at,
    )
    # A version has one decision of a kind; another correction needs another version.
    Entry.objects.filter(pk=entry.pk).update(version=F("version") + 1)
    [posting] = post(
        accepted=[(entry, review)],
        corrected={entry.pk: figure_of(correction)},
        person_id=person_id,
        at=at,
    )
    correction.posting = posting
    _decide(correction, CorrectionState.ACCEPTED, words, person_id, at)
    detail = _changes(correction) | {
        "review": review.pk,
        "posting": posting.sequence,
        "supersedes": correction.corrects_id,
    }
    _record("correction.accepted", correction, detail, person_id, at)
    _answer(receipt, correction)
    return posting.sequence


@transaction.atomic
def refuse_correction(
    *,
    correction_id: int,
    version: int,
    words: str,
    person_id: int,
    at: datetime,
    client_key: UUID,
) -> None:
    """Leave the figure as it is, with a reason. Errors: as accept; ReasonMissingError."""
    words = words.strip()
    if not words:
        raise ReasonMissingError
    body = ["refuse correction", correction_id, version, words]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    correction = _awaiting(correction_id, version, person_id)
    _decide(correction, CorrectionState.REFUSED, words, person_id, at)
    detail = {"words": body_hash(words)}
    _record("correction.refused", correction, detail, person_id, at)
    _answer(receipt, correction)


@transaction.atomic
def withdraw_correction(
    *, correction_id: int, version: int, person_id: int, at: datetime, client_key: UUID
) -> None:
    """Take a proposal back before it is decided on; the caller has authorised it.

    Errors: StaleCorrectionError, AlreadyDecidedError; AlreadyDoneError.
    """
    body = ["withdraw correction", correction_id, version]
    receipt = take_receipt(key=client_key, person_id=person_id, body=body, at=at)
    correction = _awaiting(correction_id, version, decider_id=None)
    _decide(correction, CorrectionState.WITHDRAWN, "", person_id, at)
    _record("correction.withdrawn", correction, {}, person_id, at)
    _answer(receipt, correction)


def _awaiting(correction_id: int, version: int, decider_id: int | None) -> Correction:
    """Lock a correction and its entry, as it was seen and without a decision.

    ``decider_id`` None: it is not decided on but taken back.
    """
    rows = Correction.objects.select_related("corrects")
    entry = _locked_entry(rows.get(pk=correction_id).entry_id)
    correction = rows.select_for_update(of=("self",)).get(pk=correction_id)
    correction.entry = entry
    if not is_awaiting_decision(correction.state):
        raise AlreadyDecidedError(correction)
    if correction.version != version:
        raise StaleCorrectionError(correction)
    if decider_id is not None and is_own_work(
        decider_id=decider_id, submitted_by_id=correction.proposed_by_id
    ):
        raise OwnWorkError
    return correction


def _decide(
    correction: Correction,
    state: CorrectionState,
    words: str,
    person_id: int,
    at: datetime,
) -> None:
    correction.state, correction.decision_words = state, words
    correction.decided_by_id, correction.decided_at = person_id, at
    correction.version += 1
    correction.save(
        update_fields=[
            "state",
            "decision_words",
            "decided_by",
            "decided_at",
            "version",
            "posting",
        ]
    )


def _changes(correction: Correction) -> dict[str, Any]:
    before, after = figure_of(correction.corrects), figure_of(correction)
    return {"changes": changes_between(before, after)}


def _record(
    action: str,
    correction: Correction,
    detail: Mapping[str, Any],
    person_id: int,
    at: datetime,
) -> None:
    happening = Happening(
        action=action,
        subject=f"entry:{correction.entry_id}",
        union_id=correction.entry.submission.union_id,
        detail={"correction": correction.pk, **detail},
    )
    record(happenings=[happening], person_id=person_id, at=at)


def _answer(receipt: Receipt, correction: Correction) -> None:
    receipt.response = {"correction": correction.pk}
    receipt.save(update_fields=["response"])
