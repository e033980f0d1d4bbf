"""Takes the pages of a PDF apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hocvu.sources.pages.lines import OUTSIDE, Line, make_lines
from hocvu.sources.pages.ruled import Grid, find_grids, level_lines
from hocvu.sources.pages.sheet import Sheet
from hocvu.tools.pdfium import Box, Char, Page

FEW_CHARS: Final = 50
"""A page with fewer letters than this is a picture with a caption at most."""

SMALLEST_PICTURE: Final = 18.0  # Points; smaller ones are bullets and ornaments.
_FULL_PAGE: Final = 0.7
_WIDEST: Final = 0.9  # Share of the page's width of a line that divides text.


def take_apart(page: Page) -> Sheet:
    """Return what `page` holds."""
    chars = page.chars()
    graphics = page.graphics()
    seen = [c for c in chars if not c.generated and not c.text.isspace()]
    grids = find_grids(graphics.rules, lambda area: any(area.holds(*char.middle) for char in seen))
    lines = _lines(page, chars, grids)
    kept, lines = _tables(grids, lines, page, chars)
    whole = Box(0, 0, page.width, page.height)
    pictures = [_clipped(box, whole) for box in graphics.pictures]
    covers = [box.area >= _FULL_PAGE * whole.area for box in pictures]
    covering = any(covers)
    dots = [dots for dots, over in zip(graphics.dots, covers, strict=True) if over]
    hidden = sum(not c.style.visible for c in seen)
    has_hidden_text = covering and hidden > len(seen) / 2
    drawn = bool(graphics.pictures or graphics.areas)
    worth = [b for b in pictures if min(b.width, b.height) >= SMALLEST_PICTURE]
    return Sheet(
        number=page.number,
        width=page.width,
        height=page.height,
        lines=[line for line in lines if not _aside(line)],
        turned=[line for line in lines if _aside(line)],
        grids=kept,
        pictures=[box for box in _apart(worth) if box.area < _FULL_PAGE * whole.area],
        small=len(pictures) - len(worth),
        letters=len(seen),
        inner_links=page.inner_links(),
        notes=page.notes(),
        signatures=page.signatures(),
        broken=sum(c.broken or c.text == "\ufffd" for c in seen),
        fonts=frozenset(c.style.font for c in seen),
        is_scan=(len(seen) < FEW_CHARS and drawn) or has_hidden_text,
        has_hidden_text=has_hidden_text,
        on_its_side=any(c.style.turn and not c.turned for c in seen),
        complete=graphics.complete,
        dots=max(dots, default=0.0),
        dividers=[
            rule
            for rule in level_lines(graphics.rules)
            if SMALLEST_PICTURE <= rule.width <= _WIDEST * page.width
            and not any(grid.box.meets(rule, 1.0) for grid in kept)
        ],
    )


def _aside(line: Line) -> bool:
    return line.turned and line.place == OUTSIDE


def _lines(page: Page, chars: Sequence[Char], grids: Sequence[Grid]) -> list[Line]:
    def place_of(x: float, y: float) -> tuple[int, int]:
        for index, grid in enumerate(grids):
            cell = grid.cell_at(x, y)
            if cell is not None:
                return index, cell
        return OUTSIDE

    return make_lines(chars, page.number, page.links(), place_of)


def _tables(
    grids: list[Grid], lines: list[Line], page: Page, chars: Sequence[Char]
) -> tuple[list[Grid], list[Line]]:
    """Keep the grids that are tables; where one is not, make the lines again without it."""
    kept = [
        grid
        for index, grid in enumerate(grids)
        if grid.is_table(
            {line.place[1] for line in lines if line.place[0] == index}, page.width, page.height
        )
    ]
    if len(kept) < len(grids):
        lines = _lines(page, chars, kept)
    return kept, lines


def _clipped(box: Box, whole: Box) -> Box:
    x0, y0 = max(box.x0, whole.x0), max(box.y0, whole.y0)
    return Box(x0, y0, max(x0, min(box.x1, whole.x1)), max(y0, min(box.y1, whole.y1)))


def _apart(boxes: list[Box]) -> list[Box]:
    """Join pictures that touch: programs cut one picture into strips."""
    joined: list[Box] = []
    for box in sorted(boxes, key=lambda b: (b.y0, b.x0)):
        current = box
        touching = [other for other in joined if other.meets(current, 1.0)]
        for other in touching:
            joined.remove(other)
            current = Box(
                min(current.x0, other.x0),
                min(current.y0, other.y0),
                max(current.x1, other.x1),
                max(current.y1, other.y1),
            )
        joined.append(current)
    return sorted(joined, key=lambda b: (b.y0, b.x0))
