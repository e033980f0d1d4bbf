"""Makes blocks of paragraphs: headings, lists, clauses, figures, quotations, code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from hocvu.lesson import (
    Block,
    Code,
    Figure,
    Group,
    Heading,
    Image,
    Inline,
    LegalLevel,
    LineBreak,
    Link,
    Paragraph,
    Table,
    Text,
)
from hocvu.lesson.text import inline_text
from hocvu.sources.docx.headings import Found
from hocvu.sources.docx.lists import ListBuilder
from hocvu.sources.docx.paragraphs import Para, Piece
from hocvu.sources.legal import HEADINGS, annex_heading, legal_level

_QUOTES: Final = frozenset({"quote", "intense quote", "block text", "trích dẫn"})
_CODE: Final = frozenset({"source code", "html preformatted", "macro text", "code"})
_NAME_LIMIT: Final = 250


def assemble(
    pieces: Sequence[Piece], headings: Mapping[int, Found] | None = None
) -> tuple[Block, ...]:
    """Return the blocks that `pieces` make.

    Args:
        pieces: Paragraphs and finished blocks in reading order.
        headings: Which of them are headings; by default those that the document names.
    """
    if headings is None:
        headings = {
            i: Found(min(p.heading, 6))
            for i, p in enumerate(pieces)
            if isinstance(p, Para) and p.heading and p.line
        }
    return _Assembly(pieces, headings).blocks()


class _Assembly:
    def __init__(self, pieces: Sequence[Piece], headings: Mapping[int, Found]) -> None:
        self._pieces = pieces
        self._headings = headings
        # Under an open Điều, numbered paragraphs are clauses and not items of a list.
        self._clauses = False
        self._blocks: list[Block] = []
        self._lists = ListBuilder(self._blocks)

    def blocks(self) -> tuple[Block, ...]:
        """Return all blocks."""
        index = 0
        while index < len(self._pieces):
            piece = self._pieces[index]
            if isinstance(piece, Para):
                index += self._paragraph(index, piece)
            else:
                self._lists.close()
                self._blocks.append(self._captioned(index, piece))
                index += 1
        self._lists.close()
        return tuple(self._blocks)

    def _paragraph(self, index: int, para: Para) -> int:
        """Add the paragraph at `index`; return how many pieces that took."""
        taken = 1
        if index in self._headings:
            self._lists.close()
            name = self._name(index)
            self._blocks.append(_heading(para, name, self._headings[index]))
            self._clauses = self._headings[index].legal == "dieu"
            taken = 2 if name else 1
            boxes = (*para.boxes, *(name.boxes if name else ()))
        else:
            boxes = para.boxes
            legal = legal_level(para.line)
            if legal in HEADINGS and not (para.bold or para.number):
                legal = legal if legal == "dieu" else None
            self._clauses = self._clauses or legal == "dieu"
            clause = legal is not None and (self._clauses or not para.label)
            if para.children or para.number or para.anchor:
                if para.label and not clause:
                    self._lists.add(para.label, _plain(para), para.indent)
                else:
                    self._lists.close()
                    self._plain(para, legal if clause else None)
        if boxes:
            self._lists.close()
            self._blocks.extend(boxes)
        return taken

    def _name(self, index: int) -> Para | None:
        """Return the paragraph after a bare "Chương I" that holds its name."""
        found, para = self._headings[index], self._pieces[index]
        following = self._pieces[index + 1] if index + 1 < len(self._pieces) else None
        if not isinstance(para, Para) or not isinstance(following, Para) or para.boxes:
            return None
        other = self._headings.get(index + 1)
        apart = (
            not following.text
            or following.number
            or len(following.text) > _NAME_LIMIT
            or (other and other.legal)
            or following.heading not in {None, para.heading}
            or legal_level(following.text)
            # A heading has one anchor, and links lead to both.
            or (following.anchor and para.anchor)
        )
        if apart or not (_is_bare(para, found) or _goes_on(para, following, found, other)):
            return None
        looks = following.bold or following.capitals or following.align == "center"
        return following if looks or other else None

    def _plain(self, para: Para, legal: LegalLevel | None) -> None:
        name = para.style.name.lower()
        previous = self._blocks[-1] if self._blocks else None
        block: Block
        if name in _CODE:
            text = _code(para.children)
            if isinstance(previous, Code):
                self._blocks.pop()
                text = f"{previous.text}\n{text}"
                block = Code(text=text, origin=previous.origin)
            else:
                block = Code(text=text, origin=para.origin)
        elif name in _QUOTES:
            children: tuple[Block, ...] = (_plain(para, legal),)
            if isinstance(previous, Group) and previous.role == "quote":
                self._blocks.pop()
                children = (*previous.children, *children)
            block = Group(role="quote", children=children, origin=para.origin)
        elif name == "caption" and isinstance(previous, Figure) and not previous.caption:
            self._blocks.pop()
            block = previous.model_copy(update={"caption": para.children})
        elif len(para.children) == 1 and isinstance(para.children[0], Image) and not para.anchor:
            block = Figure(image=para.children[0], origin=para.origin)
        else:
            block = _plain(para, legal)
        self._blocks.append(block)

    def _captioned(self, index: int, block: Block) -> Block:
        """Return a table with the caption above it, when a paragraph is styled as one."""
        above = self._pieces[index - 1] if index else None
        previous = self._blocks[-1] if self._blocks else None
        if (
            isinstance(block, Table)
            and isinstance(above, Para)
            and above.style.name.lower() == "caption"
            and isinstance(previous, Paragraph)
            and not previous.anchor
            and not previous.label
        ):
            self._blocks.pop()
            return block.model_copy(update={"caption": previous.children})
        return block


def _is_bare(para: Para, found: Found) -> bool:
    """Tell if a heading is a division or annex without its name: "Chương I", "PHỤ LỤC II"."""
    if len(para.line.split()) > 4 or found.legal == "dieu":
        return False
    named = found.legal is not None and legal_level(para.line) == found.legal
    return named or annex_heading(para.line)


def _goes_on(para: Para, following: Para, found: Found, other: Found | None) -> bool:
    """Tell if a heading in centred capitals goes on in the next line."""
    return other == found and all(
        p.align == "center" and p.capitals and p.heading is None and not p.number
        for p in (para, following)
    )


def _heading(para: Para, name: Para | None, found: Found) -> Heading:
    children = para.children
    if name:
        children = (*children, LineBreak(), *name.children) if children else name.children
    return Heading(
        level=found.level,
        children=_not_bold(children),
        label=para.number,
        legal=found.legal,
        anchor=para.anchor or (name.anchor if name else None),
        origin=para.origin,
    )


def _plain(para: Para, legal: LegalLevel | None = None) -> Paragraph:
    return Paragraph(
        children=para.children,
        label=para.number if legal else "",
        legal=legal,
        align=para.align,
        anchor=para.anchor,
        origin=para.origin,
    )


def _not_bold(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return `children` without bold, which a heading shows by being one."""
    result: list[Inline] = []
    for node in children:
        if isinstance(node, Text) and "bold" in node.marks:
            marks = tuple(mark for mark in node.marks if mark != "bold")
            result.append(Text(text=node.text, marks=marks))
        elif isinstance(node, Link):
            result.append(Link(href=node.href, children=_not_bold(node.children)))
        else:
            result.append(node)
    return tuple(result)


def _code(children: tuple[Inline, ...]) -> str:
    parts = ["\n" if node.kind == "break" else inline_text([node]) for node in children]
    return "".join(parts)
