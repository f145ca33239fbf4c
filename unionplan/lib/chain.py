"""A hash chain with a keyed seal, for rows that are only ever appended."""

import hashlib
import hmac
import json
from collections.abc import Sequence

GENESIS = "0" * 64


def link_hash(*, previous_hash: str, fields: Sequence[str]) -> str:
    """Return the SHA-256 that ties one row to the row before it.

    The input is a canonical JSON list of strings, never a concatenation: ["1", "23"]
    and ["12", "3"] must differ.
    """
    text = json.dumps(
        [previous_hash, *fields], ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def seal(*, key: str, link: str) -> str:
    """Return the keyed MAC of a link: without the key, a rewritten chain shows."""
    return hmac.new(key.encode(), link.encode(), hashlib.sha256).hexdigest()


def body_hash(body: object) -> str:
    """Return the SHA-256 of a JSON-able body, the same for the same content."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, default=str)
    # Half a character (a lone surrogate) can come in a request; it is refused later.
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
