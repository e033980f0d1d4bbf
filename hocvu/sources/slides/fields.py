"""Fields of a slide that a program fills anew each time: dates and the slide's number.

A picture that showed today's date would be another one tomorrow, and a page that is added for a
build step stands elsewhere in the file than its slide does.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Final

from lxml import etree

from hocvu.errors import Origin
from hocvu.sources.slides.names import A, Element, P, placeholder
from hocvu.tools.archive import Archive, open_archive

_PARTS: Final = re.compile(r"ppt/(?:slides|slideLayouts|slideMasters)/[^/]+\.xml")
_SLIDES: Final = "ppt/slides/"
_DATE: Final = b'type="datetime'
_SAVED: Final = re.compile(rb"<dcterms:modified[^>]*>(\d{4})-(\d\d)-(\d\d)")
_PROPERTIES: Final = "docProps/core.xml"
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
)


def with_fixed_dates(path: Path, copy: Path, origin: Origin, *, converted: bool) -> bool:
    """Write a `copy` of the presentation `path` whose dates do not follow the calendar.

    Each date stays what it was when the file was saved.

    Args:
        path: The presentation (pptx).
        copy: Where to write.
        origin: How the user knows it.
        converted: LibreOffice made `path` just now and filled its dates with today's: they
            become the day on which its original was saved, as its properties have it.

    Returns:
        Whether there are such dates; where there are none, nothing is written.
    """
    with open_archive(path, origin) as archive:
        saved = _saved(archive) if converted else None
        changed = {
            name: fixed
            for name in archive.names
            if _PARTS.fullmatch(name)
            if (fixed := _fixed(archive.read(name), saved, on_slide=name.startswith(_SLIDES)))
        }
        if not changed:
            return False
        with zipfile.ZipFile(copy, "w") as container:
            for name in archive.names:
                data = changed.get(name) or archive.read(name)
                container.writestr(zipfile.ZipInfo(name), data)
    return True


def fix(fields: list[Element], text: str | None = None) -> None:
    """Turn fields into plain text: that which they show, or `text`."""
    for field in fields:
        for name in ("id", "type"):
            field.attrib.pop(name, None)
        for inner in field.findall(f"{A}pPr"):  # which a run does not have
            field.remove(inner)
        field.tag = f"{A}r"
        shown = field.find(f"{A}t")
        if shown is None:
            shown = etree.SubElement(field, f"{A}t")
        if text is not None:
            shown.text = text


def _saved(archive: Archive) -> str:
    """Return the day of the last change as it is written in Vietnam; empty where none is told."""
    told = archive.read(_PROPERTIES) if _PROPERTIES in archive else b""
    day = _SAVED.search(told)
    return "/".join(part.decode() for part in reversed(day.groups())) if day else ""


def _fixed(data: bytes, saved: str | None, *, on_slide: bool) -> bytes:
    """Return a part with its dates fixed; nothing where it shows none that moves."""
    if _DATE not in data:
        return b""
    try:
        tree = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError:
        return b""  # What reads the slides tells of it.
    dates = [
        field
        for field in tree.iter(f"{A}fld")
        if (field.get("type") or "").startswith("datetime")
        if on_slide or not _in_placeholder(field)
    ]
    fix(dates, saved)
    return etree.tostring(tree, encoding="UTF-8", standalone=True) if dates else b""


def _in_placeholder(field: Element) -> bool:
    """Tell whether a layout only keeps a place, which slides do not show unless they fill it."""
    shape = next(field.iterancestors(f"{P}sp"), None)
    return shape is not None and placeholder(shape) is not None
