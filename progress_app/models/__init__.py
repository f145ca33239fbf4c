"""Submissions and entries, reviews, reminders, the ledger and its roll-up."""

from progress_app.models.corrections import Correction
from progress_app.models.entries import Entry, Review, Submission
from progress_app.models.evidence import Evidence
from progress_app.models.exceptions import PeriodException
from progress_app.models.items import Item
from progress_app.models.ledger import Posting
from progress_app.models.reconciliations import Reconciliation
from progress_app.models.reminders import Reminder
from progress_app.models.rollups import ReferenceCursor, Rollup, RollupMark
from progress_app.models.uploads import WorkbookUpload

__all__ = [
    "Correction",
    "Entry",
    "Evidence",
    "Item",
    "PeriodException",
    "Posting",
    "Reconciliation",
    "ReferenceCursor",
    "Reminder",
    "Review",
    "Rollup",
    "RollupMark",
    "Submission",
    "WorkbookUpload",
]
