"""The grid's script finds every sentence it says, and no sentence waits in vain."""

import re
from pathlib import Path

from progress_app.forms import RAW_FIELDS
from progress_app.views.words import GRID_WORDS

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js"
STOPS = {"signed_out", "form_expired", "other_person", "period_closed", "not_found"}
"""What the server calls the reasons that stop all saving; the banner has words for each."""


def test_words_and_scripts_agree():
    text = "\n".join(path.read_text("utf-8") for path in SCRIPTS.glob("grid*.js"))
    said = set(re.findall(r"\bwords\.(\w+)", text))

    fields = {f"field_{name}" for name in RAW_FIELDS}
    assert said | STOPS | fields == GRID_WORDS.keys()
