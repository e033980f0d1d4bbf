"""Shows the beginning of a document to the finder of titles."""

from __future__ import annotations

from collections.abc import Sequence

from hocvu.lesson import Table
from hocvu.lesson.text import lines
from hocvu.sources.docx.paragraphs import Para, Piece
from hocvu.sources.titles import LOOKED_AT, Line, Title, find_title


def title_of(pieces: Sequence[Piece], core: str) -> Title:
    """Return the title of a document by its first `pieces`, or by its property `core`."""
    return find_title([_line(piece) for piece in pieces[:LOOKED_AT]], core)


def _line(piece: Piece) -> Line:
    if isinstance(piece, Table):
        return Line(cells=tuple(" ".join(line.split()) for line in lines([piece])))
    if not isinstance(piece, Para):
        return Line()
    return Line(
        text=piece.text,
        centred=piece.align == "center",
        bold=piece.bold,
        heading=piece.heading is not None,
        title=piece.style.name.lower() == "title",
        item=piece.label is not None,
    )
