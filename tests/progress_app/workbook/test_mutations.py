"""A real form, damaged at random and sent in: told with words, and nothing is written."""

from random import Random

import pytest

from progress_app.models import WorkbookUpload
from tests.progress_app.workbook.forms import (
    Form,
    assert_nothing_written,
    confirm,
    made,
    page,
    send,
)
from tests.unionplan.spreadsheets.test_gate import (
    cut,
    doubled,
    edited_inside,
    flipped,
    renumbered,
    swapped,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]

VALUES = ("", 0, -1, 1.5, "三", "20万", True, "#REF!", "=1+1", "x" * 3000, 10**15, None)


@pytest.mark.parametrize(
    ("mutate", "times"),
    [
        (flipped, 20),
        (cut, 8),
        (doubled, 8),
        (swapped, 6),
        (edited_inside, 12),
        (renumbered, 12),
    ],
)
def test_a_damaged_form_is_told_or_previewed(client, submission, mutate, times):
    data, chance = made(submission), Random(11)
    for _time in range(times):
        response = send(client, submission, mutate(data, chance))

        assert response.status_code in (302, 422)
        if response.status_code == 302:
            assert client.get(response["Location"]).status_code == 200
        else:
            assert "什么都没有写入" in page(response)
    assert_nothing_written(submission)


def scribbled(data: bytes, chance: Random) -> bytes:
    """Fill in cells here and there, as somebody does who has not read the heads."""
    form = Form(data)
    for _time in range(6):
        row, column = chance.randrange(1, 60), chance.randrange(1, 18)
        form.sheet.cell(row, column).value = chance.choice(VALUES)
    return form.data


def test_a_scribbled_form_is_told_or_previewed_and_confirmed_only_when_faultless(
    client, submission
):
    data, chance = made(submission), Random(17)
    outcomes = set()
    for _time in range(15):
        response = send(client, submission, scribbled(data, chance))
        outcomes.add(response.status_code)
        assert response.status_code in (302, 422)
        if response.status_code == 302:
            preview = client.get(response["Location"])
            is_offered = "确认写入" in page(preview)
            assert confirm(client, response["Location"]).status_code == (
                302 if is_offered else 409
            )
            marked = client.get(f"{response['Location']}marked/")
            assert marked.status_code == (302 if is_offered else 200)

    assert outcomes == {302, 422}
    assert WorkbookUpload.objects.exists()
