"""A form that is filled in as an earlier order was."""

from typing import Any

from reports_app.models import Export
from reports_app.rules.choices import chosen


def initial_of(export: Export) -> dict[str, Any]:
    """Return what a form starts with, so that only what differs has to be chosen."""
    choices = chosen(export.choices)
    return {
        "plan": export.plan_id,
        "kind": export.kind,
        "language": export.language,
        "as_of": export.as_of_text,
        "postings": "with" if choices.with_postings else "without",
        "areas": choices.areas,
        "targets": choices.targets,
        "unions": choices.unions,
        "periods": choices.periods,
    }
