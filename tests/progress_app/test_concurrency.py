"""Many people and jobs at once, each on a connection of its own."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from uuid import uuid4

import pytest
from django.db import connection

from progress_app.actions.errors import ActionRefusedError
from progress_app.actions.reviews import accept_entries, return_entry
from progress_app.actions.rollups import roll_up_marked
from progress_app.actions.submissions import CellInput, save_cells, submit
from progress_app.models import Entry, Posting, Review, Rollup, RollupMark, Submission
from progress_app.queries.positions import differences
from targets_app.models import Target
from tests import factories
from tests.people import NOW, make_person
from unions_app.actions import AlreadyDoneError
from unions_app.models import AuditEvent, Receipt

pytestmark = pytest.mark.django_db(transaction=True)
HAVENS, RATE = "新建渝工港湾", "建会率"
UNIONS = ("万州区", "江北区", "渝中区", "开州区", "忠县", "机械冶金")
TYPED = {HAVENS: {"quantity": "5"}, RATE: {"numerator": "80", "denominator": "100"}}
REFUSALS = (ActionRefusedError, AlreadyDoneError)


def at_once(*calls):
    """Make calls in as many threads, begun together; return answers or refusals."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        try:
            connection.ensure_connection()
            barrier.wait()
            return call()
        except REFUSALS as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def kinds(answers):
    return Counter(type(answer).__name__ for answer in answers)


def acceptance(seen, person, *, key=None):
    return lambda: accept_entries(
        versions=seen, person_id=person.pk, at=NOW, client_key=key or uuid4()
    )


@pytest.fixture
def waiting(people):
    """Return, for each of six unions, the versions of two lines awaiting review."""
    found = []
    for union in UNIONS:
        submission = factories.submitted(union, people.reporter, TYPED)
        entries = submission.entries.awaiting_review()
        found.append(dict(entries.values_list("pk", "version")))
    return found


def test_many_acceptances_at_once_leave_a_gapless_ledger(waiting, people, plan):
    answers = at_once(*(acceptance(seen, people.officer) for seen in waiting))

    assert sorted(chain.from_iterable(answers)) == list(range(1, 13))
    assert list(Posting.objects.values_list("sequence", flat=True)) == list(
        range(1, 13)
    )
    told = list(AuditEvent.objects.values_list("sequence", flat=True))
    assert told == list(range(1, len(told) + 1))
    links = Posting.objects.order_by("sequence").values_list("previous_hash", "link")
    assert [before for before, _link in links][1:] == [link for _b, link in links][:-1]


def test_sums_stay_exact_while_jobs_meet_acceptances(waiting, people, plan):
    def accept_and_sum(seen):
        def run():
            sequences = acceptance(seen, people.officer)()
            roll_up_marked()
            return sequences

        return run

    at_once(*(accept_and_sum(seen) for seen in waiting), roll_up_marked)
    roll_up_marked()

    assert not RollupMark.objects.exists()
    city = Rollup.objects.get(
        target__name=HAVENS, union__short_name="市总工会", period__number=10
    )
    assert (city.quantity, city.units_reported, city.last_sequence) == (
        30,
        6,
        Posting.objects.filter(target__name=HAVENS).last().sequence,
    )
    assert differences(plan_id=plan.pk, sequence=12) == []


def test_each_mark_is_consumed_by_one_job(waiting, people):
    for seen in waiting:
        acceptance(seen, people.officer)()

    counts = at_once(*[roll_up_marked] * 4)

    assert sum(counts) == 12
    assert not RollupMark.objects.exists()


def test_of_ten_on_one_version_one_is_saved_and_nine_are_told(people):
    submission = factories.started("万州区", people.reporter)
    entry = factories.entry_for(submission, HAVENS)

    def saving(number):
        return lambda: save_cells(
            submission=submission,
            cells=[CellInput(entry.pk, 0, {"quantity": str(number)})],
            person_id=people.reporter.pk,
            at=NOW,
            client_key=uuid4(),
        )

    outcomes = at_once(*(saving(number) for number in range(10)))

    saved = [n for n, outcome in enumerate(outcomes) if outcome.saved]
    stands = factories.entry_for(submission, HAVENS)
    assert [stands.quantity, stands.version] == [*saved, 1]
    told = [next(iter(o.stale.values())).quantity for o in outcomes if o.stale]
    assert told == saved * 9


def test_one_client_key_has_one_effect(waiting, people):
    key = uuid4()

    answers = at_once(*[acceptance(waiting[0], people.officer, key=key)] * 4)

    assert kinds(answers) == {"list": 1, "AlreadyDoneError": 3}
    responses = [a.response for a in answers if isinstance(a, AlreadyDoneError)]
    assert responses == [{"postings": [1, 2]}] * 3
    assert (Posting.objects.count(), Receipt.objects.filter(pk=key).count()) == (2, 1)


def test_of_two_reviewers_one_decides(waiting, people):
    seen = waiting[0]
    entry_id, version = min(seen.items())

    def sending_back():
        return_entry(
            entry_id=entry_id,
            version=version,
            reason="请核对",
            person_id=people.other_officer.pk,
            at=NOW,
            client_key=uuid4(),
        )

    answers = at_once(
        acceptance(seen, people.officer),
        acceptance(dict(reversed(seen.items())), people.leader),
        sending_back,
    )

    assert kinds(answers)["StaleError"] == 2
    decisions = Review.objects.filter(entry=entry_id).values_list("decision", flat=True)
    state = Entry.objects.get(pk=entry_id).state
    assert list(decisions) == [state]
    assert Posting.objects.count() == (2 if state == "accepted" else 0)


def test_lines_in_any_order_do_not_lock_each_other_out(waiting, people):
    seen = {pk: version for part in waiting for pk, version in part.items()}
    pks = list(seen)
    turned = [{pk: seen[pk] for pk in pks[n:] + pks[:n]} for n in range(6)]

    answers = at_once(*(acceptance(part, people.officer) for part in turned))

    assert kinds(answers) == {"list": 1, "StaleError": 5}
    assert Posting.objects.count() == 12


def test_a_return_handed_in_twice_at_once_is_handed_in_once(people):
    submission = factories.started("万州区", people.reporter)
    factories.saved(submission, people.reporter, TYPED)
    factories.supported(submission, people.reporter)

    def handing_in():
        return submit(
            submission=submission,
            person_id=people.reporter.pk,
            at=NOW,
            client_key=uuid4(),
        )

    answers = at_once(*[handing_in] * 3)

    assert kinds(answers) == {"int": 1, "NothingToSubmitError": 2}
    assert factories.entry_for(submission, HAVENS).version == 2


def test_a_return_begun_by_five_at_once_is_one_return(people):
    started = at_once(*[lambda: factories.started("万州区", people.reporter)] * 5)

    (submission,) = Submission.objects.all()
    assert set(started) == {submission}
    owed = Target.objects.owed_by(
        union_id=submission.union_id, union_kind=submission.union.kind
    )
    assert submission.entries.count() == owed.count()
    assert AuditEvent.objects.filter(action="submission.started").count() == 1


def test_a_target_that_came_since_is_added_once(people):
    submission = factories.started("万州区", people.reporter)
    Target.objects.filter(name="市级培训").update(source="districts")

    at_once(*[lambda: factories.started("万州区", people.reporter)] * 5)

    assert submission.entries.filter(target__name="市级培训").count() == 1


def test_people_at_work_do_not_wait_for_ever_for_each_other(waiting, people):
    clerks = [make_person(f"clerk-{n}") for n in range(3)]

    def working(clerk, number):
        def run():
            union = ("云阳县", "奉节县", "巫山县")[number]
            factories.submitted(union, clerk, TYPED)
            return roll_up_marked()

        return run

    answers = at_once(
        *(acceptance(seen, people.officer) for seen in waiting[:3]),
        *(working(clerk, number) for number, clerk in enumerate(clerks)),
    )

    assert kinds(answers) == {"list": 3, "int": 3}
    assert Entry.objects.awaiting_review().count() == 2 * (3 + 3)
