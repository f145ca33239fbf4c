"""Charts as pictures: digits only, so that no font has to be installed.

Every word stands beside them in the document. Black, grey and white with one blue: the
same in a black-and-white print, and for who does not tell red from green.
"""

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

WIDTH = 1200
ROW, HEAD = 46, 40
LEFT, RIGHT = 70, 150
INK, SOFT, LINE, FILL = "#1f2630", "#56606d", "#c3c9d1", "#2f5d8c"
TOP, BOTTOM, CURVE_HEIGHT = 30, 50, 420
MONTHS = 12
WHOLE = Fraction(1)


def _font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


def _png(picture: Image.Image) -> bytes:
    made = BytesIO()
    picture.save(made, "PNG", optimize=True)
    return made.getvalue()


def _percent(share: Fraction) -> str:
    """Return whole percents, cut: never more than was reached."""
    return f"{share.numerator * 100 // share.denominator}%"


def bars(rows: Sequence[tuple[Fraction | None, Fraction]]) -> bytes:
    """Draw what is achieved as numbered bars, cut at 100 %, each with its expected mark.

    Rows are pairs of shares; None: nothing known, an empty track.
    """
    height = HEAD + ROW * len(rows) + 10
    picture = Image.new("RGB", (WIDTH, height), "white")
    draw = ImageDraw.Draw(picture)
    span = WIDTH - LEFT - RIGHT
    for tenth in (0, 25, 50, 75, 100):
        x = LEFT + span * tenth // 100
        draw.line((x, HEAD - 6, x, height - 10), fill=LINE)
        draw.text((x, 18), f"{tenth}%", fill=SOFT, font=_font(20), anchor="mm")
    for place, (achieved, expected) in enumerate(rows):
        top = HEAD + ROW * place
        middle = top + ROW // 2
        draw.text((LEFT - 16, middle), str(place + 1), INK, _font(22), anchor="rm")
        track = (LEFT, top + 10, LEFT + span, top + ROW - 10)
        draw.rectangle(track, outline=LINE)
        label = "-" if achieved is None else _percent(achieved)
        reach = LEFT + int(span * min(achieved or Fraction(0), WHOLE))
        if reach > LEFT:
            draw.rectangle((LEFT, top + 10, reach, top + ROW - 10), fill=FILL)
        mark = LEFT + int(span * min(expected, WHOLE))
        draw.line((mark, top + 3, mark, top + ROW - 3), fill=INK, width=5)
        draw.text((WIDTH - RIGHT + 14, middle), label, INK, _font(22), anchor="lm")
    return _png(picture)


def curve(months: Sequence[tuple[int, Fraction | None, Fraction]]) -> bytes:
    """Draw what is achieved month by month against the pace (dashed), in percent."""
    picture = Image.new("RGB", (WIDTH, CURVE_HEIGHT), "white")
    draw = ImageDraw.Draw(picture)
    known = [achieved for _month, achieved, _expected in months if achieved]
    top_share = max([WHOLE, *known])
    width, height = WIDTH - LEFT - 40, CURVE_HEIGHT - TOP - BOTTOM

    def at(month: int, share: Fraction) -> tuple[int, int]:
        x = LEFT + width * (month - 1) // (MONTHS - 1)
        return x, TOP + height - int(height * share / top_share)

    for quarter in range(5):
        share = top_share * quarter / 4
        y = at(1, share)[1]
        draw.line((LEFT, y, LEFT + width, y), fill=LINE)
        draw.text((LEFT - 12, y), _percent(share), SOFT, _font(20), anchor="rm")
    for month in range(1, MONTHS + 1):
        x = at(month, Fraction(0))[0]
        draw.text((x, CURVE_HEIGHT - 24), str(month), SOFT, _font(20), anchor="mm")
    _dashed(draw, [at(month, expected) for month, _reached, expected in months])
    points = [
        at(month, share) for month, share, _expected in months if share is not None
    ]
    draw.line(points, fill=FILL, width=5)
    for x, y in points:
        draw.ellipse((x - 7, y - 7, x + 7, y + 7), fill=FILL, outline="white")
    return _png(picture)


def _dashed(draw: ImageDraw.ImageDraw, points: Sequence[tuple[int, int]]) -> None:
    for (x, y), (to_x, to_y) in pairwise(points):
        for part in range(0, 10, 2):
            start = (x + (to_x - x) * part // 10, y + (to_y - y) * part // 10)
            end = (x + (to_x - x) * (part + 1) // 10, y + (to_y - y) * (part + 1) // 10)
            draw.line((*start, *end), fill=INK, width=3)
