"""A course as the files of a package, the same for the same course on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, assert_never

from hocvu import player
from hocvu.identifiers import digest
from hocvu.lesson import (
    Asset,
    Course,
    DocumentBody,
    Lesson,
    QuizBody,
    SituationBody,
    SlidesBody,
    VideoBody,
)
from hocvu.messages import DEFAULT, LANGUAGES, Language
from hocvu.render.content import Content
from hocvu.render.data import LEADING, course_script, lesson_script, search_script
from hocvu.render.document import document
from hocvu.render.order import marked
from hocvu.render.quiz import quiz
from hocvu.render.scope import Scope
from hocvu.render.search import pieces
from hocvu.render.shell import shell
from hocvu.render.situation import situation
from hocvu.render.slides import slides
from hocvu.render.video import video

Standard = Literal["scorm12", "scorm2004", "cmi5", "xapi", "none"]
"""Which run-time interface the player may use."""

_SHARED: Final = ("player.css", "data.js", "player.js")
_RESERVED: Final = frozenset({"data", "player", "index", "search"})
_SCRIPT: Final = "text/javascript"


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One file of a package.

    Attributes:
        path: Relative POSIX path in ASCII.
        data: The bytes, or the file that holds them.
        media_type: IANA media type.
        size: Bytes.
    """

    path: str
    data: bytes | Path
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class RenderedLesson:
    """One lesson: its launch page and every path that it needs, the launch page first."""

    lesson: Lesson
    href: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RenderedCourse:
    """All files, no path twice, sorted by path; and the lessons in the course's order."""

    files: tuple[RenderedFile, ...]
    lessons: tuple[RenderedLesson, ...]


def render_course(course: Course, standard: Standard) -> RenderedCourse:
    """Return `course` as pages that read without a script, with the player and its data.

    Args:
        course: The course; paths of its assets must lead to their files.
        standard: The interface to the learning management system, ``none`` to stand alone.

    Raises:
        PackageError: The player was not built, or a lesson names a file that it lacks.
    """
    stems = _stems(course.lessons)
    # Elsewhere the system leads from lesson to lesson, and none can open another.
    leads = standard in LEADING and len(course.lessons) > 1
    pages = {lesson_id: f"{stem}.html" for lesson_id, stem in stems.items()}
    files = {
        "player.js": _made("player.js", player.script(), _SCRIPT),
        "player.css": _made("player.css", player.style(), "text/css"),
        "data.js": _made("data.js", course_script(course, standard, pages), _SCRIPT),
    }
    lessons = []
    texts = {}
    for lesson in course.lessons:
        made, used, content = _lesson(course, lesson, stems[lesson.id])
        if leads:
            texts[lesson.id] = pieces(lesson, content)
        files |= {file.path: file for file in made}
        files |= {path: _kept(path, asset) for path, asset in used.items()}
        paths = (made[0].path, *_SHARED, made[1].path, *sorted(used))
        lessons.append(RenderedLesson(lesson, made[0].path, paths))
    if leads:
        files["search.js"] = _made("search.js", search_script(texts), _SCRIPT)
    return RenderedCourse(tuple(files[path] for path in sorted(files)), tuple(lessons))


def _lesson(
    course: Course, lesson: Lesson, stem: str
) -> tuple[tuple[RenderedFile, RenderedFile], dict[str, Asset], Content]:
    scope = Scope.of(lesson, language(course))
    content = lesson_content(marked(lesson), scope)
    data = lesson_script(course, lesson, content)
    page = shell(course, lesson, content.html, scope, f"{stem}.js")
    made = (_made(f"{stem}.html", page, "text/html"), _made(f"{stem}.js", data, _SCRIPT))
    return made, scope.used, content


def lesson_content(lesson: Lesson, scope: Scope) -> Content:
    """Return what the page of `lesson` holds, whatever is put around it."""
    match lesson.body:
        case DocumentBody():
            return document(lesson.body, lesson.title, scope)
        case SlidesBody():
            return slides(lesson.body, scope)
        case VideoBody():
            return video(lesson.body, lesson.title, scope)
        case QuizBody():
            return quiz(lesson.body, scope)
        case SituationBody():
            return situation(lesson.body, lesson.title, scope)
        case _:
            assert_never(lesson.body)


def language(course: Course) -> Language:
    """Return the language of the words that are put around the course's own."""
    main = course.record.language[:2].lower()
    return next((known for known in LANGUAGES if known == main), DEFAULT)


def _stems(lessons: tuple[Lesson, ...]) -> dict[str, str]:
    """Return a file name without suffix for each lesson, different also where case is ignored."""
    taken = set(_RESERVED)
    stems = {}
    for lesson in lessons:
        stem = lesson.id
        if stem.casefold() in taken:
            stem = f"{stem}-{digest(lesson.id, length=6)}"
        taken.add(stem.casefold())
        stems[lesson.id] = stem
    return stems


def _made(path: str, data: bytes, media_type: str) -> RenderedFile:
    return RenderedFile(path, data, media_type, len(data))


def _kept(path: str, asset: Asset) -> RenderedFile:
    return RenderedFile(path, asset.path, asset.media_type, asset.size)
