"""Small pictures: made anew by a bounded process, none of what is hostile or broken."""

import io
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.progress_app.pictures import SVG, bomb, pdf, picture
from unionplan.lib import preview_child, previews
from unionplan.lib.file_types import DOCX, DRAWN, JPEG, PDF, PNG
from unionplan.lib.previews import PreviewTimeoutError, draw_preview, is_whole

RED = (200, 16, 46)
LONGEST = preview_child.LONGEST_SIDE


def opened(drawn: bytes) -> Image.Image:
    assert is_whole(drawn)
    return Image.open(io.BytesIO(drawn), formats=["JPEG"])


def is_red(pixel) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(pixel, RED, strict=True))


@pytest.mark.parametrize(
    ("content", "content_type", "size"),
    [
        (picture(size=(2400, 1200)), PNG, (LONGEST, LONGEST // 2)),
        (picture("JPEG", (1000, 4000)), JPEG, (LONGEST // 4, LONGEST)),
        (picture(size=(30, 20)), PNG, (30, 20)),
        (pdf(600, 1200), PDF, (LONGEST // 2, LONGEST)),
        (pdf(14_400, 10), PDF, (LONGEST, 1)),
    ],
)
def test_a_small_picture_is_made(content, content_type, size):
    drawn = opened(draw_preview(content, content_type))

    assert (drawn.format, drawn.size) == ("JPEG", size)


def test_pixels_are_those_of_the_file():
    image = opened(draw_preview(picture(), PNG))
    page = opened(draw_preview(pdf(595, 842), PDF))

    assert is_red(image.getpixel((10, 10)))
    assert is_red(page.getpixel((page.width // 3, page.height * 7 // 10)))
    assert page.getpixel((5, 5)) == (255, 255, 255)


def test_a_picture_is_turned_upright_and_loses_what_else_it_says():
    turned = Image.Exif()
    turned[0x0112] = 6
    turned[0x010F] = "Owner's phone"

    drawn = draw_preview(picture("JPEG", (400, 200), exif=turned.tobytes()), JPEG)

    assert opened(drawn).size == (200, 400)
    assert (dict(opened(drawn).getexif()), b"phone" in drawn) == ({}, False)


def test_what_is_transparent_lies_on_white():
    made = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(made, "PNG")

    drawn = opened(draw_preview(made.getvalue(), PNG))

    assert drawn.getpixel((10, 10)) == (255, 255, 255)


HOSTILE = [
    (bomb(), PNG),
    (bomb(8_001, 8_000), PNG),
    (picture()[:-200], PNG),
    (picture("JPEG")[:1000], JPEG),
    (SVG, PNG),
    (b"\x89PNG\r\n\x1a\n" + SVG, PNG),
    (picture("GIF"), PNG),
    (picture("JPEG"), PNG),
    (b"%PDF-1.7\n" + SVG, PDF),
    (pdf()[:100], PDF),
    (b"", PDF),
]


@pytest.mark.parametrize(("content", "content_type"), HOSTILE)
def test_what_is_hostile_or_broken_has_no_picture(content, content_type):
    assert draw_preview(content, content_type) is None


def test_pixels_are_counted_before_anything_is_decoded():
    with pytest.raises(preview_child.TooManyPixelsError):
        preview_child.image_of(bomb(8_001, 8_000), PNG)


def test_as_many_pixels_as_are_allowed_are_decoded():
    whole = picture(size=(8_000, 8_000))

    assert opened(draw_preview(whole, PNG)).size == (LONGEST, LONGEST)


def test_what_hangs_behind_a_picture_does_not_come_along():
    """A polyglot: a picture to its decoder, a page of scripts to a careless browser."""
    drawn = draw_preview(picture() + b"<script>alert(1)</script>" + pdf(), PNG)

    assert opened(drawn).size == (1200, 600)
    assert b"script" not in drawn
    assert b"%PDF" not in drawn


def test_other_kinds_start_no_process(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere")

    assert draw_preview(b"PK\x03\x04", DOCX) is None
    assert DOCX not in DRAWN


def test_who_takes_too_long_is_told_apart_from_who_cannot(monkeypatch):
    monkeypatch.setattr(previews, "PATIENCE_SECONDS", 0.001)

    with pytest.raises(PreviewTimeoutError):
        draw_preview(picture(), PNG)


LIMITS = f"""
import resource, sys
sys.path.insert(0, {str(Path(preview_child.__file__).parent)!r})
import preview_child
preview_child.limit_self()
print([resource.getrlimit(what)[0] for what in (
    resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)])
try:
    bytearray(2 * preview_child.MOST_MEMORY)
except MemoryError:
    print("no more memory")
"""


def test_the_process_that_draws_is_bounded():
    done = subprocess.run(
        [sys.executable, "-I", "-c", LIMITS], capture_output=True, check=True, text=True
    )

    most = [preview_child.MOST_MEMORY, preview_child.MOST_SECONDS, 0]
    assert done.stdout.splitlines() == [str(most), "no more memory"]
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != preview_child.MOST_MEMORY


@pytest.mark.parametrize(
    ("content", "whole"),
    [
        (b"\xff\xd8\xff..\xff\xd9", True),
        (b"\xff\xd8\xff..", False),
        (b"..\xff\xd9", False),
        (b"", False),
    ],
)
def test_a_picture_that_was_half_written_is_told(content, whole):
    assert is_whole(content) is whole
