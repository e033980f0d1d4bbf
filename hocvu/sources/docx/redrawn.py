"""Charts and SmartArt as pictures: a document of nothing else is drawn by LibreOffice."""

from __future__ import annotations

import copy
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from lxml import etree

from hocvu.errors import HocvuError, Origin
from hocvu.lesson import Asset
from hocvu.sources.base import Workspace
from hocvu.sources.docx.names import CHART, DIAGRAM, WP, A, R, W
from hocvu.sources.docx.parts import Package, Part, Relationship
from hocvu.tools import libreoffice, pdfium
from hocvu.tools.pictures import Picture, as_png, cropped
from hocvu.tools.process import MIB, Limits

MOST: Final = 100
_LIMITS: Final = Limits(seconds=180, memory=6144 * MIB, file_size=256 * MIB)
_SIDE: Final = 22680  # Twentieths of a point: a sheet of 40 cm, on which every drawing fits.
_LONGEST: Final = 13_000_000  # EMU, of a drawing's side on that sheet.
_TYPES: Final = "[Content_Types].xml"
_PIXELS: Final = 3000
_KINDS: Final = ("chart", "diagram", "theme")
_GRAPHIC: Final = f"{A}graphic"
_DRAWN: Final = (f"{CHART}chart", f"{DIAGRAM}relIds")


class Redrawn:
    """Draws the charts and diagrams of one part, all of them when the first is asked for."""

    def __init__(self, package: Package, workspace: Workspace, main: Part) -> None:
        """Take the document's main part, and where pictures go."""
        self._package = package
        self._workspace = workspace
        self._main = main
        self._assets: dict[etree._Element, Asset] | None = None

    def asset(self, found: etree._Element) -> Asset | None:
        """Return the picture of a ``chart`` or ``relIds``; None where it cannot be drawn."""
        if self._assets is None:
            graphics = list(_graphics(self._main.root))[:MOST]
            self._assets = {}
            with_sizes = [graphic for graphic, _ in graphics]
            for number, picture in self._draw(graphics).items():
                asset = self._workspace.add_bytes(picture.data, picture.suffix, picture.media_type)
                self._assets[with_sizes[number]] = asset
        graphic = next(found.iterancestors(_GRAPHIC), None)
        return None if graphic is None else self._assets.get(graphic)

    def _draw(self, graphics: list[tuple[etree._Element, tuple[int, int]]]) -> dict[int, Picture]:
        if not graphics:
            return {}
        with tempfile.TemporaryDirectory(prefix="hocvu-") as name:
            path = Path(name) / "drawn.docx"
            try:
                self._write(path, graphics)
                sheet = libreoffice.convert(path, Path(name), _PDF, "pdf", _LIMITS)
                with pdfium.Document(sheet, Origin()) as document:
                    if len(document) != len(graphics):
                        return {}
                    return dict(_pictures(document))
            except HocvuError:
                return {}

    def _write(self, path: Path, graphics: list[tuple[etree._Element, tuple[int, int]]]) -> None:
        links = {
            key: link
            for key, link in self._main.links.items()
            if link.kind.startswith(_KINDS) and not link.external
        }
        parts = {self._main.name: _document(graphics), _rels(self._main.name): _relations(links)}
        waiting = [link.target for link in links.values()]
        while waiting and len(parts) < 20 * MOST:
            part = waiting.pop()
            if part in parts or not self._package.has(part):
                continue
            parts[part] = self._package.picture(part)
            inner = self._package.links(part)
            kept = {k: v for k, v in inner.items() if not v.external and v.kind != "package"}
            if kept:
                parts[_rels(part)] = _relations(kept)
                waiting += [link.target for link in kept.values()]
        with zipfile.ZipFile(path, "w") as container:
            for part in (_TYPES, "_rels/.rels"):
                if self._package.has(part):
                    container.writestr(part, self._package.picture(part))
            for part, data in parts.items():
                container.writestr(part, data)


_PDF: Final = "pdf:writer_pdf_Export"


def _graphics(root: etree._Element) -> Iterator[tuple[etree._Element, tuple[int, int]]]:
    """Yield each chart's and diagram's graphic with its size in EMU, where a size is told."""
    for found in root.iter(*_DRAWN):
        graphic = next(found.iterancestors(_GRAPHIC), None)
        frame = None if graphic is None else graphic.getparent()
        extent = None if frame is None else frame.find(f"{WP}extent")
        if graphic is None or extent is None:
            continue
        sides = [extent.get(side, "") for side in ("cx", "cy")]
        if all(side.isdecimal() and len(side) < 12 for side in sides):
            width, height = (max(1, int(side)) for side in sides)
            scale = min(1.0, _LONGEST / max(width, height))
            yield graphic, (round(width * scale), round(height * scale))


def _document(graphics: list[tuple[etree._Element, tuple[int, int]]]) -> bytes:
    """Return a document with each of `graphics` on a page of its own."""
    root = etree.Element(f"{W}document", nsmap={"w": W[1:-1], "wp": WP[1:-1], "r": R[1:-1]})
    body = etree.SubElement(root, f"{W}body")
    for number, (graphic, (width, height)) in enumerate(graphics, 1):
        paragraph = etree.SubElement(body, f"{W}p")
        if number > 1:
            etree.SubElement(etree.SubElement(paragraph, f"{W}pPr"), f"{W}pageBreakBefore")
        run = etree.SubElement(paragraph, f"{W}r")
        inline = etree.SubElement(etree.SubElement(run, f"{W}drawing"), f"{WP}inline")
        etree.SubElement(inline, f"{WP}extent", cx=str(width), cy=str(height))
        etree.SubElement(inline, f"{WP}docPr", id=str(number), name=f"n{number}")
        inline.append(copy.deepcopy(graphic))
    section = etree.SubElement(body, f"{W}sectPr")
    etree.SubElement(section, f"{W}pgSz", {f"{W}w": str(_SIDE), f"{W}h": str(_SIDE)})
    margins = {f"{W}{side}": "567" for side in ("top", "right", "bottom", "left")}
    etree.SubElement(section, f"{W}pgMar", margins)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _rels(part: str) -> str:
    folder, _, base = part.rpartition("/")
    return f"{folder}/_rels/{base}.rels"


def _relations(links: Mapping[str, Relationship]) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    root = etree.Element("Relationships", xmlns=space)
    for key, link in links.items():
        attributes = {"Id": key, "Type": link.type, "Target": f"/{link.target}"}
        etree.SubElement(root, "Relationship", attributes)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _pictures(document: pdfium.Document) -> Iterator[tuple[int, Picture]]:
    for index in range(len(document)):
        with document.page(index) as page:
            bitmap = cropped(page.draw(_PIXELS))
        if bitmap is not None:
            yield index, as_png(bitmap)
