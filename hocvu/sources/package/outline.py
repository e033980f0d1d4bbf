"""What a package is: its standard, its items in order, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hocvu.errors import HocvuError, Origin, TooLarge, Unsupported
from hocvu.sources.html.bundle import PAGES
from hocvu.sources.package import course, imscp, lom
from hocvu.sources.package.entries import Entry
from hocvu.sources.package.xml import Element, parse
from hocvu.tools.archive import MIB, Archive, Limits, open_archive

LIMITS: Final = Limits(entries=20_000, member=256 * MIB, total=2048 * MIB)
_LARGEST: Final = 32 * MIB
_MOST_ITEMS: Final = 2000
_OWN: Final = ("data.js", "player.js", "metadata.json")
_SCORM12: Final = re.compile(rb"adlcp_rootv1p2", re.IGNORECASE)
_SCORM2004: Final = re.compile(rb"adlcp_v1p3|CAM 1\.3|2004", re.IGNORECASE)
_SCORM: Final = re.compile(rb"adlcp|ADL SCORM", re.IGNORECASE)
_READ: Final[Mapping[str, Callable[[Element], list[Entry]]]] = {
    "imsmanifest.xml": imscp.entries,
    "cmi5.xml": course.cmi5,
    "tincan.xml": course.tincan,
}


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a package launches.

    Attributes:
        id: Its name in the package, as an author's manifest names it; unique.
        title: Its title.
        sections: Titles of what it stands in, from the outside.
        page: The member that is launched, or an address of the web; empty when there is none.
        query: What follows the name of the page, for a script to read.
        trouble: Code of what is told of an item that has no page to read; empty when it has one.
    """

    id: str
    title: str
    sections: tuple[str, ...]
    page: str
    query: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A package before its pages are read.

    Attributes:
        standard: The standard's name, with its version where that is told.
        own: Whether this program made it.
        title: The course's title; may be empty.
        items: What it launches, in order.
        record: Fields of the record that its metadata suggest, as `hocvu.lesson.Record` has them.
        sequenced: Whether it has rules of order (IMS SS), which are lost when it is read.
    """

    standard: str
    own: bool = False
    title: str = ""
    items: tuple[Item, ...] = ()
    record: Mapping[str, object] = field(default_factory=dict)
    sequenced: bool = False


def standard_of(path: Path) -> str | None:
    """Return the standard of the package at `path`, None when it is no package."""
    try:
        with open_archive(path, limits=LIMITS) as archive:
            member = _descriptor(archive)
            return None if member is None else _standard(archive, member)
    except HocvuError:
        return None


def outline_of(path: Path, place: Origin) -> Outline:
    """Return the outline of the package at `path`.

    Raises:
        Unsupported: It is no package.
        Damaged: It cannot be opened, or its manifest is broken.
        TooLarge: It holds more than is read.
    """
    with open_archive(path, place, LIMITS) as archive:
        return read_outline(archive, place)


def read_outline(archive: Archive, place: Origin) -> Outline:
    """Return the outline of an open package; raises as `outline_of` does."""
    member = _descriptor(archive)
    if member is None:
        raise Unsupported("package.none", origin=place)
    standard = _standard(archive, member)
    if all(name in archive for name in _OWN):
        return Outline(standard, own=True)
    folder, _, kind = member.rpartition("/")
    if kind.lower() not in _READ:
        raise Unsupported("package.none", origin=place)
    where = Origin(file=place.file, member=member)
    root = parse(archive.read(member, _LARGEST), where)
    found = _READ[kind.lower()](root)
    if len(found) > _MOST_ITEMS:
        raise TooLarge("package.too_many_items", origin=where, limit=_MOST_ITEMS)

    def load(name: str) -> Element | None:
        inside = f"{folder}/{name}".lstrip("/")
        if inside not in archive:
            return None
        return parse(archive.read(inside, _LARGEST), Origin(file=place.file, member=inside))

    record = lom.record(root, load)
    titles = record.get("title")
    title = titles.get("vi", "") if isinstance(titles, dict) else ""
    items: dict[str, Item] = {}
    for entry in found:
        page = entry.page
        if page and folder and "://" not in page:
            page = f"{folder}/{page}"
        key = entry.id or page
        while key in items:
            key = f"{key}-{len(items) + 1}"
        trouble = _trouble(archive, page)
        items[key] = Item(key, entry.title, entry.sections, page, entry.query, trouble)
    own_title = imscp.title(root) if kind.lower() == "imsmanifest.xml" else ""
    sequenced = kind.lower() == "imsmanifest.xml" and imscp.sequenced(root)
    return Outline(standard, False, own_title or title, tuple(items.values()), record, sequenced)


def _trouble(archive: Archive, page: str) -> str:
    if not page:
        return "package.item_empty"
    if "://" in page:
        return "package.item_elsewhere"
    if page not in archive:
        return "package.page_missing"
    return "" if page.lower().endswith(PAGES) else "package.item_no_page"


def _descriptor(archive: Archive) -> str | None:
    """Return the descriptor's name; packages are often zipped with the folder around them."""
    found = [name for name in archive.names if name.rpartition("/")[2].lower() in _READ]
    shallow = [name for name in found if name.count("/") <= 1]
    if not shallow:
        own = all(name in archive for name in _OWN)
        return "index.html" if own and "index.html" in archive else None
    order = list(_READ)
    # A cmi5 package may bear a manifest of SCORM for older systems: the newer one is asked last.
    return min(shallow, key=lambda n: (n.count("/"), order.index(n.rpartition("/")[2].lower()), n))


def _standard(archive: Archive, member: str) -> str:
    kind = member.rpartition("/")[2].lower()
    if kind != "imsmanifest.xml":
        return {"cmi5.xml": "cmi5", "tincan.xml": "xAPI"}.get(kind, "web")
    manifest = archive.read(member, _LARGEST)
    if _SCORM12.search(manifest):
        return "SCORM 1.2"
    if _SCORM.search(manifest):
        return "SCORM 2004" if _SCORM2004.search(manifest) else "SCORM"
    return "IMS Content Packaging"
