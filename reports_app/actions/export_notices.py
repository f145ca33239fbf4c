"""Telling a person that their file is there, or why it is not."""

from datetime import datetime

from django.utils.translation import gettext as _

from reports_app.enums import ExportFailure, ExportState
from reports_app.models import Export
from unions_app.actions import News, in_every_language, notify
from unions_app.enums import NoticeKind


def tell_of_export(export: Export, *, at: datetime) -> None:
    """Tell who asked for a file that it has ended, in the transaction of the end.

    The files of publications are told of on their page.
    """
    if export.publication_id is not None:
        return
    news = News(
        kind=NoticeKind.EXPORTED,
        subject=f"export:{export.pk}",
        person_ids=[export.requested_by_id],
        texts=in_every_language(lambda: _told(export)),
    )
    notify(news=[news], at=at)


def _told(export: Export) -> tuple[str, str]:
    names = {"kind": export.get_kind_display(), "plan": export.plan}
    if export.state == ExportState.DONE:
        body = _("%(name)s\nSHA-256：%(hash)s") % {
            "name": export.file_name,
            "hash": export.sha256,
        }
        return _("%(kind)s可以下载了：%(plan)s") % names, body
    why = str(ExportFailure(export.failure).label)
    return _("%(kind)s没有生成：%(plan)s") % names, why
