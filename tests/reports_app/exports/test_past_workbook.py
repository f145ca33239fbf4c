"""A workbook of a past moment: asked for, and the same whenever it is made."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from reports_app.models import Export
from tests import factories
from tests.people import NOW, signed_in
from tests.reports_app.exports.making import (
    HAVENS,
    asked,
    book_of,
    made,
    post_some,
    table,
)
from tests.unions_app.test_rewind import change

pytestmark = pytest.mark.django_db(transaction=True)


def havens(export):
    [row] = [r for r in table(book_of(export), "指标") if r["编号"] == "4.1.2-1"]
    return row["累计数"], row["目标值"]


def post_two_months(people):
    for number in (8, 9):
        typed = {HAVENS: {"quantity": "12"}}
        factories.accepted(
            "万州区", people.reporter, people.officer, typed, number=number
        )


def test_the_same_moment_gives_the_same_figures_for_ever(people, autumn_2024):
    post_two_months(people)
    then = made(people.leader)
    later = NOW + timedelta(hours=3)
    change(factories.target_called(HAVENS), amount=40, at=later)
    change(factories.union_called("开州区"), closed_on=NOW.date(), at=later)
    typed = {HAVENS: {"quantity": "500"}}
    factories.accepted("开州区", people.stranger, people.officer, typed, number=9)

    again = made(people.leader, as_of=factories.past(str(then.as_of_sequence)))
    now = made(people.auditor, at=later)

    assert havens(then) == havens(again) == (24, 400)
    assert havens(now) == (524, 40)
    assert again.as_of_text == str(then.as_of_sequence)


def test_it_is_asked_for_by_its_day(people, autumn_2024):
    post_two_months(people)
    client = signed_in(people.leader)

    response = client.post(
        reverse("exports"),
        {"plan": 1, "as_of": "2024-08-31", "client_key": uuid4()},
    )

    export = Export.objects.get()
    assert response.url == reverse("export", args=[export.pk])
    assert (export.as_of_text, export.as_of_sequence) == ("2024-08-31", 1)
    assert f"{export.as_of_at:%Y-%m-%d %H:%M}" == "2024-08-31 15:59"


def test_the_order_is_kept_when_the_moment_cannot_be_told(people, autumn_2024):
    response = signed_in(people.leader).post(
        reverse("exports"), {"plan": 1, "as_of": "昨天", "client_key": uuid4()}
    )

    page = response.content.decode()
    assert response.status_code == 400
    assert "没有看懂这个时点" in page
    assert 'value="昨天"' in page
    assert not Export.objects.exists()


def test_now_and_then_are_two_orders(people, autumn_2024):
    post_some(people)
    key = uuid4()

    now = asked(people.leader)
    then = asked(people.leader, as_of=factories.past("1"), client_key=key)

    assert (now.as_of_text, then.as_of_text) == ("", "1")
    assert (now.as_of_sequence, then.as_of_sequence) == (7, 1)
