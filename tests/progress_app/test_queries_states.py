"""The state of the books: another text whenever a page of them may be another one."""

from decimal import Decimal

from progress_app.actions.rollups import follow_reference_changes, roll_up_marked
from progress_app.queries.states import books_state
from targets_app.actions import set_quotas
from tests.factories import accepted, started, submitted, target_called, union_called
from tests.people import NOW

HAVENS = "新建渝工港湾"
TYPED = {HAVENS: {"quantity": "40"}}


def test_it_stands_still_while_nothing_happens(people):
    accepted("万州区", people.reporter, people.officer, TYPED)

    assert books_state() == books_state()


def test_every_step_of_a_figure_moves_it(people):
    seen = [books_state()]
    started("万州区", people.reporter)
    seen.append(books_state())
    submitted("江北区", people.stranger, TYPED)
    seen.append(books_state())
    accepted("万州区", people.reporter, people.officer, TYPED, roll_up=False)
    seen.append(books_state())
    roll_up_marked()
    seen.append(books_state())

    assert len(set(seen)) == 5


def test_a_changed_share_moves_it_and_again_when_it_is_followed(people):
    accepted("万州区", people.reporter, people.officer, TYPED)
    follow_reference_changes()
    seen = [books_state()]
    set_quotas(
        target=target_called(HAVENS),
        amounts={union_called("万州区").pk: Decimal(7)},
        effective_on=NOW.date(),
        reason="",
        person_id=None,
        at=NOW,
    )
    seen.append(books_state())
    follow_reference_changes()
    seen.append(books_state())

    assert len(set(seen)) == 3


def test_it_costs_one_query(people, django_assert_num_queries):
    accepted("万州区", people.reporter, people.officer, TYPED)

    with django_assert_num_queries(1):
        books_state()
