"""What is to be made of one input, before anything is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hocvu.errors import Origin
from hocvu.lesson import Notice, Order, Reading, Record
from hocvu.sources.base import Source


@dataclass(frozen=True, slots=True)
class PlannedLesson:
    """A lesson to be read from `source`; an empty `title` leaves it to the material.

    One that is `made` already by the plan itself needs no reading.

    What it requires and what passes are as in `hocvu.lesson.Lesson`, but `mastery` is in percent.
    """

    id: str
    title: str
    source: Source
    options: Mapping[str, Any] = field(default_factory=dict)
    place: Origin = Origin()
    required: bool = True
    requires: tuple[str, ...] = ()
    mastery: int | None = None
    made: Reading | None = None


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """Lessons under one title."""

    id: str
    title: str
    lessons: tuple[PlannedLesson, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A course to be made.

    Attributes:
        input: The input as the user named it.
        path: The manifest, material or folder.
        slug: Names the course's files; ASCII.
        record: The record, as far as it is known before reading. Its title is empty where the
            first material is to give it.
        sections: What to read, in order.
        notices: What is to be told of the input itself.
        lenient: A material that cannot be read is left out, with its error, and the rest is
            still packed: so for a folder without a manifest, where no author promised the parts.
        order: How the lessons follow each other.
    """

    input: str
    path: Path
    slug: str
    record: Record
    sections: tuple[PlannedSection, ...]
    notices: tuple[Notice, ...] = ()
    lenient: bool = False
    order: Order = "tu_do"

    @property
    def lessons(self) -> tuple[PlannedLesson, ...]:
        """Every lesson in order."""
        return tuple(lesson for section in self.sections for lesson in section.lessons)
