"""What a PDF says of itself: title, outline, tags."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hocvu.identifiers import nfc
from hocvu.sources.pages.headings import Bookmark

if TYPE_CHECKING:
    import pypdf

MAX_ENTRIES: Final = 5000
_MAX_DEPTH: Final = 12
# The library logs each oddity of a file; what matters is told as notices.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Facts:
    """What a PDF says of itself; empty where it says nothing."""

    title: str = ""
    bookmarks: tuple[Bookmark, ...] = ()
    tagged: bool = False


def read_facts(path: Path) -> Facts:
    """Return what the file says of itself; a file that only pdfium can open says nothing."""
    import pypdf  # Slow to import, and not every run has a PDF.

    try:
        with path.open("rb") as stream:
            reader = pypdf.PdfReader(stream, strict=False)
            root = reader.root_object
            title = reader.metadata.title if reader.metadata else ""
            return Facts(
                title=_plain(title),
                bookmarks=tuple(_bookmarks(reader)),
                tagged=bool(root.get("/MarkInfo", {}).get("/Marked", False)),
            )
    except Exception:
        return Facts()


def _plain(text: object) -> str:
    """Return a text of the file's properties in NFC, without control characters."""
    shown = (c if c.isprintable() else " " for c in nfc(str(text or "")))
    return " ".join("".join(shown).split())


def _bookmarks(reader: pypdf.PdfReader) -> Iterator[Bookmark]:
    stack: list[tuple[int, Iterator[Any]]] = [(1, iter(reader.outline))]
    made = 0
    while stack and made < MAX_ENTRIES:
        depth, entries = stack[-1]
        entry = next(entries, None)
        if entry is None:
            stack.pop()
        elif isinstance(entry, list):
            if len(stack) < _MAX_DEPTH:
                stack.append((depth + 1, iter(entry)))
        else:
            made += 1
            page = reader.get_destination_page_number(entry)
            yield Bookmark(depth, _plain(entry.title), 0 if page is None else page + 1)
