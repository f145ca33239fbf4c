"""The ledger itself as of the stamp's sequence, corrections with their reasons."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from progress_app.enums import CorrectionReason, Presence, Stage
from reports_app.models import Export
from reports_app.queries.export_rows import Names, PostingRow, posting_rows
from reports_app.queries.exports import WorkbookFacts
from reports_app.workbook.cells import local
from reports_app.workbook.columns import Column, integer, moment, number
from reports_app.workbook.tables import LongTable
from unionplan.lib.spreadsheets.rows import Line


def postings_table(facts: WorkbookFacts, *, export: Export) -> LongTable:
    """Return one row a posting, oldest first."""
    return LongTable(
        name="postings",
        title=_("入账记录"),
        columns=_columns(),
        count=facts.posting_count,
        lines=lambda: _lines(facts, export),
        pages_wide=2,
    )


def _columns() -> tuple[Column, ...]:
    return (
        integer(_("序号"), 3, "sequence"),
        moment(_("入账时间（北京时间）"), 9, "recorded_at"),
        Column(_("单位"), 7, "union"),
        Column(_("指标编号"), 4, "target_code"),
        Column(_("指标名称"), 14, "target_name"),
        Column(_("报送期"), 6, "period"),
        integer(_("期次"), 3, "period_number"),
        Column(_("填报情况"), 5, "presence"),
        number(_("本期数"), 6, "quantity"),
        number(_("分子"), 5, "numerator"),
        number(_("分母"), 5, "denominator"),
        Column(_("阶段"), 4, "stage"),
        integer(_("更正序号"), 4, "supersedes"),
        integer(_("被取代序号"), 5, "superseded_by"),
        Column(_("更正原因"), 6, "correction_reason"),
        Column(_("更正说明"), 16, "correction_words"),
        Column(_("更正依据"), 10, "correction_reference"),
        moment(_("更正提出时间（北京时间）"), 9, "correction_proposed_at"),
        integer(_("填报人编号"), 4, "reporter_id"),
        Column(_("填报人"), 8, "reporter"),
        integer(_("审核人编号"), 4, "reviewer_id"),
        Column(_("审核人"), 8, "reviewer"),
        Column(_("哈希"), 32, "hash"),
    )


def _lines(facts: WorkbookFacts, export: Export) -> Iterator[Line]:
    tell = _Teller(facts)
    for rows in posting_rows(export=export):
        ids = (pk for row in rows for pk in (reporter_of(row), row.reviewer_id))
        tell.names.learn(ids)
        yield from map(tell.line, rows)


def reporter_of(row: PostingRow) -> int | None:
    """Return who gave the figure: of a correction, who proposed it."""
    return row.proposed_by_id if row.reason_code else row.submitted_by_id


class _Teller:
    """Puts the words of unions, targets and periods to postings."""

    def __init__(self, facts: WorkbookFacts) -> None:
        self.names = Names()
        self._sequence = facts.stamp.sequence
        self._unions = {pk: u.short_name for pk, u in facts.frame.unions.items()}
        self._targets = {
            target.pk: (target.decimal_places, target.code, target.name)
            for target in facts.frame.targets
        }
        self._periods = {p.pk: (str(p), p.number) for p in facts.frame.now.periods}
        self._presence = {p.value: str(p.label) for p in Presence}
        self._stages = {"": None} | {s.value: str(s.label) for s in Stage}
        self._reasons = {None: None} | {
            reason.value: str(reason.label) for reason in CorrectionReason
        }

    def line(self, row: PostingRow) -> Line:
        """Return a posting as a line of the table."""
        places, code, name = self._targets[row.target_id]
        period, number_of_period = self._periods[row.period_id]
        reporter_id = reporter_of(row)
        is_known_later = row.later is not None and row.later <= self._sequence
        return places, (
            row.sequence,
            local(row.recorded_at),
            self._unions[row.union_id],
            code,
            name,
            period,
            number_of_period,
            self._presence[row.presence],
            row.quantity,
            row.numerator,
            row.denominator,
            self._stages[row.stage],
            row.supersedes_id,
            row.later if is_known_later else None,
            self._reasons[row.reason_code],
            row.words or None,
            row.reference or None,
            local(row.proposed_at),
            reporter_id,
            self.names.of(reporter_id),
            row.reviewer_id,
            self.names.of(row.reviewer_id),
            row.link,
        )
