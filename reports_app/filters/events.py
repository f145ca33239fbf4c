"""Filters of the audit trail."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from reports_app.enums import EventKind
from reports_app.filters.base import (
    LedgerFilters,
    Rows,
    choice_filter,
    person_filter,
    union_filter,
)
from unions_app.models import AuditEvent

LONGEST_SUBJECT = 60


class EventFilters(LedgerFilters):
    """Audit events by union, person, days, kind and what they are about."""

    union = union_filter("union")
    person = person_filter(_("人员"), "person")
    kind = choice_filter(_("种类"), EventKind.choices, method="of_kind")
    subject = django_filters.CharFilter(
        label=_("对象"),
        max_length=LONGEST_SUBJECT,
        widget=forms.TextInput(
            attrs={"class": "form-control", "placeholder": "entry:12"}
        ),
        error_messages={"max_length": _("对象不超过60个字符，例如 entry:12")},
    )

    class Meta(LedgerFilters.Meta):
        model = AuditEvent
        fields = ()

    def of_kind(self, rows: Rows, name: str, value: Any) -> Rows:
        """Keep events whose action begins with the kind's name."""
        return rows.filter(action__startswith=value)
