"""Makes blocks of the tokens of a Markdown document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from markdown_it.tree import SyntaxTreeNode

from hocvu.errors import Origin
from hocvu.lesson import (
    Block,
    Cell,
    Code,
    Figure,
    Group,
    Heading,
    Image,
    Inline,
    ListBlock,
    ListItem,
    Note,
    Paragraph,
    Row,
    Rule,
    Table,
    Text,
)
from hocvu.lesson.text import inline_text
from hocvu.sources.legal import HEADINGS, legal_level
from hocvu.sources.marked.html import text_of
from hocvu.sources.marked.inline import inline, note_id
from hocvu.sources.marked.world import MarkdownWorld, slug_of

_LABEL_END: Final = {".": ".", ")": ")"}


class BlockBuilder:
    """Makes the blocks of one document.

    Attributes:
        notes: Its footnotes, in the order in which the text refers to them.
        label_words: Words of the numbers of lists.
    """

    def __init__(self, world: MarkdownWorld) -> None:
        """Take what lies around the document."""
        self._world = world
        self.notes: list[Note] = []
        self.label_words = 0

    def blocks(self, parent: SyntaxTreeNode) -> tuple[Block, ...]:
        """Return the blocks below `parent`."""
        return tuple(block for node in parent.children for block in self._block(node))

    def _block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        place = self._place(node)
        match node.type:
            case "heading":
                yield self._heading(node, place)
            case "paragraph":
                yield from self._paragraph(node, place)
            case "bullet_list" | "ordered_list":
                yield self._list(node, place)
            case "table":
                yield Table(rows=tuple(self._rows(node)), origin=place)
            case "blockquote":
                yield Group(role="quote", children=self.blocks(node), origin=place)
            case "fence" | "code_block":
                language = node.info.split()[0] if node.info.split() else ""
                yield Code(text=node.content.rstrip("\n"), language=language, origin=place)
            case "hr":
                yield Rule()
            case "html_block":
                self._reach(node)
                yield from self._html(node, place)
            case "footnote_block":
                self._footnotes(node)
            case "front_matter":
                pass
            case _:
                yield from self.blocks(node)

    def _heading(self, node: SyntaxTreeNode, place: Origin) -> Heading:
        children = self._inline(node)
        text = inline_text(children)
        level = legal_level(text)
        return Heading(
            level=int(node.tag[1]),
            children=children,
            legal=level if level in HEADINGS else None,
            anchor=self._world.anchor(slug_of(text)),
            origin=place,
        )

    def _paragraph(self, node: SyntaxTreeNode, place: Origin) -> Iterator[Block]:
        children = self._inline(node)
        if len(children) == 1 and isinstance(children[0], Image):
            yield Figure(image=children[0], origin=place)
        elif children:
            legal = legal_level(inline_text(children))
            yield Paragraph(children=children, legal=legal, origin=place)

    def _list(self, node: SyntaxTreeNode, place: Origin) -> ListBlock:
        ordered = node.type == "ordered_list"
        start = int(node.attrs.get("start", 1)) if ordered else 0
        items = []
        for number, item in enumerate(node.children, start):
            label = f"{number}{_LABEL_END.get(item.markup, '.')}" if ordered else ""
            self.label_words += bool(label)
            items.append(ListItem(label=label, children=self.blocks(item)))
        return ListBlock(ordered=ordered, items=tuple(items), origin=place)

    def _rows(self, node: SyntaxTreeNode) -> Iterator[Row]:
        for part in node.children:
            for row in part.children:
                self._reach(row)
                header = part.type == "thead"
                cells = tuple(self._cell(cell, header) for cell in row.children)
                yield Row(cells=cells, header=header)

    def _cell(self, node: SyntaxTreeNode, header: bool) -> Cell:
        children = self._inline(node)
        style = str(node.attrs.get("style", ""))
        align = "center" if "center" in style else "end" if "right" in style else "start"
        blocks = (Paragraph(children=children, align=align),) if children else ()
        return Cell(children=blocks, header=header)

    def _html(self, node: SyntaxTreeNode, place: Origin) -> Iterator[Block]:
        if not node.content.strip().startswith("<!--"):
            self._world.html(node.content)
        for line in text_of(node.content).split("\n"):
            if line:
                yield Paragraph(children=(Text(text=line),), origin=place)

    def _footnotes(self, node: SyntaxTreeNode) -> None:
        for note in node.children:
            number = int(note.meta["id"])
            self.notes.append(
                Note(id=note_id(number), label=str(number + 1), children=self.blocks(note))
            )

    def _inline(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        found = next((child for child in node.children if child.type == "inline"), None)
        if found is None or found.token is None:
            return ()
        self._reach(node)
        return inline(found.token.children or (), self._world)

    def _reach(self, node: SyntaxTreeNode) -> None:
        """Tell the world which line is read; cells of tables have no line but their row's."""
        if node.map:
            self._world.line = node.map[0] + 1

    def _place(self, node: SyntaxTreeNode) -> Origin:
        return self._world.at(node.map[0] + 1 if node.map else None)
