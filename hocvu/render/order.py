"""The order of a course's lessons, for packages whose lessons lead from one to the other."""

from __future__ import annotations

from typing import Any

from hocvu.identifiers import digest
from hocvu.lesson import Course, Lesson
from hocvu.lesson.sequencing import gives_score, prerequisites


def order_data(course: Course) -> dict[str, Any]:
    """Return which lessons come before others, and how the player finds what it kept of them."""
    before = {key: list(ids) for key, ids in prerequisites(course).items() if ids}
    if not before:
        return {}
    awaited = {one for ids in before.values() for one in ids}
    lessons = [lesson for lesson in course.lessons if lesson.id in awaited]
    order = {
        "before": before,
        "keys": {lesson.id: lesson_key(course, lesson.id) for lesson in lessons},
        "scored": [lesson.id for lesson in lessons if gives_score(lesson)],
    }
    return {"order": order}


def lesson_key(course: Course, lesson_id: str) -> str:
    """Return what tells a lesson from every other in a learner's browser."""
    return digest(course.record.id, lesson_id)


def marked(lesson: Lesson) -> Lesson:
    """Return `lesson` with the pass mark that its course sets, in percent, in place of its own."""
    if lesson.mastery is None or not gives_score(lesson):
        return lesson
    body = lesson.body.model_copy(update={"pass_score": round(lesson.mastery * 100)})
    return lesson.model_copy(update={"body": body})
