"""The data that the player reads: classic scripts, since a page from a file may load no JSON."""

from __future__ import annotations

import json
from typing import Any, Final

from hocvu.identifiers import digest, iri
from hocvu.lesson import Course, Lesson
from hocvu.messages import LANGUAGES, catalogue
from hocvu.render.content import Content
from hocvu.render.order import lesson_key, order_data

GLOBAL: Final = "hocvu"
LESSONS: Final = "lessons"
"""What stands between the work and its lesson in the lesson's IRI."""
LEADING: Final = ("none", "xapi")
"""Interfaces under which lessons lead from one to the other; elsewhere the system does."""
_PREFIX: Final = "player.ui."
# "<" would let text end the script when it is put into a page; the separators end a line of
# JavaScript before ES2019.
_ESCAPES: Final = str.maketrans({"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def course_script(course: Course, standard: str, pages: dict[str, str]) -> bytes:
    """Return ``data.js``: the course, its lessons' pages by id, and the player's words."""
    strings = {
        lang: {code.removeprefix(_PREFIX): entry[lang]
               for code, entry in sorted(catalogue().items()) if code.startswith(_PREFIX)}
        for lang in LANGUAGES
    }  # fmt: skip
    data = {
        "standard": standard,
        "language": course.record.language,
        "course": {
            "id": course.record.id,
            "iri": iri(course.record.id),
            "title": course.title,
            "version": course.record.version,
            "lessons": [[x.id, x.title, pages[x.id]] for x in course.lessons],
            **(order_data(course) if standard in LEADING else {}),
        },
        "strings": strings,
    }
    return f"var {GLOBAL}={_json(data)};\n".encode()


def lesson_script(course: Course, lesson: Lesson, content: Content) -> bytes:
    """Return the script of one lesson; `key` tells it from every other in a learner's browser."""
    titles = (page.title for page in content.pages)
    shape = digest(lesson.body.kind, *titles, *content.shape, length=8)
    data = {
        "id": lesson.id,
        "iri": iri(course.record.id, LESSONS, lesson.id),
        "key": lesson_key(course, lesson.id),
        "shape": shape,
        "kind": lesson.body.kind,
        "title": lesson.title,
        "pages": [[page.id, page.title, int(page.counted)] for page in content.pages],
        "contents": [[e.level, e.title, e.page, e.anchor] for e in content.entries],
        **content.extra,
    }
    return f"{GLOBAL}.lesson={_json(data)};\n".encode()


def search_script(texts: dict[str, list[list[str]]]) -> bytes:
    """Return ``search.js``: the pieces of text of each lesson by page; see `search.pieces`."""
    return f"{GLOBAL}.search={_json([[name, pages] for name, pages in texts.items()])};\n".encode()


def _json(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.translate(_ESCAPES)
