"""Tells what a file really is when it should be a Word document, by its first bytes."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Final

from hocvu.errors import Damaged, Encrypted, Origin, Unsupported
from hocvu.tools import ole

SUFFIXES: Final = (".docx", ".docm", ".dotx", ".dotm")
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_RTF: Final = b"{\\rtf"
_HTML: Final = (b"<!doctype html", b"<html", b"<head", b"<body", b"<meta", b"mime-version:")
_TYPES: Final = "[Content_Types].xml"
_MAIN_TYPES: Final = (
    b"wordprocessingml.document.main+xml",
    b"wordprocessingml.template.main+xml",
    b"ms-word.document.macroEnabled.main+xml",
    b"ms-word.template.macroEnabledTemplate.main+xml",
)
_LARGEST_TYPES: Final = 4 << 20


def is_word(head: bytes, path: Path) -> bool:
    """Tell if a file is a Word document, or so named and too broken to tell."""
    named = path.suffix.lower() in SUFFIXES
    if head.startswith(_ZIP):
        holds = _holds_word(path)
        return named if holds is None else holds
    if head.startswith(ole.MAGIC):
        # A locked document, or a broken one; an older document under this name is another kind.
        return named and ole.kind_of(path) in {None, "locked"}
    return named and not head


def refuse_others(head: bytes, path: Path, place: Origin) -> None:
    """Raise what is so of a file that is no zip container.

    Raises:
        Encrypted: It is a document locked with a password.
        Unsupported: It is an older Word document, RTF or HTML.
        Damaged: It is empty or of no known kind.
    """
    if head.startswith(_ZIP):
        return
    if not head:
        raise Damaged("source.empty", origin=place)
    if head.startswith(ole.MAGIC):
        if ole.is_locked(path):
            raise Encrypted("docx.encrypted", origin=place)
        raise Unsupported("docx.is_doc", origin=place)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_RTF):
        raise Unsupported("docx.is_rtf", origin=place)
    if start.startswith(_HTML) or (start.startswith(b"<?xml") and b"<html" in start):
        raise Unsupported("docx.is_html", origin=place)
    raise Damaged("docx.not_word", origin=place)


def _holds_word(path: Path) -> bool | None:
    """Tell if a zip container holds a Word document; None when it cannot be opened."""
    try:
        with zipfile.ZipFile(path) as container:
            if container.getinfo(_TYPES).file_size > _LARGEST_TYPES:
                return None
            types = container.read(_TYPES)
    except KeyError:
        return False
    except (OSError, zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, EOFError):
        return None
    return any(kind in types for kind in _MAIN_TYPES)
