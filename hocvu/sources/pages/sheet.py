"""A page taken apart: its lines, drawn tables and pictures."""

from __future__ import annotations

from dataclasses import dataclass, field

from hocvu.sources.pages.lines import Line
from hocvu.sources.pages.ruled import Grid
from hocvu.tools.pdfium import Box


@dataclass(slots=True)
class Sheet:
    """What one page holds.

    Attributes:
        number: Page, from 1.
        width: In points.
        height: In points.
        lines: Lines in the file's order.
        turned: Lines outside tables that run in another direction.
        grids: Drawn tables; `Line.place` tells which cell a line stands in.
        pictures: Where pictures stand that are worth keeping.
        small: How many pictures are too small to be more than ornaments.
        letters: Characters that are not white space.
        inner_links: Links to another place of the document, which are not kept.
        notes: Form fields and notes over the page, whose text is not read.
        signatures: Digital signatures that have their place on the page.
        broken: Characters of which the file does not tell the letter.
        fonts: Names of the fonts.
        is_scan: The page is a picture of text.
        on_its_side: Its text runs along the sheet's side.
        dots: Dots per inch of the picture that covers it; 0 where none does.
        confidence: How sure recognition was of its text, 0 to 100; None without recognition.
        turn: Degrees counter-clockwise by which its picture is turned to stand upright.
        dividers: Short level lines outside tables, such as stand above footnotes.
        has_hidden_text: Its text is invisible: what a scanner's software recognised.
    """

    number: int
    width: float
    height: float
    lines: list[Line]
    turned: list[Line]
    grids: list[Grid]
    pictures: list[Box]
    small: int
    letters: int
    inner_links: int
    notes: int
    signatures: int
    broken: int
    fonts: frozenset[str]
    is_scan: bool
    has_hidden_text: bool
    on_its_side: bool
    complete: bool
    dots: float = 0.0
    confidence: float | None = None
    turn: int = 0
    dividers: list[Box] = field(default_factory=list)
