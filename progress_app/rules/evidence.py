"""Which files are taken as evidence, and until when they can be taken away."""

from progress_app.enums import EvidenceProblem
from progress_app.rules.figures import UNSTORABLE

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 10
MOST_NAME = 200
UNNAMEABLE = '/\\:*?"<>|\n\t'
"""What a name cannot hold where it is saved again: a path, or a line break."""


def problem_with(
    *, name: str, size: int, content_type: str | None, present: int
) -> EvidenceProblem | None:
    """Return why a file is not taken; None for one that is.

    ``content_type`` is what its content says, None for what is not on the list;
    ``present`` how many files there are already.
    """
    if present >= MOST_FILES:
        return EvidenceProblem.TOO_MANY
    if size == 0:
        return EvidenceProblem.EMPTY
    if size > MOST_BYTES:
        return EvidenceProblem.TOO_LARGE
    if content_type is None:
        return EvidenceProblem.UNKNOWN_TYPE
    if not is_nameable(name):
        return EvidenceProblem.BAD_NAME
    return None


def is_nameable(name: str) -> bool:
    """Return whether a name can be kept, shown and given to a saved file."""
    is_storable = not UNSTORABLE.search(name) and not set(name) & set(UNNAMEABLE)
    return 0 < len(name) <= MOST_NAME and is_storable
