"""The shapes of a slide: its title, and everything else that holds text, as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hocvu.identifiers import nfc
from hocvu.lesson import Block, Link, Paragraph, Text
from hocvu.lesson.text import inline_text
from hocvu.sources.slides import charts, diagrams, tables
from hocvu.sources.slides.bullets import Bullets, styles_of
from hocvu.sources.slides.names import (
    DECORATIVE,
    DGM,
    MC,
    A,
    C,
    Element,
    P,
    R,
    chosen,
    is_on,
    placeholder,
)
from hocvu.sources.slides.text import Context, link_of, read_body, read_inlines

_TITLES: Final = frozenset({"title", "ctrTitle"})
_MAX_DEPTH: Final = 50
# Names that programs give by themselves: they describe nothing.
_EMPTY_NAME: Final = re.compile(
    r"(?:(?:picture|image|photo|graphic|shape|hình ảnh|hình|ảnh)\s*\d*|[^\s]+"
    r"|.*\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp))",
    re.IGNORECASE,
)


def read_title(tree: Element, context: Context) -> tuple[str, Element | None]:
    """Return the text of the slide's title and the shape that holds it."""
    for shape in tree.iter(f"{P}sp"):
        ph = placeholder(shape)
        if ph is not None and ph.get("type") in _TITLES:
            text = _title_text(shape, context)
            if text:
                return text, shape
    return _guess_title(tree, context)


def _guess_title(tree: Element, context: Context) -> tuple[str, Element | None]:
    """Take the topmost text box when it holds one short paragraph and stands above the rest.

    One that others stand beside is a part of a drawing.
    """
    tops: list[tuple[int, int, Element]] = []
    for order, shape in enumerate(tree.iterfind(f"{P}sp")):
        offset = shape.find(f"{P}spPr/{A}xfrm/{A}off")
        if offset is not None and _title_text(shape, context):
            tops.append((int(offset.get("y", "0")), order, shape))
    if len(tops) < 2:
        return "", None
    tops.sort(key=lambda item: item[:2])
    top, _, shape = tops[0]
    text = _title_text(shape, context)
    paragraphs = [p for p in shape.iterfind(f"{P}txBody/{A}p") if "".join(p.itertext()).strip()]
    clear = tops[1][0] > top + _height(shape) // 2 and len(paragraphs) == 1 and len(text) <= 120
    return (text, shape) if clear else ("", None)


def _height(shape: Element) -> int:
    extent = shape.find(f"{P}spPr/{A}xfrm/{A}ext")
    return 0 if extent is None else int(extent.get("cy", "0"))


def _title_text(shape: Element, context: Context) -> str:
    lines = (
        inline_text(tuple(read_inlines(paragraph, context)))
        for paragraph in shape.iterfind(f"{P}txBody/{A}p")
    )
    return " ".join(" ".join(lines).split())


def read_shapes(
    tree: Element, context: Context, skip: Element | None = None, depth: int = 0
) -> Iterator[Block]:
    """Yield what the shapes of `tree` say, in the order in which they are read aloud.

    That is the order of the file (ECMA-376-1, 19.3.1.45), which authors set as the reading
    order; groups are read where they stand.
    """
    for shape in tree:
        if shape is skip or depth > _MAX_DEPTH:
            continue
        if shape.tag == f"{P}sp":
            yield from _text_shape(shape, context)
        elif shape.tag == f"{P}grpSp":
            yield from _alternative(shape, context)
            yield from read_shapes(shape, context, skip, depth + 1)
        elif shape.tag == f"{P}graphicFrame":
            yield from _frame(shape, context)
        elif shape.tag == f"{P}pic":
            yield from _alternative(shape, context)
        elif shape.tag == f"{MC}AlternateContent":
            inside = chosen(shape)
            if inside is not None:
                yield from read_shapes(inside, context, skip, depth + 1)


def _text_shape(shape: Element, context: Context) -> Iterator[Block]:
    ph = placeholder(shape)
    if ph is not None and ph.get("type") == "sldNum":
        return
    bullets = Bullets(styles_of(shape, context.layouts))
    yield from read_body(shape.find(f"{P}txBody"), bullets, context)
    yield from _alternative(shape, context)


def _frame(frame: Element, context: Context) -> Iterator[Block]:
    data = frame.find(f"{A}graphic/{A}graphicData")
    if data is None:
        return
    table = data.find(f"{A}tbl")
    chart = data.find(f"{C}chart")
    diagram = data.find(f"{DGM}relIds")
    if table is not None:
        yield from tables.read_table(table, context)
    elif chart is not None:
        yield from charts.read_chart(context.related.get(chart.get(f"{R}id", "")), context)
    elif diagram is not None:
        yield from diagrams.read_diagram(context.related.get(diagram.get(f"{R}dm", "")), context)
    else:
        for embedded in data.iter(f"{P}oleObj"):
            kind = embedded.get("progId", "OLE")
            context.notices.at(context.origin, "slides.embedded", "info", kind=kind)
            break
    yield from _alternative(frame, context)


def _alternative(shape: Element, context: Context) -> Iterator[Block]:
    """Yield what describes a shape and where a click on it leads."""
    text = alternative_text(shape)
    properties = shape.find(f"./*/{P}cNvPr")
    href = link_of(properties, context)
    if text or href:
        said = Text(text=text or href, marks=("italic",) if text else ())
        child = Link(href=href, children=(said,)) if href else said
        yield Paragraph(children=(child,), origin=context.origin)


def alternative_text(shape: Element) -> str:
    """Return the words that describe a shape; empty when it is decorative or says nothing."""
    properties = shape.find(f"./*/{P}cNvPr")
    if properties is None or (shape.tag == f"{P}sp" and placeholder(shape) is not None):
        return ""
    if any(is_on(mark.get("val")) for mark in properties.iter(DECORATIVE)):
        return ""
    text = " ".join(nfc(properties.get("descr", "")).split())
    return "" if _EMPTY_NAME.fullmatch(text) else text
