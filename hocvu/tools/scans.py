"""Makes pictures of pages ready for recognition: frames, skew, ruling lines, weight of letters.

Everything works on grey pictures by Pillow's own resizing and counting, so that a page costs
about a tenth of a second and no other library.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hocvu.errors import Damaged, HocvuError, Origin, TooLarge

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS: Final = 120_000_000
MOST_FRAMES: Final = 1000
_SMALL: Final = 700  # Pixels across, of the picture on which skew is measured.
_FURTHEST: Final = 12.0  # Degrees.
_WORTH: Final = 0.2  # Degrees; less is left as it is.
_PIECE: Final = 24  # Pixels of a ruling line that must all be dark.
_DARK: Final = 130


@contextmanager
def open_frames(path: Path, origin: Origin) -> Iterator[Iterator[Image]]:
    """Give the pictures of an image file, upright by what its camera says, in RGB.

    Raises:
        Damaged: It cannot be read.
        TooLarge: A picture has more than `MOST_PIXELS`, or there are more than `MOST_FRAMES`.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as picture:
                yield _frames(picture, origin)
    except HocvuError:
        raise
    except Image.DecompressionBombError as error:
        raise TooLarge("picture.too_large", origin=origin) from error
    except UnidentifiedImageError as error:
        raise Damaged("picture.damaged", origin=origin) from error
    except (OSError, ValueError, SyntaxError, IndexError, TypeError, EOFError) as error:
        raise Damaged("picture.damaged", origin=origin) from error


def _frames(picture: Image, origin: Origin) -> Iterator[Image]:
    from PIL import ImageOps

    count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
    if count > MOST_FRAMES:
        raise TooLarge("scan.too_many_pages", origin=origin, limit=MOST_FRAMES)
    for number in range(count):
        picture.seek(number)
        if picture.width * picture.height > MOST_PIXELS:
            raise TooLarge("picture.too_large", origin=origin)
        dots = picture.info.get("dpi", (0, 0))
        shown = ImageOps.exif_transpose(picture)
        if shown.mode in {"RGBA", "LA", "PA"} or "transparency" in shown.info:
            from PIL import Image

            shown = shown.convert("RGBA")
            shown = Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown)
        shown = _eight_bits(shown).convert("RGB")
        shown.info["dpi"] = dots
        yield shown


def _eight_bits(picture: Image) -> Image:
    """Return a picture of 16 bits a pixel with 8, which `convert` would only cut off."""
    if not picture.mode.startswith("I"):
        return picture
    return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def dots_per_inch(picture: Image) -> int:
    """Return the resolution of a scanned page, guessed by A4 where the file does not tell it."""
    told = float(picture.info.get("dpi", (0, 0))[0] or 0)
    guessed = min(picture.size) / 8.27
    likely = told if 0.6 * guessed < told < 1.7 * guessed else guessed
    return round(min(600, max(70, likely)))


def for_recognition(picture: Image, dots: int) -> tuple[Image, int]:
    """Return a page in grey at 200 to 300 dots per inch, and its dots per inch."""
    from PIL import Image

    grey = picture.convert("L")
    wanted = min(300, max(200, dots))
    if wanted != dots:
        size = (round(grey.width * wanted / dots), round(grey.height * wanted / dots))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    return grey, wanted


def turned(grey: Image, angle: float) -> Image:
    """Return a page turned counter-clockwise by `angle` degrees, its corners filled with white."""
    from PIL import Image

    return grey.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)


def shown(picture: Image, turn: int, width: int) -> Image:
    """Return a page turned counter-clockwise by `turn` degrees, at most `width` pixels wide."""
    from PIL import Image

    upright = picture.rotate(turn, expand=True) if turn else picture
    if upright.width <= width:
        return upright
    height = max(1, round(upright.height * width / upright.width))
    return upright.resize((width, height), Image.Resampling.LANCZOS)


def skew(grey: Image) -> float:
    """Return by how many degrees counter-clockwise a page must be turned to make it level.

    Level lines of text make the darkness of rows change most from row to row.
    """
    from PIL import Image

    scale = _SMALL / max(1, grey.width)
    size = (_SMALL, max(1, round(grey.height * scale)))
    small = grey.resize(size, Image.Resampling.BOX).point(lambda value: 255 - value)

    def sharpness(angle: float) -> float:
        turned = small.rotate(angle, Image.Resampling.BILINEAR, fillcolor=0)
        middle = turned.crop((size[0] // 10, 0, size[0] - size[0] // 10, size[1]))
        rows = middle.convert("F").resize((1, size[1]), Image.Resampling.BOX).tobytes()
        values = memoryview(rows).cast("f")
        return math.fsum((a - b) ** 2 for a, b in pairwise(values))

    best = 0.0
    for step, reach in ((1.0, _FURTHEST), (0.25, 0.75), (0.1, 0.2)):
        count = round(reach / step)
        tried = [best + step * n for n in range(-count, count + 1)]
        best = max(tried, key=lambda angle: (sharpness(angle), -abs(angle)))
    # What is hardly better than level is a picture, not lines of text.
    worth = abs(best) >= _WORTH and sharpness(best) > 1.05 * sharpness(0.0)
    return best if worth else 0.0


def ruling_lines(grey: Image) -> list[tuple[int, int, int, int]]:
    """Return pieces of level and upright lines as boxes (left, top, right, bottom) in pixels."""
    from PIL import Image

    level = _pieces(grey, 4)
    # The stems of letters in lines under one another look like short upright lines.
    upright = _pieces(grey.transpose(Image.Transpose.TRANSPOSE), 5)
    return level + [(y0, x0, y1, x1) for x0, y0, x1, y1 in upright]


def _pieces(grey: Image, least: int) -> list[tuple[int, int, int, int]]:
    """Return runs along rows of `least` or more `_PIECE`s that are each dark on the whole."""
    from PIL import Image

    across = grey.width // _PIECE
    if not across:
        return []
    cut = grey.crop((0, 0, across * _PIECE, grey.height))
    marks = cut.resize((across, grey.height), Image.Resampling.BOX)
    data = marks.point(lambda value: 1 if value < _DARK else 0).tobytes()
    pattern = re.compile(rb"\x01{%d,}" % least)
    found = []
    for row in range(grey.height):
        line = data[row * across : (row + 1) * across]
        for run in pattern.finditer(line):
            found.append((run.start() * _PIECE, row, run.end() * _PIECE, row + 1))
    return found


def weight(grey: Image, boxes: list[tuple[int, int, int, int]]) -> list[float]:
    """Return, for each box, the share of its ink that outlasts losing a pixel all around.

    Bold letters keep more of it than others of their size.
    """
    from PIL import ImageFilter

    ink = grey.point(lambda value: 255 if value < _DARK else 0)
    thin = ink.filter(ImageFilter.MinFilter(3))
    shares = []
    for box in boxes:
        whole = ink.crop(box).histogram()[255]
        shares.append(thin.crop(box).histogram()[255] / whole if whole else 0.0)
    return shares
