"""A copy of a presentation in which text of old Vietnamese fonts is Unicode.

Pictures are drawn from it too: without the old fonts they would show the wrong letters.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from lxml import etree

from hocvu.errors import Origin
from hocvu.sources.oldfonts import Run, decode, family
from hocvu.sources.slides.names import DGM, A, Element
from hocvu.tools.archive import Archive, open_archive

_TYPEFACE: Final = re.compile(rb'typeface="([^"]{1,80})"')
_TEXTS: Final = re.compile(
    r"ppt/(?:slides|notesSlides|slideLayouts|slideMasters|diagrams)/[^/]+\.xml"
)
_INHERITED: Final = re.compile(r"ppt/(?:slideMasters/[^/]+|theme/[^/]+|presentation)\.xml")
_WITH_SERIFS: Final = re.compile(r"time|book|century|schoolbook", re.IGNORECASE)
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
)


def in_unicode(path: Path, copy: Path, origin: Origin) -> int:
    """Write a `copy` of the presentation `path` in Unicode; return how many runs changed.

    Nothing is written where no old font is named.
    """
    with open_archive(path, origin) as archive:
        parts = [name for name in archive.names if name.endswith(".xml")]
        named = {name: _fonts(archive.read(name)) for name in parts if name.startswith("ppt/")}
        if not any(map(family, (font for fonts in named.values() for font in fonts))):
            return 0
        inherited = _first_old(
            f for n, fonts in named.items() if _INHERITED.match(n) for f in fonts
        )
        trees = {
            name: tree
            for name in parts
            if _TEXTS.fullmatch(name) or any(map(family, named.get(name, ())))
            if (tree := _tree(archive.read(name))) is not None
        }
        changed = _change(trees, inherited)
        _write(archive, trees, copy)
    return changed


def _fonts(data: bytes) -> set[str]:
    return {name.decode("utf-8", "replace") for name in _TYPEFACE.findall(data)}


def _first_old(fonts: Iterable[str]) -> str | None:
    return next((font for font in sorted(set(fonts)) if family(font)), None)


def _tree(data: bytes) -> Element | None:
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError:
        return None


def _change(trees: dict[str, Element], inherited: str | None) -> int:
    items: list[list[Element]] = []
    paragraphs: list[list[Run]] = []
    for name, tree in trees.items():
        if _TEXTS.fullmatch(name):
            for paragraph in tree.iter(f"{A}p"):
                found = list(paragraph.iter(f"{A}t", f"{A}br"))
                items.append(found)
                paragraphs.append([_run(item, inherited) for item in found])
    changed = 0
    for found, texts in zip(items, decode(paragraphs), strict=True):
        for item, text in zip(found, texts, strict=True):
            if text is not None:
                item.text = text
                changed += 1
    for tree in trees.values():
        for item in tree.iter():
            font = item.get("typeface") if isinstance(item.tag, str) else None
            if family(font):
                serif = _WITH_SERIFS.search(font or "")
                item.set("typeface", "Times New Roman" if serif else "Arial")
    return changed


def _run(item: Element, inherited: str | None) -> Run:
    if item.tag == f"{A}br":
        return Run("\n", None)
    run = item.getparent()
    latin = None if run is None else run.find(f"{A}rPr/{A}latin")
    font = None if latin is None else latin.get("typeface")
    # What the run does not say, its placeholder, the master or the theme does.
    if font is None or font.startswith("+"):
        font = _of_shape(item) or inherited
    return Run(item.text or "", font)


def _of_shape(item: Element) -> str | None:
    """Return the font that the list style of the text's own shape names."""
    for above in item.iterancestors():
        if above.tag.endswith("}txBody") or above.tag == f"{DGM}t":
            latin = next(above.iterfind(f"{A}lstStyle//{A}latin"), None)
            return None if latin is None else latin.get("typeface")
    return None


def _write(archive: Archive, trees: dict[str, Element], copy: Path) -> None:
    with zipfile.ZipFile(copy, "w") as container:
        for name in archive.names:
            tree = trees.get(name)
            data = (
                archive.read(name)
                if tree is None
                else etree.tostring(tree, encoding="UTF-8", standalone=True)
            )
            container.writestr(zipfile.ZipInfo(name), data)
