"""What writers need to know of the order of a course's lessons, and what no standard can say.

A standard that cannot keep an order, a pass mark or an optional lesson says so in a notice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from hocvu.errors import Origin, Severity
from hocvu.lesson import Course, Lesson, Notice
from hocvu.lesson.sequencing import (
    course_mastery,
    gives_score,
    is_required,
    mastery,
    prerequisites,
)


@dataclass(frozen=True)
class Sequence:
    """The order of `course`, its marks, and what counts for its completion."""

    course: Course

    @cached_property
    def before(self) -> Mapping[str, tuple[Lesson, ...]]:
        """The lessons that each lesson waits for, by its id."""
        lessons = {lesson.id: lesson for lesson in self.course.lessons}
        return {
            key: tuple(lessons[one] for one in ids)
            for key, ids in prerequisites(self.course).items()
        }

    @cached_property
    def awaited(self) -> frozenset[str]:
        """Ids of the lessons that some other waits for."""
        return frozenset(lesson.id for waited in self.before.values() for lesson in waited)

    @property
    def mastery(self) -> float | None:
        """The share of the score that passes the course."""
        return course_mastery(self.course)

    @cached_property
    def scored(self) -> frozenset[str]:
        """Ids of the lessons whose scores make the course's."""
        return frozenset(
            one.id for one in self.course.lessons if gives_score(one) and self.is_required(one)
        )

    def is_required(self, lesson: Lesson) -> bool:
        """Tell if the course is complete only with `lesson`."""
        return is_required(self.course, lesson)

    def mark(self, lesson: Lesson) -> float | None:
        """Return the share of the score that passes `lesson`."""
        return mastery(lesson)


def unsaid(course: Course, standard: str) -> tuple[Notice, ...]:
    """Return what `standard` cannot say of how `course` is learnt, or says at a price."""
    return tuple(
        Notice(f"sequencing.{what}", severity, Origin(), {"standard": standard})
        for what, (severity, standards) in _UNSAID.items()
        if standard in standards and _ASKED[what](course)
    )


def _waits(course: Course) -> bool:
    return any(prerequisites(course).values())


def _has_optional(course: Course) -> bool:
    return any(not is_required(course, lesson) for lesson in course.lessons)


def _has_marks(course: Course) -> bool:
    return any(lesson.mastery is not None for lesson in course.lessons)


_ASKED: Final[Mapping[str, Callable[[Course], bool]]] = {
    "order_not_kept": _waits,
    "order_kept_by_lessons": _waits,
    "order_set_in_studio": _waits,
    "order_shares_objectives": _waits,
    "optional_not_told": _has_optional,
    "mark_not_told": _has_marks,
}
_UNSAID: Final[Mapping[str, tuple[Severity, tuple[str, ...]]]] = {
    "order_not_kept": ("warning", ("cmi5",)),
    "order_kept_by_lessons": ("info", ("xapi", "web")),
    "order_set_in_studio": ("warning", ("olx",)),
    "order_shares_objectives": ("info", ("scorm2004-3", "scorm2004-4")),
    "optional_not_told": ("info", ("scorm12", "xapi", "olx")),
    "mark_not_told": ("info", ("olx",)),
}
"""What is told of which standards; what learners would notice is a warning."""
