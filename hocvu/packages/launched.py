"""Writes a package whose lessons a system launches with the address of a record store.

What cmi5 and xAPI packages share: pages, metadata, and one file at the root that names the
activities. Their identifiers hang on the work and the lesson alone, never on title or version.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Final, Literal

from lxml import etree

from hocvu.identifiers import iri
from hocvu.lesson import Course, Lesson, Section, VideoBody
from hocvu.packages import jsonld, lom
from hocvu.packages.archive import Entry, write_archive
from hocvu.packages.base import Package
from hocvu.packages.entries import made, packaged, rendered_entries
from hocvu.packages.imscp import METADATA, plain
from hocvu.packages.scorm import RECORD
from hocvu.progress import Progress, silent
from hocvu.render import RenderedCourse, render_course

COURSE: Final = "http://adlnet.gov/expapi/activities/course"
LESSON: Final = "http://adlnet.gov/expapi/activities/lesson"
MEDIA: Final = "http://adlnet.gov/expapi/activities/media"


class Lom(lom.Lom10):
    """IEEE 1484.12.3 without what SCORM adds to it."""

    schemas = ("LOMv1.0",)


@dataclass(frozen=True, slots=True)
class LaunchedWriter:
    """A writer of cmi5 or of xAPI packages.

    Attributes:
        name: The standard's name, and that of the interface which the pages use.
        descriptor: Name of the file at the root.
        describe: Makes that file.
    """

    name: Literal["cmi5", "xapi"]
    descriptor: str
    describe: Callable[[Course, RenderedCourse], bytes]
    suffix: ClassVar[str] = ".zip"

    def write(self, course: Course, path: Path, progress: Progress = silent) -> Package:
        """Write `course` to `path`.

        Raises:
            PackageError: The package cannot be written; nothing is left at `path`.
        """
        rendered = render_course(course, self.name)
        entries: list[Entry] = [
            made(self.descriptor, self.describe(course, rendered)),
            made(METADATA, lom.lom_xml(course, rendered, Lom)),
            made(RECORD, jsonld.metadata_json(course)),
            *rendered_entries(course, rendered),
        ]
        archive = write_archive(path, entries, self.descriptor, progress)
        return packaged(course, self.name, path, archive)


def course_iri(course: Course) -> str:
    """Return the IRI of the course."""
    return iri(course.record.id)


def section_iri(course: Course, section: Section) -> str:
    """Return the IRI of a section, another than any lesson's."""
    return iri(course.record.id, "sections", section.id)


def lesson_iri(course: Course, lesson: Lesson) -> str:
    """Return the IRI of a lesson, the one that its player knows."""
    return iri(course.record.id, "lessons", lesson.id)


def activity_type(lesson: Lesson) -> str:
    """Return what kind of activity a lesson is, in ADL's vocabulary."""
    return MEDIA if isinstance(lesson.body, VideoBody) else LESSON


def course_texts(course: Course) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return title and description of the course by language; neither is empty."""
    record = course.record
    described = {lang: text for lang, text in record.description.items() if plain(text)}
    return record.title, described or record.title


def document(root: etree._Element) -> bytes:
    """Return an XML file."""
    body: bytes = etree.tostring(root, encoding="UTF-8", pretty_print=True)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body


@dataclass(frozen=True, slots=True)
class Builder:
    """Makes elements of one name space."""

    namespace: str

    def root(self, name: str) -> etree._Element:
        """Return an element of its own."""
        spaces: dict[Any, str] = {None: self.namespace}
        return etree.Element(f"{{{self.namespace}}}{name}", nsmap=spaces)

    def add(self, parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
        """Add an element, with text in one line."""
        child = etree.SubElement(parent, f"{{{self.namespace}}}{name}")
        child.text = None if text is None else plain(text)
        return child
