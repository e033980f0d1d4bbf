"""What passes from stage to stage: what a source gave, and the course made of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from hocvu.errors import Origin, Remark
from hocvu.lesson.activities import Body
from hocvu.lesson.nodes import Frozen
from hocvu.lesson.record import Record

Order = Literal["tu_do", "lan_luot"]
"""In which order lessons are learnt: freely, or one after the other."""


@dataclass(frozen=True, slots=True)
class Notice(Remark):
    """Something of a source that was changed, doubted or could not be kept."""


class Asset(Frozen):
    """A file that a lesson needs.

    Attributes:
        id: Its name inside a package: ASCII, made from the content's digest and a suffix.
        path: Where its bytes are now. Relative paths are to the reading's folder.
        media_type: IANA media type.
        size: Bytes.
        sha256: Digest of the bytes, in hexadecimal.
        title: The name a person knows it by, for downloads; may be empty.
    """

    id: str
    path: Path
    media_type: str
    size: int
    sha256: str
    title: str = ""


class Counts(Frozen):
    """What a source or a lesson holds: numbers of things, and seconds of media."""

    words: int = 0
    headings: int = 0
    tables: int = 0
    images: int = 0
    notes: int = 0
    equations: int = 0
    slides: int = 0
    questions: int = 0
    seconds: float = 0.0


class Reading(Frozen):
    """All that one source gave.

    Attributes:
        reader: Name of the reader that made it.
        title: The title that the source tells; empty when it tells none.
        body: The content.
        assets: Every file that the body names by id.
        original: Asset id of the source itself, for download; None when it is not offered.
        notices: What was not kept as it was.
        read: Counts of the source, by a reading of the file apart from the conversion.
        kept: Counts of the body.
        dependencies: Other files that were read (captions, pictures), for the cache.
    """

    reader: str
    title: str
    body: Body
    assets: tuple[Asset, ...] = ()
    original: str | None = None
    notices: tuple[Notice, ...] = ()
    read: Counts = Counts()
    kept: Counts = Counts()
    dependencies: tuple[Path, ...] = ()


class Lesson(Frozen):
    """One lesson of a course.

    `id` is the lesson's key, stable over versions and unique in its course (ASCII letters, digits
    and hyphens). `source` says which file it was made from. The course is complete without a
    lesson that is not `required`. `requires` are the ids of lessons of the course that must be
    done before; `mastery` is the share of the score, 0 to 1, that passes, where it is another
    than the lesson's own (see `hocvu.lesson.sequencing`).
    """

    id: str
    title: str
    body: Body
    assets: tuple[Asset, ...] = ()
    original: str | None = None
    source: Origin = Origin()
    required: bool = True
    requires: tuple[str, ...] = ()
    mastery: float | None = Field(default=None, ge=0, le=1)


class Section(Frozen):
    """Lessons under one title; a course without sections has a single one with an empty title."""

    id: str
    title: str
    lessons: tuple[Lesson, ...]


class Course(Frozen):
    """A course: its record and its lessons in order.

    `slug` names its files; it is ASCII. `order` says how its lessons follow each other.
    """

    slug: str
    record: Record
    sections: tuple[Section, ...]
    notices: tuple[Notice, ...] = ()
    order: Order = "tu_do"

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """Every lesson in order."""
        return tuple(lesson for section in self.sections for lesson in section.lessons)

    @property
    def title(self) -> str:
        """The title in Vietnamese."""
        return self.record.title["vi"]
