"""The two chains reckoned again from what is stored, independently of the product."""

import hashlib
import hmac
import json
from collections.abc import Iterable

from progress_app.models import Posting
from progress_app.queries.ledger import LEDGER_CHAIN
from unions_app.models import AuditEvent
from unions_app.queries import AUDIT_CHAIN

CHAINS = {LEDGER_CHAIN: Posting, AUDIT_CHAIN: AuditEvent}


def link_of(row, *, previous: str) -> str:
    """Return the link a row must have: SHA-256 of a compact JSON list of texts."""
    texts = [previous, str(row.sequence), *row.sealed_fields]
    text = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def mac_of(link: str, *, key: str) -> str:
    """Return the seal a link must have: HMAC-SHA-256."""
    return hmac.new(key.encode(), link.encode(), hashlib.sha256).hexdigest()


def broken_links(name: str, rows: Iterable, *, key: str) -> list[int]:
    """Return the sequences at which a chain's rows are not what was sealed."""
    found, previous = [], "0" * 64
    for place, row in enumerate(rows, 1):
        link = link_of(row, previous=previous)
        is_sound = (row.sequence, row.previous_hash) == (place, previous)
        if not is_sound or row.link != link or row.mac != mac_of(link, key=key):
            found.append(row.sequence)
        previous = row.link
    return found
