"""The number that a workbook carries: the same for whatever has the same bytes."""

import hashlib
import json
import re
from collections.abc import Mapping

DIGITS = 16
_NUMBER = re.compile(rf"([0-9]{{1,18}})-[0-9a-f]{{{DIGITS}}}")


def number_of(*, sequence: int, content: Mapping[str, object]) -> str:
    """Return the ledger's position, and a hash of all that decides the content.

    Nothing of the day on which it is asked for: the same choices as of the same moment
    come to the same number.
    """
    told = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return f"{sequence}-{hashlib.sha256(told.encode()).hexdigest()[:DIGITS]}"


def sequence_named(text: str) -> int | None:
    """Return the ledger's position that a number names; None for what is none."""
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None
