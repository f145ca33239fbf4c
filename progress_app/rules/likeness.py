"""Whether two items of a register are likely the same thing, written twice.

A likeness is shown to a person, never acted upon: two havens in one street have like
names, and one union founded twice may be written in two ways.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

from progress_app.enums import Likeness
from progress_app.rules.items import folded

ENDINGS = (
    "工会委员会",
    "工会联合会",
    "联合工会",
    "工会",
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "公司",
)
"""How a name goes on when it says no more: 某某公司工会委员会 is 某某."""
CITY = re.compile("^重庆市?")
COUNTY = re.compile("^(?:.{1,8}?自治县|.{1,3}?(?<![社小园片街商景校厂矿])区|.{1,3}?县)")
"""The district or county that a name begins with; 某某社区 and 某某园区 are none."""
NUMBERS = re.compile(r"\d+|[一二三四五六七八九十]+")
ALIKE_NAME = 0.85
ALIKE_NAME_ALONE = 0.92
"""Without two addresses to compare, the names must say it by themselves."""
ALIKE_ADDRESS = 0.6
COMMON = 200
COMMON_SHARE = 20
"""A pair of characters in more than 200 names and in a twentieth of them finds nobody."""
NEEDED_SHARE = 4
"""Names that share less than a fourth of their telling pairs are not compared."""
ORDER = {how: place for place, how in enumerate(Likeness)}
MOST_COMPARED = 200
"""Names compared in full with one item, those with most in common first."""


@dataclass(frozen=True)
class Keys:
    """What items are compared by, folded: see ``keys_of``."""

    identifier: str
    name: str
    address: str

    @cached_property
    def county(self) -> str:
        """The district or county at the head of the name, "" where there is none."""
        found = COUNTY.match(self.name)
        return found[0] if found else ""

    @cached_property
    def core(self) -> str:
        """The name without it."""
        return self.name[len(self.county) :]

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The pairs of neighbouring characters in the core."""
        return frozenset(a + b for a, b in pairwise(self.core))


def keys_of(*, name: str, identifier: str, address: str) -> Keys:
    """Return what an item is compared by, without what says nothing."""
    return Keys(
        identifier=folded(identifier),
        name=_shortened(CITY.sub("", folded(name))),
        address=CITY.sub("", folded(address)),
    )


def _shortened(name: str) -> str:
    """Cut off what endings a name has, as long as something is left."""
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            name = name[: -len(ending)]
    return name


def likeness(mine: Keys, other: Keys) -> Likeness | None:
    """Return why two items are likely the same; None when they are likely not.

    The same identifier is enough. Otherwise the names are alike, in one county, with
    the same numbers in them (第一 is not 第二); and so are the addresses where both
    are known. Two different identifiers leave only names that are the same.
    """
    if mine.identifier and mine.identifier == other.identifier:
        return Likeness.IDENTIFIER
    if mine.county and other.county and mine.county != other.county:
        return None
    both_identified = bool(mine.identifier and other.identifier)
    both_placed = bool(mine.address and other.address)
    needed = ALIKE_NAME if both_placed else ALIKE_NAME_ALONE
    if not are_names_alike(mine.core, other.core, 1.0 if both_identified else needed):
        return None
    if not both_placed:
        return Likeness.NAME
    return Likeness.PLACE if are_addresses_alike(mine, other) else None


def are_names_alike(mine: str, other: str, needed: float) -> bool:
    """Return whether two names share enough of their characters, in order."""
    if mine == other:
        return True
    if NUMBERS.findall(mine) != NUMBERS.findall(other):
        return False
    return _is_alike(mine, other, needed)


def are_addresses_alike(mine: Keys, other: Keys) -> bool:
    """Return whether two addresses can be one place: one may say more than the other.

    Where both name a house, it is the same one.
    """
    one, two = sorted((mine.address, other.address), key=len)
    if one in two:
        return True
    houses, others = (re.findall(r"\d+", text) for text in (one, two))
    if houses and others and houses[0] != others[0]:
        return False
    return _is_alike(one, two, ALIKE_ADDRESS)


def _is_alike(mine: str, other: str, needed: float) -> bool:
    matcher = SequenceMatcher(None, mine, other, autojunk=False)
    return (
        matcher.real_quick_ratio() >= needed
        and matcher.quick_ratio() >= needed
        and matcher.ratio() >= needed
    )


@dataclass(frozen=True, slots=True)
class _Index:
    """The pool by what finds a row at once: places in it, by identifier and so on."""

    identifiers: dict[str, list[int]]
    cores: dict[str, list[int]]
    places: dict[tuple[str, str], list[int]]
    pairs: dict[str, list[int]]


def likely_same(
    mine: Sequence[Keys], pool: Sequence[Keys]
) -> list[list[tuple[int, Likeness]]]:
    """Return for each item the places in the pool of what is likely the same.

    What is most certain comes first, then what stands first in the pool.
    Only what shares an identifier, the whole name or an uncommon pair of characters is
    compared, and at most ``MOST_COMPARED`` names for one item: the cost grows with the
    items and with the pool, not with their product.
    """
    index = _index_of(mine, pool)
    limit = max(COMMON, len(pool) // COMMON_SHARE)
    return [
        sorted(
            _found(keys, pool, index, limit), key=lambda row: (ORDER[row[1]], row[0])
        )
        for keys in mine
    ]


def _index_of(mine: Sequence[Keys], pool: Sequence[Keys]) -> _Index:
    wanted = frozenset[str]().union(*(keys.pairs for keys in mine))
    index = _Index(
        identifiers=defaultdict(list),
        cores=defaultdict(list),
        places=defaultdict(list),
        pairs=defaultdict(list),
    )
    for place, keys in enumerate(pool):
        index.identifiers[keys.identifier].append(place)
        index.cores[keys.core].append(place)
        index.places[keys.core, keys.address].append(place)
        for pair in wanted & keys.pairs:
            index.pairs[pair].append(place)
    return index


def _found(
    keys: Keys, pool: Sequence[Keys], index: _Index, limit: int
) -> Iterator[tuple[int, Likeness]]:
    shared: Counter[int] = Counter()
    telling = [p for p in sorted(keys.pairs) if len(index.pairs.get(p, ())) <= limit]
    for pair in telling:
        shared.update(index.pairs.get(pair, ()))
    same = index.identifiers.get(keys.identifier, []) if keys.identifier else []
    here = index.places.get((keys.core, keys.address), [])
    named = index.cores.get(keys.core, [])
    near = [
        place
        for place, count in shared.most_common(MOST_COMPARED)
        if count * NEEDED_SHARE >= len(telling)
    ]
    for place in dict.fromkeys([*same, *here, *named[:MOST_COMPARED], *near]):
        how = likeness(keys, pool[place])
        if how is not None:
            yield place, how
