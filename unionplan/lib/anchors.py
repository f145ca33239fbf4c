"""Anchors: where the chains stood on a day, kept in files outside the database.

A rewrite made with the ledger's key, and a tail that was cut off, show nowhere inside
the database; they show against these files. One file a day, written once.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from unionplan.lib.chain import GENESIS, link_hash, seal

SUFFIX = ".jsonl"


@dataclass(frozen=True, slots=True)
class Anchor:
    """That a chain's row at a sequence had this link on a day; 0: it was empty.

    ``mac`` is the keyed seal of all of it.
    """

    on: date
    chain: str
    sequence: int
    link: str
    mac: str


class AnchorFileError(Exception):
    """A file of anchors cannot be read, or a line was not sealed with the key."""

    def __init__(self, path: Path, line: int) -> None:
        """Keep where."""
        super().__init__(f"{path}:{line}")
        self.path = path
        self.line = line


def sealed_anchor(
    *, key: str, on: date, chain: str, sequence: int, link: str
) -> Anchor:
    """Return an anchor with its seal."""
    texts = [on.isoformat(), chain, str(sequence), link]
    mac = seal(key=key, link=link_hash(previous_hash=GENESIS, fields=texts))
    return Anchor(on, chain, sequence, link, mac)


def write_anchors(*, directory: Path, on: date, anchors: Sequence[Anchor]) -> bool:
    """Write a day's file, once; return whether it was not there yet.

    The file appears whole or not at all, on the disk, and read-only. Errors: OSError.
    """
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{on.isoformat()}{SUFFIX}"
    if path.exists():
        return False
    with NamedTemporaryFile("w", encoding="ascii", dir=directory, suffix=".new") as new:
        for anchor in anchors:
            line = {
                "date": anchor.on.isoformat(),
                "chain": anchor.chain,
                "sequence": anchor.sequence,
                "link": anchor.link,
                "mac": anchor.mac,
            }
            new.write(json.dumps(line) + "\n")
        new.flush()
        os.fchmod(new.fileno(), 0o440)
        os.fsync(new.fileno())
        try:
            # A link, not a rename: it never replaces what another process wrote.
            os.link(new.name, path)
        except FileExistsError:
            return False
    _sync(directory)
    return True


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_anchors(*, directory: Path, key: str) -> list[Anchor]:
    """Return all anchors, oldest day first. Errors: AnchorFileError."""
    paths = sorted(directory.glob(f"*{SUFFIX}"))
    return [anchor for path in paths for anchor in _read(path, key)]


def _read(path: Path, key: str) -> Iterable[Anchor]:
    lines = path.read_bytes().splitlines()
    if not lines:
        raise AnchorFileError(path, 1)
    for number, line in enumerate(lines, 1):
        try:
            told = json.loads(line)
            anchor = sealed_anchor(
                key=key,
                on=date.fromisoformat(told["date"]),
                chain=told["chain"],
                sequence=int(told["sequence"]),
                link=told["link"],
            )
            is_genuine = anchor.mac == told["mac"] and path.stem == told["date"]
        except (ValueError, TypeError, KeyError) as error:
            raise AnchorFileError(path, number) from error
        if not is_genuine:
            raise AnchorFileError(path, number)
        yield anchor
