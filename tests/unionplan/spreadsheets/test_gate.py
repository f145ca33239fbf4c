"""What the gate refuses, what it lets through, and that nothing else ever happens."""

from random import Random

import pytest

from tests.unionplan.spreadsheets.hostile import KINDS, linked
from tests.unionplan.spreadsheets.packages import (
    OTHER,
    OTHER_PART,
    SHEET,
    adding,
    cell,
    packed,
    parts_of,
    plain_book,
    sheet_of,
)
from unionplan.lib.spreadsheets.gate import check
from unionplan.lib.spreadsheets.package import MOST_BYTES
from unionplan.lib.spreadsheets.reading import SheetCell, read_cells
from unionplan.lib.spreadsheets.refusals import Refusal, RefusedError


def read(data: bytes) -> list[SheetCell]:
    check(data, plain_sheets=[SHEET])
    return read_cells(data, sheets=[SHEET]).get(SHEET, [])


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_refused_with_its_reason_and_its_place(kind):
    expected = KINDS[kind]

    with pytest.raises(RefusedError) as refused:
        read(expected.build())

    found = refused.value
    assert (found.refusal, found.place) == (expected.refusal, expected.place)


def test_there_are_many_kinds_and_every_refusal_is_met():
    assert len(KINDS) >= 100
    assert {kind.refusal for kind in KINDS.values()} == set(Refusal)


@pytest.mark.parametrize(
    "build",
    [
        plain_book,
        lambda: packed(parts_of(plain_book()), method=0),
        lambda: linked("hyperlink", "https://example.org/"),
        lambda: adding("xl/media/image1.png", bytes(900_000)),
        lambda: adding("docProps/custom.xml", b"<Properties/>"),
        lambda: adding("xl/printerSettings/printerSettings1.bin", b"\0\1"),
        lambda: sheet_of(cell(b"<f>1+1</f>"), part=OTHER_PART),
        lambda: sheet_of(b'<row r="1048576" ht="15"/>'),
        lambda: sheet_of(b'<row r="9000"><c r="XFD9000" s="0"/></row>'),
    ],
)
def test_what_people_do_to_a_form_passes(build):
    read(build())


def test_a_file_just_below_the_largest_size_is_not_too_large():
    data = plain_book()
    nearly = adding(
        "xl/media/a.bin", Random(1).randbytes(MOST_BYTES - len(data) - 2_000)
    )

    assert MOST_BYTES - 4_000 < len(nearly) <= MOST_BYTES
    check(nearly, plain_sheets=[SHEET])


def test_a_formula_elsewhere_is_not_looked_at_and_one_here_is():
    elsewhere = sheet_of(cell(b"<f>1+1</f><v>2</v>"), part=OTHER_PART)

    check(elsewhere, plain_sheets=[SHEET])
    with pytest.raises(RefusedError) as refused:
        check(elsewhere, plain_sheets=[SHEET, OTHER])

    assert refused.value.refusal == Refusal.FORMULA


def flipped(data: bytes, chance: Random) -> bytes:
    edited = bytearray(data)
    for _time in range(chance.choice((1, 1, 3, 9))):
        edited[chance.randrange(len(edited))] ^= 1 << chance.randrange(8)
    return bytes(edited)


def cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data))]


def doubled(data: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.randrange(1, 400))
    return data[:end] + data[start:end] + data[end:]


def swapped(data: bytes, chance: Random) -> bytes:
    parts = parts_of(data)
    one, other = chance.sample(sorted(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return packed(parts)


def dropped(data: bytes, chance: Random) -> bytes:
    parts = parts_of(data)
    del parts[chance.choice(sorted(parts))]
    return packed(parts)


def edited_inside(data: bytes, chance: Random) -> bytes:
    parts = parts_of(data)
    name = chance.choice(sorted(parts))
    parts[name] = chance.choice((flipped, cut, doubled))(parts[name], chance)
    return packed(parts)


def renumbered(data: bytes, chance: Random) -> bytes:
    """Change one digit inside a part: still XML, with another meaning."""
    parts = parts_of(data)
    name = chance.choice([name for name in sorted(parts) if "theme" not in name])
    content = bytearray(parts[name])
    places = [at for at, byte in enumerate(content) if chr(byte).isdigit()]
    content[chance.choice(places)] = ord(chance.choice("0123456789"))
    return packed(parts | {name: bytes(content)})


MUTATIONS = {flipped: 160, cut: 60, doubled: 60, swapped: 15, dropped: 10}
"""How often each is tried."""
INSIDE = 200
RENUMBERED = 40


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_a_mutated_file_is_refused_or_read(mutate):
    """Whatever else is raised fails the test."""
    data, chance, refused = plain_book(), Random(20241028), 0
    for _time in range(MUTATIONS[mutate]):
        try:
            read(mutate(data, chance))
        except RefusedError:
            refused += 1

    assert refused > MUTATIONS[mutate] // 6


@pytest.mark.parametrize(
    ("mutate", "times", "least"),
    [(edited_inside, INSIDE, INSIDE // 2), (renumbered, RENUMBERED, 0)],
)
def test_a_file_mutated_inside_its_parts_is_refused_or_read(mutate, times, least):
    data, chance, refused = plain_book(), Random(5), 0
    for _time in range(times):
        try:
            read(mutate(data, chance))
        except RefusedError:
            refused += 1

    assert least <= refused < times
