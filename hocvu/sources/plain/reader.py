"""Reads plain text: paragraphs, lists, and the divisions of a legal text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from hocvu.errors import Damaged, Missing, TooLarge
from hocvu.identifiers import nfc
from hocvu.lesson import Counts, DocumentBody, Reading
from hocvu.lesson.text import count
from hocvu.sources.base import Notices, Options, Source, Workspace
from hocvu.sources.plain.paragraphs import make_blocks
from hocvu.sources.structure import with_structure
from hocvu.sources.syllables import in_unicode
from hocvu.sources.text import decode, is_text

_LARGEST: Final = 16 << 20
_BULLETS: Final = re.compile(r"^[ \t]*[-–—+*•●▪][ \t]+(?=\S)", re.MULTILINE)


class PlainOptions(Options):
    """What authors may set for a plain text.

    Attributes:
        download: Learners may download the file itself.
    """

    download: bool = False


class PlainReader:
    """Reads plain text in UTF-8, UTF-16, Windows-1258, TCVN3 or VNI."""

    name = "plain"
    version = 2
    suffixes = (".txt", ".text")
    options = PlainOptions
    engines: tuple[str, ...] = ()
    patience = 300.0

    def accepts(self, head: bytes, path: Path) -> bool:
        """Tell by name and content if this is plain text, which has no sign of its own."""
        return path.suffix.lower() in self.suffixes and is_text(head)

    def read(self, source: Source, workspace: Workspace, options: PlainOptions) -> Reading:
        """Read `source`.

        Raises:
            Missing: It is not there.
            Damaged: It is empty or no text.
            TooLarge: It is larger than is read.
        """
        notices = Notices(source)
        text = _text(source, notices)
        blocks, title = with_structure(tuple(make_blocks(text, source)))
        body = DocumentBody(blocks=blocks)
        original = None
        if options.download:
            original = workspace.refer(source.path, ".txt", "text/plain", nfc(source.path.name)).id
        return Reading(
            reader=self.name,
            title=title or _first(text),
            body=body,
            assets=workspace.assets,
            original=original,
            notices=tuple(notices.all),
            read=Counts(words=len(_BULLETS.sub("", text).split())),
            kept=count(body),
        )


READER: Final = PlainReader()


def _text(source: Source, notices: Notices) -> str:
    place = source.at()
    try:
        if source.path.stat().st_size > _LARGEST:
            raise TooLarge("plain.too_large", origin=place, limit=_LARGEST >> 20)
        data = source.path.read_bytes()
    except FileNotFoundError as error:
        raise Missing("source.missing", origin=place) from error
    decoded = decode(data)
    if decoded is None:
        raise Damaged("plain.not_text", origin=place)
    if not decoded.text.strip():
        raise Damaged("source.empty", origin=place)
    text, old = in_unicode(data, decoded)
    if old:
        notices.add("plain.old_encoding", count=old)
    elif decoded.encoding == "cp1258":
        notices.add("plain.encoding", "warning" if decoded.doubtful else "info")
    return text.replace("\f", "\n\n")


def _first(text: str) -> str:
    line = next((line for line in text.splitlines() if any(c.isalpha() for c in line)), "")
    return " ".join(line.split())[:120]
