"""The base of every page that keeps reference data in Django's admin."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters, InlineModelAdmin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest

from unionplan.lib.chain import body_hash
from unionplan.lib.numbers import plain
from unions_app.actions import Happening, record
from unions_app.models import Person, Union
from unions_app.rules import can_administer

AsItIs = bool | int | list | None


class AdministratorsOnly:
    """Lets administrators in by their memberships; lets nobody delete.

    What was once used must stay readable: close it, end it, or add a version.
    """

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the app to administrators."""
        return can_administer(request.access)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators look."""
        return can_administer(request.access)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators add."""
        return can_administer(request.access)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators change."""
        return can_administer(request.access)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse everyone."""
        return False


class ReferenceInline(AdministratorsOnly, InlineModelAdmin):
    """Rows kept on the page of what they belong to."""

    extra = 0
    can_delete = False


class LandedInline(ReferenceInline):
    """Rows that are never changed once they have landed: a change is a new row."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse everyone."""
        return False


class ReferenceAdmin(AdministratorsOnly, admin.ModelAdmin):
    """Keeps one kind of reference data; each save leaves its audit events."""

    actions = None

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Open the list; what no database holds is a filter that is not understood.

        SQLite refuses a number beyond 64 bits, PostgreSQL a text with a NUL.
        """
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, ValueError) as error:
            raise IncorrectLookupParameters from error

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm,
        formsets: Iterable[BaseInlineFormSet],
        change: bool,
    ) -> None:
        """Save the inlines, then write the audit trail, in the same transaction."""
        super().save_related(request, form, formsets, change)
        if happenings := self.happenings(form, formsets, change):
            record(
                happenings=happenings,
                person_id=request.access.person_id,
                at=request.moment,
            )

    def happenings(
        self, form: ModelForm, formsets: Iterable[BaseInlineFormSet], change: bool
    ) -> list[Happening]:
        """Return one happening per row that was added or changed."""
        found = []
        if not change:
            found.append(added(form.instance))
        elif form.has_changed():
            found.append(changed(form.instance, form.changed_data, form.initial))
        for formset in formsets:
            stood = {form.instance.pk: form.initial for form in formset.initial_forms}
            found += [added(row) for row in formset.new_objects]
            found += [
                changed(row, names, stood[row.pk])
                for row, names in formset.changed_objects
            ]
        return found


def added(row: models.Model) -> Happening:
    """Return that a row was added, with all it was given."""
    fields = row._meta.fields + row._meta.many_to_many
    names = [field.name for field in fields if field.editable and not field.primary_key]
    return _happening("reference.added", row, fields=_audited_now(row, names))


def changed(
    row: models.Model, names: Sequence[str], before: Mapping[str, Any]
) -> Happening:
    """Return that some of a row's fields were changed: their new and old values.

    The old ones let a past moment be told with the reference data of that moment.
    """
    stood = {
        field.name: audited_value(row, field, before.get(field.name))
        for field in _fields_named(row, names)
    }
    return _happening(
        "reference.changed", row, fields=_audited_now(row, names), before=stood
    )


def _happening(
    action: str, row: models.Model, **detail: dict[str, AsItIs | str]
) -> Happening:
    return Happening(
        action=action,
        subject=f"{row._meta.model_name}:{row.pk}",
        union_id=row.pk if isinstance(row, Union) else getattr(row, "union_id", None),
        detail=detail,
    )


def _fields_named(row: models.Model, names: Sequence[str]) -> list[models.Field]:
    fields = row._meta.fields + row._meta.many_to_many
    return [field for field in fields if field.name in names]


def _audited_now(row: models.Model, names: Sequence[str]) -> dict[str, AsItIs | str]:
    return {
        field.name: audited_value(row, field, field.value_from_object(row))
        for field in _fields_named(row, names)
    }


def audited_value(row: models.Model, field: models.Field, value: Any) -> AsItIs | str:
    """Return what the audit trail may keep of a field's value, for ever.

    Ids, figures, dates and choices stand as they are; of a text its SHA-256; of a
    person's texts nothing, because a short name can be guessed from its hash.
    """
    if isinstance(field, models.ManyToManyField):
        return sorted(item.pk for item in value or ())
    if isinstance(value, str) and not field.choices:
        return None if isinstance(row, Person) else body_hash(value)
    if isinstance(value, Decimal):
        return plain(value)
    return value if isinstance(value, AsItIs) else str(value)
