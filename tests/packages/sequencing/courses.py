"""Courses whose lessons wait for each other, and the parts of their packages that say so."""

from __future__ import annotations

from typing import Any

from lxml import etree

from hocvu.lesson import (
    ChoiceQuestion,
    Course,
    DocumentBody,
    Lesson,
    Paragraph,
    QuizBody,
    Record,
    Section,
    Text,
)
from hocvu.lesson.record import Assessment
from hocvu.packages.cmi5.writer import course_structure
from hocvu.packages.imscp import imsmanifest
from hocvu.packages.scorm12 import writer as scorm12
from hocvu.packages.scorm2004 import writer as scorm2004
from hocvu.render import RenderedCourse, RenderedLesson

DIALECTS = {
    "scorm12": scorm12.WRITER.dialect,
    "scorm2004-3": scorm2004.EDITION_3.dialect,
    "scorm2004-4": scorm2004.EDITION_4.dialect,
}
ASK = (Paragraph(children=(Text(text="Đúng hay sai?"),)),)


def reading(key: str, **options: Any) -> Lesson:
    """Return a lesson to read."""
    return Lesson(id=key, title=f"Bài {key}", body=DocumentBody(blocks=ASK), **options)


def quiz(key: str, pass_score: int = 80, **options: Any) -> Lesson:
    """Return a lesson that gives a score."""
    questions = (ChoiceQuestion(id="c1", ask=ASK, choices=()),)
    body = QuizBody(questions=questions, pass_score=pass_score)
    return Lesson(id=key, title=f"Kiểm tra {key}", body=body, **options)


def course(*lessons: Lesson, inside: tuple[Lesson, ...] = (), **options: Any) -> Course:
    """Return a course of loose lessons, then a section of those `inside`."""
    mark = options.pop("pass_score", None)
    assessment = Assessment(description="Trắc nghiệm", pass_score=mark) if mark else None
    record = Record(
        id="https://a.example/khoa", code="K", title={"vi": "Khóa"}, assessment=assessment
    )
    sections = [Section(id="dau", title="", lessons=lessons)]
    if inside:
        sections.append(Section(id="phan", title="Phần", lessons=inside))
    return Course(slug="k", record=record, sections=tuple(sections), **options)


def rendered(made: Course) -> RenderedCourse:
    """Return pages of `made` by name alone."""
    pages = (RenderedLesson(one, f"{one.id}.html", (f"{one.id}.html",)) for one in made.lessons)
    return RenderedCourse((), tuple(pages))


def manifest(made: Course, standard: str) -> etree._Element:
    """Return the manifest of `made` in a version of SCORM."""
    return etree.fromstring(imsmanifest(made, rendered(made), [], DIALECTS[standard]))


def structure(made: Course) -> etree._Element:
    """Return the course structure of `made`."""
    return etree.fromstring(course_structure(made, rendered(made)))


def ids(root: etree._Element, made: Course) -> dict[str, str]:
    """Return each lesson's item in a manifest, found by its title."""
    items = {
        str(item.findtext("{*}title")): str(item.get("identifier")) for item in root.iter("{*}item")
    }
    return {lesson.id: items[lesson.title] for lesson in made.lessons}
