"""Reads programmes and checks them, each problem at its line."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocvu.errors import Origin
from hocvu.identifiers import course_slug
from hocvu.lesson import Frozen, Record
from hocvu.manifest.find import PathLike, walk, written_keys
from hocvu.manifest.problems import InvalidManifest
from hocvu.manifest.reader import read_tree
from hocvu.manifest.rules import find_file
from hocvu.manifest.structure import read_fields
from hocvu.programmes.models import ProgrammeFields, Provenance, TopicFields
from hocvu.written.problems import Problem, in_order
from hocvu.written.tree import Step, Tree

MARK: Final = "topics"
"""The key that tells a programme from the manifest of a course."""


class Topic(Frozen):
    """A topic of a programme.

    Attributes:
        code: Its code, unique in the programme.
        title: Its title in Vietnamese; empty where the course's own is meant.
        field: Its field, as people call it.
        manifest: Our manifest of it.
        course: The identifier of the course, where a catalogue has it.
        chosen: Where it was chosen from.
        required: Whether it is compulsory.
        hours: How long it takes.
        deadline: When it should be published (ISO 8601).
        requires: Codes of the topics to be learned before.
        origin: Where it stands in the programme.
    """

    code: str
    title: str = ""
    field: str = ""
    manifest: Path | None = None
    course: str | None = None
    chosen: Provenance | None = None
    required: bool = True
    hours: float | None = None
    deadline: str | None = None
    requires: tuple[str, ...] = ()
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme that can be used; `problems` are warnings and remarks alone."""

    path: Path
    record: Record
    year: int | None
    topics: tuple[Topic, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def slug(self) -> str:
        """The programme's name in file names, the same for every version."""
        return course_slug(self.record.code)


def load_programme(path: PathLike) -> Programme:
    """Read a programme.

    Raises:
        InvalidManifest: It has errors; they are all in `problems`.
    """
    tree, fields = _examine(Path(path), os.fspath(path))
    problems = in_order(tree.problems)
    if fields is None or any(problem.severity == "error" for problem in problems):
        raise InvalidManifest(problems)
    written = fields.model_dump(exclude={"topics", "year"}, exclude_unset=True)
    record = Record.model_validate({**written, "kind": "khoa_hoc"})
    folder = Path(path).parent
    topics = tuple(_topic(tree, n, topic, folder) for n, topic in enumerate(fields.topics))
    return Programme(Path(path), record, fields.year, topics, problems)


def check_programme(path: PathLike) -> tuple[Problem, ...]:
    """Return everything that is to be told of one programme, in order of place."""
    return in_order(_examine(Path(path), os.fspath(path))[0].problems)


def is_programme(path: PathLike) -> bool:
    """Tell if the file at `path` is meant as a programme, good or bad."""
    return MARK in written_keys(Path(path))


def find_programmes(paths: PathLike | Iterable[PathLike]) -> tuple[Path, ...]:
    """Return the programmes that `paths` name, and those in the folders that they name."""
    found: dict[Path, None] = {}
    for path in map(Path, [paths] if isinstance(paths, str | os.PathLike) else paths):
        files = walk(path) if path.is_dir() else (path,)
        found.update(dict.fromkeys(filter(is_programme, files)))
    return tuple(found)


def manifests_of(path: PathLike) -> tuple[Path, ...]:
    """Return where the manifests that a programme names are, or would be."""
    tree = read_tree(Path(path), os.fspath(path))
    topics = tree.value.get(MARK)
    named = [topic.get("manifest") for topic in topics or () if isinstance(topic, dict)]
    return tuple(Path(path).parent / name for name in named if isinstance(name, str))


def _examine(path: Path, name: str) -> tuple[Tree, ProgrammeFields | None]:
    tree = read_tree(path, name)
    if not tree.value:
        if not tree.problems:
            tree.report("manifest.empty_file")
        return tree, None
    fields = read_fields(tree, ProgrammeFields)
    if fields:
        _check_topics(tree, fields.topics, path.parent)
    return tree, fields


def _topic(tree: Tree, index: int, topic: TopicFields, folder: Path) -> Topic:
    place = tree.at((MARK, index))
    return Topic(
        code=topic.code,
        title=(topic.title or {}).get("vi", ""),
        field=topic.field or "",
        manifest=find_file(folder, topic.manifest) if topic.manifest else None,
        course=topic.course,
        chosen=topic.chosen,
        required=topic.requirement != "tu_chon",
        hours=topic.hours,
        deadline=topic.deadline.isoformat() if topic.deadline else None,
        requires=topic.requires,
        origin=Origin(tree.file, place.line, place.column),
    )


def _check_topics(tree: Tree, topics: tuple[TopicFields, ...], folder: Path) -> None:
    first: dict[str, int] = {}
    for index, topic in enumerate(topics):
        at: tuple[Step, ...] = (MARK, index)
        slug = course_slug(topic.code)
        if slug in first:
            line = tree.at((MARK, first[slug], "code")).line
            tree.report(
                "programme.code_twice", (*at, "code"), params={"code": topic.code, "line": line}
            )
        first.setdefault(slug, index)
        if topic.manifest and not find_file(folder, topic.manifest):
            tree.report(
                "programme.manifest_missing", (*at, "manifest"), params={"name": topic.manifest}
            )
        if topic.chosen and not topic.course:
            tree.report("programme.chosen_of_nothing", (*at, "chosen"), params={"code": topic.code})
        if not (topic.manifest or topic.course):
            tree.report("programme.only_planned", at, "info", params={"code": topic.code})
    codes = {topic.code for topic in topics}
    for index, topic in enumerate(topics):
        for n, code in enumerate(topic.requires):
            if code not in codes:
                params = {"code": code}
                tree.report(
                    "programme.requires_unknown", (MARK, index, "requires", n), params=params
                )
    _check_circles(tree, topics)


def _check_circles(tree: Tree, topics: tuple[TopicFields, ...]) -> None:
    """Report the first topic of each circle of requirements."""
    requires = {topic.code: topic.requires for topic in topics}
    done: set[str] = set()
    for index, topic in enumerate(topics):
        behind = {*topic.requires}
        waiting = list(behind)
        while waiting:
            new = {*requires.get(waiting.pop(), ())} - behind
            behind |= new
            waiting += new
        if topic.code in behind and topic.code not in done:
            done |= behind
            tree.report("programme.circle", (MARK, index, "requires"), params={"code": topic.code})
