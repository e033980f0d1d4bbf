"""What is previewed: a package as it lies there, or one packed anew whenever its source changes."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hocvu.errors import Origin, PackageError, Remark, UsageError
from hocvu.packages import VERIFIERS
from hocvu.packages.play.records import INTERFACES
from hocvu.pipeline.pack import Settings, pack_all
from hocvu.progress import Progress

Prints = tuple[tuple[str, int, int], ...]
_START: Final = "index.html"


@dataclass(slots=True)
class Shown:
    """A package to show.

    Attributes:
        path: The file.
        standard: Name of its standard.
        remarks: What was said while it was packed.
    """

    path: Path
    standard: str
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class Source:
    """Where the package comes from.

    Attributes:
        given: As the user named it.
        standard: What to pack for; that of the package where there is one.
        folder: Where to pack; None for a package, which is shown as it is.
        files: What was read; a change to one of them is a change of the whole.
    """

    given: str
    standard: str
    folder: Path | None
    progress: Progress
    files: tuple[Path, ...] = field(default=())
    _turn: int = 0

    def make(self) -> Shown:
        """Return the package, packed now where it has to be.

        Raises:
            HocvuError: The source cannot be read or packed.
        """
        path = Path(self.given)
        if self.folder is None:
            self.files = (path,)
            return Shown(path, self.standard)
        self.files = self.files or (path,)
        self._turn += 1
        out = self.folder / str(self._turn)
        packed = pack_all([self.given], Settings((self.standard,), out), self.progress)
        if len(packed) > 1:
            raise UsageError("input.several", path=self.given, count=len(packed))
        one = packed[0]
        if one.plan:
            read = [o.reading.dependencies for o in one.outcomes if o.reading]
            self.files = (
                path, one.plan.path,
                *(p for lesson in one.plan.lessons
                  for p in (lesson.source.path, *lesson.source.companions)),
                *(p for paths in read for p in paths),
            )  # fmt: skip
        if not one.packages:
            raise one.errors[0] if one.errors else UsageError("input.empty")
        said = (*(error.remark for error in one.errors), *one.remarks)
        return Shown(one.packages[0].package.path, self.standard, said)

    def prints(self) -> Prints:
        """Return what tells one state of the files from another, without reading them."""
        found: dict[str, tuple[int, int]] = {}
        for path in self.files:
            inside = path.iterdir() if path.is_dir() else ()
            for one in (path, *inside):
                try:
                    facts = one.stat()
                    found[str(one)] = (facts.st_mtime_ns, facts.st_size)
                except OSError:
                    found[str(one)] = (0, -1)
        return tuple((name, *facts) for name, facts in sorted(found.items()))


@contextmanager
def open_source(given: str, standard: str, progress: Progress) -> Iterator[Source]:
    """Find out what `given` is, and give a place to pack it if it is no package.

    Raises:
        UsageError: Its standard is none that a browser can show.
        PackageError: There is no such file.
    """
    path = Path(given)
    if not path.exists():
        raise PackageError("input.missing", origin=Origin(file=given))
    own = _standard_of(path) if path.is_file() else ""
    wanted = own or standard
    if wanted not in INTERFACES:
        raise UsageError("preview.standard", name=wanted, supported=", ".join(INTERFACES))
    if own:
        yield Source(given, own, None, progress)
        return
    with tempfile.TemporaryDirectory(prefix="hocvu-", ignore_cleanup_errors=True) as folder:
        yield Source(given, wanted, Path(folder), progress)


def _standard_of(path: Path) -> str:
    """Return the standard of a package; empty for anything else."""
    for verifier in VERIFIERS.values():
        if verifier.recognises(path):
            return verifier.name
    if path.suffix.lower() == ".zip" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return "web" if _START in archive.namelist() else ""
    return ""
