"""The files of a package as entries of its archive, and what is told of it."""

from __future__ import annotations

from pathlib import Path

from hocvu.lesson import Course, Notice
from hocvu.packages.archive import Archive, Entry
from hocvu.packages.base import Package
from hocvu.packages.sequence import unsaid
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


def packaged(
    course: Course,
    standard: str,
    path: Path,
    archive: Archive,
    notices: tuple[Notice, ...] = (),
) -> Package:
    """Return what is told of the package of `course` that was written to `path`.

    Args:
        course: The course.
        standard: Name of the standard.
        path: The package.
        archive: What the package's archive told.
        notices: What its writer could not keep, beside what the standard cannot say.
    """
    return Package(
        path=path,
        standard=standard,
        course=course.record.id,
        version=course.record.version,
        size=archive.size,
        sha256=archive.sha256,
        files=archive.entries,
        notices=(*unsaid(course, standard), *notices),
    )
