"""What every packaging standard gives to the rest of the project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hocvu.errors import Remark
from hocvu.lesson import Course, Notice
from hocvu.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Package:
    """A written package.

    Attributes:
        path: The file.
        standard: Name of the standard, as in `hocvu.packages.WRITERS`.
        course: Identifier of the course's record.
        version: Version of the course.
        size: Bytes.
        sha256: Digest of the file, in hexadecimal.
        files: Number of files inside.
        notices: What of the course the standard cannot say, or says at a price.
    """

    path: Path
    standard: str
    course: str
    version: str
    size: int
    sha256: str
    files: int
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding(Remark):
    """A place where a package does not conform; `clause` is the rule, with its standard."""

    clause: str = ""


@dataclass(frozen=True, slots=True)
class VerifiedPackage:
    """A package and all that its verification found."""

    package: Package
    findings: tuple[Finding, ...]


class Writer(Protocol):
    """Writes one standard.

    Attributes:
        name: The standard's name on the command line.
        suffix: Ending of the file's name, such as ``.zip``.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def suffix(self) -> str: ...  # noqa: D102

    def write(self, course: Course, path: Path, progress: Progress = silent) -> Package:
        """Write `course` to `path`.

        Raises:
            PackageError: The package cannot be written; nothing is left at `path`.
        """
        ...


class Verifier(Protocol):
    """Checks packages of one standard, without sharing code with its writer.

    Attributes:
        name: The standard's name, as its writer's.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    def recognises(self, path: Path) -> bool:
        """Tell if the package at `path` says that it is of this standard."""
        ...

    def verify(self, path: Path, *, content: bool = False) -> tuple[Finding, ...]:
        """Return what is wrong with the package, in the order of its files.

        Args:
            path: The package.
            content: Read every byte and check it against the archive's checksums, too.
        """
        ...
