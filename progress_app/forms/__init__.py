"""What desks and the entry grid send, as typed data."""

from progress_app.forms.cells import (
    MOST_CELLS,
    RAW_FIELDS,
    CellsInput,
    MalformedError,
    raw_of,
    read_cells,
)
from progress_app.forms.corrections import (
    CorrectionDecisionForm,
    CorrectionForm,
    CorrectionRefusalForm,
    EvidenceForm,
)
from progress_app.forms.decisions import DecisionForm, ReturnForm
from progress_app.forms.exceptions import (
    AskExceptionForm,
    GrantExceptionForm,
    RefuseExceptionForm,
    day_field,
)
from progress_app.forms.filters import ReviewFilterForm
from progress_app.forms.items import (
    BLOCK_LENGTH,
    MOST_ROWS,
    BlockForm,
    ItemForm,
    ItemVersionForm,
)
from progress_app.forms.keys import (
    LARGEST_ID,
    LARGEST_VERSION,
    REASON_LENGTH,
    KeyForm,
    storable,
    words_field,
)
from progress_app.forms.reminders import RemindForm
from progress_app.forms.seen import Seen, VersionsForm
from progress_app.forms.uploads import WORKBOOK, UploadForm

__all__ = [
    "BLOCK_LENGTH",
    "LARGEST_ID",
    "LARGEST_VERSION",
    "MOST_CELLS",
    "MOST_ROWS",
    "RAW_FIELDS",
    "REASON_LENGTH",
    "WORKBOOK",
    "AskExceptionForm",
    "BlockForm",
    "CellsInput",
    "CorrectionDecisionForm",
    "CorrectionForm",
    "CorrectionRefusalForm",
    "DecisionForm",
    "EvidenceForm",
    "GrantExceptionForm",
    "ItemForm",
    "ItemVersionForm",
    "KeyForm",
    "MalformedError",
    "RefuseExceptionForm",
    "RemindForm",
    "ReturnForm",
    "ReviewFilterForm",
    "Seen",
    "UploadForm",
    "VersionsForm",
    "day_field",
    "raw_of",
    "read_cells",
    "storable",
    "words_field",
]
