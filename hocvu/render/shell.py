"""The page around a lesson: readable without a script, and with nothing inline."""

from __future__ import annotations

from hocvu.lesson import Asset, Course, Lesson
from hocvu.render.markup import Markup, join, own, tag
from hocvu.render.scope import Scope


def shell(course: Course, lesson: Lesson, content: Markup, scope: Scope, script: str) -> bytes:
    """Return the lesson's whole page as UTF-8; `script` is the path of its data."""
    head = tag(
        "head",
        *_lines(
            tag("meta", attrs={"charset": "utf-8"}),
            tag(
                "meta",
                attrs={"name": "viewport", "content": "width=device-width, initial-scale=1"},
            ),
            tag("meta", attrs={"name": "color-scheme", "content": "light dark"}),
            tag("title", _title(course, lesson)),
            tag("link", attrs={"rel": "stylesheet", "href": "player.css"}),
        ),
    )
    header = own(
        "header",
        *_lines(
            course.title != lesson.title
            and tag("p", course.title, attrs={"class": "course", "id": "hv-course"}),
            tag("h1", lesson.title, attrs={"id": "hv-title", "tabindex": -1}),
        ),
        attrs={"class": "hv-head"},
    )
    main = tag("main", "\n", content, "\n", download(lesson, scope), attrs={"id": "hv-content"})
    scripts = (tag("script", attrs={"src": src}) for src in ("data.js", script, "player.js"))
    attrs = {"data-hocvu-state": "loading", "data-hocvu-kind": lesson.body.kind}
    body = tag("body", "\n", header, "\n", main, "\n", join(scripts, "\n"), "\n", attrs=attrs)
    page = tag("html", "\n", head, "\n", body, "\n", attrs={"lang": course.record.language})
    return f"<!DOCTYPE html>\n{page}\n".encode()


def _title(course: Course, lesson: Lesson) -> str:
    return lesson.title if course.title == lesson.title else f"{lesson.title} – {course.title}"


def _lines(*parts: str | bool) -> list[str]:
    return ["\n", join([part for part in parts if isinstance(part, str)], "\n"), "\n"]


def download(lesson: Lesson, scope: Scope) -> Markup:
    """Return a link to the file that the lesson was made from; nothing when it is not offered."""
    if lesson.original is None:
        return Markup()
    path = scope.media(lesson.original)
    asset = scope.used[path]
    name = asset.title or asset.id
    text = scope.word("download", name=name, size=size(asset, scope))
    link = tag("a", text, attrs={"href": path, "download": name})
    return own("p", link, attrs={"class": "download"})


def size(asset: Asset, scope: Scope) -> str:
    """Return how large a file is, as learners read it."""
    kilobytes = max(1, round(asset.size / 1024))
    if kilobytes < 1024:
        return f"{kilobytes} KB"
    mark = "," if scope.language == "vi" else "."
    return f"{kilobytes / 1024:.1f} MB".replace(".", mark)
