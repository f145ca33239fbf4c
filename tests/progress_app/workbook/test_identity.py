"""The identity of a form: sealed, told again, and found out when it was changed."""

from random import Random

import pytest

from progress_app.enums import FormRefusal
from progress_app.workbook.identity import (
    MARK,
    FormRefusedError,
    Identity,
    SeenEntry,
    identity_of,
    sealed,
    unsealed,
)
from tests import factories
from unionplan.lib.chain import body_hash, seal
from unionplan.lib.spreadsheets.reading import SheetCell

IDENTITY = Identity(
    union_id=3,
    period_id=10,
    plan_id=1,
    entries=(
        SeenEntry(7, "4.1.2-1", 2, "0123456789abcdef"),
        SeenEntry(8, "4.2.1-1", 0, "fedcba9876543210"),
    ),
)


def cells(texts: list[str]) -> list[SheetCell]:
    return [
        SheetCell(row=row, column=1, kind="text", text=text)
        for row, text in enumerate(texts, 1)
    ]


def refusal_of(found: list[SheetCell]) -> FormRefusal:
    with pytest.raises(FormRefusedError) as refused:
        unsealed(found)
    return refused.value.refusal


def test_what_was_sealed_is_told_again():
    assert unsealed(cells(sealed(IDENTITY))) == IDENTITY


def test_what_stands_beside_it_does_not_matter():
    found = [*cells(sealed(IDENTITY)), SheetCell(9, 4, "number", "5")]

    assert unsealed(found) == IDENTITY


def test_lines_are_found_by_their_code():
    assert IDENTITY.by_code["4.2.1-1"].entry_id == 8


def test_every_change_of_one_character_is_found_out():
    mark, content, found = sealed(IDENTITY)
    chance = Random(3)
    for place in range(len(content)):
        other = chance.choice([c for c in "0123456789abcdef[]," if c != content[place]])
        edited = content[:place] + other + content[place + 1 :]
        assert refusal_of(cells([mark, edited, found])) == FormRefusal.EDITED


@pytest.mark.parametrize("place", [0, 10, 63])
def test_a_changed_seal_is_found_out(place):
    mark, content, found = sealed(IDENTITY)
    other = "0" if found[place] != "0" else "1"
    edited = found[:place] + other + found[place + 1 :]

    assert refusal_of(cells([mark, content, edited])) == FormRefusal.EDITED


@pytest.mark.parametrize(
    ("texts", "refusal"),
    [
        ([], FormRefusal.NOT_A_FORM),
        (["别的"], FormRefusal.NOT_A_FORM),
        ([MARK], FormRefusal.EDITED),
        ([MARK, "{}"], FormRefusal.EDITED),
        ([MARK, "{}", "密封"], FormRefusal.EDITED),
        ([MARK, "{}", ""], FormRefusal.EDITED),
    ],
)
def test_what_is_not_there_is_told(texts, refusal):
    assert refusal_of(cells(texts)) == refusal


def test_a_seal_of_the_ledger_is_no_seal_of_a_form(settings):
    mark, content, found = sealed(IDENTITY)
    ledgers = seal(key=settings.LEDGER_KEY, link=body_hash(content))

    assert found != ledgers
    assert refusal_of(cells([mark, content, ledgers])) == FormRefusal.EDITED


def test_another_key_seals_otherwise(settings):
    texts = sealed(IDENTITY)
    settings.LEDGER_KEY = "another key"

    assert refusal_of(cells(texts)) == FormRefusal.EDITED


@pytest.mark.django_db
def test_it_is_that_of_the_return(people):
    submission = factories.started("万州区", people.reporter)
    identity = identity_of(submission, IDENTITY.entries)

    assert identity == Identity(
        union_id=submission.union_id,
        period_id=submission.period_id,
        plan_id=submission.period.plan_id,
        entries=IDENTITY.entries,
    )
