"""Keeps what the fields of an RTF text showed when it was saved (RTF 1.9.1, "Fields").

LibreOffice works out again what it knows a field to be; of QUOTE it takes the saved result.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from hocvu.sources.open_document_fields import Kept

_TODAY: Final = frozenset({b"DATE", b"TIME"})
_NAMES: Final = (
    b"DATE|TIME|SAVEDATE|CREATEDATE|PRINTDATE|EDITTIME|FILENAME|FILESIZE|TEMPLATE|REVNUM|INFO"
    b"|NUMPAGES|NUMWORDS|NUMCHARS|PAGE|SECTION|SECTIONPAGES|TITLE|SUBJECT|AUTHOR|KEYWORDS|COMMENTS"
    b"|LASTSAVEDBY|USERNAME|USERINITIALS|USERADDRESS|DOCPROPERTY|IF"
)
_FIELD: Final = re.compile(
    rb"(\\fldinst(?:[\s{}]|\\\*|\\[a-z]+-?\d*)*+)(" + _NAMES + rb")(?![A-Za-z])", re.IGNORECASE
)
_RESULT: Final = re.compile(rb"\\(?:(fldrslt)|field(?![a-z]))")
_NOTHING_SAVED: Final = re.compile(rb"\\ch(?:date|time|dpl|dpa)(?![a-z])")


def with_saved_fields(data: bytes, copy: Path) -> Kept:
    """Write a `copy` of the text whose fields stay as saved; nothing where there are none."""
    kept = Kept()

    def quoted(found: re.Match[bytes]) -> bytes:
        kept.changed = True
        if found[2].upper() in _TODAY:
            result = _RESULT.search(data, found.end())
            kept.moving += 1
            kept.empty += result is None or result[1] is None
        return found[1] + b"QUOTE"

    made = _FIELD.sub(quoted, data)
    if kept.changed:
        copy.write_bytes(made)
    bare = len(_NOTHING_SAVED.findall(data))  # LibreOffice drops them.
    kept.moving += bare
    kept.empty += bare
    return kept
