"""Filters of the API: names are whitelisted, a name that is not known is refused."""

from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models.query import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework.request import Request

from unions_app.models import Union

LARGEST_NUMBER = 2**15 - 1
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


@extend_schema_field({"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER})
class WholeFilter(django_filters.Filter):
    """A whole number; 0.5 is refused, not cut off."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **options: Any) -> None:
        """Bound it by the columns it is compared with."""
        super().__init__(*args, **options, min_value=0, max_value=LARGEST_NUMBER)


class KnownNames(django_filters.FilterSet):
    """Base of every filter set; by itself, one without filters."""

    FILTER_DEFAULTS = {
        **django_filters.FilterSet.FILTER_DEFAULTS,
        models.PositiveSmallIntegerField: {"filter_class": WholeFilter},
        models.PositiveIntegerField: {"filter_class": WholeFilter},
    }

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
