"""Readers: one module for each kind of material.

A reader takes a file and gives a `Reading`: content, assets, notices and counts. A new kind of
material is one module, one line in `READERS` and its test. Readers are asked in this order
whether a file is theirs, those that know a file by its first bytes before those that take text.
"""

from __future__ import annotations

from hocvu.sources import (
    docx,
    html,
    markdown,
    office,
    package,
    pdf,
    plain,
    quiz,
    scan,
    sheet,
    situation,
    slides,
    video,
)
from hocvu.sources.base import Reader

_ALL: tuple[Reader, ...] = (
    docx.READER,
    quiz.READER,
    office.READER,
    sheet.READER,
    slides.READER,
    pdf.READER,
    scan.READER,
    video.READER,
    situation.READER,
    package.READER,
    html.READER,
    markdown.READER,
    plain.READER,
)
READERS: dict[str, Reader] = {reader.name: reader for reader in _ALL}
