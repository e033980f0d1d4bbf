"""Makes blocks of a piece of HTML. Scripts, styles, frames and attributes never pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, Protocol

from lxml import etree, html

from hocvu.errors import Origin
from hocvu.identifiers import nfc
from hocvu.lesson import (
    Block,
    Cell,
    Code,
    Figure,
    Group,
    Heading,
    Image,
    Inline,
    LineBreak,
    ListBlock,
    ListItem,
    Mark,
    Paragraph,
    Row,
    Rule,
    Table,
)
from hocvu.sources.hypertext.line import Line

MARKS: Final[dict[str, Mark]] = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic",
    "dfn": "italic", "var": "italic", "u": "underline", "ins": "underline", "s": "strike",
    "del": "strike", "strike": "strike", "sub": "sub", "sup": "sup", "code": "code",
    "tt": "code", "kbd": "code", "samp": "code", "mark": "highlight",
}  # fmt: skip
_APART: Final = frozenset({
    "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "center",
    "address", "dl", "dt", "dd", "fieldset", "form", "details", "summary", "figure", "figcaption",
    "body", "html", "caption", "legend", "li", "tr", "td", "th", "tbody", "thead", "tfoot",
})  # fmt: skip
_SILENT: Final = frozenset({"script", "style", "template", "head", "noscript", "title", "meta"})
_LOST: Final = frozenset({
    "iframe", "object", "embed", "audio", "video", "svg", "canvas", "applet", "map", "frame",
    "input", "select", "textarea", "button", "math",
})  # fmt: skip
_DEEPEST: Final = 120
_WIDEST: Final = 100


class World(Protocol):
    """What lies around a piece of HTML."""

    def link(self, href: str) -> str | None:
        """Return where a link may lead in a lesson, None when it may not."""
        ...

    def picture(self, src: str, alt: str) -> Image | None:
        """Return the picture at `src`, None when it cannot be kept."""
        ...

    def html(self, markup: str) -> None:
        """Take note of markup that was left out."""
        ...


def blocks(markup: str, world: World, place: Origin) -> tuple[Block, ...]:
    """Return the blocks of `markup`, which stands at `place`."""
    root = parse(markup)
    return () if root is None else build(root, world, place)


def parse(markup: str) -> html.HtmlElement | None:
    """Return the tree of `markup`, None where it holds nothing."""
    if not markup.strip():
        return None
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root: html.HtmlElement = html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None  # nothing but comments
    return root


def build(root: html.HtmlElement, world: World, place: Origin) -> tuple[Block, ...]:
    """Return the blocks of a tree."""
    builder = _Builder(world, place)
    builder.walk(root, (), 0)
    return builder.done()


class _Builder:
    """Collects blocks; text that no block holds becomes paragraphs."""

    def __init__(self, world: World, place: Origin) -> None:
        self._world = world
        self._place = place
        self._blocks: list[Block] = []
        self._line = Line()
        self._align: Literal["start", "center", "end"] = "start"

    def done(self) -> tuple[Block, ...]:
        self._flush()
        return tuple(self._blocks)

    def walk(self, node: html.HtmlElement, marks: tuple[Mark, ...], depth: int) -> None:
        """Take what is inside `node`."""
        self._line.text(node.text or "", marks)
        for child in node:
            if isinstance(child.tag, str):
                self._element(child, marks, depth + 1)
            self._line.text(child.tail or "", marks)

    def _element(self, node: html.HtmlElement, marks: tuple[Mark, ...], depth: int) -> None:
        tag = str(node.tag).lower()
        if tag in _LOST or tag == "script":
            self._world.html(f"<{tag}>")
        if tag in _SILENT:
            return
        if depth > _DEEPEST:
            self._line.text(" ".join("".join(node.itertext()).split()), marks)
        elif tag in MARKS:
            mark = MARKS[tag]
            self.walk(node, marks if mark in marks else (*marks, mark), depth)
        elif tag == "br":
            self._line.add(LineBreak())
        elif tag == "a":
            self._line.open(self._world.link(node.get("href") or "") if node.get("href") else None)
            self.walk(node, marks, depth)
            self._line.close()
        elif tag == "img":
            self._image(node)
        elif tag in _APART:
            self._flush()
            around, self._align = self._align, _align(node) or self._align
            self.walk(node, marks, depth)
            self._flush()
            self._align = around
        elif made := self._block(tag, node, depth):
            self._flush()
            self._blocks.extend(made)
        elif tag not in {"ul", "ol", "table", "pre", "hr", "blockquote"} | _HEADINGS:
            self.walk(node, marks, depth)

    def _block(self, tag: str, node: html.HtmlElement, depth: int) -> tuple[Block, ...]:
        if tag in _HEADINGS:
            inner = self._inside(node, depth)
            return tuple(
                Heading(level=int(tag[1]), children=block.children, origin=self._place)
                if isinstance(block, Paragraph)
                else block
                for block in inner
            )
        if tag in {"ul", "ol"}:
            return self._list(node, tag == "ol", depth)
        if tag == "table":
            rows = tuple(self._rows(node, depth))
            caption = self._caption(node, depth)
            return (Table(rows=rows, caption=caption, origin=self._place),) if rows else ()
        if tag == "blockquote":
            inner = self._inside(node, depth)
            return (Group(role="quote", children=inner, origin=self._place),) if inner else ()
        if tag == "pre":
            text = nfc("".join(node.itertext())).strip("\n")
            return (Code(text=text, origin=self._place),) if text.strip() else ()
        return (Rule(),) if tag == "hr" else ()

    def _inside(self, node: html.HtmlElement, depth: int) -> tuple[Block, ...]:
        inner = _Builder(self._world, self._place)
        inner._align = _align(node) or "start"
        inner.walk(node, (), depth)
        return inner.done()

    def _caption(self, table: html.HtmlElement, depth: int) -> tuple[Inline, ...]:
        inner = [block for node in table.findall("caption") for block in self._inside(node, depth)]
        return tuple(child for b in inner if isinstance(b, Paragraph) for child in b.children)

    def _list(self, node: html.HtmlElement, ordered: bool, depth: int) -> tuple[Block, ...]:
        items: list[ListItem] = []
        number = _number(node.get("start"), 1)
        for child in node:
            if not isinstance(child.tag, str):
                continue
            number = _number(child.get("value"), number)
            children = self._inside(child, depth)
            if children and child.tag in {"ul", "ol"} and items:
                # A list inside a list without an item of its own belongs to the item before.
                last = items[-1]
                items[-1] = last.model_copy(update={"children": last.children + children})
            elif children:
                label = _label(number, node.get("type") or "1") if ordered else ""
                items.append(ListItem(label=label, children=children))
                number += 1
        if not items:
            return ()
        return (ListBlock(ordered=ordered, items=tuple(items), origin=self._place),)

    def _rows(self, table: html.HtmlElement, depth: int) -> Iterator[Row]:
        for row in table.iter("tr"):
            nearest = next(row.iterancestors("table"), None)
            if nearest is not table:
                continue  # a row of a table inside this one
            cells = tuple(
                Cell(
                    children=self._inside(cell, depth),
                    colspan=_span(cell.get("colspan")),
                    rowspan=_span(cell.get("rowspan")),
                    header=cell.tag == "th",
                )
                for cell in row
                if cell.tag in {"td", "th"}
            )
            if cells:
                yield Row(cells=cells, header=next(row.iterancestors("thead"), None) is not None)

    def _image(self, node: html.HtmlElement) -> None:
        alt = " ".join(nfc(node.get("alt") or "").split())
        found = self._world.picture(node.get("src") or "", alt)
        if found is None:
            self._line.text(alt, ())
        else:
            self._line.add(found)

    def _flush(self) -> None:
        children: tuple[Inline, ...] = self._line.take()
        if len(children) == 1 and isinstance(children[0], Image):
            self._blocks.append(Figure(image=children[0], origin=self._place))
        elif children:
            self._blocks.append(Paragraph(children=children, align=self._align, origin=self._place))


_ALIGN: Final = re.compile(r"text-align\s*:\s*(\w+)")
_ALIGNS: Final[dict[str, Literal["start", "center", "end"]]] = {
    "center": "center", "middle": "center", "right": "end", "end": "end",
    "left": "start", "start": "start", "justify": "start",
}  # fmt: skip
_ROMAN: Final = (
    *((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")),
    *((9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def _align(node: html.HtmlElement) -> Literal["start", "center", "end"] | None:
    """Return how an element sets its text, None where it does not tell."""
    if node.tag == "center":
        return "center"
    told = _ALIGN.search((node.get("style") or "").lower())
    named = told[1] if told else (node.get("align") or "").lower()
    return _ALIGNS.get(named)


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 7 else otherwise


def _label(number: int, kind: str) -> str:
    """Return an item's number as it is shown: ``1.``, ``a.``, ``A.``, ``iv.``, ``IV.``."""
    if kind in "aA" and 1 <= number <= 26:
        return f"{chr(ord(kind) + number - 1)}."
    if kind in "iI" and 1 <= number <= 399:
        roman = ""
        for worth, sign in _ROMAN:
            roman += sign * (number // worth)
            number %= worth
        return f"{roman if kind == 'i' else roman.upper()}."
    return f"{number}."


def _span(value: str | None) -> int:
    return min(_WIDEST, max(1, int(value))) if value and value.isdecimal() else 1
