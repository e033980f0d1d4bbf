"""Packages through Open edX's own import code."""

from __future__ import annotations

import zipfile
from pathlib import Path

from runtime.importing import imported

from hocvu.lesson import Course
from hocvu.packages import WRITERS

WORK = "https://hoc.example.vn/hoc-lieu/chung-thuc"
SCORM = {"scorm12": "SCORM_12", "scorm2004-3": "SCORM_2004", "scorm2004-4": "SCORM_2004"}


def test_openedx_imports(course: Course, tmp_path: Path) -> None:
    paths = {name: tmp_path / f"{name}.zip" for name in (*SCORM, "cmi5")}
    for name, path in paths.items():
        WRITERS[name].write(course, path)
    found = dict(zip(paths, imported(list(paths.values()), tmp_path / "media"), strict=True))
    for name, path in paths.items():
        assert found[name]["index"] == "doc.html"
        with zipfile.ZipFile(path) as archive:
            assert found[name]["files"] == sorted(archive.namelist())
    for name, version in SCORM.items():
        assert found[name]["version"] == version
        assert found[name]["warnings"] == []
        assert "Phần 1: Tình huống" in found[name]["titles"]
    cmi5 = found["cmi5"]
    assert cmi5["course"]["course_id"] == WORK
    assert cmi5["course"]["title"] == "Chứng thực bản sao từ bản chính <tại xã>"
    assert [unit["url"] for unit in cmi5["units"]] == ["doc.html", "slides.html", "video.html"]
    assert [unit["title"] for unit in cmi5["units"]] == ["Đọc", "Dạy", "Dậy"]
