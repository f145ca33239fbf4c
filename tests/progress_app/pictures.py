"""Files that can be drawn, and files that only say so."""

import io
import struct
import zlib

from PIL import Image

PNG_START = b"\x89PNG\r\n\x1a\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(kind: str = "PNG", size: tuple[int, int] = (1200, 600), **more) -> bytes:
    """Return a red picture."""
    made = io.BytesIO()
    Image.new("RGB", size, "#c8102e").save(made, kind, **more)
    return made.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    """Return one part of a PNG, with its checksum."""
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """Return a PNG of a few kilobytes that says it holds billions of pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return PNG_START + b"".join(parts)


def pdf(width: int = 595, height: int = 842) -> bytes:
    """Return a PDF of one page with a red square in it."""
    drawn = b"0.78 0.06 0.18 rg 100 100 300 300 re f"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R >>"
        % (width, height),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    ]
    made = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    return made + (
        b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (rows, start)
    )
