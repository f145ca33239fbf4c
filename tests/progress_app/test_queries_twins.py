"""Entries whose lists likely repeat another's are not accepted unopened."""

import pytest

from progress_app.enums import FigureWarning
from progress_app.queries import desks
from progress_app.queries.twins import entries_with_twins
from tests import factories
from tests.people import access_to

pytestmark = pytest.mark.django_db
HAVENS = "新建渝工港湾"
HAVEN = "白公祠渝工港湾"


def listed(union, person, *names, hands_in=True):
    submission = factories.started(union, person)
    factories.listed(submission, person, HAVENS, *names)
    if hands_in:
        factories.handed_in(submission, person, at=factories.NOW)
    return factories.entry_for(submission, HAVENS)


def waiting(people):
    return list(desks.entries_to_review(access_to(people.officer)))


def test_two_unions_with_one_haven_are_both_doubted(people):
    mine = listed("万州区", people.reporter, HAVEN, "乌杨渝工港湾")
    theirs = listed("江北区", people.stranger, "江北区" + HAVEN)

    assert entries_with_twins(waiting(people)) == {mine.pk, theirs.pk}
    lines = desks.review_lines(waiting(people))
    assert {line.warnings for line in lines} == {(FigureWarning.LIKELY_TWICE,)}
    ids = {mine.pk, theirs.pk}
    assert desks.acceptable_together(access_to(people.officer), ids) == set()


def test_different_havens_can_be_accepted_together(people):
    mine = listed("万州区", people.reporter, HAVEN)
    theirs = listed("江北区", people.stranger, "五里店渝工港湾")

    assert entries_with_twins(waiting(people)) == set()
    ids = {mine.pk, theirs.pk}
    assert desks.acceptable_together(access_to(people.officer), ids) == ids


def test_another_unions_draft_is_its_own_business(people):
    listed("万州区", people.reporter, HAVEN)
    listed("江北区", people.stranger, HAVEN, hands_in=False)

    assert entries_with_twins(waiting(people)) == set()


def test_the_cost_is_one_query_or_none(people, django_assert_num_queries):
    factories.submitted("万州区", people.reporter, {HAVENS: {"quantity": "1"}})
    plain = waiting(people)
    listed("江北区", people.stranger, HAVEN)
    both = waiting(people)

    with django_assert_num_queries(0):
        entries_with_twins(plain)
    with django_assert_num_queries(1):
        entries_with_twins(both)
