"""Writes a course as Open Learning XML: the archive that Open edX's Studio imports.

The files lie as Studio's own export lays them (edX Open Learning XML Guide, OLX Directory
Structure): a section of the course is a chapter, a lesson a sequential, a page a vertical.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from hocvu.lesson import Course
from hocvu.packages import lom
from hocvu.packages.archive import Entry
from hocvu.packages.base import Package
from hocvu.packages.entries import made, packaged
from hocvu.packages.imscp import title
from hocvu.packages.jsonld import metadata_json
from hocvu.packages.olx.blocks import Blocks, xml
from hocvu.packages.olx.keys import RUN, CourseKey, block_id
from hocvu.packages.olx.policies import policies
from hocvu.packages.olx.quizzes import unsaid_of_quizzes
from hocvu.packages.olx.videos import unsaid_of_videos
from hocvu.packages.tarball import write_tarball
from hocvu.progress import Progress, silent
from hocvu.render import RenderedCourse, RenderedFile

_ROOT: Final = "course"
_FIRST: Final = "course.xml"
_TYPES: Final = {".html": "text/html", ".srt": "application/x-subrip"}


class _Lom(lom.Lom10):
    """LOM that is not part of a SCORM package."""

    schemas = ("LOMv1.0",)


@dataclass(frozen=True, slots=True)
class OlxWriter:
    """The writer of Open Learning XML."""

    name: str = "olx"
    suffix: str = ".tar.gz"

    def write(self, course: Course, path: Path, progress: Progress = silent) -> Package:
        """Write `course` to `path`.

        Raises:
            PackageError: The package cannot be written; nothing is left at `path`.
        """
        unsaid = (*unsaid_of_quizzes(course), *unsaid_of_videos(course))
        archive = write_tarball(path, _entries(course), f"{_ROOT}/{_FIRST}", progress)
        return packaged(course, self.name, path, archive, unsaid)


def _entries(course: Course) -> list[Entry]:
    """Return every file of the package."""
    blocks = Blocks(course)
    _outline(course, blocks)
    files = blocks.files | policies(course, blocks.assets)
    files["static/metadata.json"] = metadata_json(course)
    files["static/metadata.xml"] = lom.lom_xml(course, _rendered(blocks), _Lom)
    return [
        *(made(f"{_ROOT}/{name}", data) for name, data in files.items()),
        *(
            Entry(f"{_ROOT}/static/{name}", asset.path, asset.size, asset.sha256)
            for name, asset in blocks.assets.items()
        ),
    ]


def _outline(course: Course, blocks: Blocks) -> None:
    """Add the course, its chapters and all below them."""
    record = course.record
    key = CourseKey.of(record)
    chapters = []
    for section in course.sections:
        lessons = [blocks.lesson(lesson) for lesson in section.lessons]
        name = {"display_name": title(section.title) or title(course.title)}
        chapters.append(
            blocks.add("chapter", block_id(record.id, "chapter", section.id), name, *lessons)
        )
    blocks.add("course", RUN, {"display_name": title(course.title)}, *chapters)
    pointer = etree.Element("course", {"url_name": RUN, "org": key.org, "course": key.course})
    blocks.files[_FIRST] = xml(pointer)


def _rendered(blocks: Blocks) -> RenderedCourse:
    """Return the files that learners see, for the technical part of the metadata."""
    texts = (
        RenderedFile(name, data, _TYPES[Path(name).suffix], len(data))
        for name, data in blocks.files.items()
        if Path(name).suffix in _TYPES
    )
    media = (
        RenderedFile(name, asset.path, asset.media_type, asset.size)
        for name, asset in blocks.assets.items()
    )
    return RenderedCourse((*texts, *media), ())


WRITER: Final = OlxWriter()
