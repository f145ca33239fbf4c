"""A told bridge in one sentence, and as what its waterfall draws."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from reports_app.queries.tellings import Telling, ToldPart
from unionplan.lib import numbers

NAMED = 3
"""How many parts a sentence names."""


def sentence_of(telling: Telling) -> str:
    """Say a difference in one sentence: the largest parts by name, the rest summed."""
    words = {"before": telling.before, "after": telling.after, "change": telling.change}
    if not telling.parts:
        return _("%(before)s → %(after)s，没有变化。") % words
    words["parts"] = _("，").join(
        f"{name} {telling.measure.difference(steps)}"
        for name, steps in _in_a_sentence(telling.parts)
    )
    return _("%(before)s → %(after)s（%(change)s）：%(parts)s。") % words


def _in_a_sentence(parts: Sequence[ToldPart]) -> list[tuple[str, int]]:
    named = [(part.name, part.steps) for part in parts]
    if len(named) <= NAMED + 1:
        return named
    rest = parts[NAMED:]
    number = sum(part.number for part in rest)
    label = _("其余 %(number)s 项") % {"number": number}
    return [*named[:NAMED], (label, sum(part.steps for part in rest))]


def waterfall_of(telling: Telling) -> dict[str, Any]:
    """Return what the waterfall draws: texts only, as every chart's data.

    ``bars`` have a name, from where to where they reach, and what is written at them;
    the first and the last stand for the two moments.
    """
    level = telling.start
    bars = [_bar(_("此前"), 0, level, telling, telling.before)]
    for part in telling.parts:
        text = telling.measure.difference(part.steps)
        bars.append(_bar(part.name, level, level + part.steps, telling, text))
        level += part.steps
    bars.append(_bar(_("此后"), 0, level, telling, telling.after))
    return {
        "bars": bars,
        "isPercent": telling.measure.is_percent,
    }


def _bar(
    name: str, start: int, end: int, telling: Telling, text: str
) -> dict[str, str]:
    number = telling.measure.number
    return {
        "name": name,
        "from": numbers.plain(number(start)),
        "to": numbers.plain(number(end)),
        "text": text,
    }
