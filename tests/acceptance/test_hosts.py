"""Every material and sample course in two systems of PyPI that import SCORM, by their own code.

They stand on frameworks of their own, so they live in an environment of their own, which
``make test-long`` makes.
"""

from __future__ import annotations

import contextlib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from matrix import materials
from runtime.hosts import PYTHON, imported

import hocvu
from hocvu.errors import SourceError, ToolMissing

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not PYTHON.is_file(), reason="`make test-long` makes their environment"),
]
VERSIONS = {
    "scorm12": "1.2",
    "scorm2004-3": "2004 3rd Edition",
    "scorm2004-4": "2004 4th Edition",
}
SHARDS = 24


@pytest.fixture(scope="module")
def packages(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[Path, str]:
    """Return the packages of every sample course, with their standards."""
    folder = tmp_path_factory.mktemp("hosts")
    return {
        one.package.path: one.package.standard
        for manifest in sorted((root / "manifests").glob("*.yaml"))
        for one in hocvu.pack(manifest, standards=tuple(VERSIONS), out=folder)
    }


def said(package: Path) -> tuple[str, list[tuple[str, str]], list[str]]:
    """Return the course's title, title and page of each lesson, and the files, read anew."""
    with zipfile.ZipFile(package) as archive:
        root = etree.fromstring(archive.read("imsmanifest.xml"))
        names = sorted(archive.namelist())
    pages = {one.get("identifier"): one.get("href") for one in root.iter("{*}resource")}
    lessons = [
        (one.findtext("{*}title"), pages[one.get("identifierref")])
        for one in root.iter("{*}item")
        if one.get("identifierref")
    ]
    return root.findtext(".//{*}organization/{*}title"), lessons, names


def hold_scormhost(packages: dict[Path, str], folder: Path) -> None:
    found = imported("scormhost", list(packages), folder)
    for (path, standard), kept in zip(packages.items(), found, strict=True):
        title, lessons, names = said(path)
        assert kept["schema_version"] == VERSIONS[standard]
        assert kept["title"] == title
        assert [(one["title"], one["href"]) for one in kept["launches"]] == lessons
        assert kept["files"] == names


def hold_wagtail(packages: dict[Path, str], folder: Path) -> None:
    kept = _in_wagtail(packages, "scorm12", folder)
    for path, one in kept.items():
        title, lessons, names = said(path)
        assert one["version"] == "1.2"
        assert one["title"] == title
        assert one["launch_url"] == lessons[0][1]
        assert one["url"].endswith(f"/{lessons[0][1]}")
        assert one["files"] == names


def test_scormhost_reads_every_version(packages: dict[Path, str], tmp_path: Path) -> None:
    assert len(packages) == 9
    hold_scormhost(packages, tmp_path)


def test_wagtail_reads_scorm_12(packages: dict[Path, str], tmp_path: Path) -> None:
    hold_wagtail(packages, tmp_path)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_both_read_every_material(shard: int, tmp_path: Path) -> None:
    packages: dict[Path, str] = {}
    for number, path in enumerate(materials()[shard::SHARDS]):
        with contextlib.suppress(SourceError, ToolMissing):  # its reader's tests hold what it says
            for one in hocvu.pack(path, standards=tuple(VERSIONS), out=tmp_path / str(number)):
                packages[one.package.path] = one.package.standard
    assert packages
    hold_scormhost(packages, tmp_path / "scormhost")
    hold_wagtail(packages, tmp_path / "wagtail")


@pytest.mark.parametrize("standard", ["scorm2004-3", "scorm2004-4"])
def test_wagtail_knows_scorm_2004_by_its_version_alone(
    standard: str, packages: dict[Path, str], tmp_path: Path
) -> None:
    """It unpacks all, and looks for title and launch page in the name space of SCORM 1.2 only.

    No package of SCORM 2004 can have them there, so none opens in it; should a later version
    look in both, this test says so and the one above takes the others in.
    """
    kept = _in_wagtail(packages, standard, tmp_path)
    for path, one in kept.items():
        assert one["version"] == "2004"
        assert (one["title"], one["launch_url"], one["url"]) == ("", "", None)
        assert one["files"] == said(path)[2]


def _in_wagtail(packages: dict[Path, str], standard: str, folder: Path) -> dict[Path, Any]:
    chosen = [path for path, name in packages.items() if name == standard]
    assert len(chosen) == len(packages) / len(VERSIONS)
    return dict(zip(chosen, imported("wagtail-lms", chosen, folder), strict=True))
