"""The digest of what is approved: the course's content, apart from the course of its approval.

It is taken over the values of the manifest and the bytes of its materials, so comments, order of
fields, short and long forms and line ends do not matter, and any other change does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hocvu.identifiers import nfc
from hocvu.manifest import models
from hocvu.manifest.disk import Disk

APART: Final = frozenset(
    {"status", "approval", "history", "issued", "modified", "review_by", "record", "quality"}
)
"""Fields that change while the content stays: who approved it and when, and what learners say."""


def seal(fields: models.ManifestFields, folder: Path, disk: Disk | None = None) -> str:
    """Return the digest of the content, as ``sha256:`` and hexadecimal digits.

    Args:
        fields: The manifest.
        folder: The folder to which its paths are relative.
        disk: Remembers which files were read.
    """
    disk = disk or Disk()
    # Without defaults, so that a field which a later release adds changes no old digest.
    told = fields.model_dump(mode="json", exclude=set(APART), exclude_defaults=True)
    files = [[nfc(name), _digest(folder, name, disk)] for name in _files(fields)]
    text = json.dumps([told, files], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(nfc(text).encode()).hexdigest()}"


def _files(fields: models.ManifestFields) -> Iterator[str]:
    for part in fields.parts:
        for lesson in part.parts if isinstance(part, models.SectionPart) else (part,):
            yield lesson.source
            yield from lesson.captions
            if lesson.transcript:
                yield lesson.transcript


def _digest(folder: Path, name: str, disk: Disk) -> str:
    found = disk.find(folder, name)
    return disk.digest(found) if found else ""
