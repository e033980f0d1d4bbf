"""Keeps what an OpenDocument file shows where LibreOffice would fill in something of today.

On opening, LibreOffice sets dates, the file's name and counts anew, and works formulas out again;
what was saved beside them (ODF 1.3 part 3, 7.3 to 7.7 and 19.642) is what the author saw.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from hocvu.errors import Origin
from hocvu.tools.archive import open_archive

_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TODAY: Final = ("date", "time")
PAGE: Final = "page-number"
_FIELDS: Final = (
    *_TODAY,
    *("file-name", "template-name", "sheet-name", "page-name", "chapter", PAGE),
    *(f"{what}-{part}" for what in ("creation", "modification", "print") for part in _TODAY),
    *(f"{what}-count" for what in ("page", "paragraph", "word", "character")),
    *(f"{what}-count" for what in ("table", "image", "object")),
    *("author-name", "author-initials", "initial-creator", "creator", "printed-by"),
    *("title", "subject", "keywords", "description", "user-defined"),
    *("editing-cycles", "editing-duration"),
    *(f"sender-{part}" for part in ("firstname", "lastname", "initials", "title", "position")),
    *(f"sender-{part}" for part in ("email", "phone-private", "phone-work", "fax", "company")),
    *(f"sender-{part}" for part in ("street", "city", "postal-code", "country")),
    "sender-state-or-province",
)
_THERE: Final = re.compile(
    rb"<[\w.-]+:(?:" + "|".join(_FIELDS).encode() + rb")[\s/>]|\s[\w.-]+:formula="
)
_PARTS: Final = ("content.xml", "styles.xml")
_LARGEST: Final = 96 << 20
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
)


@dataclass(slots=True)
class Kept:
    """What stays as it was saved.

    Attributes:
        changed: Something had to be changed for it.
        moving: Fields that would show today's date or time.
        empty: Those of them beside which nothing was saved: nothing is shown.
    """

    changed: bool = False
    moving: int = 0
    empty: int = 0


def with_saved_fields(
    path: Path, copy: Path, origin: Origin, live: Iterable[str] = (PAGE,)
) -> Kept:
    """Write a `copy` of `path` with the fields as plain text; nothing where there are none.

    Args:
        path: The file (odt, odp, ods).
        copy: Where to write.
        origin: How the user knows it.
        live: Names of fields that stay fields.
    """
    kept = Kept()
    wanted = {f"{_TEXT}{name}" for name in _FIELDS if name not in live}
    with open_archive(path, origin) as archive:
        parts = {
            name: fixed
            for name in _PARTS
            if name in archive
            if (fixed := _fixed(archive.read(name, _LARGEST), wanted, kept))
        }
        if not parts:
            return kept
        kept.changed = True
        with zipfile.ZipFile(copy, "w") as container:
            # The kind of the file stands first (ODF 1.3 part 2, 3.3).
            for name in sorted(archive.names, key=lambda name: name != "mimetype"):
                data = parts.get(name) or archive.read(name)
                container.writestr(zipfile.ZipInfo(name), data)
    return kept


def _fixed(data: bytes, wanted: set[str], kept: Kept) -> bytes:
    """Return a part without fields that move; nothing where it has none."""
    if not _THERE.search(data):
        return b""
    try:
        tree = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError:
        return b""  # What reads the text tells of it.
    changed = 0
    for field in list(tree.iter(*wanted)):
        if etree.QName(field).localname in _TODAY and field.get(f"{_TEXT}fixed") != "true":
            kept.moving += 1
            kept.empty += not "".join(field.itertext()).strip()
        field.tag = f"{_TEXT}span"
        field.attrib.clear()
        changed += 1
    for cell in tree.iter(f"{_TABLE}table-cell"):
        if cell.get(f"{_TABLE}formula") and cell.get(f"{_OFFICE}value-type"):
            _keep_result(cell)
            changed += 1
    return etree.tostring(tree, encoding="UTF-8", standalone=True) if changed else b""


def _keep_result(cell: etree._Element) -> None:
    """Let a cell hold what its formula gave; without a format of its own, as it was shown."""
    del cell.attrib[f"{_TABLE}formula"]
    plain = cell.get(f"{_OFFICE}value-type") in {"float", "string"}
    if plain or cell.get(f"{_TABLE}style-name") or cell.find(f"{_TEXT}p") is None:
        return
    for name in list(cell.attrib):
        if str(name).endswith(
            ("}value-type", "}date-value", "}time-value", "}boolean-value", "}value")
        ):
            del cell.attrib[name]
    cell.set(f"{_OFFICE}value-type", "string")
