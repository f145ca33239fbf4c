"""The tile map: every union once, counts instead of averages, a word for each degree."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from progress_app.enums import Light
from reports_app.enums import TileWord
from reports_app.rules.tiles import (
    PLACES,
    ROWS,
    Judged,
    Tally,
    coverage_word,
    pace_tally,
    pace_word,
)

FIXTURE = Path(__file__).parents[2] / "fixtures" / "unions_2024.json"


def judged(light: Light, expected: int = 1, *, strives: bool = False) -> Judged:
    return Judged(light=light, expected=Fraction(expected), is_aspirational=strives)


def test_every_territorial_union_has_a_place_of_its_own():
    rows = json.loads(FIXTURE.read_text(encoding="utf-8"))
    names = {
        row["fields"]["short_name"]
        for row in rows
        if row["model"] == "unions_app.union" and row["fields"]["kind"] == "territorial"
    }

    assert set(PLACES) == names
    assert len(set(PLACES.values())) == len(PLACES) == 41
    assert {len(row) for row in ROWS} == {12}


@pytest.mark.parametrize(
    ("north", "south"),
    [
        ("城口县", "开州区"),
        ("渝北区", "江北区"),
        ("黔江区", "酉阳县"),
        ("南川区", "秀山县"),
    ],
    ids=range(4),
)
def test_what_lies_in_the_north_stands_above(north, south):
    assert PLACES[north].row < PLACES[south].row


@pytest.mark.parametrize(
    ("west", "east"),
    [
        ("潼南区", "合川区"),
        ("荣昌区", "永川区"),
        ("万州区", "巫山县"),
        ("涪陵区", "黔江区"),
    ],
    ids=range(4),
)
def test_what_lies_in_the_west_stands_before(west, east):
    assert PLACES[west].column < PLACES[east].column


def test_what_is_due_counts_once_whatever_its_size():
    tally = pace_tally(
        [
            judged(Light.MET),
            judged(Light.ON_PACE),
            judged(Light.BEHIND),
            judged(Light.FAR_BEHIND),
            judged(Light.NOT_REPORTED),
        ]
    )

    assert tally == Tally(reached=2, counted=5, silent=1)
    assert tally.share == Fraction(2, 5)


@pytest.mark.parametrize(
    "row",
    [
        judged(Light.NOT_DUE, 0),
        judged(Light.MET, 0),
        judged(Light.NO_QUOTA),
        judged(Light.FAR_BEHIND, strives=True),
    ],
    ids=["not due", "met before it is due", "no quota", "striven for"],
)
def test_what_is_not_due_not_split_or_striven_for_does_not_count(row):
    tally = pace_tally([row])

    assert (tally, tally.share) == (Tally(0, 0), None)


@pytest.mark.parametrize(
    ("reached", "counted", "word"),
    [
        (0, 0, TileWord.NOTHING_DUE),
        (0, 3, TileWord.NONE),
        (1, 3, TileWord.FEW),
        (2, 4, TileWord.MOST),
        (2, 3, TileWord.MOST),
        (3, 3, TileWord.ALL),
    ],
)
def test_a_word_for_every_degree_of_pace(reached, counted, word):
    assert pace_word(Tally(reached, counted)) == word


@pytest.mark.parametrize(
    ("reached", "counted", "word"),
    [
        (0, 0, TileWord.NOTHING_OWED),
        (0, 3, TileWord.UNREPORTED),
        (1, 3, TileWord.PARTLY),
        (3, 3, TileWord.COMPLETE),
    ],
)
def test_a_word_for_every_degree_of_coverage(reached, counted, word):
    assert coverage_word(Tally(reached, counted)) == word
