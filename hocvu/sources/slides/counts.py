"""Counts the words of a presentation by a plain reading of its XML, apart from the conversion."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from hocvu.errors import Damaged, Missing, Origin
from hocvu.lesson import Counts
from hocvu.sources.chart_counts import chart_words
from hocvu.sources.slides.deck import LIMITS
from hocvu.sources.slides.names import MC, A, M, P, R
from hocvu.sources.slides.shapes import alternative_text
from hocvu.tools.archive import Archive, open_archive

_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
)
_SKIPPED: Final = frozenset({f"{MC}Fallback"})


def count_source(path: Path, origin: Origin) -> Counts:
    """Return the words, tables, notes and slides of the presentation `path`.

    Words are those of slides, speaker's notes, charts, diagrams and descriptions of pictures;
    automatic slide numbers are not counted.
    """
    words = tables = notes = slides = 0
    with open_archive(path, origin, LIMITS) as archive:
        for slide in _slides(archive):
            slides += 1
            root = _parse(archive, slide)
            words += _words(root) + _description_words(root)
            tables += sum(1 for _ in root.iter(f"{A}tbl"))
            for kind, part in _related(archive, slide):
                if kind == "notesSlide":
                    said = _notes_words(_parse(archive, part))
                    words += said
                    notes += bool(said)
                elif kind == "chart":
                    words += chart_words(_parse(archive, part))
                elif kind == "diagramData":
                    words += _words(_parse(archive, part))
    return Counts(words=words, tables=tables, notes=notes, slides=slides)


def _slides(archive: Archive) -> Iterator[str]:
    main = next((part for kind, part in _related(archive, "") if kind == "officeDocument"), "")
    targets = _targets(archive, main)
    for entry in _parse(archive, main).iter(f"{P}sldId"):
        target = targets.get(entry.get(f"{R}id") or "")
        if target:
            yield target[1]


def _related(archive: Archive, part: str) -> list[tuple[str, str]]:
    return list(_targets(archive, part).values())


def _targets(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in archive:
        return {}
    return {
        link.get("Id") or "": (
            posixpath.basename(link.get("Type") or ""),
            posixpath.normpath(posixpath.join("/", folder, link.get("Target") or "")).lstrip("/"),
        )
        for link in _parse(archive, rels).iter(_REL)
        if link.get("TargetMode") != "External"
    }


def _parse(archive: Archive, part: str) -> etree._Element:
    try:
        return etree.fromstring(archive.read(part), _PARSER)
    except (etree.XMLSyntaxError, Missing) as error:
        raise Damaged("slides.damaged", origin=Origin(member=part)) from error


def _words(root: etree._Element) -> int:
    return sum(len(_text(paragraph).split()) for paragraph in _shown(root, f"{A}p"))


def _description_words(root: etree._Element) -> int:
    """Count the descriptions of pictures, shapes and groups, which a lesson tells as text."""
    described = (f"{P}pic", f"{P}graphicFrame", f"{P}sp", f"{P}grpSp")
    return sum(len(alternative_text(s).split()) for tag in described for s in _shown(root, tag))


def _notes_words(root: etree._Element) -> int:
    total = 0
    for shape in root.iter(f"{P}sp"):
        ph = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
        if ph is not None and ph.get("type") == "body":
            total += _words(shape)
    return total


def _shown(root: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield elements outside what older programs would show instead."""
    if root.tag == tag:
        yield root
        if tag != f"{P}grpSp":  # Only groups hold others of their kind.
            return
    for child in root:
        if child.tag not in _SKIPPED:
            yield from _shown(child, tag)


def _text(paragraph: etree._Element) -> str:
    text = ""
    for node in paragraph.iter(f"{A}t", f"{M}t", f"{A}br"):
        parent = node.getparent()
        if node.tag == f"{A}br":
            text += " "
        elif parent is None or parent.get("type") != "slidenum":
            text += node.text or ""
    return text
