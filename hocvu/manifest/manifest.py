"""A manifest that can be used: the record, and the parts with their files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from hocvu.errors import Origin
from hocvu.identifiers import course_slug, key_for, nfc
from hocvu.lesson import Frozen, Order, Record
from hocvu.manifest import models
from hocvu.manifest.rules import find_file
from hocvu.written.problems import Problem
from hocvu.written.tree import Step, Tree


class LessonPart(Frozen):
    """A lesson to make of one material.

    Attributes:
        id: Its key: the author's, or made from the material's path, so that it lasts while the
            title changes.
        title: The author's title in Vietnamese; empty where the material's own is meant.
        source: The material.
        name: The material's path as the author wrote it.
        captions: Caption files in the author's order.
        transcript: A file with the transcript.
        required: Whether the course is complete only with this lesson.
        requires: Keys of the lessons that must be done before.
        mastery: Percent that passes, where it is another than the material's own.
        options: What the author sets for the reader, unchecked.
        origin: Where the lesson stands in the manifest.
    """

    id: str
    title: str
    source: Path
    name: str
    captions: tuple[Path, ...] = ()
    transcript: Path | None = None
    required: bool = True
    requires: tuple[str, ...] = ()
    mastery: int | None = None
    options: dict[str, Any] = Field(default_factory=dict)
    origin: Origin = Origin()


class SectionPart(Frozen):
    """Lessons under one title; lessons that stand in no section are under an empty one."""

    id: str
    title: str
    parts: tuple[LessonPart, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A course as its authors describe it.

    Attributes:
        path: The manifest's file.
        record: The metadata record.
        parts: Sections in order.
        problems: Warnings and remarks; there are no errors.
        order: How the lessons follow each other.
    """

    path: Path
    record: Record
    parts: tuple[SectionPart, ...]
    problems: tuple[Problem, ...] = ()
    order: Order = "tu_do"

    @property
    def lessons(self) -> tuple[LessonPart, ...]:
        """Every lesson in order."""
        return tuple(lesson for section in self.parts for lesson in section.parts)

    @property
    def slug(self) -> str:
        """The course's name in file names: ASCII, from the code, the same for every version."""
        return course_slug(self.record.code)


def assemble(tree: Tree, fields: models.ManifestFields, path: Path) -> Manifest:
    """Return the manifest of `tree`, whose `fields` and rules were found good."""
    written = fields.model_dump(exclude={"parts", "sequencing", "history"}, exclude_unset=True)
    record = Record.model_validate(written)
    sections: list[SectionPart] = []
    loose: list[LessonPart] = []
    taken: set[str] = set()
    for index, part in enumerate(fields.parts):
        if isinstance(part, models.LessonPart):
            loose.append(_lesson(tree, part, ("parts", index), path.parent, taken))
            continue
        _close(sections, loose)
        inside = tuple(
            _lesson(tree, lesson, ("parts", index, "parts", at), path.parent, taken)
            for at, lesson in enumerate(part.parts)
        )
        sections.append(
            SectionPart(id=part.id or f"phan-{inside[0].id}", title=part.title, parts=inside)
        )
    _close(sections, loose)
    order = fields.sequencing.order if fields.sequencing else "tu_do"
    return Manifest(path, record, _bound(sections, fields), order=order)


def _bound(sections: list[SectionPart], fields: models.ManifestFields) -> tuple[SectionPart, ...]:
    """Return `sections` with what they require told lesson by lesson.

    To require a section is to require its required lessons; what a section requires, each of its
    lessons does.
    """
    inside = {
        one.id: tuple(x.id for x in one.parts if x.required) or tuple(x.id for x in one.parts)
        for one in sections
    }
    own = {one.id: one.requires for one in fields.parts if isinstance(one, models.SectionPart)}

    def lessons(section: SectionPart, lesson: LessonPart) -> LessonPart:
        named = (*own.get(section.id, ()), *lesson.requires)
        keys = dict.fromkeys(key for name in named for key in inside.get(name, (name,)))
        return lesson.model_copy(update={"requires": tuple(keys)})

    return tuple(
        one.model_copy(update={"parts": tuple(lessons(one, x) for x in one.parts)})
        for one in sections
    )


def _close(sections: list[SectionPart], loose: list[LessonPart]) -> None:
    if loose:
        sections.append(SectionPart(id=f"phan-{loose[0].id}", title="", parts=tuple(loose)))
        loose.clear()


def _lesson(
    tree: Tree, part: models.LessonPart, path: tuple[Step, ...], folder: Path, taken: set[str]
) -> LessonPart:
    place = tree.at(path)
    key = _key(part, taken)
    return LessonPart(
        id=key,
        title=part.title or "",
        source=_file(folder, part.source),
        name=part.source,
        captions=tuple(_file(folder, name) for name in part.captions),
        transcript=_file(folder, part.transcript) if part.transcript else None,
        required=part.required,
        requires=part.requires,
        mastery=part.mastery,
        options=part.options,
        origin=Origin(tree.file, place.line, place.column),
    )


def _key(part: models.LessonPart, taken: set[str]) -> str:
    key = part.id or key_for(nfc(part.source))
    count = 2
    while key in taken:  # the same material twice in one course
        key = f"{part.id or key_for(nfc(part.source))}-{count}"
        count += 1
    taken.add(key)
    return key


def _file(folder: Path, name: str) -> Path:
    return find_file(folder, name) or folder / name
