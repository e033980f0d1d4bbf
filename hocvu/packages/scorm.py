"""Writes a SCORM package of any version: pages, manifest, metadata and schema files in one zip."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from hocvu.lesson import Course
from hocvu.packages import jsonld, lom
from hocvu.packages.archive import Entry, write_archive
from hocvu.packages.base import Package
from hocvu.packages.entries import made, packaged, rendered_entries
from hocvu.packages.imscp import MANIFEST, METADATA, Dialect, imsmanifest
from hocvu.packages.schema_files import schema_files
from hocvu.progress import Progress, silent
from hocvu.render import RenderedCourse, Standard, render_course

RECORD = "metadata.json"


@dataclass(frozen=True, slots=True)
class ScormWriter:
    """A writer of one SCORM version.

    Attributes:
        name: The standard's name; its schema files are kept under the same.
        player: The run-time interface that the pages use.
        dialect: How the version writes its manifest.
        binding: How the version writes its metadata.
    """

    name: str
    player: Standard
    dialect: Dialect
    binding: type[lom.Binding]
    suffix: ClassVar[str] = ".zip"

    def write(self, course: Course, path: Path, progress: Progress = silent) -> Package:
        """Write `course` to `path`.

        Raises:
            PackageError: The package cannot be written; nothing is left at `path`.
        """
        rendered = render_course(course, self.player)
        archive = write_archive(path, self.entries(course, rendered), MANIFEST, progress)
        return packaged(course, self.name, path, archive)

    def entries(self, course: Course, rendered: RenderedCourse) -> list[Entry]:
        """Return every file of the package."""
        launched = {path for lesson in rendered.lessons for path in lesson.files}
        unlaunched = [file.path for file in rendered.files if file.path not in launched]
        return [
            made(MANIFEST, imsmanifest(course, rendered, [*unlaunched, RECORD], self.dialect)),
            made(METADATA, lom.lom_xml(course, rendered, self.binding)),
            made(RECORD, jsonld.metadata_json(course)),
            *(made(name, data) for name, data in schema_files(self.name)),
            *rendered_entries(course, rendered),
        ]
