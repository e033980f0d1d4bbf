"""Walks paragraphs, tables and what wraps them, in one story of a document."""

from __future__ import annotations

from typing import Final

from lxml import etree

from hocvu.lesson import Block, Group, Table
from hocvu.sources.docx.assemble import assemble
from hocvu.sources.docx.choices import chosen
from hocvu.sources.docx.context import Context
from hocvu.sources.docx.inline import InlineWalker
from hocvu.sources.docx.names import MC, VAL, M, W
from hocvu.sources.docx.numbering import Label
from hocvu.sources.docx.paragraphs import Align, Para, Piece
from hocvu.sources.docx.parts import Part
from hocvu.sources.docx.runs import Runs
from hocvu.sources.docx.styles import ParagraphProperties, Style, paragraph_properties
from hocvu.sources.docx.tables import read_table

_THROUGH: Final = frozenset(
    f"{W}{name}" for name in ("sdtContent", "customXml", "smartTag", "ins", "moveTo")
)
_GONE: Final = frozenset({f"{W}del", f"{W}moveFrom"})
_ALIGN: Final[dict[str, Align]] = {"center": "center", "right": "end", "end": "end"}
_NO_LIST: Final = "0"


class BodyWalker:
    """Reads one story: a body, a text box or a note."""

    def __init__(self, context: Context, part: Part, story: etree._Element) -> None:
        """Take the story and the part that it stands in."""
        self._context = context
        self._part = part
        self._story = story
        self._inline = InlineWalker(context, part, story, self._box)
        # Runs of a paragraph that goes on in the next one.
        self._carried: Runs | None = None

    def pieces(self) -> list[Piece]:
        """Return the paragraphs and tables of the story."""
        return self._pieces(self._story)

    def _pieces(self, parent: etree._Element) -> list[Piece]:
        found: list[Piece] = []
        with self._context.deeper():
            for item in parent:
                self._item(item, found)
        return found

    def _item(self, item: etree._Element, found: list[Piece]) -> None:
        tag = item.tag
        if tag == f"{W}p":
            found.extend(self._paragraph(item))
        elif tag == f"{W}tbl":
            found.append(self._table(item))
        elif tag == f"{W}sdt":
            for content in item.iterchildren(f"{W}sdtContent"):
                found.extend(self._pieces(content))
        elif tag in _THROUGH:
            found.extend(self._pieces(item))
        elif tag in _GONE:
            self._context.seen["changes"] += 1
        elif tag == f"{MC}AlternateContent":
            for choice in chosen(item):
                found.extend(self._pieces(choice))
        elif tag == f"{W}altChunk":
            self._context.notices.at(self._context.here, "docx.chunk_lost")
        elif tag in {f"{M}oMathPara", f"{M}oMath"}:
            wrapper = etree.Element(f"{W}p")
            wrapper.append(_copy(item))
            found.extend(self._paragraph(wrapper))

    def _table(self, item: etree._Element) -> Table:
        place = self._context.here
        with self._context.deeper(blocks=True):
            return read_table(item, self._context, self._cell, place)

    def _cell(self, item: etree._Element) -> tuple[Block, ...]:
        return assemble(self._pieces(item))

    def _box(self, item: etree._Element) -> tuple[Block, ...]:
        """Return a text box as a group; one without content as nothing."""
        with self._context.deeper(blocks=True):
            place = self._context.here
            children = assemble(BodyWalker(self._context, self._part, item).pieces())
        return (Group(role="box", children=children, origin=place),) if children else ()

    def _paragraph(self, item: etree._Element) -> list[Para]:
        context = self._context
        context.paragraph += 1
        place = context.here
        details = item.find(f"{W}pPr")
        style = context.styles.style(_style_of(details))
        own = paragraph_properties(details)
        properties = own.over(style.paragraph)
        runs = self._inline.paragraph(item, style)
        boxes = tuple(self._inline.boxes)
        if self._carried is not None:
            runs = _joined(self._carried, runs)
            self._carried = None
        if _goes_on(details) and item.getnext() is not None:
            self._carried = runs
            return [_anchorless(style, context, boxes)] if boxes else []
        keep = style.name.lower() in {"source code", "html preformatted"}
        label = self._label(own, style, runs)
        indent = _first(own.indent, label.indent if label else None, style.paragraph.indent)
        para = Para(
            children=runs.finish(keep),
            style=style,
            origin=place,
            label=label,
            heading=_heading(own, style),
            align=_ALIGN.get(properties.align or "", "start"),
            bold=runs.letters > 0 and runs.bold_letters == runs.letters,
            capitals=runs.letters > 0 and runs.capitals,
            size=runs.size,
            indent=indent,
            anchor=context.anchors.of(item),
            boxes=boxes,
        )
        return [para]

    def _label(self, own: ParagraphProperties, style: Style, runs: Runs) -> Label | None:
        """Count the paragraph in its list; an empty one is not numbered by Word."""
        context = self._context
        list_id = own.list_id or style.paragraph.list_id
        if list_id is None or list_id == _NO_LIST or not context.numbering.knows(list_id):
            return None
        level = own.list_level
        if level is None and own.list_id is None:
            level = context.numbering.level_of_style(list_id, style.key)
        if level is None:
            level = style.paragraph.list_level or 0
        label = context.numbering.label(list_id, level)
        if label is None or not runs.items:
            return None
        context.label_words += len(label.text.split())
        return label


def _heading(own: ParagraphProperties, style: Style) -> int | None:
    if own.outline is not None:
        return own.outline + 1 if 0 <= own.outline < 9 else None
    return 1 if style.name.lower() == "title" else style.heading


def _style_of(details: etree._Element | None) -> str | None:
    found = None if details is None else details.find(f"{W}pStyle")
    return None if found is None else found.get(VAL)


def _goes_on(details: etree._Element | None) -> bool:
    """Tell if the text goes on in the next paragraph: its end was deleted, or it is a drop cap."""
    if details is None:
        return False
    frame = details.find(f"{W}framePr")
    if frame is not None and frame.get(f"{W}dropCap", "none") != "none":
        return True
    return any(details.find(f"{W}rPr/{W}{name}") is not None for name in ("del", "moveFrom"))


def _joined(first: Runs, second: Runs) -> Runs:
    return Runs(
        items=[*first.items, *second.items],
        letters=first.letters + second.letters,
        bold_letters=first.bold_letters + second.bold_letters,
        capitals=first.capitals and second.capitals,
        size=max(first.size, second.size),
    )


def _anchorless(style: Style, context: Context, boxes: tuple[Block, ...]) -> Para:
    return Para(children=(), style=style, origin=context.here, boxes=boxes)


def _copy(item: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(item, with_tail=False))


def _first(*values: int | None) -> int:
    return next((value for value in values if value is not None), 0)
