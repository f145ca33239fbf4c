"""Autosave: the entry grid's script talks to this, in JSON only."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from progress_app.actions.errors import NotOwedError, PeriodClosedError
from progress_app.actions.submissions import SaveOutcome
from progress_app.actions.submissions import save_cells as save
from progress_app.forms import CellsInput, MalformedError, raw_of, read_cells
from progress_app.models import Submission
from progress_app.queries.grid import line_states, submission_lines
from progress_app.queries.lines import Line
from progress_app.queries.loading import submission_to_fill
from progress_app.templatetags.progress import problem, short_time
from unions_app.actions import AlreadyDoneError, KeyReusedError


def refused(code: str, message: str, status: int) -> JsonResponse:
    """Say why nothing was written."""
    return JsonResponse({"error": code, "message": str(message)}, status=status)


@require_POST
def save_cells(request: HttpRequest, pk: int) -> JsonResponse:
    """Save lines of a return; the answer tells of each what became of it."""
    if not request.user.is_authenticated:
        return refused("signed_out", _("登录已过期，请重新登录"), 401)
    try:
        submission = submission_to_fill(request.access, pk)
    except Submission.DoesNotExist:
        return refused("not_found", _("没有您可以填报的这份报送单"), 404)
    try:
        given = read_cells(request.body)
    except MalformedError as error:
        return refused("malformed", error.message, 400)
    if given.person_id not in (None, request.user.pk):
        message = _("现在登录的是另一个人，原来那位填的内容没有保存")
        return refused("other_person", message, 409)
    return _saved(request, submission, given)


def _saved(
    request: HttpRequest, submission: Submission, given: CellsInput
) -> JsonResponse:
    try:
        outcome = save(
            submission=submission,
            cells=given.cells,
            person_id=request.user.pk,
            at=request.moment,
            client_key=given.client_key,
        )
    except AlreadyDoneError as error:
        outcome = _outcome_of(error.response)
    except KeyReusedError:
        return refused("key_reused", _("此编号已用于另一次保存"), 422)
    except PeriodClosedError:
        return refused("period_closed", _("本期不在填报时间内，不能再保存"), 409)
    except NotOwedError:
        return refused("unknown_entry", _("有一行不属于这份报送单"), 404)
    return JsonResponse(_answer(submission, outcome, given.known, request.moment))


def _outcome_of(response: Mapping[str, Any]) -> SaveOutcome:
    """Return what a retried save did the first time; only the saved lines are kept."""
    return SaveOutcome(saved={int(pk): v for pk, v in response["saved"].items()})


def _answer(
    submission: Submission, outcome: SaveOutcome, known: Mapping[int, int], at: datetime
) -> dict[str, Any]:
    """Return the lines by what became of them, as they stand now, by entry id.

    A line that was saved but has been changed by someone since comes as stale; one
    that the page shows and someone else changed comes as changed.
    """
    states = line_states(submission)
    touched = {*outcome.saved, *outcome.stale, *outcome.shut, *outcome.refused}
    changed = {
        pk
        for pk, version in known.items()
        if pk in states and states[pk].version > version
    } - touched
    lines = {
        line.entry.pk: line
        for line in submission_lines(submission, entry_ids=touched | changed)
    }
    overtaken = {
        pk for pk, version in outcome.saved.items() if states[pk].version > version
    }
    return {
        "saved": _told(lines, outcome.saved.keys() - overtaken, at),
        "stale": _told(lines, outcome.stale.keys() | overtaken, at),
        "shut": _told(lines, outcome.shut, at),
        "changed": _told(lines, changed, at),
        "refused": {
            pk: {name: problem(what, lines[pk].target) for name, what in found.items()}
            for pk, found in outcome.refused.items()
        },
        "filled": sum(state.is_filled for state in states.values()),
    }


def _told(
    lines: Mapping[int, Line], entry_ids: Iterable[int], at: datetime
) -> dict[int, object]:
    return {pk: told(lines[pk], at) for pk in sorted(entry_ids)}


def told(line: Line, at: datetime) -> dict[str, Any]:
    """Return a line for the script: ``raw`` as it would be typed, and what to show."""
    entry = line.entry
    return {
        "version": entry.version,
        "raw": raw_of(entry),
        "saved_at": short_time(entry.saved_at, at),
        "saved_by": str(entry.saved_by or ""),
        "state": entry.state,
        "state_label": entry.get_state_display(),
        "is_open": line.is_open,
        "is_filled": line.is_filled,
        "warnings": [str(warning.label) for warning in line.warnings],
    }
