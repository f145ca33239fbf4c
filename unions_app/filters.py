"""Filters of the API: names are whitelisted, a name that is not known is refused."""

from typing import Any

import django_filters
from django import forms
from django.db.models.query import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request

from unions_app.models import Union

PAGING = frozenset({"limit", "cursor"})


class KnownNamesForm(forms.Form):
    """Refuses parameters that nobody reads: a slip would otherwise return everything."""

    def clean(self) -> dict[str, Any] | None:
        """Put an error under each unknown name, with the names there are."""
        known = sorted({*self.fields, *PAGING})
        for name in sorted(set(self.data) - set(known)):
            message = _("没有这个筛选条件。可用的有：%(names)s") % {
                "names": ", ".join(known)
            }
            self.errors[name] = self.error_class([message])
        return super().clean()


class KnownNames(django_filters.FilterSet):
    """Base of every filter set; by itself, one without filters."""

    class Meta:
        form = KnownNamesForm


def visible_unions(request: Request | None) -> QuerySet[Union]:
    """Return the unions that may be asked for; none while the schema is written."""
    if request is None:
        return Union.objects.none()
    return Union.objects.visible_to(request.access)


class UnionFilters(KnownNames):
    """Unions by kind, peer group, code and superior."""

    class Meta(KnownNames.Meta):
        model = Union
        fields = ("kind", "peer_group", "code", "parent")
