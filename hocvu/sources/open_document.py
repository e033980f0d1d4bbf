"""Words of OpenDocument files by a plain scan, apart from the conversion (ODF 1.3 part 3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from hocvu.errors import Damaged, Origin
from hocvu.tools.archive import Archive

_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DRAW: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG: Final = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_PRESENTATION: Final = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_PARAGRAPHS: Final = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_BESIDE: Final = frozenset({f"{_TEXT}note-body", f"{_DRAW}text-box"})
_SPACES: Final = frozenset({f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"})
# Comments, deleted text, marks of notes, alternative texts: no words of the text.
_APART: Final = frozenset(
    {
        *(f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}note-citation"),
        *("{http://www.w3.org/1998/Math/MathML}math", f"{_TEXT}page-number", f"{_TEXT}ruby-text"),
        *(
            "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title",
            f"{_TEXT}sequence-decls",
        ),
        *("{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc", f"{_OFFICE}forms"),
        *(f"{_PRESENTATION}{name}-decl" for name in ("header", "footer", "date-time")),
        *(f"{_PRESENTATION}{name}" for name in ("header", "footer", "date-time")),
    }
)
_LARGEST: Final = 96 << 20


def words(archive: Archive, origin: Origin) -> tuple[list[str], list[str]]:
    """Return the words of the text of `archive`, and those of its notes and text boxes.

    Raises:
        Damaged: It holds no content, or content that is not well formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    place = Origin(file=origin.file, member="content.xml")
    data = archive.read("content.xml", _LARGEST)
    if b"<!DOCTYPE" in data[:4096]:
        raise Damaged("open_document.doctype", origin=place)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Damaged("open_document.bad_xml", origin=place) from error
    body = root.find(f"{_OFFICE}body")
    if body is None:
        return [], []
    apart: list[etree._Element] = []
    main = "".join(_pieces(body, apart)).split()
    beside: list[str] = []
    while apart:
        beside += "".join(_pieces(apart.pop(0), apart)).split()
    return main, beside


def _pieces(root: etree._Element, apart: list[etree._Element]) -> Iterator[str]:
    """Yield text and the spaces between it; what nests deep must not end the walk."""
    waiting: list[etree._Element | str] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
            continue
        if not isinstance(item.tag, str) or item.tag in _APART:
            continue
        if item.tag in _SPACES:
            yield " "
            continue
        if item.tag in _BESIDE and item is not root:
            apart.append(item)
            continue
        block = item.tag in _PARAGRAPHS or item.tag.startswith(_DRAW)
        inside: list[etree._Element | str] = [" "] if block else []
        text = any(above.tag in _PARAGRAPHS for above in (item, *item.iterancestors()))
        if text and item.text:
            inside.append(item.text)
        for child in item:
            inside.append(child)
            if text and child.tail:
                inside.append(child.tail)
        waiting.extend(reversed([*inside, " "] if block else inside))
