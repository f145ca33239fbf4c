"""Small pictures of files that are not ours: made anew, by a process that is bounded.

The original is never shown in a page. What is shown is a JPEG of our own making that
holds nothing of the file but pixels.
"""

import subprocess
import sys
import threading
from pathlib import Path

from unionplan.lib.file_types import DRAWN

PATIENCE_SECONDS = 20
MOST_BYTES = 1024 * 1024
_CHILD = Path(__file__).with_name("preview_child.py")
_TURNS = threading.BoundedSemaphore(2)
"""How many are drawn at once: each may take its share of memory and a processor."""
_START = b"\xff\xd8\xff"
_END = b"\xff\xd9"


class PreviewTimeoutError(Exception):
    """Drawing took too long this time; another time it may not."""


def draw_preview(content: bytes, content_type: str) -> bytes | None:
    """Return a small JPEG of a file; None where it cannot be drawn.

    Cost: a process, about half a second. Errors: PreviewTimeoutError.
    """
    if content_type not in DRAWN:
        return None
    command = [sys.executable, "-I", str(_CHILD), content_type]
    with _TURNS:
        try:
            # No shell, no word of the user's, no environment: it holds secrets.
            done = subprocess.run(  # noqa: S603
                command,
                input=content,
                capture_output=True,
                env={},
                cwd="/",
                timeout=PATIENCE_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise PreviewTimeoutError from error
    is_drawn = done.returncode == 0 and is_whole(done.stdout)
    return done.stdout if is_drawn and len(done.stdout) <= MOST_BYTES else None


def is_whole(picture: bytes) -> bool:
    """Return whether a JPEG of ours has its beginning and its end."""
    return picture.startswith(_START) and picture.endswith(_END)
