"""Screens that a person keeps by a name of their own."""

from datetime import datetime

from django.db import transaction

from reports_app.models import SavedView
from unions_app.actions import Happening, record
from unions_app.models import Person

MOST_VIEWS = 20


class TooManyViewsError(Exception):
    """The person keeps as many views as the menu holds."""


@transaction.atomic
def save_view(
    *, name: str, path: str, query: str, person_id: int, at: datetime
) -> SavedView:
    """Keep a screen by a name; the same name again leads to the new one.

    ``path`` and ``query`` were read by the form: an own address without a moment.
    Errors: TooManyViewsError.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    kept = SavedView.objects.filter(person=person_id)
    if not kept.filter(name=name).exists() and kept.count() >= MOST_VIEWS:
        raise TooManyViewsError
    view, _is_new = SavedView.objects.update_or_create(
        person_id=person_id, name=name, defaults={"path": path, "query": query}
    )
    _record("view.saved", view.pk, person_id, at)
    return view


@transaction.atomic
def forget_view(*, view_id: int, person_id: int, at: datetime) -> None:
    """Take a view off the menu. Errors: SavedView.DoesNotExist for another's."""
    SavedView.objects.get(pk=view_id, person=person_id).delete()
    _record("view.forgotten", view_id, person_id, at)


def _record(action: str, view_id: int, person_id: int, at: datetime) -> None:
    happening = Happening(action=action, subject=f"savedview:{view_id}")
    record(happenings=[happening], person_id=person_id, at=at)
