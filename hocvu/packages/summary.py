"""What a package says of itself, whoever made it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from hocvu.errors import Origin, PackageError
from hocvu.packages.checks.container import opened
from hocvu.packages.checks.flavour import MANIFEST, schemaversion
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.xml import attribute, children, local, parsed, text
from hocvu.packages.olx.verify import VERIFIER
from hocvu.packages.olx.verify.course import OUTLINE, Outline
from hocvu.packages.olx.verify.tarball import read_tarball

Files = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A package in short.

    Attributes:
        standard: The family of its standard, such as ``SCORM``; empty when it is not known.
        version: What its manifest says it conforms to, such as ``2004 4th Edition``.
        title: Title of its course.
        items: Titles of its items with their depth, from 0, in order.
        files: Names and sizes in bytes, in the order of the archive.
    """

    standard: str
    version: str
    title: str
    items: tuple[tuple[int, str], ...]
    files: Files


def summarise(path: Path) -> Summary:
    """Return what the package at `path` says of itself.

    Raises:
        PackageError: It is no archive that can be read.
    """
    report = Report(str(path))
    if VERIFIER.recognises(path):
        return _summarise_olx(path, report)
    with opened(path, report) as container:
        if container is None:
            raise _unfit(path, report)
        files = tuple((name, info.file_size) for name, info in container.files.items())
        found = next((name for name in _READ if name in container.files), "")
        root = parsed(container, found) if found else None
    if root is None:
        return Summary("", "", "", (), files)
    return _READ[found](root, files)


def _summarise_scorm(root: etree._Element, files: Files) -> Summary:
    organization = _organization(root)
    items = tuple(_items(organization, 0)) if organization is not None else ()
    return Summary("SCORM", schemaversion(root), _title(organization), items, files)


def _organization(root: etree._Element) -> etree._Element | None:
    """Return the default organization, else the first."""
    for holder in children(root, "organizations"):
        every = children(holder, "organization")
        wanted = attribute(holder, "default")
        chosen = [one for one in every if attribute(one, "identifier") == wanted] or every
        return next(iter(chosen), None)
    return None


def _summarise_cmi5(root: etree._Element, files: Files) -> Summary:
    courses = children(root, "course")
    return Summary("cmi5", "", _said(courses[0]) if courses else "", tuple(_units(root, 0)), files)


def _units(parent: etree._Element, depth: int) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for child in parent:
        if local(child) in ("au", "block"):
            found += [(depth, _said(child)), *_units(child, depth + 1)]
    return found


def _summarise_xapi(root: etree._Element, files: Files) -> Summary:
    activities = [one for one in root.iter() if local(one) == "activity"]
    names = [text(next(iter(children(one, "name")), None)) for one in activities]
    return Summary("xAPI", "", names[0] if names else "", tuple((0, n) for n in names[1:]), files)


def _said(element: etree._Element) -> str:
    """Return the title of a part of a course structure, in its first language."""
    titles = children(element, "title")
    return text(next(iter(children(titles[0], "langstring")), None)) if titles else ""


def _summarise_olx(path: Path, report: Report) -> Summary:
    own = Report(str(path), area="olx", findings=report.findings)
    tarball = read_tarball(path, report, own)
    if tarball is None:
        raise _unfit(path, report)
    outline = Outline(tarball, own)
    outline.read()
    titles = [
        (block.depth - 1, attribute(block.element, "display_name") or block.key)
        for block in outline.blocks
        if block.kind in OUTLINE
    ]
    title = titles[0][1] if titles else ""
    return Summary("OLX", "", title, tuple(titles[1:]), tuple(tarball.files.items()))


def _unfit(path: Path, report: Report) -> PackageError:
    first = report.findings[0]
    return PackageError(first.code, origin=Origin(file=str(path)), **dict(first.params))


def _items(parent: etree._Element, depth: int) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for child in children(parent, "item"):
        found += [(depth, _title(child)), *_items(child, depth + 1)]
    return found


def _title(element: etree._Element | None) -> str:
    titles = children(element, "title") if element is not None else []
    return text(titles[0]) if titles else ""


_READ: Final[Mapping[str, Callable[[etree._Element, Files], Summary]]] = {
    MANIFEST: _summarise_scorm,
    "cmi5.xml": _summarise_cmi5,
    "tincan.xml": _summarise_xapi,
}
"""By the file at a package's root; the first that is there speaks for it."""
