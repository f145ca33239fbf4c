"""Draw a small picture of a file, in a process that may use little and knows nothing.

Run by ``previews.py`` as a script: the content type is its argument, the file comes in
by standard input, a JPEG leaves by standard output. Whatever is wrong with the file ends
this process, and nothing else, with a status that is not 0.
"""

import io
import resource
import sys

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageOps

LONGEST_SIDE = 1200
MOST_PIXELS = 64_000_000
"""Told by the header, before anything is decoded; phones make 50 million."""
MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 10
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
PDF = "application/pdf"


class TooManyPixelsError(Exception):
    """The picture says that it is larger than what is decoded."""


def limit_self() -> None:
    """Bound memory, processor time, files and children of this process, for good."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))


def image_of(content: bytes, content_type: str) -> Image.Image:
    """Decode a bounded picture, upright, already small.

    Only the decoder of the type that the file was taken for is tried. Errors:
    TooManyPixelsError, and those of the decoder.
    """
    with Image.open(io.BytesIO(content), formats=[FORMATS[content_type]]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise TooManyPixelsError
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright: Image.Image = ImageOps.exif_transpose(picture)
        return upright.convert("RGBA")


def page_of(content: bytes) -> Image.Image:
    """Draw the first page of a PDF, never larger than the picture it becomes."""
    page = pypdfium2.PdfDocument(content)[0]
    longest = max(page.get_size())
    drawn: Image.Image = page.render(scale=LONGEST_SIDE / longest).to_pil()
    return drawn.convert("RGBA")


def jpeg_of(picture: Image.Image) -> bytes:
    """Return a picture on white as a JPEG without anything but its pixels."""
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    made = io.BytesIO()
    white.convert("RGB").save(made, "JPEG", quality=80)
    return made.getvalue()


def main() -> None:
    """Draw what comes in, within the limits."""
    limit_self()
    [content_type] = sys.argv[1:]
    content = sys.stdin.buffer.read()
    picture = (
        page_of(content) if content_type == PDF else image_of(content, content_type)
    )
    sys.stdout.buffer.write(jpeg_of(picture))


if __name__ == "__main__":
    main()
