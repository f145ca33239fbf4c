"""Texts in spreadsheets: text stays text, and takes the room it needs."""

import re
from unicodedata import east_asian_width

LONGEST_TEXT = 32_767
"""Excel's limit; openpyxl would cut there without a word."""
FORMULA_STARTS = ("=", "+", "-", "@")

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def storable(words: object) -> str:
    """Return words as every spreadsheet can hold them."""
    safe = _NOT_IN_XML.sub("", str(words))
    return safe if len(safe) <= LONGEST_TEXT else safe[: LONGEST_TEXT - 1] + "…"


def escaped(words: str) -> str:
    """Return words that a spreadsheet does not take for an escape: "_x0041_" is "A"."""
    return _LIKE_AN_ESCAPE.sub("_x005F_", words)


def is_formula_like(words: str) -> bool:
    """Return whether a spreadsheet would compute a text that someone edits in place."""
    return words.startswith(FORMULA_STARTS)


def columns_wide(words: str) -> int:
    """Return how many digits' width a text takes: a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in words)


def lines_tall(words: str, *, width: int) -> int:
    """Return how many lines a text takes when wrapped in a column of that width."""
    return sum(
        max(1, -(-columns_wide(line) // max(1, width - 1)))
        for line in words.split("\n")
    )
