"""What a package says of itself, whoever made it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from hocvu.errors import Origin, PackageError
from hocvu.packages.checks.container import opened
from hocvu.packages.checks.flavour import MANIFEST, schemaversion
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.xml import children, local, parsed, text


@dataclass(frozen=True, slots=True)
class Summary:
    """A package in short.

    Attributes:
        version: What its manifest says it conforms to, such as ``2004 4th Edition``.
        title: Title of its organization.
        items: Titles of its items with their depth, from 0, in order.
        files: Names and sizes in bytes, in the order of the archive.
    """

    version: str
    title: str
    items: tuple[tuple[int, str], ...]
    files: tuple[tuple[str, int], ...]


def summarise(path: Path) -> Summary:
    """Return what the package at `path` says of itself.

    Raises:
        PackageError: It is no archive that can be read.
    """
    report = Report(str(path))
    with opened(path, report) as container:
        if container is None:
            first = report.findings[0]
            raise PackageError(first.code, origin=Origin(file=str(path)), **dict(first.params))
        files = tuple((name, info.file_size) for name, info in container.files.items())
        root = parsed(container, MANIFEST) if MANIFEST in container.files else None
    if root is None:
        return Summary("", "", (), files)
    organization = next((e for e in root.iter() if local(e) == "organization"), None)
    items = tuple(_items(organization, 0)) if organization is not None else ()
    return Summary(schemaversion(root), _title(organization), items, files)


def _items(parent: etree._Element, depth: int) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for child in children(parent, "item"):
        found += [(depth, _title(child)), *_items(child, depth + 1)]
    return found


def _title(element: etree._Element | None) -> str:
    titles = children(element, "title") if element is not None else []
    return text(titles[0]) if titles else ""
