"""Tells by content which kind of office file this is: names lie, above all that of ``.doc``."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Final, Literal

from hocvu.tools import ole

Kind = Literal["docx", "pptx", "xlsx", "doc", "ppt", "xls", "odt", "odp", "ods", "rtf", "locked"]
ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_RTF: Final = b"{\\rtf"
_OPEN_DOCUMENT: Final[dict[bytes, Kind]] = {
    b"text": "odt",
    b"presentation": "odp",
    b"spreadsheet": "ods",
}
_MIMETYPE: Final = b"application/vnd.oasis.opendocument."
_PARTS: Final[tuple[tuple[str, Kind], ...]] = (
    ("word/", "docx"),
    ("ppt/presentation.xml", "pptx"),
    ("xl/workbook.", "xlsx"),
)
_BROKEN: Final = (OSError, zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, EOFError)


def kind_of(head: bytes, path: Path) -> Kind | None:
    """Return the kind of the office file `path`, None when it is none or too broken to tell.

    Args:
        head: How it begins; a few hundred bytes are enough.
        path: The file, looked into where the beginning does not tell.
    """
    if head.startswith(ole.MAGIC):
        return ole.kind_of(path)
    if head.startswith(ZIP):
        return _in_zip(path)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return "rtf" if start[:5].lower() == _RTF else None


def _in_zip(path: Path) -> Kind | None:
    try:
        with zipfile.ZipFile(path) as container:
            names = container.namelist()
            if "mimetype" in names and container.getinfo("mimetype").file_size < 200:
                said = container.read("mimetype").strip()
                if said.startswith(_MIMETYPE):
                    rest = said.removeprefix(_MIMETYPE).removesuffix(b"-template")
                    return _OPEN_DOCUMENT.get(rest)
    except _BROKEN:
        return None
    for start, kind in _PARTS:
        if any(name.startswith(start) for name in names):
            return kind
    return None
