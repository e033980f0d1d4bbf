"""Makes the lesson's blocks of the document's items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from hocvu.errors import Origin
from hocvu.identifiers import nfc
from hocvu.lesson import (
    Asset,
    Block,
    Cell,
    Figure,
    Group,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    Note,
    NoteRef,
    Paragraph,
    Row,
    Table,
    Text,
)
from hocvu.messages import text
from hocvu.sources.base import Source
from hocvu.sources.legal import HEADINGS, legal_level
from hocvu.sources.pages.flow import Para, gap_between
from hocvu.sources.pages.footnotes import Footnote
from hocvu.sources.pages.layout import Item, PictureItem, TableCell, TableItem
from hocvu.sources.pages.lines import BULLETS, Run

_WEB = ("http://", "https://", "mailto:")
_CSS_PIXELS = 96 / 72


@dataclass(slots=True)
class Maker:
    """Makes blocks.

    Attributes:
        source: The file, for the places of blocks.
        levels: Level of each paragraph that is a heading, by its id.
        pictures: Assets of the pictures, by the id of their item.
        dropped: Addresses of links that are no web addresses.
        added: Words of captions, which are ours and not the file's.
    """

    source: Source
    levels: dict[int, int]
    pictures: dict[int, Asset]
    dropped: list[tuple[int, str]] = field(default_factory=list)
    added: int = 0

    def blocks(self, items: Sequence[Item]) -> Iterator[Block]:
        """Yield the blocks of `items`, neighbouring bullets as one list."""
        index = 0
        while index < len(items):
            item = items[index]
            if isinstance(item, Para) and _is_bullet(item) and id(item) not in self.levels:
                bullets = []
                while index < len(items) and _is_bullet(bullet := items[index]):
                    bullets.append(bullet)
                    index += 1
                yield from self._lists([b for b in bullets if isinstance(b, Para)])
                continue
            yield self._block(item)
            index += 1

    def notes(self, notes: Iterable[tuple[Footnote, list[Para]]]) -> Iterator[Note]:
        """Yield the notes of a document."""
        for note, paras in notes:
            yield Note(id=note.id, label=str(note.number), children=tuple(self.blocks(paras)))

    def _block(self, item: Item) -> Block:
        if isinstance(item, Para):
            return self._paragraph(item)
        if isinstance(item, TableItem):
            return self._table(item)
        return self._figure(item)

    def _figure(self, item: PictureItem) -> Figure:
        asset = self.pictures[id(item)]
        alt, caption = None, ""
        if item.confidence is not None:
            shown = {"page": item.page, "confidence": round(item.confidence)}
            alt, caption = text("ocr.page_alt", shown, "vi"), text("ocr.page", shown, "vi")
            self.added += len(caption.split())
        return Figure(
            image=Image(
                asset=asset.id,
                alt=alt,
                width=round(item.box.width * _CSS_PIXELS),
                height=round(item.box.height * _CSS_PIXELS),
            ),
            caption=(Text(text=caption),) if caption else (),
            origin=self._at(item.page),
        )

    def _paragraph(self, para: Para) -> Block:
        legal = legal_level(para.text)
        level = self.levels.get(id(para))
        origin = self._at(para.page)
        if level is not None:
            children = tuple(self._inlines(para, plain=True))
            named = legal if legal in HEADINGS else None
            return Heading(level=level, children=children, legal=named, origin=origin)
        return Paragraph(
            children=tuple(self._inlines(para)),
            legal=legal,
            align="center" if para.centred else "start",
            origin=origin,
        )

    def _lists(self, paras: list[Para]) -> Iterator[ListBlock]:
        """Yield bullets as lists, one inside another where they are set further in."""
        index = 0
        while index < len(paras):
            edge = paras[index].lines[0].x0
            made: list[ListItem] = []
            first = paras[index]
            while index < len(paras) and _depth(paras[index], edge) == 0:
                end = index + 1
                while end < len(paras) and _depth(paras[end], edge) > 0:
                    end += 1
                inner = tuple(self._lists(paras[index + 1 : end]))
                said = Paragraph(
                    children=tuple(self._inlines(paras[index], bullet=True)),
                    origin=self._at(paras[index].page),
                )
                made.append(ListItem(children=(said, *inner)))
                index = end
            yield ListBlock(ordered=False, items=tuple(made), origin=self._at(first.page))

    def _table(self, item: TableItem) -> Block:
        if len(item.rows) == 1 and len(item.rows[0]) == 1:
            children = tuple(self.blocks(item.rows[0][0].paras))
            return Group(role="box", children=children, origin=self._at(item.page))
        head = _is_head(item)
        return Table(
            rows=tuple(
                Row(
                    cells=tuple(self._cell(cell, head and number == 0) for cell in row),
                    header=head and number == 0,
                )
                for number, row in enumerate(item.rows)
            ),
            origin=self._at(item.page),
        )

    def _cell(self, cell: TableCell, header: bool) -> Cell:
        return Cell(
            children=tuple(self.blocks(cell.paras)),
            colspan=cell.colspan,
            rowspan=cell.rowspan,
            header=header,
        )

    def _inlines(self, para: Para, plain: bool = False, bullet: bool = False) -> Iterator[Inline]:
        """Yield a paragraph's runs; `plain` leaves bold to the heading, `bullet` drops the mark."""
        for run in _runs(para, plain, bullet):
            piece = Text(text=nfc(run.text), marks=run.marks)
            if run.note:
                yield NoteRef(note=run.note)
            elif run.text == "\n":
                yield LineBreak()
            elif run.href.lower().startswith(_WEB):
                yield Link(href=run.href, children=(piece,))
            else:
                if run.href:
                    self.dropped.append((para.page, run.href))
                yield piece

    def _at(self, page: int) -> Origin:
        return self.source.at(page=page)


def _runs(para: Para, plain: bool, bullet: bool) -> list[Run]:
    """Return the runs of a paragraph's lines, joined where they are alike."""
    runs: list[Run] = []
    for line in para.lines:
        if line.breaks and runs:
            runs.append(Run("\n"))
        gap = gap_between(next((r.text for r in reversed(runs) if not r.note), ""), line.text)
        for run in line.runs:
            if run.note:
                runs.append(run)
                continue
            marks = tuple(m for m in run.marks if not (plain and m == "bold"))
            last = runs[-1] if runs else None
            if (
                last
                and last.text not in {"", "\n"}
                and (last.marks, last.href) == (marks, run.href)
            ):
                last.text += gap + run.text
            else:
                runs.append(Run(gap + run.text, marks, run.href))
            gap = ""
    if bullet and runs:
        runs[0].text = runs[0].text.lstrip(BULLETS + " ")
        if len(runs) > 1 and not runs[0].text:
            runs = runs[1:]
            runs[0].text = runs[0].text.lstrip()
    return [run for run in runs if run.text or run.note]


def _is_bullet(item: Item) -> bool:
    if not isinstance(item, Para):
        return False
    said = item.text
    return len(said) > 1 and said[0] in BULLETS and said[1].isspace()


def _depth(para: Para, edge: float) -> int:
    """Return how a bullet stands to the edge of its list: -1 outside, 0 at it, 1 further in."""
    off = para.lines[0].x0 - edge
    slack = 0.6 * para.size
    return (off > slack) - (off < -slack)


def _is_head(item: TableItem) -> bool:
    """Tell if the first row names the columns: all of it bold, or centred over text that is not."""
    first = [para for cell in item.rows[0] for para in cell.paras]
    filled = sum(bool(cell.paras) for cell in item.rows[0])
    if len(item.rows) < 2 or filled < 2:
        return False
    return all(para.bold for para in first)
