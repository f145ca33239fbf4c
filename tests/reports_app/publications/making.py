"""What tests of publications do again and again."""

from uuid import uuid4

from progress_app.actions.rollups import follow_reference_changes
from progress_app.queries.as_of import AsOf
from reports_app.actions.publications import Draft, draft_publication, publish
from reports_app.models import Publication
from tasks_app.models import Plan
from tests import factories
from tests.people import NOW, People
from unions_app.models import Person

MOMENT = "2024-10-20"
"""September was due and October not yet open: figures of September."""
HAVENS, RATE, BASICS = "新建渝工港湾", "建会率", "大抓基层三年行动"


def drafted(person: Person, *, moment: str = MOMENT, **changes) -> Publication:
    """Return a draft of what the ledger said at a moment."""
    as_of: AsOf = factories.past(moment)
    decided = {"title": "2024年第三季度工作情况通报", "as_of": as_of} | changes
    return draft_publication(
        plan=Plan.objects.get(),
        draft=Draft(**decided),
        is_demonstration=True,
        person_id=person.pk,
        at=NOW,
        client_key=uuid4(),
    )


def confirmed(draft: Publication, person: Person, **changes) -> Publication:
    """Publish a draft as it was last seen."""
    follow_reference_changes()
    arguments = {
        "publication": draft,
        "seen_sequence": draft.as_of_sequence,
        "person_id": person.pk,
        "at": NOW,
        "client_key": uuid4(),
    }
    return publish(**{**arguments, **changes})


def published(person: Person, **changes) -> Publication:
    """Return a publication of a moment, as the database holds it."""
    made = confirmed(drafted(person, **changes), person)
    return Publication.objects.get(pk=made.pk)


def post_some(people: People) -> None:
    """Post a figure, a rate and a milestone for August and September."""
    for number, quantity in ((8, "12"), (9, "30")):
        typed = {
            HAVENS: {"quantity": quantity},
            RATE: {"numerator": "84996", "denominator": "100000"},
            BASICS: {"stage": "blocked"},
        }
        factories.accepted(
            "万州区", people.reporter, people.officer, typed, number=number
        )
