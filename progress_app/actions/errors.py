"""Why an action was refused. Each is raised before anything is written."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from progress_app.enums import EvidenceProblem, FigureProblem, ItemProblem

if TYPE_CHECKING:
    from progress_app.actions.submissions import SaveOutcome
    from progress_app.models import Correction, Entry, Item, PeriodException, Posting


class ActionRefusedError(Exception):
    """Base of all refusals."""


class PeriodClosedError(ActionRefusedError):
    """The period is not open for entry: not yet, or locked."""


class NotOwedError(ActionRefusedError):
    """The union does not report on this target."""


class StaleError(ActionRefusedError):
    """Someone else changed the entry meanwhile; ``entry`` is as it stands now."""

    def __init__(self, entry: "Entry") -> None:
        """Keep what stands now, to be shown beside what was typed."""
        super().__init__(entry.pk)
        self.entry = entry


class WrongStateError(ActionRefusedError):
    """The entry is not where this decision can be taken; ``entry`` as it stands."""

    def __init__(self, entry: "Entry") -> None:
        """Keep what stands now."""
        super().__init__(entry.pk)
        self.entry = entry


class OwnWorkError(ActionRefusedError):
    """Nobody decides on what they submitted themselves."""


class NothingToSubmitError(ActionRefusedError):
    """Every filled-in entry has been handed in already, or none is filled in."""


class NotReadyError(ActionRefusedError):
    """Entries must be mended first; ``obstacles`` says which and how, by entry id."""

    def __init__(self, obstacles: Mapping[int, tuple[FigureProblem, ...]]) -> None:
        """Keep the obstacles."""
        super().__init__(len(obstacles))
        self.obstacles = obstacles


class ReasonMissingError(ActionRefusedError):
    """A return needs words that help the reporter."""


class NotLockedError(ActionRefusedError):
    """Nothing to ask for: the period is not locked, or is held open already."""


class AlreadyAskedError(ActionRefusedError):
    """The union has asked for this period, and nobody has decided yet."""


class AlreadyDecidedError(ActionRefusedError):
    """Somebody was faster; ``stands`` is the request or correction as decided."""

    def __init__(self, stands: "PeriodException | Correction") -> None:
        """Keep what stands now."""
        super().__init__(stands.pk)
        self.stands = stands


class UntimelyError(ActionRefusedError):
    """An exception must end ahead of now, and within a month."""


class NotPostedError(ActionRefusedError):
    """The entry has no figure in the ledger that could be corrected."""


class AlreadyProposedError(ActionRefusedError):
    """The cell has a correction without a decision; ``correction`` is that one."""

    def __init__(self, correction: "Correction") -> None:
        """Keep the one that stands in the way."""
        super().__init__(correction.pk)
        self.correction = correction


class StalePostingError(StaleError):
    """The figure in force is another than the one that was seen: both are kept."""

    def __init__(self, entry: "Entry", *, seen: "Posting", stands: "Posting") -> None:
        """Keep the posting that was seen and the one in force."""
        super().__init__(entry)
        self.seen = seen
        self.stands = stands


class StaleCorrectionError(ActionRefusedError):
    """The correction changed meanwhile; ``correction`` is as it stands now."""

    def __init__(self, correction: "Correction") -> None:
        """Keep what stands now."""
        super().__init__(correction.pk)
        self.correction = correction


class LinesRefusedError(ActionRefusedError):
    """Nothing was saved, because of some of the lines; ``outcome`` says which and why."""

    def __init__(self, outcome: "SaveOutcome") -> None:
        """Keep what would have become of each line."""
        super().__init__()
        self.outcome = outcome


class FigureRefusedError(ActionRefusedError):
    """What was typed cannot be taken; ``problems`` says why, by field."""

    def __init__(self, problems: Mapping[str, FigureProblem]) -> None:
        """Keep the problems."""
        super().__init__(len(problems))
        self.problems = problems


class GroundsMissingError(ActionRefusedError):
    """A correction needs a file as evidence, or a stated reference."""


class EvidenceRefusedError(ActionRefusedError):
    """A file cannot be taken as evidence; ``problem`` says why."""

    def __init__(self, problem: EvidenceProblem) -> None:
        """Keep the problem."""
        super().__init__(problem)
        self.problem = problem


class EvidenceKeptError(ActionRefusedError):
    """What this evidence supports can no longer change, so the evidence stays."""


class EvidenceMissingError(ActionRefusedError):
    """The file is not in storage, or is not what was stored."""


class NotItemisedError(ActionRefusedError):
    """The target's figure is typed, not counted from a list."""


class ItemProblemsError(ActionRefusedError):
    """An item cannot be listed as it was typed; ``problems`` says why, by field.

    ``number`` is its row in a pasted block, counted from 1.
    """

    def __init__(self, problems: Mapping[str, ItemProblem], number: int = 1) -> None:
        """Keep what is wrong."""
        super().__init__(number)
        self.problems = problems
        self.number = number


class AlreadyListedError(ActionRefusedError):
    """The list holds this thing already, as ``item``."""

    def __init__(self, item: "Item") -> None:
        """Keep the item that stands on the list."""
        super().__init__(item.pk)
        self.item = item


class NothingToAddError(ActionRefusedError):
    """A pasted block holds nothing that is not on the list already."""


class ItemStaleError(ActionRefusedError):
    """Someone else changed or withdrew the item; ``item`` as it stands now."""

    def __init__(self, item: "Item") -> None:
        """Keep what stands now."""
        super().__init__(item.pk)
        self.item = item
