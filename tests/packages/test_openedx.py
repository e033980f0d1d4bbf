"""Packages through Open edX's own import code."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from hocvu.lesson import Course
from hocvu.packages import WRITERS

IMPORTER = Path(__file__).with_name("openedx_import.py")


@pytest.mark.parametrize(
    ("standard", "version"),
    [("scorm12", "SCORM_12"), ("scorm2004-3", "SCORM_2004"), ("scorm2004-4", "SCORM_2004")],
)
def test_openedx_imports(standard: str, version: str, course: Course, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    WRITERS[standard].write(course, path)
    done = subprocess.run(
        [sys.executable, IMPORTER, path, tmp_path / "media"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["version"] == version
    assert found["index"] == "doc.html"
    assert found["warnings"] == []
    assert "Phần 1: Tình huống" in found["titles"]
    with zipfile.ZipFile(path) as archive:
        assert found["files"] == sorted(archive.namelist())
