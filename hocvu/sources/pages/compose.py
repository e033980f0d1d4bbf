"""Makes one document of pages that were taken apart: what is on them, its title, its headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from hocvu.sources.pages.aligned import find_aligned
from hocvu.sources.pages.flow import Measure, Para, goes_on, paragraphs
from hocvu.sources.pages.footnotes import Footnote, Footnotes, take_footnotes
from hocvu.sources.pages.headings import Bookmark, find_headings, join_named
from hocvu.sources.pages.layout import Item, lay_out
from hocvu.sources.pages.letterhead import read_letterhead
from hocvu.sources.pages.running import Running, leave_out_repeated_pictures, leave_out_running
from hocvu.sources.pages.sheet import Sheet

LONGEST_TITLE = 300


@dataclass(slots=True)
class Composed:
    """A document.

    Attributes:
        items: What it holds, in reading order.
        levels: Level of each paragraph that is a heading, by its `id`.
        head: The title that its letterhead tells; empty when it tells none.
        running: What repeats at the edges of its pages and was left out.
        repeated: How many pictures repeat and were left out, and on how many places.
        footnotes: Its footnotes, which are not among the items.
        aligned: How many tables without lines were made on each page.
    """

    items: list[Item]
    levels: dict[int, int]
    head: str
    running: list[Running]
    repeated: tuple[int, int]
    footnotes: Footnotes
    aligned: dict[int, int]

    def notes(self) -> Iterator[tuple[Footnote, list[Para]]]:
        """Yield its footnotes with their paragraphs."""
        for note in self.footnotes.notes:
            paras: list[Para] = []
            for _, page in groupby(note.lines, key=lambda line: line.page):
                lines = list(page)
                left, right = min(one.x0 for one in lines), max(one.x1 for one in lines)
                made = paragraphs(lines, left, right, Measure({}, {}))
                if paras and goes_on(paras[-1], made[0]):
                    paras[-1].lines += made.pop(0).lines
                paras += made
            yield note, paras

    @property
    def paras(self) -> list[Para]:
        """Its paragraphs."""
        return [item for item in self.items if isinstance(item, Para)]

    def title(self, told: str = "") -> str:
        """Return its title: of the letterhead, `told` of itself, the highest early heading."""
        if self.head or told:
            return (self.head or told)[:LONGEST_TITLE]
        early = [para for para in self.paras if id(para) in self.levels and para.page <= 2][:5]
        if early:
            best = min(early, key=lambda para: (-para.size, self.levels[id(para)]))
            return " ".join(best.text.split())[:LONGEST_TITLE]
        first = (para.text for para in self.paras if any(c.isalpha() for c in para.text))
        return " ".join(next(first, "").split())[:120]


def compose(
    sheets: Sequence[Sheet], bookmarks: Sequence[Bookmark] = (), *, flowing: bool = False
) -> Composed:
    """Put `sheets` together, without what repeats on them; they lose it.

    Args:
        sheets: The pages.
        bookmarks: The outline.
        flowing: They are a text to read: footnotes and tables without lines are looked for.
    """
    running = leave_out_running(sheets)
    noted = take_footnotes(sheets) if flowing else Footnotes()
    aligned = {sheet.number: find_aligned(sheet) for sheet in sheets if flowing}
    repeated = leave_out_repeated_pictures(sheets)
    items = join_named(lay_out(sheets))
    paras = [item for item in items if isinstance(item, Para)]
    head = read_letterhead(paras)
    found = find_headings(paras, bookmarks, head.apart | set(head.heading))
    levels = {id(paras[index]): level for index, level in found.items()}
    if head.heading:
        items = _with_one_heading(items, [paras[index] for index in head.heading])
        levels = {key: min(6, level + 1) for key, level in levels.items()}
        levels[id(paras[head.heading[0]])] = 1
    return Composed(items, levels, head.title, running, repeated, noted, aligned)


def _with_one_heading(items: list[Item], heading: Sequence[Para]) -> list[Item]:
    """Make one paragraph of those that show the document's title."""
    first, *rest = heading
    for para in rest:
        para.lines[0].breaks = True
        first.lines += para.lines
    gone = {id(para) for para in rest}
    return [item for item in items if id(item) not in gone]
