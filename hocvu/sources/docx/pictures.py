"""Pictures: kept as they are where browsers show them, converted where that costs nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final

from hocvu.errors import HocvuError
from hocvu.lesson import Asset
from hocvu.sources.base import Workspace
from hocvu.sources.docx.parts import Package

_MOST_PIXELS: Final = 60_000_000
_SHOWN: Final[dict[str, tuple[str, str]]] = {
    "PNG": (".png", "image/png"),
    "JPEG": (".jpg", "image/jpeg"),
    "GIF": (".gif", "image/gif"),
    "WEBP": (".webp", "image/webp"),
    "MPO": (".jpg", "image/jpeg"),
}
_CONVERTED: Final = frozenset({"BMP", "DIB", "TIFF", "PCX", "TGA", "PPM", "ICO", "JPEG2000"})
_VECTOR: Final = (
    b"\x01\x00\x00\x00",
    b"\xd7\xcd\xc6\x9a",
    b"\x01\x00\x09\x00",
    b"\x02\x00\x09\x00",
)

Tell = Callable[[str], None]


class Pictures:
    """Makes an asset of each picture of a package, once."""

    def __init__(self, package: Package, workspace: Workspace) -> None:
        """Take where pictures come from and where they go."""
        self._package = package
        self._workspace = workspace
        self._done: dict[str, Asset | str] = {}

    def asset(self, name: str, tell: Tell) -> Asset | None:
        """Return the asset for the part `name`; `tell` takes the code of what was lost."""
        if name not in self._done:
            self._done[name] = self._make(name)
        found = self._done[name]
        if isinstance(found, str):
            tell(found)
            return None
        return found

    def _make(self, name: str) -> Asset | str:
        if not self._package.has(name):
            return "docx.picture_missing"
        try:
            data = self._package.picture(name)
        except HocvuError:
            return "docx.picture_damaged"
        if data.startswith(_VECTOR):
            return "docx.picture_vector"
        return self._raster(data)

    def _raster(self, data: bytes) -> Asset | str:
        from PIL import (  # Slow to import, and most documents hold no picture.
            Image,
            UnidentifiedImageError,
        )

        try:
            with Image.open(io.BytesIO(data)) as picture:
                kind = picture.format or ""
                if picture.width * picture.height > _MOST_PIXELS:
                    raise Image.DecompressionBombError
                if kind in _SHOWN:
                    return self._workspace.add_bytes(data, *_SHOWN[kind])
                if kind not in _CONVERTED:
                    raise UnidentifiedImageError
                converted = io.BytesIO()
                mode = (
                    "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
                )
                picture.convert(mode).save(converted, "PNG")
        except UnidentifiedImageError:
            return "docx.picture_format"
        except Image.DecompressionBombError:
            return "docx.picture_too_large"
        except (OSError, ValueError, SyntaxError, IndexError, TypeError, EOFError):
            # Pillow's decoders raise these on damaged data.
            return "docx.picture_damaged"
        return self._workspace.add_bytes(converted.getvalue(), *_SHOWN["PNG"])
