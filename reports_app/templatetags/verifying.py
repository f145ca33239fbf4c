"""How what became of a workbook is told: a mark, a word, and what to do with it."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports_app.enums import Alteration, WorkbookVerdict
from reports_app.models import Export
from reports_app.queries.today import Subject
from reports_app.rules.verifying.difference import Difference
from targets_app.models import Target
from unions_app.models import Union
from unions_app.templatetags.portal import icon

register = template.Library()

MARKS = {
    WorkbookVerdict.IDENTICAL: ("sound", "shield-check"),
    WorkbookVerdict.RESAVED: ("sound", "device-floppy"),
    WorkbookVerdict.REARRANGED: ("notice", "info-circle"),
    WorkbookVerdict.CHANGED: ("alarm", "alert-triangle"),
    WorkbookVerdict.FORGED: ("alarm", "alert-octagon-filled"),
    WorkbookVerdict.UNCHECKED: ("notice", "help-circle"),
    WorkbookVerdict.UNKNOWN: ("queued", "ban"),
}
"""Colour and shape of each verdict: no two shapes are the same."""
BOXES = {"sound": "success", "notice": "warning", "alarm": "danger", "queued": "info"}
MEANINGS = {
    WorkbookVerdict.IDENTICAL: _(
        "文件与平台生成的原件逐字节相同，SHA-256 一致。可以照它引用。"
    ),
    WorkbookVerdict.RESAVED: _(
        "用别的程序打开并另存过，文件的字节不同，"
        "但每张表每个单元格的数和文字都与原件相同。可以引用。"
    ),
    WorkbookVerdict.REARRANGED: _(
        "每个数和每段文字都与原件相同，但排列、名称、隐藏或显示格式改过，"
        "打印出来可能与原件不一样。引用时请以原件为准。"
    ),
    WorkbookVerdict.CHANGED: _(
        "有的单元格、行、列或工作表与原件不同，逐处列在下面。请不要照它引用，以原件为准。"
    ),
    WorkbookVerdict.FORGED: _(
        "封面或页首所写的来历与平台的记录不同，逐处列在下面。请不要照它引用，并查明来源。"
    ),
    WorkbookVerdict.UNCHECKED: "",
    WorkbookVerdict.UNKNOWN: "",
}
GRAVE_MARKS = {True: ("alarm", "alert-triangle"), False: ("notice", "info-circle")}


@register.simple_tag
def verdict_mark(verdict: str) -> SafeString:
    """Show a verdict as shape, word and colour."""
    found = WorkbookVerdict(verdict)
    return _marked(*MARKS[found], str(found.label))


@register.filter
def verdict_box(verdict: str) -> str:
    """Return which box a verdict is told in."""
    return BOXES[MARKS[WorkbookVerdict(verdict)][0]]


@register.simple_tag
def verdict_icon(verdict: str) -> SafeString:
    """Draw a verdict's shape."""
    return icon(MARKS[WorkbookVerdict(verdict)][1])


@register.filter
def verdict_meaning(verdict: str) -> str:
    """Say what a verdict means for whoever holds the file; "" where a note says it."""
    return str(MEANINGS[WorkbookVerdict(verdict)])


@register.simple_tag
def alteration_mark(kind: Alteration, is_grave: bool) -> SafeString:
    """Show a kind of difference; whether it changes what the workbook says."""
    return _marked(*GRAVE_MARKS[is_grave], str(kind.label))


@register.filter
def place_words(difference: Difference) -> str:
    """Say where a difference is: an address, or a row."""
    if not difference.place.isdecimal():
        return difference.place
    if difference.kind == Alteration.ROW_MISSING:
        return gettext("原第 %(row)s 行") % {"row": difference.place}
    return gettext("第 %(row)s 行") % {"row": difference.place}


@register.simple_tag
def subject_link(subject: Subject, export: Export) -> SafeString:
    """Lead to the figure of the ledger that a difference is about."""
    if subject.posting:
        sequence = subject.posting.sequence
        address = reverse("ledger_posting", args=[sequence])
        words = gettext("入账第 %(sequence)d 号") % {"sequence": sequence}
        return format_html('<a href="{}">{}</a>', address, words)
    asked = {
        name: row.pk
        for name, row in (("target", subject.target), ("union", subject.union))
        if row
    }
    if export.as_of_sequence:
        asked["as_of"] = export.as_of_sequence
    address = f"{reverse('ledger_figure')}?{urlencode(asked)}"
    return format_html('<a href="{}">{}</a>', address, gettext("数的来历"))


@register.simple_tag
def today_link(subject: Subject, export: Export) -> SafeString:
    """Lead to how a target's figure came from the export's to today's."""
    address = since_link(export, subject.target, subject.union)
    return format_html('<a href="{}">{}</a>', address, gettext("与今天比较"))


@register.simple_tag
def since_link(
    export: Export, target: Target | None = None, union: Union | None = None
) -> str:
    """Return the address that compares what an export told with now."""
    asked: dict[str, object] = {
        "from": export.as_of_sequence or f"{export.as_of_at:%Y-%m-%d}",
        "to": "",
        "target": target.pk if target else "",
        "union": union.pk if union else "",
        "changed": "" if target else 1,
    }
    kept = {name: value for name, value in asked.items() if value or name == "to"}
    return f"{reverse('compare')}?{urlencode(kept)}"


def _marked(colour: str, shape: str, words: str) -> SafeString:
    return format_html(
        '<span class="state state-{}">{}<span>{}</span></span>',
        colour,
        icon(shape),
        words,
    )
