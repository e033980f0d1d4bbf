"""Writes cmi5 packages (Quartz, 1st Edition, chapters 13 and 14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from hocvu.lesson import Course, Lesson, Section
from hocvu.packages.launched import (
    Builder,
    LaunchedWriter,
    activity_type,
    course_iri,
    course_texts,
    document,
    lesson_iri,
    section_iri,
)
from hocvu.packages.sequence import Sequence
from hocvu.render import RenderedCourse

NAMESPACE: Final = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
STRUCTURE: Final = "cmi5.xml"
_XML: Final = Builder(NAMESPACE)


def course_structure(course: Course, rendered: RenderedCourse) -> bytes:
    """Return ``cmi5.xml``: an AU for each lesson, a block for each section with a title."""
    hrefs = {one.lesson.id: one.href for one in rendered.lessons}
    return _Structure(course, hrefs, Sequence(course)).bytes()


@dataclass(frozen=True, slots=True)
class _Structure:
    course: Course
    hrefs: Mapping[str, str]
    sequence: Sequence

    def bytes(self) -> bytes:
        root = _XML.root("courseStructure")
        head = _XML.add(root, "course")
        head.set("id", course_iri(self.course))
        title, description = course_texts(self.course)
        self._texts(head, title, description)
        for section in self.course.sections:
            parent = self._block(root, section) if section.title and section.lessons else root
            for lesson in section.lessons:
                self._unit(parent, lesson)
        return document(root)

    def _block(self, root: etree._Element, section: Section) -> etree._Element:
        block = _XML.add(root, "block")
        block.set("id", section_iri(self.course, section))
        self._texts(block, self._own(section.title))
        return block

    def _unit(self, parent: etree._Element, lesson: Lesson) -> None:
        unit = _XML.add(parent, "au")
        unit.set("id", lesson_iri(self.course, lesson))
        mark = self.sequence.mark(lesson)
        if mark is not None:
            unit.set("masteryScore", f"{mark:.4g}")
        unit.set("moveOn", self._move_on(lesson, mark))
        unit.set("launchMethod", "AnyWindow")
        unit.set("activityType", activity_type(lesson))
        self._texts(unit, self._own(lesson.title or self.course.title))
        _XML.add(unit, "url", self.hrefs[lesson.id])

    def _move_on(self, lesson: Lesson, mark: float | None) -> str:
        """Return what satisfies a lesson (10.2.4); an optional one keeps no block waiting."""
        if not self.sequence.is_required(lesson):
            return "NotApplicable"
        return "Completed" if mark is None else "Passed"

    def _own(self, text: str) -> dict[str, str]:
        return {self.course.record.language: text}

    def _texts(
        self,
        parent: etree._Element,
        title: Mapping[str, str],
        description: Mapping[str, str] | None = None,
    ) -> None:
        """Add title and description, which the standard wants of everything."""
        for name, texts in (("title", title), ("description", description or title)):
            holder = _XML.add(parent, name)
            for language, text in texts.items():
                _XML.add(holder, "langstring", text).set("lang", language)


WRITER: Final = LaunchedWriter("cmi5", STRUCTURE, course_structure)
