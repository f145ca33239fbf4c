"""How rows of the ledger are told: what events are called, where subjects lead."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from progress_app.models import Posting
from progress_app.queries.neighbours import Neighbourhood
from progress_app.templatetags.progress import DEEDS
from reports_app.enums import EventKind
from unions_app.enums import ChainFault
from unions_app.models import AuditEvent, Person

register = template.Library()

NAMES = DEEDS | {
    "item.add": _("登记一项"),
    "item.change": _("修改登记项"),
    "item.withdraw": _("撤下登记项"),
    "item.block": _("成批登记"),
    "evidence.read": _("下载佐证材料"),
    "workbook.uploaded": _("上传填报表"),
    "unions.reminded": _("催报"),
    "export.requested": _("申请导出"),
    "export.finished": _("导出生成"),
    "export.failed": _("导出未生成"),
    "export.downloaded": _("下载导出"),
    "verification.recorded": _("核验工作簿"),
    "sample.drawn": _("抽样"),
    "sample.found": _("记录核查结论"),
    "sample.paper": _("下载工作底稿"),
    "books.agreed": _("对账一致"),
    "books.differed": _("对账发现差异"),
    "chains.anchored": _("封存锚点"),
    "reference.added": _("增加基础数据"),
    "reference.changed": _("修改基础数据"),
    "quotas.set": _("设定分解任务数"),
    "person.created": _("增加人员"),
    "password.set": _("重设密码"),
    "password_changed": _("修改密码"),
    "token.created": _("新建访问令牌"),
    "token.revoked": _("撤销访问令牌"),
    "sign_in": _("登录"),
    "sign_in_refused": _("登录被拒绝"),
    "sign_in_failed": _("登录失败"),
    "account_locked": _("账号锁定"),
    "sign_out": _("退出"),
}
PAGES = {
    "entry": "entry",
    "submission": "submission",
    "exception": "exception",
    "target": "target",
    "export": "export",
    "verification": "verification",
    "sample": "sample",
}
"""The page of a subject of the audit trail, by the word before its colon."""
SHORT = 12
"""Digits of a hash that a list shows; the row's own page shows all."""


@register.filter
def event_name(action: str) -> str:
    """Say what an event is called; its technical name where it has no other."""
    return str(NAMES.get(action, action))


@register.simple_tag
def subject_of(event: AuditEvent) -> SafeString:
    """Show what an event is about, as a link where it has a page."""
    kind, _colon, pk = event.subject.partition(":")
    labels = dict(EventKind.choices)
    label = labels.get(kind)
    shown = f"{label} {pk}" if label and pk else event.subject
    if kind not in PAGES or not pk:
        return format_html("{}", shown)
    return format_html('<a href="{}">{}</a>', reverse(PAGES[kind], args=[pk]), shown)


@register.filter
def detail_lines(detail: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what an event keeps, by name, as it is stored."""
    return [
        (
            name,
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
        )
        for name, value in sorted(detail.items())
    ]


@register.filter
def short_hash(text: str) -> str:
    """Show the first digits of a hash."""
    return text[:SHORT]


@register.filter
def entered_by(posting: Posting) -> Person | None:
    """Return who gave the figure: of a correction, who proposed it."""
    correction = getattr(posting, "correction", None)
    return correction.proposed_by if correction else posting.entry.submitted_by


@register.filter
def of_entry(row: Any) -> Any:
    """Return the entry that a row is about: its own, or that of its correction."""
    return row.entry if row.entry_id else row.correction.entry


@register.filter
def flaw_words(place: Neighbourhood) -> str:
    """Say what is wrong around a row; "" where nothing is."""
    flaw = place.flaw
    if flaw is None:
        return ""
    what = ChainFault(flaw.fault).label % {"place": flaw.place, "on": flaw.on}
    return gettext("%(what)s。请立即告诉管理员，并核验整条链。") % {"what": what}


@register.simple_tag
def checked_words(place: Neighbourhood) -> str:
    """Say which rows were reckoned again, and that they are sound where they are."""
    told = {"first": place.first, "last": place.last}
    if place.flaw is None:
        return (
            gettext(
                "已重新计算第 %(first)d 至 %(last)d 条的哈希和密钥封签，与所存的相符。"
            )
            % told
        )
    return gettext("已重新计算第 %(first)d 至 %(last)d 条的哈希和密钥封签。") % told
