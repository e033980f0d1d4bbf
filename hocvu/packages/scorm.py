"""Writes a SCORM package of any version: pages, manifest, metadata and schema files in one zip."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from hocvu.lesson import Course
from hocvu.packages import jsonld, lom
from hocvu.packages.archive import Entry, write_archive
from hocvu.packages.base import Package
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
        entries = self.entries(course, rendered)
        archive = write_archive(path, entries, MANIFEST, progress)
        return Package(
            path=path,
            standard=self.name,
            course=course.record.id,
            version=course.record.version,
            size=archive.size,
            sha256=archive.sha256,
            files=archive.entries,
        )

    def entries(self, course: Course, rendered: RenderedCourse) -> list[Entry]:
        """Return every file of the package."""
        known = {asset.path: asset.sha256 for lesson in course.lessons for asset in lesson.assets}
        launched = {path for lesson in rendered.lessons for path in lesson.files}
        unlaunched = [file.path for file in rendered.files if file.path not in launched]
        made = {
            MANIFEST: imsmanifest(course, rendered, [*unlaunched, RECORD], self.dialect),
            METADATA: lom.lom_xml(course, rendered, self.binding),
            RECORD: jsonld.metadata_json(course),
            **dict(schema_files(self.name)),
        }
        return [
            *(Entry(name, data, len(data)) for name, data in made.items()),
            *(
                Entry(
                    file.path,
                    file.data,
                    file.size,
                    known.get(file.data) if isinstance(file.data, Path) else None,
                )
                for file in rendered.files
            ),
        ]
