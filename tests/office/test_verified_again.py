"""A workbook that LibreOffice has stored again is told as that, and as nothing worse."""

import pytest

from reports_app.enums import Alteration
from reports_app.queries.examining import examined
from reports_app.queries.exports import opened_workbook
from tests.office.test_saved_again import stored_again
from tests.reports_app.exports.making import made, post_some
from tests.reports_app.verifying.books import changed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("autumn_2024")]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_workbook_that_was_only_stored_again(people, tmp_path, language):
    post_some(people)
    export = made(people.leader, is_demonstration=True, language=language)
    data = opened_workbook(export).read()

    found = examined(stored_again(data, tmp_path))

    assert found.differences == ()
    assert (found.verdict, found.export) == ("resaved", export)


def test_one_figure_changed_before_it_was_stored_again(people, tmp_path):
    post_some(people)
    export = made(people.leader)

    def change(book):
        book["指标×单位"]["E4"] = 99_999

    data = changed(opened_workbook(export).read(), change)

    found = examined(stored_again(data, tmp_path))

    assert [(each.kind, each.place) for each in found.differences] == [
        (Alteration.CELL, "E4")
    ]
    assert (found.verdict, found.export) == ("changed", export)
