"""Words for entries, reviews, lights and everything around them."""

from progress_app.enums.changes import (
    CorrectionReason,
    CorrectionState,
    EvidenceProblem,
    ExceptionDecision,
)
from progress_app.enums.desks import Light, ReminderKind, ReportingState
from progress_app.enums.entries import (
    Decision,
    EntryState,
    Presence,
    ReturnReason,
    Stage,
)
from progress_app.enums.figures import FigureProblem, FigureWarning
from progress_app.enums.items import ItemProblem, Likeness
from progress_app.enums.moments import AsOfProblem
from progress_app.enums.uploads import CellProblem, FormRefusal, UploadState

__all__ = [
    "AsOfProblem",
    "CellProblem",
    "CorrectionReason",
    "CorrectionState",
    "Decision",
    "EntryState",
    "EvidenceProblem",
    "ExceptionDecision",
    "FigureProblem",
    "FigureWarning",
    "FormRefusal",
    "ItemProblem",
    "Light",
    "Likeness",
    "Presence",
    "ReminderKind",
    "ReportingState",
    "ReturnReason",
    "Stage",
    "UploadState",
]
