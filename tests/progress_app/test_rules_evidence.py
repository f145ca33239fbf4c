"""Which files are taken, and what is told of one that is not."""

import pytest

from progress_app.enums import EvidenceProblem
from progress_app.rules.evidence import (
    MOST_BYTES,
    MOST_FILES,
    MOST_NAME,
    is_nameable,
    problem_with,
)

GOOD = {"name": "纪要.pdf", "size": 10, "content_type": "application/pdf", "present": 0}


@pytest.mark.parametrize(
    ("what", "problem"),
    [
        ({}, None),
        ({"size": MOST_BYTES}, None),
        ({"present": MOST_FILES - 1}, None),
        ({"size": 0}, EvidenceProblem.EMPTY),
        ({"size": MOST_BYTES + 1}, EvidenceProblem.TOO_LARGE),
        ({"present": MOST_FILES}, EvidenceProblem.TOO_MANY),
        ({"content_type": None}, EvidenceProblem.UNKNOWN_TYPE),
        ({"name": ""}, EvidenceProblem.BAD_NAME),
        ({"size": 0, "content_type": None}, EvidenceProblem.EMPTY),
        ({"size": MOST_BYTES + 1, "content_type": None}, EvidenceProblem.TOO_LARGE),
    ],
)
def test_problems(what, problem):
    assert problem_with(**(GOOD | what)) == problem


@pytest.mark.parametrize(
    ("name", "nameable"),
    [
        ("照片 1.jpg", True),
        ("=cmd.xlsx", True),
        ("名" * MOST_NAME, True),
        ("名" * (MOST_NAME + 1), False),
        ("", False),
        ("../../etc/passwd", False),
        ("a\\b.pdf", False),
        ('a".pdf', False),
        ("a\n.pdf", False),
        ("a\x00.pdf", False),
        ("a\ud800.pdf", False),
    ],
)
def test_names(name, nameable):
    assert is_nameable(name) is nameable
