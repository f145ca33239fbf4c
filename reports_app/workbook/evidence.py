"""The files that the listed postings rest on, with their hashes."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from progress_app.models import Evidence
from reports_app.models import Export
from reports_app.queries.export_rows import Names, evidence_rows, first_postings
from reports_app.queries.exports import WorkbookFacts
from reports_app.workbook.cells import local
from reports_app.workbook.columns import Column, integer, moment
from reports_app.workbook.tables import LongTable
from unionplan.lib.spreadsheets.rows import Line


def evidence_table(facts: WorkbookFacts, *, export: Export) -> LongTable:
    """Return one row a file, in the order they were uploaded."""
    return LongTable(
        name="evidence",
        title=_("佐证材料"),
        columns=_columns(),
        count=facts.evidence_count,
        lines=lambda: _lines(facts, export),
    )


def _columns() -> tuple[Column, ...]:
    return (
        integer(_("材料编号"), 4, "evidence_id"),
        integer(_("入账序号"), 4, "sequence"),
        Column(_("单位"), 7, "union"),
        Column(_("指标编号"), 4, "target_code"),
        Column(_("指标名称"), 14, "target_name"),
        Column(_("报送期"), 6, "period"),
        Column(_("支持"), 4, "supports"),
        Column(_("文件名"), 16, "name"),
        Column(_("类型"), 12, "content_type"),
        integer(_("字节数"), 5, "bytes"),
        Column("SHA-256", 32, "sha256"),
        Column(_("上传人"), 8, "uploaded_by"),
        moment(_("上传时间（北京时间）"), 9, "uploaded_at"),
    )


def _lines(facts: WorkbookFacts, export: Export) -> Iterator[Line]:
    names = Names()
    unions = {pk: union.short_name for pk, union in facts.frame.unions.items()}
    targets = {one.pk: (one.code, one.name) for one in facts.frame.targets}
    periods = {one.pk: str(one) for one in facts.frame.now.periods}
    for files in evidence_rows(export=export):
        names.learn(file.uploaded_by_id for file in files)
        posted = first_postings([f.entry_id for f in files if f.entry_id])
        for file in files:
            sequence, union_id, target_id, period_id = _basis(file, posted)
            yield (
                0,
                (
                    file.pk,
                    sequence,
                    unions[union_id],
                    *targets[target_id],
                    periods[period_id],
                    _("更正") if file.correction_id else _("报送"),
                    file.name,
                    file.content_type,
                    file.size,
                    file.sha256,
                    names.of(file.uploaded_by_id),
                    local(file.uploaded_at),
                ),
            )


def _basis(
    file: Evidence, posted: dict[int, tuple[int, int, int, int]]
) -> tuple[int, int, int, int]:
    if file.correction is None:
        return posted[file.entry_id]
    posting = file.correction.posting
    return posting.sequence, posting.union_id, posting.target_id, posting.period_id
