"""Tells packages for learning systems from other zips.

A package's pages speak to the interface of the standard that it was made for. It cannot honestly
be packed again for another one as if it were a document, so it is refused with what to do.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from hocvu.errors import HocvuError
from hocvu.tools.archive import MIB, open_archive

_ZIP: Final = b"PK\x03\x04"
_SCORM: Final = re.compile(rb"adlcp|ADL SCORM", re.IGNORECASE)
_DESCRIPTORS: Final = {"cmi5.xml": "cmi5", "tincan.xml": "xAPI"}


def standard_of(head: bytes, path: Path) -> str | None:
    """Return the standard of the package at `path`, None when it is no package.

    Args:
        head: The first bytes of the file.
        path: The file.
    """
    if not head.startswith(_ZIP):
        return None
    try:
        with open_archive(path) as archive:
            for name, standard in _DESCRIPTORS.items():
                if name in archive:
                    return standard
            if "imsmanifest.xml" not in archive:
                return None
            manifest = archive.read("imsmanifest.xml", 64 * MIB)
    except HocvuError:
        return None
    return "SCORM" if _SCORM.search(manifest) else "IMS"
