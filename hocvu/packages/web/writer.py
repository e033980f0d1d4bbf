"""Writes a course as a web site in a zip: unpacked, ``index.html`` opens from ``file://``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocvu.lesson import Course
from hocvu.packages.archive import Entry, write_archive
from hocvu.packages.base import Package
from hocvu.packages.entries import made, packaged, rendered_entries
from hocvu.packages.jsonld import metadata_json
from hocvu.progress import Progress, silent
from hocvu.render import RenderedCourse, render_course
from hocvu.render.markup import Markup, join, tag

INDEX: Final = "index.html"


@dataclass(frozen=True, slots=True)
class WebWriter:
    """The writer of web sites."""

    name: str = "web"
    suffix: str = ".zip"

    def write(self, course: Course, path: Path, progress: Progress = silent) -> Package:
        """Write `course` to `path`.

        Raises:
            PackageError: The site cannot be written; nothing is left at `path`.
        """
        rendered = render_course(course, "none")
        entries: list[Entry] = [
            made(INDEX, index_page(course, rendered)),
            made("metadata.json", metadata_json(course)),
            *rendered_entries(course, rendered),
        ]
        return packaged(course, self.name, path, write_archive(path, entries, INDEX, progress))


def index_page(course: Course, rendered: RenderedCourse) -> bytes:
    """Return the page that leads to every lesson."""
    hrefs = {lesson.lesson.id: lesson.href for lesson in rendered.lessons}
    parts: list[Markup] = [tag("h1", course.title)]
    description = course.record.description.get("vi")
    if description:
        parts.append(tag("p", description))
    for section in course.sections:
        if section.title:
            parts.append(tag("h2", section.title))
        links = (
            tag("li", tag("a", lesson.title, attrs={"href": hrefs[lesson.id]}))
            for lesson in section.lessons
        )
        parts.append(tag("ol", "\n", join(links, "\n"), "\n"))
    head = (
        tag("meta", attrs={"charset": "utf-8"}),
        tag("meta", attrs={"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        tag("meta", attrs={"name": "color-scheme", "content": "light dark"}),
        tag("title", course.title),
        tag("link", attrs={"rel": "stylesheet", "href": "player.css"}),
    )
    page = tag(
        "html",
        "\n",
        tag("head", "\n", join(head, "\n"), "\n"),
        "\n",
        tag("body", "\n", tag("main", "\n", join(parts, "\n"), "\n"), "\n"),
        "\n",
        attrs={"lang": course.record.language},
    )
    return f"<!DOCTYPE html>\n{page}\n".encode()


WRITER: Final = WebWriter()
