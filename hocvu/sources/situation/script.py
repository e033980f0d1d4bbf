"""A situation as its author wrote it: every field understood, nothing looked up yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from hocvu.written import Step, Tree

Path = tuple[Step, ...]
End = Literal["passed", "failed", "score"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Markdown, and where it stands."""

    text: str
    path: Path


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter: seconds from the beginning, and its title."""

    at: float
    title: str
    path: Path


@dataclass(frozen=True, slots=True)
class Film:
    """A video: its file, what belongs to it, and how it is to be watched.

    `uncaptioned` is the reason why it has no captions; empty where it must have some.
    """

    file: str
    path: Path
    captions: tuple[str, ...] = ()
    transcript: str = ""
    chapters: tuple[Mark, ...] = ()
    watch: float | None = None
    no_skip: bool = False
    uncaptioned: str = ""

    @property
    def key(self) -> str:
        """Names its reading; scenes may share one."""
        return "\x1f".join(("video", self.file, self.transcript, *self.captions))


@dataclass(frozen=True, slots=True)
class Shown:
    """A slide: a picture, or page `page` of a deck; `alt` says what a picture shows."""

    file: str
    path: Path
    page: int = 0
    alt: str = ""

    @property
    def key(self) -> str:
        """Names the reading of its deck."""
        return f"deck\x1f{self.file}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question `name` of the quiz in `file` (the first where empty), at seconds of a video."""

    at: float
    file: str
    name: str
    required: bool
    path: Path

    @property
    def key(self) -> str:
        """Names the reading of its quiz."""
        return f"quiz\x1f{self.file}"


@dataclass(frozen=True, slots=True)
class Way:
    """A choice of a decision."""

    id: str
    text: Text
    score: float
    feedback: Text | None
    to: str
    path: Path


@dataclass(slots=True)
class Scene:
    """One scene."""

    id: str
    path: Path
    title: str = ""
    video: Film | None = None
    slide: Shown | None = None
    text: Text | None = None
    questions: tuple[Asked, ...] = ()
    ask: Text | None = None
    ways: tuple[Way, ...] = ()
    then: str = ""
    end: End | None = None

    def next(self) -> list[tuple[str, float, Path]]:
        """Return the scenes that may follow, with the score of going there."""
        found = [(way.to, way.score, (*way.path, "to")) for way in self.ways]
        return found + ([(self.then, 0.0, (*self.path, "then"))] if self.then else [])


@dataclass(slots=True)
class Script:
    """A whole situation; `tree` knows the lines, and takes what is wrong."""

    tree: Tree
    key: str = ""
    title: str = ""
    start: str = ""
    pass_score: int = 80
    cycles: bool = False
    scenes: dict[str, Scene] = field(default_factory=dict)
