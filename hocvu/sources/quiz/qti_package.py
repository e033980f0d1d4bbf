"""A package of QTI items (a zip with ``imsmanifest.xml``), in the order of its test."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from hocvu.errors import Damaged, HocvuError, Missing
from hocvu.identifiers import nfc
from hocvu.sources.quiz import qti
from hocvu.sources.quiz.drafts import Desk, Draft, Paper
from hocvu.sources.quiz.pictures import Load
from hocvu.sources.quiz.qti_content import Place
from hocvu.sources.quiz.xml import Element, below, get, name, parse
from hocvu.tools.archive import MIB, Archive, Limits, open_archive

_LIMITS: Final = Limits(entries=10_000, member=128 * MIB, total=1024 * MIB)
_MANIFEST: Final = "imsmanifest.xml"
_ITEM: Final = re.compile(r"imsqti_(?:item|apip(?:item)?)_xmlv[23]p\d", re.IGNORECASE)
_TEST: Final = re.compile(r"imsqti_(?:test|apip(?:test)?)_xmlv[23]p\d", re.IGNORECASE)
_ANY: Final = re.compile(rb"imsqti_item_xmlv[23]p\d", re.IGNORECASE)


def recognises(path: Path) -> bool:
    """Tell if the zip at `path` is a package of items.

    Raises:
        SourceError: It is no zip that can be opened.
    """
    with open_archive(path, limits=_LIMITS) as archive:
        if _MANIFEST not in archive:
            return False
        return _ANY.search(archive.read(_MANIFEST, 16 * MIB)) is not None


def read(desk: Desk) -> Paper:
    """Return the paper of the package at the desk."""
    place = desk.source.at()
    paper = Paper()
    with open_archive(desk.source.path, place, _LIMITS) as archive:
        manifest = parse(archive.read(_MANIFEST, 16 * MIB), desk.source.at(member=_MANIFEST))
        resources = list(below(manifest, "resource"))
        items = [_href(r) for r in resources if _ITEM.fullmatch(get(r, "type"))]
        tests = [_href(r) for r in resources if _TEST.fullmatch(get(r, "type"))]
        paper.read = len(items)
        order = items
        if tests:
            order = list(dict.fromkeys(_test(archive, tests[0], paper, desk)))
            for member in tests[1:]:
                desk.notices.at(desk.source.at(member=member), "quiz.other_test")
            for member in items:
                if member not in order:
                    desk.left_out(desk.source.at(member=member), "assessmentItem", member)
        for member in order:
            paper.drafts += _item(archive, member, desk, paper)
    return paper


def _test(archive: Archive, member: str, paper: Paper, desk: Desk) -> Iterator[str]:
    """Yield the items of a test in its order, and take its settings."""
    place = desk.source.at(member=member)
    root = parse(archive.read(member, 16 * MIB), place)
    paper.title = get(root, "title")
    if any(get(ordering, "shuffle") == "true" for ordering in below(root, "ordering")):
        paper.settings["shuffle"] = True
    left = sorted({name(found) for found in below(root, "selection", "timeLimits", "preCondition",
                                                  "branchRule", "testFeedback")})  # fmt: skip
    if left:
        desk.notices.at(place, "quiz.part_left_out", parts=", ".join(left))
    for reference in below(root, "assessmentItemRef"):
        yield _beside(member, get(reference, "href"))


def _item(archive: Archive, member: str, desk: Desk, paper: Paper) -> list[Draft]:
    place = desk.source.at(member=member)
    try:
        root = parse(archive.read(member, 64 * MIB), place)
    except (Missing, Damaged) as error:
        desk.notices.at(error.origin, error.code, "warning", **error.remark.params)
        desk.left_out(place, "assessmentItem", member)
        return []
    paper.words += qti.words_of(root)
    return qti.item(root, Place(place, _loader(archive, member)), desk)


def _loader(archive: Archive, member: str) -> Load:
    """Return what gives the pictures that the item `member` names."""

    def load(src: str) -> bytes | None:
        if ":" in src.partition("/")[0] or src.startswith("//"):
            return None
        wanted = _beside(member, src)
        try:
            return archive.read(wanted, 64 * MIB)
        except HocvuError as error:
            raise type(error)("picture.missing") from error

    return load


def _href(resource: Element) -> str:
    href = get(resource, "href")
    if not href:
        href = next((get(found, "href") for found in below(resource, "file")), "")
    return nfc(unquote(href))


def _beside(member: str, href: str) -> str:
    """Return the member that `href` names in the file `member`."""
    name_ = nfc(unquote(href.partition("?")[0].partition("#")[0]))
    return posixpath.normpath(posixpath.join(posixpath.dirname(member), name_))
