"""Anchors on the disk: whole or not at all, once, and never changed."""

import json
import os
from datetime import date

import pytest

from unionplan.lib.anchors import (
    AnchorFileError,
    read_anchors,
    sealed_anchor,
    write_anchors,
)

KEY = "a key"
DAY = date(2024, 11, 25)


def anchor(*, on: date = DAY, chain: str = "ledger", sequence: int = 7, key: str = KEY):
    return sealed_anchor(
        key=key, on=on, chain=chain, sequence=sequence, link=f"{sequence:064x}"
    )


def written(directory, *, on: date = DAY, sequence: int = 7, key: str = KEY):
    """Write a day's two anchors; return their file."""
    anchors = [
        anchor(on=on, chain=chain, sequence=sequence, key=key)
        for chain in ("audit", "ledger")
    ]
    write_anchors(directory=directory, on=on, anchors=anchors)
    return directory / f"{on.isoformat()}.jsonl"


def test_what_is_written_is_read_back(tmp_path):
    directory = tmp_path / "far" / "away"
    anchors = [anchor(chain="audit"), anchor()]

    assert write_anchors(directory=directory, on=DAY, anchors=anchors) is True

    assert read_anchors(directory=directory, key=KEY) == anchors
    assert os.listdir(directory) == ["2024-11-25.jsonl"]


def test_a_line_says_date_chain_sequence_link_and_mac(tmp_path):
    lines = written(tmp_path).read_text().splitlines()

    told = [json.loads(line) for line in lines]
    assert [row["chain"] for row in told] == ["audit", "ledger"]
    assert told[1] == {
        "date": "2024-11-25",
        "chain": "ledger",
        "sequence": 7,
        "link": f"{7:064x}",
        "mac": anchor().mac,
    }
    assert len(told[1]["mac"]) == 64


def test_a_day_is_written_once(tmp_path):
    path = written(tmp_path)
    before = path.read_bytes()

    later = [anchor(sequence=8)]
    assert write_anchors(directory=tmp_path, on=DAY, anchors=later) is False

    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == [path.name]


def test_the_file_can_only_be_read(tmp_path):
    assert written(tmp_path).stat().st_mode & 0o777 == 0o440


def test_days_are_read_from_the_oldest(tmp_path):
    for day in (25, 3, 14):
        written(tmp_path, on=date(2024, 11, day), sequence=day)

    read = read_anchors(directory=tmp_path, key=KEY)

    assert [row.sequence for row in read] == [3, 3, 14, 14, 25, 25]


def test_what_a_killed_process_left_is_not_read(tmp_path):
    (tmp_path / "tmp123.new").write_text("{")

    assert read_anchors(directory=tmp_path, key=KEY) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"sequence": 7', '"sequence": 6'),
        ('"chain": "ledger"', '"chain": "other"'),
        ('"date": "2024-11-25"', '"date": "2024-11-24"'),
        (f"{7:064x}", f"{8:064x}"),
        ('"sequence": 7', '"sequence": "seven"'),
        ('"link"', '"knot"'),
        ('"mac"', '"make"'),
        ("{", "["),
        ('{"date"', '7 {"date"'),
    ],
)
def test_a_changed_line_is_not_believed(tmp_path, before, after):
    path = written(tmp_path)
    first, second = path.read_text().splitlines()
    assert before in second
    path.chmod(0o640)
    path.write_text("\n".join([first, second.replace(before, after)]) + "\n")

    with pytest.raises(AnchorFileError) as refused:
        read_anchors(directory=tmp_path, key=KEY)

    assert (refused.value.path, refused.value.line) == (path, 2)


def test_a_file_under_another_days_name_is_not_believed(tmp_path):
    path = written(tmp_path)
    path.rename(tmp_path / "2024-11-24.jsonl")

    with pytest.raises(AnchorFileError):
        read_anchors(directory=tmp_path, key=KEY)


def test_an_emptied_file_is_not_believed(tmp_path):
    path = written(tmp_path)
    path.chmod(0o640)
    path.write_text("")

    with pytest.raises(AnchorFileError):
        read_anchors(directory=tmp_path, key=KEY)


def test_anchors_of_another_key_are_not_believed(tmp_path):
    written(tmp_path, key="another key")

    with pytest.raises(AnchorFileError):
        read_anchors(directory=tmp_path, key=KEY)


def test_where_nothing_can_be_written_it_is_said(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no directory")

    with pytest.raises(OSError, match="file"):
        write_anchors(directory=blocked, on=DAY, anchors=[anchor()])
