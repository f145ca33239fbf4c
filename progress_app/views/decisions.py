"""What the approver's and the officer's desk share: taking one decision."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.forms import Form
from django.utils.translation import gettext as _

from progress_app.actions.errors import OwnWorkError, StaleError, WrongStateError
from progress_app.actions.reviews import return_entry
from progress_app.forms import ReturnForm, Seen
from progress_app.models import Entry
from progress_app.queries.ledger import figure_of
from progress_app.rules.figures import Figure
from unions_app.actions import AlreadyDoneError, KeyReusedError

BAD_REQUEST = 400
CONFLICT = 409
UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a decision went: ``message`` says why not; ``is_done`` also for a retry.

    ``stale`` is the entry as it stands now, when the person had seen another version.
    """

    is_done: bool
    is_repeated: bool = False
    stale: Entry | None = None
    message: str = ""
    status: int = 200


NOTHING_DECIDED = Verdict(is_done=False)
"""The verdict of a page that is only looked at."""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """An entry that changed after the page was made: as it is, and as it was seen."""

    entry: Entry
    figure: Figure
    seen: str


def overtaken(verdict: Verdict, seen: Mapping[int, Seen]) -> Overtaken | None:
    """Return both values of the entry that stopped a decision; None if none did."""
    if verdict.stale is None:
        return None
    known = seen.get(verdict.stale.pk)
    return Overtaken(
        entry=verdict.stale,
        figure=figure_of(verdict.stale),
        seen=known.figure if known else "",
    )


def attempt(decide: Callable[[], object]) -> Verdict:
    """Take a decision; tell what its refusals mean to the person who took it."""
    try:
        decide()
    except AlreadyDoneError:
        return Verdict(is_done=True, is_repeated=True)
    except KeyReusedError:
        message = _("这个页面已经用过一次，请核对现在的内容后再决定。")
        return Verdict(is_done=False, message=message, status=UNPROCESSABLE)
    except StaleError as refusal:
        message = _("您打开页面之后，此项又有改动，所以没有执行。请核对后再决定。")
        return Verdict(
            is_done=False, stale=refusal.entry, message=message, status=CONFLICT
        )
    except WrongStateError as refusal:
        return elsewhere(refusal.entry)
    except OwnWorkError:
        message = _("这是您自己提交的，不能自己审核；请由另一位同事处理。")
        return Verdict(is_done=False, message=message, status=CONFLICT)
    return Verdict(is_done=True)


def elsewhere(entry: Entry) -> Verdict:
    """Tell that an entry is not where this desk can decide on it."""
    message = _("此项现在的状态是“%(state)s”，不在您这一步，没有执行。") % {
        "state": entry.get_state_display()
    }
    return Verdict(is_done=False, stale=entry, message=message, status=CONFLICT)


def invalid(form: Form) -> Verdict:
    """Tell the first thing that is wrong with a form that has no visible fields."""
    message = str(next(iter(form.errors.values()))[0])
    return Verdict(is_done=False, message=message, status=BAD_REQUEST)


def must_be_opened() -> Verdict:
    """Tell that rows with a warning are not accepted together with others."""
    message = _("其中有带提示的项目，须逐项打开核对，所以都没有通过。")
    return Verdict(is_done=False, message=message, status=CONFLICT)


def attempt_return(
    entry: Entry, *, is_here: bool, form: ReturnForm, person_id: int, at: datetime
) -> Verdict:
    """Send an entry back if it lies on this desk; the other desk has its own say.

    Only the version that was seen can lie elsewhere: with any other, the action knows
    whether this is the same click again or somebody else was faster.
    """
    given = form.cleaned_data
    if entry.version == given["version"] and not is_here:
        return elsewhere(entry)
    return attempt(
        partial(
            return_entry,
            entry_id=entry.pk,
            version=given["version"],
            reason=given["reason"],
            person_id=person_id,
            at=at,
            client_key=given["client_key"],
        )
    )
