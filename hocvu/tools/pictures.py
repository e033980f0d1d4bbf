"""Makes pictures that every browser shows, from those that documents hold."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hocvu.errors import Damaged, TooLarge, Unsupported

if TYPE_CHECKING:
    from PIL.Image import Image

    Bitmap = Image  # A picture as pixels in memory.

MOST_PIXELS: Final = 60_000_000
_SHOWN: Final[dict[str, tuple[str, str]]] = {
    "PNG": (".png", "image/png"),
    "JPEG": (".jpg", "image/jpeg"),
    "MPO": (".jpg", "image/jpeg"),
    "GIF": (".gif", "image/gif"),
    "WEBP": (".webp", "image/webp"),
}
_CONVERTED: Final = frozenset({"BMP", "DIB", "TIFF", "PCX", "TGA", "PPM", "ICO", "JPEG2000"})
_VECTOR: Final = (
    *(b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a"),  # EMF, placeable WMF
    *(b"\x01\x00\x09\x00", b"\x02\x00\x09\x00"),  # WMF in memory and on disk
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that browsers show: its bytes, suffix, media type and size in pixels."""

    data: bytes
    suffix: str
    media_type: str
    width: int
    height: int


def is_vector(data: bytes) -> bool:
    """Tell if `data` is a Windows metafile (EMF or WMF), which no browser shows."""
    return data.startswith(_VECTOR)


def for_browsers(data: bytes) -> Picture:
    """Return `data` as it is where browsers show it, else converted to PNG.

    Raises:
        Unsupported: Its format is not known here.
        TooLarge: It has more than `MOST_PIXELS`.
        Damaged: It cannot be read.
    """
    from PIL import Image, UnidentifiedImageError  # Slow to import, and seldom needed.

    if is_vector(data):
        raise Unsupported("picture.vector")
    try:
        with _quiet(), Image.open(io.BytesIO(data)) as picture:
            kind, (width, height) = picture.format or "", picture.size
            if width * height > MOST_PIXELS:
                raise TooLarge("picture.too_large")
            if kind in _SHOWN:
                return Picture(data, *_SHOWN[kind], width, height)
            if kind not in _CONVERTED:
                raise Unsupported("picture.format")
            clear = "A" in picture.getbands() or "transparency" in picture.info
            converted = io.BytesIO()
            picture.convert("RGBA" if clear else "RGB").save(converted, "PNG")
    except UnidentifiedImageError as error:
        raise Unsupported("picture.format") from error
    except Image.DecompressionBombError as error:
        raise TooLarge("picture.too_large") from error
    except (OSError, ValueError, SyntaxError, IndexError, TypeError, EOFError) as error:
        # Pillow's decoders raise these on damaged data.
        raise Damaged("picture.damaged") from error
    return Picture(converted.getvalue(), *_SHOWN["PNG"], width, height)


def as_webp(bitmap: Bitmap, quality: int) -> Picture:
    """Return `bitmap` as lossy WebP of a `quality` from 0 to 100."""
    stream = io.BytesIO()
    bitmap.save(stream, "WEBP", quality=quality, method=4)
    return Picture(stream.getvalue(), *_SHOWN["WEBP"], bitmap.width, bitmap.height)


def as_png(bitmap: Bitmap) -> Picture:
    """Return `bitmap` as PNG, in few colours where it has few."""
    from PIL import Image

    if bitmap.mode != "P" and bitmap.getcolors(256):
        bitmap = bitmap.convert("P", palette=Image.Palette.ADAPTIVE, colors=256)
    stream = io.BytesIO()
    bitmap.save(stream, "PNG", optimize=True)
    return Picture(stream.getvalue(), *_SHOWN["PNG"], bitmap.width, bitmap.height)


def cropped(bitmap: Bitmap, margin: int = 4) -> Bitmap | None:
    """Return `bitmap` without the white around what is drawn; None where nothing is."""
    from PIL import Image, ImageChops

    plain = bitmap.convert("RGB")
    drawn = ImageChops.difference(plain, Image.new("RGB", plain.size, "white")).getbbox()
    if drawn is None:
        return None
    left, top, right, bottom = drawn
    return plain.crop(
        (
            max(0, left - margin),
            max(0, top - margin),
            min(plain.width, right + margin),
            min(plain.height, bottom + margin),
        )
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Pillow's warnings on odd files off the terminal; errors tell what matters."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
