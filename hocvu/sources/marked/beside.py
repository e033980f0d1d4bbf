"""Files that a material names beside it, whatever Unicode form their names have on the disk."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePosixPath


def spelt(folder: Path, name: str) -> Path:
    """Return the file `name` in `folder`; as it is written in NFC where there is none.

    Files that were copied from a Mac have their names in NFD, and the folders above them need not.
    Whether the file may be read is for the caller to ask of what is returned.
    """
    path = folder
    for part in PurePosixPath(name).parts:
        composed, decomposed = (unicodedata.normalize(form, part) for form in ("NFC", "NFD"))
        forms = (path / one for one in dict.fromkeys((part, composed, decomposed)))
        path = next(filter(_is_there, forms), path / composed)
    return path


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name longer than the disk takes
        return False
