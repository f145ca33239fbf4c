"""A publication's stamp: what ties its figures to the ledger, short enough for paper."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from unionplan.lib.chain import link_hash, seal
from unionplan.lib.dates import stored_text

STAMP_LENGTH, GROUP = 16, 4


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a publication carries beside its figures."""

    digest: str
    seal: str

    @property
    def stamp(self) -> str:
        """The part that is printed: 64 bits that nobody can guess without the key."""
        return self.seal[:STAMP_LENGTH]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a stamp vouches for beside the figures; ``link`` is the ledger's own hash.

    ``withdraws`` is the stamp of the publication that is replaced, "" for none.
    """

    year: int
    number: int
    title: str
    sequence: int
    as_of_at: datetime
    link: str
    withdraws: str = ""
    reason: str = ""


def canonical(figures: Mapping[str, object]) -> str:
    """Return the one text of some JSON data, whatever database kept it."""
    tight = (",", ":")
    return json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=tight)


def sealed(*, key: str, imprint: Imprint, figures: Mapping[str, object]) -> Sealed:
    """Return the hash of the figures and the keyed seal over it and the imprint."""
    digest = hashlib.sha256(canonical(figures).encode()).hexdigest()
    fields = [
        str(imprint.year),
        str(imprint.number),
        imprint.title,
        str(imprint.sequence),
        stored_text(imprint.as_of_at),
        imprint.withdraws,
        imprint.reason,
        digest,
    ]
    link = link_hash(previous_hash=imprint.link, fields=fields)
    return Sealed(digest=digest, seal=seal(key=key, link=link))


def spelled(stamp: str) -> str:
    """Return a stamp as it is printed, in groups of four."""
    return "-".join(stamp[i : i + GROUP] for i in range(0, len(stamp), GROUP))


def read_stamp(text: str) -> str:
    """Return a stamp as it is stored, from what somebody copied off a page."""
    return "".join(char for char in text.lower() if char.isalnum())[:STAMP_LENGTH]
