"""Follows a course from its root file down to its components."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from hocvu.errors import Value
from hocvu.packages.checks.references import Files
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.xml import attribute, line, local, parsed
from hocvu.packages.olx.verify.tarball import Tarball

ROOT: Final = "course.xml"
OUTLINE: Final = ("course", "chapter", "sequential", "vertical")
_COMPONENTS: Final = ("html", "video", "problem")
_KNOWN: Final = (*OUTLINE, *_COMPONENTS)
_KEY: Final = re.compile(r"[\w\-~.:]+")  # opaque keys: the characters of an identifier
_DEEPEST: Final = 16
STRUCTURE: Final = "/, Course Structure"
_DIRECTORY: Final = "/, OLX Directory Structure"


@dataclass(frozen=True, slots=True)
class Block:
    """A block where it is defined: its tag and key, its file, and how deep it stands, from 0."""

    kind: str
    key: str
    element: etree._Element
    member: str
    depth: int


@dataclass(slots=True)
class Outline:
    """The blocks of a course.

    Attributes:
        tarball: The package.
        own: Is told what is wrong.
        base: The course's folder in the package, empty or ending in a slash.
        run: The course's ``url_name``.
        blocks: In the course's order.
        used: Files that blocks were read from.
    """

    tarball: Tarball
    own: Report
    base: str = ""
    run: str = ""
    blocks: list[Block] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    _pointed: dict[tuple[str, str], str] = field(default_factory=dict)
    _files: Files = field(init=False)

    def __post_init__(self) -> None:
        """Index the names of files."""
        self._files = Files(self.tarball.files)

    def read(self) -> bool:
        """Find the course and read it whole; return whether there is one."""
        roots = sorted(
            (name for name in self.tarball.files if posixpath.basename(name) == ROOT),
            key=lambda name: (name.count("/"), name),
        )
        if not roots:
            self.own.add("no_course", _DIRECTORY)
            return False
        beside = [name for name in roots if name.count("/") == roots[0].count("/")]
        for other in beside[1:]:
            self.own.add("two_courses", _DIRECTORY, member=other, other=roots[0])
        self.base = roots[0].removesuffix(ROOT)
        root = parsed(self.tarball, roots[0])
        if root is None:
            return False
        self.used.add(roots[0])
        if local(root) != "course":
            self._tell("wrong_tag", root, roots[0], found=local(root), expected="course")
            return False
        self._identity(root, roots[0])
        self._block(root, roots[0], 0)
        self._orphans()
        return True

    def _identity(self, root: etree._Element, member: str) -> None:
        for name in ("org", "course", "url_name"):
            value = attribute(root, name) or ""
            if not value:
                self._tell("no_identity", root, member, name=name)
            elif not _KEY.fullmatch(value):
                self._tell("bad_key", root, member, key=value)
        self.run = attribute(root, "url_name") or ""

    def _block(self, element: etree._Element, member: str, depth: int) -> None:
        """Read a block, in place or from the file that it points to."""
        kind, key = local(element), attribute(element, "url_name") or ""
        if not kind or depth > _DEEPEST:
            return
        if key:
            if not _KEY.fullmatch(key):
                self._tell("bad_key", element, member, key=key)
            if (kind, key) in self._pointed:
                other = self._pointed[kind, key]
                self._tell("duplicate_id", element, member, key=key, other=other)
                return
            self._pointed[kind, key] = member
        elif kind in _KNOWN:
            self._tell("no_url_name", element, member, warning=True, tag=kind)
        if kind in _KNOWN and _is_pointer(element):
            target = self._target(element, member, kind, key)
            root = parsed(self.tarball, target) if target else None
            if root is None:
                return
            if local(root) != kind:
                self._tell("wrong_tag", root, target, found=local(root), expected=kind)
                return
            if attribute(root, "url_name") not in (None, key):
                said = attribute(root, "url_name") or ""
                self._tell("other_url_name", root, target, warning=True, key=said, expected=key)
            if _is_pointer(root):
                self._tell("points_on", root, target)
                return
            element, member = root, target
        self.blocks.append(Block(kind, key, element, member, depth))
        if kind not in _COMPONENTS:
            self._children(element, member, kind, depth)

    def _children(self, element: etree._Element, member: str, kind: str, depth: int) -> None:
        expected = dict(zip(OUTLINE, (*OUTLINE[1:], ""), strict=True)).get(kind)
        found = False
        for child in element:
            name = local(child)
            if expected is not None and name in _KNOWN:
                right = name == expected or (not expected and name in _COMPONENTS)
                found = found or right
                if not right:
                    self._tell("nesting", child, member, tag=name, parent=kind)
                    continue
            self._block(child, member, depth + 1)
            found = found or (kind == "vertical" and bool(name))
        if expected is not None and not found:
            self._tell("empty_block", element, member, warning=kind != "course", tag=kind)

    def _target(self, element: etree._Element, member: str, kind: str, key: str) -> str:
        """Return the file that a pointer leads to, telling why when there is none."""
        name = f"{self.base}{kind}/{key.replace(':', '/')}.xml"
        if name in self.tarball.files:
            self.used.add(name)
            return name
        nearly = self._files.nearly(name)
        if nearly:
            self.used.add(nearly)
            self._tell("wrong_case", element, member, name=name, actual=nearly)
        else:
            self._tell("dangling", element, member, name=name)
        return nearly

    def _orphans(self) -> None:
        """Tell of blocks that lie in the package but not in the course."""
        for kind in _KNOWN:
            for name in self._below(f"{self.base}{kind}/"):
                if name.endswith(".xml") and name not in self.used:
                    self.own.add("orphan", _DIRECTORY, severity="warning", member=name, line=1)

    def _below(self, folder: str) -> Iterator[str]:
        return (name for name in self.tarball.files if name.startswith(folder))

    def _tell(
        self,
        code: str,
        element: etree._Element,
        member: str,
        *,
        warning: bool = False,
        **params: Value,
    ) -> None:
        self.own.add(
            code,
            f"{STRUCTURE}: <{local(element)}>",
            severity="warning" if warning else "error",
            member=member,
            line=line(element),
            **params,
        )


def _is_pointer(element: etree._Element) -> bool:
    """Tell if an element only names the file of its block, as Open edX's parser decides it."""
    wanted = {"url_name", "org", "course"} if local(element) == "course" else {"url_name"}
    text = (element.text or "").strip()
    return set(map(str, element.attrib)) == wanted and not len(element) and not text
