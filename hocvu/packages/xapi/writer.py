"""Writes xAPI packages: a ``tincan.xml`` beside pages that keep statements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from hocvu.lesson import Course
from hocvu.packages.launched import (
    COURSE,
    Builder,
    LaunchedWriter,
    activity_type,
    course_iri,
    course_texts,
    document,
    lesson_iri,
)
from hocvu.render import RenderedCourse

NAMESPACE: Final = "http://projecttincan.com/tincan.xsd"
DESCRIPTOR: Final = "tincan.xml"
_XML: Final = Builder(NAMESPACE)


def tincan(course: Course, rendered: RenderedCourse) -> bytes:
    """Return ``tincan.xml``: the course, then each lesson.

    Many systems launch the first activity and no other, so the course launches its first lesson,
    from which the others are reached.
    """
    root = _XML.root("tincan")
    activities = _XML.add(root, "activities")
    language = course.record.language
    title, description = course_texts(course)
    whole = _activity(activities, course_iri(course), COURSE, title, description)
    for one in rendered.lessons[:1]:
        _XML.add(whole, "launch", one.href).set("lang", language)
    for one in rendered.lessons:
        name = {language: one.lesson.title or course.title}
        kind = activity_type(one.lesson)
        activity = _activity(activities, lesson_iri(course, one.lesson), kind, name, name)
        _XML.add(activity, "launch", one.href).set("lang", language)
    return document(root)


def _activity(
    parent: etree._Element,
    key: str,
    kind: str,
    title: Mapping[str, str],
    description: Mapping[str, str],
) -> etree._Element:
    activity = _XML.add(parent, "activity")
    activity.set("id", key)
    activity.set("type", kind)
    for name, texts in (("name", title), ("description", description)):
        for language, text in texts.items():
            _XML.add(activity, name, text).set("lang", language)
    return activity


WRITER: Final = LaunchedWriter("xapi", DESCRIPTOR, tincan)
