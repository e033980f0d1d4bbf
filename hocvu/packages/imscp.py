"""The tree of an imsmanifest.xml, as IMS Content Packaging has it under every SCORM version.

What the versions do not share (name spaces, attribute spelling, sequencing) is given as a
`Dialect`. Identifiers hang on the work and the lesson alone, never on title or version, so
that learners' records survive a new version.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from hocvu.identifiers import digest, nfc
from hocvu.lesson import Course, Lesson, Section
from hocvu.packages.sequence import Sequence
from hocvu.render import RenderedCourse, RenderedLesson

XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
LONGEST_TITLE: Final = 200  # SCORM 1.2 CAM 2.3.2; the guaranteed minimum of SCORM 2004
LONGEST_VERSION: Final = 20
MANIFEST: Final = "imsmanifest.xml"
METADATA: Final = "metadata.xml"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


Cluster = Callable[[etree._Element, Sequence, tuple[Lesson, ...]], None]
"""Adds to an organization or item what a version says of it and the lessons below it."""
Leaf = Callable[[etree._Element, Sequence, Lesson], None]
"""Adds to an item what a version says of its lesson."""


def nothing(element: etree._Element, sequence: Sequence, lessons: tuple[Lesson, ...]) -> None:
    """Add nothing to an organization or item."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one SCORM version writes its manifest.

    Attributes:
        imscp: Name space of content packaging.
        adlcp: Name space of ADL's extensions.
        others: Further name spaces by prefix.
        schema_location: Name spaces and the schema files at the package's root.
        schemaversion: What the version calls itself.
        scorm_type: Local name of the attribute that tells a SCO from an asset.
        cluster: Adds what the version wants on an organization or an item with items.
        leaf: Adds what it wants on an item that launches a SCO.
    """

    imscp: str
    adlcp: str
    schema_location: Mapping[str, str]
    schemaversion: str
    scorm_type: str
    leaf: Leaf
    others: Mapping[str, str] = field(default_factory=dict)
    cluster: Cluster = nothing


def imsmanifest(
    course: Course, rendered: RenderedCourse, unlaunched: Iterable[str], dialect: Dialect
) -> bytes:
    """Return the manifest of `course`: one SCO for each lesson, sections as items above them.

    Args:
        course: The course.
        rendered: Its pages.
        unlaunched: Paths that belong to the package and to no lesson.
        dialect: The SCORM version.
    """
    return _Manifest(course, rendered, unlaunched, dialect, Sequence(course)).bytes()


def identifier(kind: str, *keys: str) -> str:
    """Return an NCName that is the same for the same keys in every version of a work."""
    return f"{kind}-{digest(*keys, length=20)}"


def item_id(course: Course, lesson: Lesson) -> str:
    """Return the identifier of a lesson's item."""
    return identifier("ITEM", course.record.id, lesson.id)


def plain(text: str) -> str:
    """Return `text` in one line of NFC, without what XML 1.0 cannot hold."""
    return " ".join(nfc(_NOT_XML.sub("", text)).split())


def title(text: str) -> str:
    """Return `text` as a title, cut at a word where it is longer than systems keep."""
    whole = plain(text)
    if len(whole) <= LONGEST_TITLE:
        return whole
    return whole[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


@dataclass(slots=True)
class _Manifest:
    course: Course
    rendered: RenderedCourse
    unlaunched: Iterable[str]
    dialect: Dialect
    sequence: Sequence

    def bytes(self) -> bytes:
        dialect, record = self.dialect, self.course.record
        spaces: dict[Any, str] = {
            None: dialect.imscp,
            "adlcp": dialect.adlcp,
            **dialect.others,
            "xsi": XSI,
        }
        root = etree.Element(f"{{{dialect.imscp}}}manifest", nsmap=spaces)
        root.set("identifier", identifier("COURSE", record.id))
        if len(record.version) <= LONGEST_VERSION:
            root.set("version", record.version)
        location = " ".join(f"{space} {name}" for space, name in dialect.schema_location.items())
        root.set(f"{{{XSI}}}schemaLocation", location)
        self._metadata(root)
        self._organization(self._add(root, "organizations"))
        resources = self._add(root, "resources")
        for lesson in self.rendered.lessons:
            self._sco(resources, lesson)
        self._assets(resources)
        body: bytes = etree.tostring(root, encoding="UTF-8", pretty_print=True)
        return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body

    def _add(self, parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
        child = etree.SubElement(parent, f"{{{self.dialect.imscp}}}{name}")
        child.text = text
        return child

    def _adl(self, name: str) -> str:
        return f"{{{self.dialect.adlcp}}}{name}"

    def _metadata(self, root: etree._Element) -> None:
        metadata = self._add(root, "metadata")
        self._add(metadata, "schema", "ADL SCORM")
        self._add(metadata, "schemaversion", self.dialect.schemaversion)
        etree.SubElement(metadata, self._adl("location")).text = METADATA

    def _organization(self, organizations: etree._Element) -> None:
        key = identifier("ORG", self.course.record.id)
        organizations.set("default", key)
        organization = self._add(organizations, "organization")
        organization.set("identifier", key)
        self._add(organization, "title", title(self.course.title))
        for section in self.course.sections:
            self._section(organization, section)
        self.dialect.cluster(organization, self.sequence, self.course.lessons)

    def _section(self, organization: etree._Element, section: Section) -> None:
        """Add a section's items; a section without a title has no item of its own."""
        parent = organization
        if section.title:
            parent = self._item(
                organization, identifier("SECTION", self.course.record.id, section.id), section
            )
        for lesson in section.lessons:
            item = self._item(parent, item_id(self.course, lesson), lesson)
            item.set("identifierref", self._resource_id(lesson))
            self.dialect.leaf(item, self.sequence, lesson)
        if parent is not organization:
            self.dialect.cluster(parent, self.sequence, section.lessons)

    def _item(self, parent: etree._Element, key: str, titled: Section | Lesson) -> etree._Element:
        item = self._add(parent, "item")
        item.set("identifier", key)
        item.set("isvisible", "true")  # the default, but Open edX hides an item that leaves it out
        self._add(item, "title", title(titled.title) or self.course.title)
        return item

    def _resource_id(self, lesson: Lesson) -> str:
        return identifier("SCO", self.course.record.id, lesson.id)

    def _sco(self, resources: etree._Element, lesson: RenderedLesson) -> None:
        resource = self._resource(resources, self._resource_id(lesson.lesson), "sco")
        resource.set("href", lesson.href)
        for path in lesson.files:
            self._add(resource, "file").set("href", path)

    def _assets(self, resources: etree._Element) -> None:
        """List what no lesson names; without an href, so that no system takes it for a launch."""
        resource = self._resource(resources, identifier("FILES", self.course.record.id), "asset")
        for path in self.unlaunched:
            self._add(resource, "file").set("href", path)

    def _resource(self, resources: etree._Element, key: str, kind: str) -> etree._Element:
        resource = self._add(resources, "resource")
        resource.set("identifier", key)
        resource.set("type", "webcontent")
        resource.set(self._adl(self.dialect.scorm_type), kind)
        return resource
