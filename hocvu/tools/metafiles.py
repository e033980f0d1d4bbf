"""Windows metafiles (EMF, WMF) as pictures that browsers show, many in one run of the engine."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hocvu.errors import HocvuError, Origin, ToolFailed, ToolTimedOut
from hocvu.tools import libreoffice, pdfium
from hocvu.tools.pictures import Picture, as_png, cropped
from hocvu.tools.process import MIB, Limits

_TARGET: Final = "pdf:draw_pdf_Export"
_LIMITS: Final = Limits(seconds=180, memory=6144 * MIB, file_size=256 * MIB)
_WIDTH: Final = 2000
"""Pixels of the sheet that a picture is drawn on, of which it is cut."""
_MOST: Final = 300
_EMF: Final = b"\x01\x00\x00\x00"


def to_pictures(files: Mapping[str, bytes]) -> dict[str, Picture]:
    """Return a picture of each of `files`, by their names; those that cannot be drawn are not in.

    Raises:
        ToolMissing: There is no LibreOffice.
        ToolTooOld: LibreOffice is too old.
    """
    with tempfile.TemporaryDirectory(prefix="hocvu-") as name:
        folder = Path(name)
        paths: dict[Path, str] = {}
        for number, (key, data) in enumerate(list(files.items())[:_MOST]):
            path = folder / f"{number}{'.emf' if data.startswith(_EMF) else '.wmf'}"
            path.write_bytes(data)
            paths[path] = key
        try:
            made = libreoffice.convert_all(list(paths), folder, _TARGET, "pdf", _LIMITS)
        except (ToolFailed, ToolTimedOut):
            return {}
        drawn = {paths[path]: _draw(sheet) for path, sheet in made.items()}
    return {key: picture for key, picture in drawn.items() if picture is not None}


def _draw(sheet: Path) -> Picture | None:
    try:
        with pdfium.Document(sheet, Origin()) as document, document.page(0) as page:
            bitmap = cropped(page.draw(_WIDTH))
    except HocvuError:
        return None
    return None if bitmap is None else as_png(bitmap)
