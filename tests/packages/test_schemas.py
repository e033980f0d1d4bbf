"""Manifests and metadata against the published schemas."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from hocvu.lesson import Course
from hocvu.packages import WRITERS

SCORM = [name for name in WRITERS if name.startswith("scorm")]
Schemas = Callable[[str], etree.XMLSchema]


@pytest.mark.parametrize("standard", SCORM)
@pytest.mark.parametrize("which", ["course", "draft"])
def test_valid(
    standard: str,
    which: str,
    manifest_schema: Schemas,
    metadata_schema: Schemas,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    course: Course = request.getfixturevalue(which)
    path = tmp_path / "a.zip"
    WRITERS[standard].write(course, path)
    with zipfile.ZipFile(path) as archive:
        manifest = etree.fromstring(archive.read("imsmanifest.xml"))
        metadata = etree.fromstring(archive.read("metadata.xml"))
    manifest_schema(standard).assertValid(manifest)
    metadata_schema(standard).assertValid(metadata)
