"""What went wrong, as the API tells it: problem details of RFC 9457."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"
TYPES = "/api/v1/problems/"
"""Where each kind of problem has its own address, for ever."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, what happened, and what to do."""

    status: int
    title: str | Promise
    detail: str | Promise


KINDS: Mapping[str, Kind] = {
    "invalid": Kind(400, _("请求有误"), _("有的内容填得不对，逐项说明见 errors。")),
    "malformed": Kind(
        400, _("请求看不懂"), _("请求的内容不是有效的 JSON，没有改动任何数据。")
    ),
    "unauthenticated": Kind(
        401, _("需要登录"), _("请先登录，或在 Authorization 头中带上有效的令牌。")
    ),
    "token_refused": Kind(
        401, _("令牌无效"), _("令牌不存在、已到期或已撤销，请到“访问令牌”页新建一个。")
    ),
    "forbidden": Kind(403, _("没有权限"), _("您的角色不能做这件事。")),
    "scope_missing": Kind(
        403,
        _("令牌的权限不够"),
        _("这个令牌没有此项权限，请新建一个带有此项权限的令牌。"),
    ),
    "form_expired": Kind(
        403, _("页面已过期"), _("页面的安全标识已过期，没有改动任何数据。")
    ),
    "not_found": Kind(404, _("没有找到"), _("没有这条数据，或它不属于您。")),
    "method_not_allowed": Kind(
        405, _("方法不适用"), _("这个地址不支持此方法，可用的方法见 Allow 头。")
    ),
    "not_acceptable": Kind(
        406, _("没有此种格式"), _("这个地址只以 JSON 回答，请在 Accept 头中接受它。")
    ),
    "conflict": Kind(409, _("与现状冲突"), _("数据已有变化，没有改动任何数据。")),
    "stale": Kind(
        409,
        _("他人已改"),
        _("有的行在您读取之后已被改动或提交，一行都没有保存；两边的内容见 conflicts。"),
    ),
    "period_closed": Kind(
        409,
        _("本期不能填报"),
        _("本期不在填报时间内，没有改动任何数据；可在网页上申请补报。"),
    ),
    "not_ready": Kind(
        409, _("还不能提交"), _("有的行要先改好，逐行说明见 errors，一行都没有提交。")
    ),
    "nothing_to_submit": Kind(
        409, _("没有可提交的"), _("没有填好而未提交的行，没有改动任何数据。")
    ),
    "too_large": Kind(413, _("内容过大"), _("请求的内容超过了大小限制，没有保存。")),
    "unsupported_media_type": Kind(
        415, _("不支持这种内容"), _("请用 Content-Type 头写明本地址接受的格式。")
    ),
    "key_reused": Kind(
        422,
        _("幂等键已用过"),
        _("这个 Idempotency-Key 已用于另一次请求，请换一个新的。没有改动任何数据。"),
    ),
    "throttled": Kind(
        429, _("请求过于频繁"), _("请在 Retry-After 头写明的秒数之后再试。")
    ),
    "defect": Kind(
        500,
        _("服务器出错"),
        _("这是我们的缺陷，您的请求没有生效。请稍后再试或告诉管理员。"),
    ),
    "unavailable": Kind(
        503, _("暂时不能服务"), _("数据库暂时连不上，没有丢失任何数据，请稍后再试。")
    ),
}


def problem_details(
    code: str,
    *,
    detail: str | Promise = "",
    errors: Mapping[str, list[str]] | None = None,
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a problem of a kind as the body of an answer, in the reader's language.

    ``errors`` are by field; ``more`` are members of this kind alone.
    """
    kind = KINDS[code]
    told: dict[str, Any] = {
        "type": f"{TYPES}{code}",
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(detail or kind.detail),
    }
    if errors:
        told["errors"] = errors
    return told | dict(more or {})


def errors_by_field(detail: Any, field: str = "") -> dict[str, list[str]]:
    """Return errors however deep they lie, by a path such as ``cells.0.version``."""
    if isinstance(detail, Mapping):
        parts = {str(name): inner for name, inner in detail.items()}
    elif isinstance(detail, list) and any(
        isinstance(one, Mapping | list) for one in detail
    ):
        parts = {str(place): inner for place, inner in enumerate(detail)}
    else:
        rows = detail if isinstance(detail, list) else [detail]
        return {field or "request": [str(row) for row in rows]} if rows else {}
    found: dict[str, list[str]] = {}
    for name, inner in parts.items():
        found |= errors_by_field(inner, f"{field}.{name}" if field else name)
    return found
