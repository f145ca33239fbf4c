"""What was chosen, by its names."""

from dataclasses import dataclass

from reports_app.models import Export
from reports_app.rules.choices import Choices, chosen
from targets_app.models import ReportingPeriod, Target
from tasks_app.models import TaskArea
from unions_app.models import Union


@dataclass(frozen=True, slots=True)
class ChosenWords:
    """The names of what was chosen, () for everything, in the plan's order."""

    areas: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    unions: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    with_postings: bool = True


def words_of(export: Export) -> ChosenWords:
    """Return the names of what was chosen for a file."""
    return chosen_words(chosen(export.choices))


def chosen_words(choices: Choices) -> ChosenWords:
    """Return the names of what was chosen. Cost: a query for each kind of it."""
    if choices.is_everything:
        return ChosenWords()
    models = {
        "areas": (TaskArea, choices.areas),
        "targets": (Target, choices.targets),
        "unions": (Union, choices.unions),
        "periods": (ReportingPeriod, choices.periods),
    }
    names = {
        kind: tuple(map(str, model._default_manager.filter(pk__in=ids))) if ids else ()
        for kind, (model, ids) in models.items()
    }
    return ChosenWords(**names, with_postings=choices.with_postings)
