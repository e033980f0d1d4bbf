"""Puts readings together into a course."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from hocvu.errors import ManifestError
from hocvu.identifiers import nfc
from hocvu.lesson import Course, Lesson, Reading, Section
from hocvu.lesson.sequencing import gives_score
from hocvu.pipeline.plan import Plan, PlannedLesson


def assemble(plan: Plan, readings: Sequence[Reading | None]) -> Course:
    """Return the course that `plan` and its `readings` make.

    Args:
        plan: The plan.
        readings: A reading for each planned lesson in order; None leaves the lesson out.

    Raises:
        ManifestError: A lesson that gives no score is to have a pass mark.
    """
    lessons = iter(zip(plan.lessons, readings, strict=True))
    sections = []
    for section in plan.sections:
        pairs = [next(lessons) for _ in section.lessons]
        made = tuple(_lesson(planned, reading) for planned, reading in pairs if reading)
        if made:
            sections.append(Section(id=section.id, title=section.title, lessons=made))
    record = plan.record
    if not record.title.get("vi"):
        first = sections[0].lessons[0].title
        record = record.model_copy(update={"title": {**record.title, "vi": first}})
    return Course(
        slug=plan.slug,
        record=record,
        sections=tuple(sections),
        notices=plan.notices,
        order=plan.order,
    )


def _lesson(planned: PlannedLesson, reading: Reading) -> Lesson:
    title = planned.title or reading.title or nfc(PurePath(planned.source.path).stem)
    lesson = Lesson(
        id=planned.id,
        title=title,
        body=reading.body,
        assets=reading.assets,
        original=reading.original,
        source=planned.source.at(),
        required=planned.required,
        requires=planned.requires,
        mastery=None if planned.mastery is None else planned.mastery / 100,
    )
    if planned.mastery is not None and not gives_score(lesson):
        raise ManifestError("manifest.mastery_no_score", origin=planned.place, title=title)
    return lesson
