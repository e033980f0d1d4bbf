"""Finds the pictures and text boxes of drawings, in DrawingML and in the older VML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from lxml import etree

from hocvu.errors import HocvuError
from hocvu.identifiers import nfc
from hocvu.lesson import Image, Table
from hocvu.sources.charts import MAX_ROWS, chart_table
from hocvu.sources.docx.choices import chosen
from hocvu.sources.docx.context import Context
from hocvu.sources.docx.names import CHART, DECORATIVE, DIAGRAM, MC, PIC, VAL, WP, A, O, R, V, W
from hocvu.sources.docx.parts import Part

Found = Image | Table | etree._Element | tuple[str, ...]
_EMU_PER_PIXEL: Final = 9525
_PIXELS: Final = {
    "pt": 96 / 72,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "pc": 16.0,
    "px": 1.0,
}
_LENGTH: Final = re.compile(
    r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,6}(?:\.\d{1,9})?|\.\d{1,9})(pt|in|cm|mm|pc|px)"
)
_LARGEST: Final = 100_000
_LONGEST_ALT: Final = 250


def content(item: etree._Element, context: Context, part: Part) -> Iterator[Found]:
    """Yield each picture of a drawing, each text box, and the lines of art and diagrams.

    Args:
        item: A ``drawing``, ``pict`` or ``object`` element.
        context: Takes what is lost.
        part: The part that the drawing stands in.
    """
    for found in _parts(item):
        tag = found.tag
        if tag == f"{W}txbxContent":
            yield found
        elif tag == f"{PIC}pic":
            yield from _picture(found, item, context, part)
        elif tag == f"{V}imagedata":
            yield from _old_picture(found, context, part)
        elif tag == f"{O}OLEObject":
            context.notices.at(
                context.here, "docx.object_lost", program=(found.get("ProgID") or "OLE")[:60]
            )
        elif tag == f"{CHART}chart":
            yield from _chart(found, context, part)
        elif tag == f"{V}textpath":
            yield (nfc(found.get("string", "")),)
        elif tag == f"{DIAGRAM}relIds":
            yield from _diagram(found, context, part)


_WANTED: Final = frozenset(
    {
        *(f"{W}txbxContent", f"{PIC}pic", f"{V}imagedata", f"{O}OLEObject"),
        *(f"{CHART}chart", f"{V}textpath", f"{DIAGRAM}relIds"),
    }
)


def _parts(item: etree._Element) -> Iterator[etree._Element]:
    """Yield what is wanted inside `item` in order, one of each set of alternatives."""
    waiting = [item]
    while waiting:
        element = waiting.pop()
        if element.tag in _WANTED:
            yield element
            continue
        below = chosen(element) if element.tag == f"{MC}AlternateContent" else element
        waiting.extend(reversed(list(below)))


def _picture(
    found: etree._Element, drawing: etree._Element, context: Context, part: Part
) -> Iterator[Image]:
    blip = found.find(f"{PIC}blipFill/{A}blip")
    if blip is None:
        return
    linked = part.links.get(blip.get(f"{R}embed", ""))
    if linked is None or linked.external:
        context.notices.at(context.here, "picture.external")
        return
    frame = next(drawing.iter(f"{WP}docPr"), None)
    own = found.find(f"{PIC}nvPicPr/{PIC}cNvPr")
    alone = sum(1 for _ in drawing.iter(f"{PIC}pic")) == 1
    extent = next(drawing.iter(f"{WP}extent"), None) if alone else None
    if extent is None:
        extent = found.find(f"{PIC}spPr/{A}xfrm/{A}ext")
    alt = _alt(frame) if alone else None
    yield from _image(
        linked.target,
        alt if alt is not None else _alt(own),
        (_emu(extent, "cx"), _emu(extent, "cy")),
        context,
    )


def _old_picture(found: etree._Element, context: Context, part: Part) -> Iterator[Image]:
    linked = part.links.get(found.get(f"{R}id", ""))
    if linked is None or linked.external:
        context.notices.at(context.here, "picture.external")
        return
    shape = found.getparent()
    style = "" if shape is None else shape.get("style", "")
    sizes = {name: float(value) * _PIXELS[unit] for name, value, unit in _LENGTH.findall(style)}
    alt = None if shape is None else shape.get("alt")
    title = found.get(f"{O}title")
    size = (round(sizes.get("width", 0)), round(sizes.get("height", 0)))
    yield from _image(linked.target, alt if alt is not None else title or None, size, context)


def _image(
    target: str, alt: str | None, size: tuple[int, int], context: Context
) -> Iterator[Image]:
    asset = context.pictures.asset(target)
    if isinstance(asset, str):
        context.notices.at(context.here, asset, name=target.rpartition("/")[2])
        return
    width, height = (side if 0 < side < _LARGEST else 0 for side in size)
    text = None if alt is None else nfc(" ".join(alt.split()))
    yield Image(asset=asset.id, alt=text, width=width, height=height)


def _chart(found: etree._Element, context: Context, part: Part) -> Iterator[Image | Table]:
    """Yield the picture of a chart, where it can be drawn, and its values."""
    linked = part.links.get(found.get(f"{R}id", ""))
    title, table, rows = "", None, 0
    if linked is not None and not linked.external:
        with suppress(HocvuError):
            tree = context.package.tree(linked.target)
            title, table, rows = chart_table(tree, context.here)
    picture = _redrawn(found, title, context)
    if picture is not None:
        yield picture
    elif table is not None:
        context.notices.at(context.here, "docx.chart_as_table", "info")
    else:
        context.notices.at(context.here, "docx.chart_lost")
    if rows > MAX_ROWS:
        context.notices.at(context.here, "docx.chart_cut", rows=rows, limit=MAX_ROWS)
    if table is not None:
        yield table


def _diagram(
    found: etree._Element, context: Context, part: Part
) -> Iterator[Image | tuple[str, ...]]:
    """Yield the picture of a SmartArt diagram, where it can be drawn, and its lines."""
    said: tuple[str, ...] = ()
    linked = part.links.get(found.get(f"{R}dm", ""))
    if linked is not None and not linked.external:
        with suppress(HocvuError):
            points = context.package.tree(linked.target).iter(f"{A}p")
            texts = ("".join(t.text or "" for t in item.iter(f"{A}t")) for item in points)
            said = tuple(nfc(" ".join(text.split())) for text in texts if text.strip())
    picture = _redrawn(found, "; ".join(said)[:_LONGEST_ALT], context)
    if picture is None:
        context.notices.at(context.here, "docx.diagram_lost")
    else:
        yield picture
    yield said


def _redrawn(found: etree._Element, title: str, context: Context) -> Image | None:
    """Return a chart or a diagram as a picture, described by its author or by its `title`."""
    asset = context.redrawn.asset(found)
    if asset is None:
        return None
    context.notices.at(context.here, "docx.redrawn", "info")
    frame = next((one for one in found.iterancestors(f"{WP}inline", f"{WP}anchor")), None)
    own = None if frame is None else frame.find(f"{WP}docPr")
    extent = None if frame is None else frame.find(f"{WP}extent")
    alt = _alt(own)
    return Image(
        asset=asset.id,
        alt=nfc(alt or title) or None,
        width=_emu(extent, "cx"),
        height=_emu(extent, "cy"),
    )


def _alt(item: etree._Element | None) -> str | None:
    """Return the alternative text; empty for a picture that is marked as decorative."""
    if item is None:
        return None
    if any(mark.get("val", mark.get(VAL)) != "0" for mark in item.iter(f"{DECORATIVE}decorative")):
        return ""
    return item.get("descr") or item.get("title") or None


def _emu(extent: etree._Element | None, side: str) -> int:
    """Return a length in pixels from English Metric Units."""
    text = "" if extent is None else extent.get(side, "")
    return round(int(text) / _EMU_PER_PIXEL) if text.isdecimal() and len(text) < 16 else 0
