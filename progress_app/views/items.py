"""登记清单: the items behind a counted figure, added by hand or pasted, in place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from progress_app.actions import items as actions
from progress_app.actions.errors import (
    AlreadyListedError,
    ItemProblemsError,
    ItemStaleError,
    NothingToAddError,
    NotItemisedError,
    PeriodClosedError,
    WrongStateError,
)
from progress_app.enums import ItemProblem
from progress_app.forms import BlockForm, ItemForm, ItemVersionForm
from progress_app.models import Entry, Item
from progress_app.queries.grid import clock_for
from progress_app.queries.items import Block, block_of, register_of
from progress_app.queries.loading import (
    entry_to_list_for,
    entry_with_list,
    item_to_change,
)
from progress_app.rules.desks import can_read_return
from progress_app.rules.items import ITEM_FIELDS, ITEM_LIMITS
from progress_app.rules.transitions import is_editable
from progress_app.views.finding import or_404
from unions_app.actions import AlreadyDoneError, KeyReusedError
from unions_app.rules import can_report_for, sees_every_union
from unions_app.views.doors import signed_in

BAD_REQUEST = 400
CONFLICT = 409
UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page holds besides the list: nothing that was typed is lost.

    ``editing`` is the item whose row is a form, ``raw`` what stands in the open form,
    ``problems`` what is wrong with it; ``text`` and ``block`` are a pasted block.
    ``stale`` is an item as it stands when the person had seen another version of it.
    """

    message: str = ""
    status: int = 200
    editing: int | None = None
    raw: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, ItemProblem] = field(default_factory=dict)
    stale: Item | None = None
    text: str = ""
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a change went: ``message`` says why not; ``is_done`` also for a retry."""

    is_done: bool = False
    message: str = ""
    status: int = CONFLICT
    problems: Mapping[str, ItemProblem] = field(default_factory=dict)
    stale: Item | None = None


def _attempt(change: Callable[[], object]) -> Attempt:
    """Make a change; tell what its refusals mean to the person who made it."""
    try:
        change()
    except AlreadyDoneError:
        return Attempt(is_done=True)
    except KeyReusedError:
        message = _("这个页面已经用过一次，请核对现在的清单后再试。")
        return Attempt(message=message, status=UNPROCESSABLE)
    except ItemProblemsError as refusal:
        message = _("没有保存，请看提示；已填的内容都在。")
        return Attempt(message=message, status=BAD_REQUEST, problems=refusal.problems)
    except AlreadyListedError as refusal:
        message = _("没有保存：清单第 %(position)d 项已是“%(name)s”，名称和代码相同。")
        words = {"position": refusal.item.position, "name": refusal.item.name}
        return Attempt(message=message % words)
    except ItemStaleError as refusal:
        message = _("没有保存：您打开页面之后，他人改过或撤下了这一项。")
        return Attempt(message=message, stale=refusal.item)
    except NothingToAddError:
        return Attempt(message=_("这些项目都已在清单中，没有可登记的。"))
    except (WrongStateError, NotItemisedError):
        return Attempt(message=_("没有保存：此项已提交，清单不能再改。"))
    except PeriodClosedError:
        return Attempt(message=_("没有保存：本期不在填报时间内。"))
    return Attempt(is_done=True)


def raw_of(item: Item) -> dict[str, str]:
    """Return an item as a person would have typed it."""
    texts = {name: getattr(item, name) for name in ITEM_LIMITS}
    return texts | {"happened_on": item.happened_on.isoformat()}


def _page(request: HttpRequest, entry: Entry, shown: Shown) -> HttpResponse:
    union_id = entry.submission.union_id
    clock = clock_for(entry.submission, request.moment)
    can_report = can_report_for(request.access, union_id)
    register = register_of(entry)
    opened = {row.item.pk: row.item for row in register.listed}.get(shown.editing)
    context = {
        "entry": entry,
        "target": entry.target,
        "submission": entry.submission,
        "register": register,
        "opened": opened,
        # What was typed into the row of an item that is gone stands in the add form.
        "raw": shown.raw or (raw_of(opened) if opened else {}),
        "problems": shown.problems,
        "focus": next((n for n in ITEM_FIELDS if n in shown.problems), "name"),
        "sees_all": sees_every_union(request.access),
        "can_edit": can_report and is_editable(entry.state) and clock.is_fillable,
        "is_own": can_report,
        "can_read_return": can_read_return(request.access, union_id),
        "shown": shown,
    }
    return render(request, "progress_app/items.html", context, status=shown.status)


@require_GET
@signed_in
@never_cache
def items(request: HttpRequest, entry_pk: int) -> HttpResponse:
    """Show the list behind a line; ``?edit=7`` opens an item's row as a form."""
    entry = or_404(entry_with_list, request.access, entry_pk)
    wanted = request.GET.get("edit", "")
    editing = int(wanted) if wanted.isascii() and wanted.isdigit() else None
    return _page(request, entry, Shown(editing=editing))


def _refused_form(request: HttpRequest, entry: Entry, form: Form) -> HttpResponse:
    message = str(next(iter(form.errors.values()))[0])
    return _page(request, entry, Shown(message=message, status=BAD_REQUEST))


@require_POST
@signed_in
def add_item(request: HttpRequest, entry_pk: int) -> HttpResponse:
    """Put one item on the list; what was typed stays when it is refused."""
    entry = or_404(entry_to_list_for, request.access, entry_pk)
    form = ItemForm(request.POST)
    if not form.is_valid():
        shown = Shown(message=_("页面已过期，请再按一次。"), raw=form.raw, status=400)
        return _page(request, entry, shown)
    done = _attempt(
        partial(
            actions.add_item,
            entry=entry,
            raw=form.raw,
            person_id=request.user.pk,
            at=request.moment,
            client_key=form.cleaned_data["client_key"],
        )
    )
    if done.is_done:
        messages.success(request, _("已登记：%(name)s") % {"name": form.raw["name"]})
        return redirect("items", entry.pk)
    return _page(
        request,
        _fresh(request, entry),
        Shown(done.message, done.status, raw=form.raw, problems=done.problems),
    )


def _fresh(request: HttpRequest, entry: Entry) -> Entry:
    """Return the line as it stands after a refusal."""
    return or_404(entry_to_list_for, request.access, entry.pk)


@require_POST
@signed_in
def change_item(request: HttpRequest, item_pk: int) -> HttpResponse:
    """Change one item in its row."""
    item = or_404(item_to_change, request.access, item_pk)
    form = ItemVersionForm(request.POST)
    if not form.is_valid():
        return _refused_form(request, item.entry, form)
    done = _attempt(
        partial(
            actions.change_item,
            item=item,
            version=form.cleaned_data["version"],
            raw=form.raw,
            person_id=request.user.pk,
            at=request.moment,
            client_key=form.cleaned_data["client_key"],
        )
    )
    if done.is_done:
        messages.success(request, _("已保存：%(name)s") % {"name": form.raw["name"]})
        return redirect("items", item.entry_id)
    shown = Shown(
        message=done.message,
        status=done.status,
        editing=item.pk,
        raw=form.raw,
        problems=done.problems,
        stale=done.stale,
    )
    return _page(request, _fresh(request, item.entry), shown)


@require_POST
@signed_in
def withdraw_item(request: HttpRequest, item_pk: int) -> HttpResponse:
    """Take one item off the list."""
    item = or_404(item_to_change, request.access, item_pk)
    form = ItemVersionForm(request.POST)
    if not form.is_valid():
        return _refused_form(request, item.entry, form)
    done = _attempt(
        partial(
            actions.withdraw_item,
            item=item,
            version=form.cleaned_data["version"],
            person_id=request.user.pk,
            at=request.moment,
            client_key=form.cleaned_data["client_key"],
        )
    )
    if done.is_done:
        messages.success(request, _("已撤下：%(name)s") % {"name": item.name})
        return redirect("items", item.entry_id)
    shown = Shown(message=done.message, status=done.status)
    return _page(request, _fresh(request, item.entry), shown)


@require_POST
@signed_in
def preview_block(request: HttpRequest, entry_pk: int) -> HttpResponse:
    """Show what a pasted block would add, row by row. Nothing is written."""
    entry = or_404(entry_to_list_for, request.access, entry_pk)
    form = BlockForm(request.POST)
    if not form.is_valid():
        return _block_refused(request, entry, form)
    return _previewed(request, entry, form.cleaned_data["text"], "", 200)


def _block_refused(request: HttpRequest, entry: Entry, form: Form) -> HttpResponse:
    message = str(next(iter(form.errors.values()))[0])
    text = form.data.get("text", "")
    return _page(request, entry, Shown(message, BAD_REQUEST, text=text))


def _previewed(
    request: HttpRequest, entry: Entry, text: str, message: str, status: int
) -> HttpResponse:
    block = block_of(entry, text, at=request.moment)
    return _page(request, entry, Shown(message, status, text=text, block=block))


@require_POST
@signed_in
def add_block(request: HttpRequest, entry_pk: int) -> HttpResponse:
    """Put the previewed rows on the list, all or none."""
    entry = or_404(entry_to_list_for, request.access, entry_pk)
    form = BlockForm(request.POST)
    if not form.is_valid():
        return _block_refused(request, entry, form)
    text = form.cleaned_data["text"]
    before = entry.item_count
    done = _attempt(
        partial(
            actions.add_block,
            entry=entry,
            text=text,
            person_id=request.user.pk,
            at=request.moment,
            client_key=form.cleaned_data["client_key"],
        )
    )
    if not done.is_done:
        fresh = _fresh(request, entry)
        return _previewed(request, fresh, text, done.message, done.status)
    number = _fresh(request, entry).item_count - before
    said = ngettext("已登记 %(number)d 项。", "已登记 %(number)d 项。", number)
    messages.success(request, said % {"number": number})
    return redirect("items", entry.pk)
