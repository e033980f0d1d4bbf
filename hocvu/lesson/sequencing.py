"""Which lessons open when, and what makes the course complete, whatever a standard calls it."""

from __future__ import annotations

from hocvu.lesson.course import Course, Lesson


def prerequisites(course: Course) -> dict[str, tuple[str, ...]]:
    """Return, by lesson, the lessons that must be done before it, in the course's order.

    In a course learnt one lesson after the other, each waits for the nearest required lesson
    before it, which has waited for those before.
    """
    positions = {lesson.id: number for number, lesson in enumerate(course.lessons)}
    found: dict[str, tuple[str, ...]] = {}
    before = ""
    for lesson in course.lessons:
        wanted = {one for one in lesson.requires if one in positions}
        if course.order == "lan_luot" and before:
            wanted.add(before)
        found[lesson.id] = tuple(sorted(wanted, key=positions.__getitem__))
        before = lesson.id if is_required(course, lesson) else before
    return found


def is_required(course: Course, lesson: Lesson) -> bool:
    """Tell if the course is complete only with `lesson`: with all of them, where none is."""
    return lesson.required or not any(one.required for one in course.lessons)


def gives_score(lesson: Lesson) -> bool:
    """Tell if `lesson` ends with a score."""
    return hasattr(lesson.body, "pass_score")


def mastery(lesson: Lesson) -> float | None:
    """Return the share of the score, 0 to 1, that passes; None for a lesson without a score."""
    if not gives_score(lesson):
        return None
    own: int = lesson.body.pass_score  # type: ignore[union-attr]
    return own / 100 if lesson.mastery is None else lesson.mastery


def course_mastery(course: Course) -> float | None:
    """Return the share of the score that passes the course; None where nothing gives a score.

    It is the pass mark of the course's assessment.
    """
    assessment = course.record.assessment
    if assessment is None or assessment.pass_score is None:
        return None
    scored = any(gives_score(one) and is_required(course, one) for one in course.lessons)
    return assessment.pass_score / 100 if scored else None
