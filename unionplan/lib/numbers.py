"""Figures: read from what people type, and told back to them. Never a float."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from math import floor

LARGEST = Decimal(10) ** 11
"""Bound of one typed figure: 11 digits and 4 decimals stay exact in SQLite as well."""

LONGEST = 28
"""Length of a typed text that can be a figure: Decimal reckons exactly up to there."""

MINUS = "\N{MINUS SIGN}"
"""As wide as a plus, and never broken off its number."""

_PLAIN = re.compile(r"^[+-]?\d+(\.\d+)?$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")
_MYRIADS = re.compile(r"^([+-]?\d+(?:\.\d+)?)(万|亿)$")
_SCALE = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


class NotANumberError(ValueError):
    """The text is not a number in any form that is understood."""


def parse_decimal(text: str) -> Decimal | None:
    """Return the number a person typed; None for blank.

    Understood: full-width digits, ASCII and Chinese thousands separators in their
    places, spaces around, and a trailing 万 or 亿. "1,23", "3/4" and "10⁴" are refused,
    not guessed. Errors: NotANumberError.
    """
    folded = unicodedata.normalize("NFKC", text).strip().replace("，", ",")
    if not folded:
        return None
    # Folding makes raised and circled digits plain ones: 10⁴ must not become 104.
    if len(folded) > LONGEST or any(unicodedata.category(c) == "No" for c in text):
        raise NotANumberError(text)
    if match := _MYRIADS.match(folded):
        return Decimal(match[1]) * _SCALE[match[2]]
    if _PLAIN.match(folded):
        return Decimal(folded)
    if _GROUPED.match(folded):
        return Decimal(folded.replace(",", ""))
    raise NotANumberError(text)


def decimal_places(number: Decimal) -> int:
    """Return how many decimals a number really has (1.50 has one)."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def plain(number: Decimal | int | None) -> str:
    """Return a number without grouping or trailing zeros; "" for None.

    This is the canonical text: forms show it and the ledger hashes it.
    """
    if number is None:
        return ""
    number = Decimal(number)
    if number == 0:
        return "0"
    return format(number.normalize(), "f")


def grouped(number: Decimal | int | None) -> str:
    """Return a number with thousands separators ("1,234.5"); "" for None."""
    if number is None:
        return ""
    whole, _, rest = plain(number).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}" + (f".{rest}" if rest else "")


def signed(number: Decimal | int) -> str:
    """Return a difference with its sign, a true minus ("+1,200"); "0" for none."""
    return ("+" if number > 0 else "") + grouped(number).replace("-", MINUS)


def in_words(number: Decimal | int) -> str:
    """Return a number in 万 and 亿 from ten thousand up: 200000 is "20万".

    A slip by 10⁴ is the likeliest gross error, so large figures are echoed this way.
    """
    number = Decimal(number)
    for word, scale in (("亿", _SCALE["亿"]), ("万", _SCALE["万"])):
        if abs(number) >= scale:
            return grouped(number / scale) + word
    return grouped(number)


def percent_text(
    share: Fraction, *, places: int = 2, limit: Fraction | None = None
) -> str:
    """Return a share as a percentage, rounded half up: 5/6 is "83.33%".

    With a limit (a share that decides something) a share below it is never shown as
    having reached it: 84.999 % against 85 % is cut to "84.99%", not raised.
    """
    percent_limit = None if limit is None else limit * 100
    return f"{plain(approximate(share * 100, places=places, limit=percent_limit))}%"


def approximate(
    number: Fraction, *, places: int = 0, limit: Fraction | None = None
) -> Decimal:
    """Return a number rounded half up for display.

    With a limit (a number that decides something) one below it is never shown as
    having reached it: 399.6 against 400 is cut to 399, not raised.
    """
    steps = number * 10**places
    shown = floor(steps + Fraction(1, 2))
    if limit is not None and number < limit <= Fraction(shown, 10**places):
        shown = floor(steps)
    return Decimal(shown).scaleb(-places)
