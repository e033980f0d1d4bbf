"""Characters of a page put together to lines, with runs of the same marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from hocvu.identifiers import nfc
from hocvu.lesson import Mark
from hocvu.sources.oldfonts import family
from hocvu.tools.pdfium import Char, WebLink

OUTSIDE: Final = (-1, -1)
"""The place of a character that stands in no table."""

BULLETS: Final = "•●○◦▪■□▫❖➢➤►▶✓✔✦★⮚·*"
# Symbol fonts keep their signs in the private use area; these are the usual bullets.
_SYMBOLS: Final = {
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF0D8: "➢",
    0xF0FC: "✓",
    0xF076: "❖",
    0xF06F: "○",
    0xF0A8: "□",
    0xF0A3: "□",
    0xF06E: "■",
    0xF02D: "-",
    0xF0BE: "-",
    0xF0E0: "→",
}
_DROPPED: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u0000")
LABEL: Final = re.compile(
    rf"(?:[{re.escape(BULLETS)}+–-]|\(?\d{{1,3}}(?:\.\d{{1,3}})*[.)]?|\(?[a-zđA-ZĐ][.)]|[IVXLC]+[.)]"
    r"|[Đđ]iều \d+[.:]?)"
)
COLUMN_GAP: Final = 2.5  # Widths of a letter M; wider, and another column begins.
LABEL_GAP: Final = 7.0
_WORD_GAP: Final = 0.15


@dataclass(slots=True)
class Run:
    """A piece of a line with the same marks, link and font throughout.

    `note` is the id of the footnote that it refers to, in the place of a mark; it has no text.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    href: str = ""
    font: str = ""
    note: str = ""


@dataclass(slots=True)
class Line:
    """A line of text.

    Attributes:
        runs: Its text.
        x0: Left edge in points from the page's left.
        x1: Right edge.
        baseline: Its baseline in points from the page's top.
        size: Size of most of its letters in points.
        bold: Every letter is bold.
        page: Page, from 1.
        order: Place of its first character in the file's order.
        place: Table and cell that it stands in.
        turned: It runs in another direction than the page; its edges are those of its middle.
        breaks: It begins on a line of its own, though it was joined to what is above.
    """

    runs: list[Run]
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool
    page: int
    order: int
    place: tuple[int, int] = OUTSIDE
    turned: bool = False
    breaks: bool = False

    @property
    def text(self) -> str:
        """The line without marks."""
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class _Open:
    """A line while characters are added."""

    place: tuple[int, int]
    order: int
    chars: list[Char] = field(default_factory=list)
    pieces: list[tuple[str, Char]] = field(default_factory=list)

    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


def make_lines(
    chars: Sequence[Char],
    page: int,
    links: Sequence[WebLink] = (),
    place_of: Callable[[float, float], tuple[int, int]] = lambda x, y: OUTSIDE,
) -> list[Line]:
    """Return the lines of a page in the file's order.

    Words are parted where pdfium parts them: its spaces are right for Vietnamese, where a guess
    from gaps splits syllables at marks.

    Args:
        chars: Characters in the file's order.
        page: Page, from 1.
        links: Links of the page.
        place_of: Tells table and cell at a point, in points from the top left.
    """
    lines: list[_Open] = []
    current: _Open | None = None
    space = broke = False
    for order, char in enumerate(chars):
        text = _shown(char)
        if not text:
            continue
        if text.isspace():
            space = True
            broke = broke or text in "\r\n"
            continue
        place = place_of(*char.middle)
        last = current.chars[-1] if current else None
        if current is None or last is None or not _continues(current, last, char, place):
            current = _Open(place, order)
            lines.append(current)
        elif space and (not broke or char.x0 - last.x1 > 0.12 * char.style.size):
            current.pieces.append((" ", char))
        current.chars.append(char)
        current.pieces.append((text, char))
        space = broke = False
    return [_close(line, page, links) for line in lines]


def plain_name(font: str) -> str:
    """Return a font's name without the tag of a subset: ``ABCDEF+.VnTime``."""
    return font.rsplit("+", maxsplit=1)[-1]


def _shown(char: Char) -> str:
    text = _SYMBOLS.get(ord(char.text), char.text)
    if text in _DROPPED:
        # In TCVN3 fonts the soft hyphen is the letter ư.
        return text if text == "\u00ad" and family(plain_name(char.style.font)) else ""
    if text.isspace():
        return text if text in "\r\n" else " "
    if text in "§Øüv" and "wingdings" in char.style.font.lower():
        return {"§": "▪", "Ø": "➢", "ü": "✓", "v": "❖"}[text]
    return text if text.isprintable() or text in "\ufffd" else ""


def _continues(line: _Open, last: Char, char: Char, place: tuple[int, int]) -> bool:
    size = max(last.style.size, char.style.size, 1)
    if place != line.place or char.style.turn != last.style.turn:
        return False
    # Superior and inferior letters leave the baseline further than letters of one size do.
    small = min(last.style.size, char.style.size) < 0.85 * size
    if abs(char.baseline - last.baseline) > (0.6 if small else 0.4) * size:
        return False
    gap = char.x0 - last.x1
    if gap < -0.6 * size:
        return char.x0 == last.x0  # The second letter of a ligature.
    if gap <= COLUMN_GAP * size:
        return True
    return gap <= LABEL_GAP * size and LABEL.fullmatch(line.text()) is not None


def _close(line: _Open, page: int, links: Sequence[WebLink]) -> Line:
    sizes = Counter(char.style.size for char in line.chars)
    size = max(sizes, key=lambda value: (sizes[value], value))
    base = Counter(c.baseline for c in line.chars if c.style.size == size).most_common(1)[0][0]
    runs: list[Run] = []
    for text, char in _spaced(line.pieces):
        font = plain_name(char.style.font)
        run = Run(text, _marks(char, size, base), _href(char, links), font)
        last = runs[-1] if runs else run
        if runs and (last.marks, last.href, last.font) == (run.marks, run.href, run.font):
            runs[-1].text += text
        else:
            runs.append(run)
    for run in runs:
        run.text = nfc(run.text)
    turned = line.chars[0].turned
    letters = [char for char in line.chars if char.text.isalnum()] or line.chars
    return Line(
        runs=runs,
        x0=min(char.middle[0] if turned else char.x0 for char in line.chars),
        x1=max(char.middle[0] if turned else char.x1 for char in line.chars),
        baseline=max(char.middle[1] for char in line.chars) if turned else base,
        size=size,
        bold=all(char.style.bold for char in letters),
        page=page,
        order=line.order,
        place=line.place,
        turned=turned,
    )


def _spaced(pieces: list[tuple[str, Char]]) -> Iterator[tuple[str, Char]]:
    """Yield the pieces of a line with the spaces that pdfium overlooks in tightly set text.

    A gap parts two letters of the same font when it stands out from the line's other gaps; any
    less sure sign would split syllables at their marks.
    """
    gaps = [
        after.x0 - before.x1
        for (a, before), (b, after) in pairwise(pieces)
        if a.isalpha() and b.isalpha()
    ]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 0.0
    last: Char | None = None
    for text, char in pieces:
        if last and last.style == char.style and last.text.isalpha() and text.isalpha():
            gap = char.x0 - last.x1 - usual
            if abs(usual) < 0.05 * char.style.size and gap > _WORD_GAP * char.style.size:
                yield " ", char
        last = char if text != " " else None
        yield text, char


def _marks(char: Char, size: float, base: float) -> tuple[Mark, ...]:
    small = 0 < char.style.size < 0.85 * size
    raised = base - char.baseline
    given: tuple[tuple[Mark, bool], ...] = (
        ("bold", char.style.bold),
        ("italic", char.style.italic),
        ("sup", small and raised > 0.15 * size),
        ("sub", small and raised < -0.05 * size),
    )
    return tuple(mark for mark, there in given if there)


def _href(char: Char, links: Sequence[WebLink]) -> str:
    return next((link.href for link in links if link.box.holds(*char.middle)), "")
