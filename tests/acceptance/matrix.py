"""Every convertible material in every standard, and what each package is held against."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import olxcleaner
from lxml import etree
from olxcleaner.reporting import report_errors
from runtime.importing import imported

from hocvu.packages import WRITERS, VerifiedPackage, verify
from hocvu.pipeline.choose import by_suffix

SHARED = Path(__file__).parents[3] / "shared"
MATERIALS = SHARED / "materials"
BROKEN = ("hostile", "truncated", "fuzz")
STANDARDS = tuple(WRITERS)
PLAYED = tuple(name for name in STANDARDS if name != "olx")
SCHEMED = ("scorm12", "scorm2004-3", "scorm2004-4")

Schemas = Callable[[str], etree.XMLSchema]


@dataclass(frozen=True)
class Schemes:
    """The published schemas: of manifests and of metadata by standard, and of cmi5."""

    manifest: Schemas
    metadata: Schemas
    structure: etree.XMLSchema


def materials() -> list[Path]:
    """Return every file of the test materials that some reader takes by its name, in order.

    Captions and texts beside a material belong to that one.
    """
    return sorted(
        path
        for folder in MATERIALS.rglob("*")
        if folder.is_dir()
        for path in folder.iterdir()
        if path.is_file() and by_suffix(path) and not any(word in str(path) for word in BROKEN)
    )


def one_of_each() -> list[Path]:
    """Return the smallest material of each reader."""
    smallest: dict[str, Path] = {}
    for path in sorted(materials(), key=lambda one: (one.stat().st_size, one.name)):
        reader = by_suffix(path)
        assert reader is not None
        smallest.setdefault(reader.name, path)
    return list(smallest.values())


def hold(packed: Sequence[VerifiedPackage], schemes: Schemes, folder: Path) -> list[str]:
    """Return all that is wrong with packages of one material, one for each standard."""
    wrong = []
    paths = {one.package.standard: one.package.path for one in packed}
    for standard, path in paths.items():
        wrong += [f"{standard}: {one.code} {one.params}" for one in verify(path)]
        if standard == "olx":
            wrong += [f"olx: {error}" for error in edx_errors(path, folder / "olx")]
        elif standard != "web":
            wrong += [f"{standard}: {error}" for error in _schema_errors(path, standard, schemes)]
    taken = [path for name, path in paths.items() if name.startswith("scorm") or name == "cmi5"]
    for path, found in zip(taken, imported(taken, folder / "edx"), strict=True):
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
        if found["files"] != sorted(names) or found["index"] not in names:
            wrong.append(f"Open edX keeps another tree of {path.name}")
        if found.get("warnings"):
            wrong.append(f"Open edX warns of {path.name}: {found['warnings']}")
    return wrong


def play(packed: Sequence[VerifiedPackage], standards: Sequence[str]) -> list[str]:
    """Return what is wrong when packages are played to completion and resumed."""
    return [
        f"{one.package.standard}: {finding.code} {finding.params}"
        for one in packed
        if one.package.standard in standards
        for finding in verify(one.package.path, content=False, play=True)
    ]


def _schema_errors(path: Path, standard: str, schemes: Schemes) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        metadata = etree.fromstring(archive.read("metadata.xml"))
        kind = standard if standard in SCHEMED else "scorm2004-4"
        pairs = [(schemes.metadata(kind), metadata)]
        if standard in SCHEMED:
            root = etree.fromstring(archive.read("imsmanifest.xml"))
            pairs.append((schemes.manifest(standard), root))
        elif standard == "cmi5":
            pairs.append((schemes.structure, etree.fromstring(archive.read("cmi5.xml"))))
    return [
        str(error)
        for schema, root in pairs
        if not schema.validate(root)
        for error in schema.error_log  # type: ignore[attr-defined]
    ]


def edx_errors(path: Path, folder: Path) -> list[str]:
    """Return what edX's own checker of courses says of a package, unpacked in `folder`."""
    with tarfile.open(path) as archive:
        archive.extractall(folder, filter="data")
    course, store, _ = olxcleaner.validate(str(folder / "course" / "course.xml"), steps=8)
    assert course is not None
    return list(report_errors(store))
