"""The files of a package as entries of its archive."""

from __future__ import annotations

from pathlib import Path

from hocvu.lesson import Course
from hocvu.packages.archive import Entry
from hocvu.render import RenderedCourse


def made(path: str, data: bytes) -> Entry:
    """Return an entry of bytes that were just made."""
    return Entry(path, data, len(data))


def rendered_entries(course: Course, rendered: RenderedCourse) -> list[Entry]:
    """Return the rendered files; those that are copied must still be what the reader hashed."""
    known = {asset.path: asset.sha256 for lesson in course.lessons for asset in lesson.assets}
    return [
        Entry(
            file.path,
            file.data,
            file.size,
            known.get(file.data) if isinstance(file.data, Path) else None,
        )
        for file in rendered.files
    ]
