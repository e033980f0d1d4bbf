"""Packages given as material are recognised and refused with what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from hocvu.errors import Unsupported
from hocvu.pipeline.choose import choose

SCORM = '<manifest xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"/>'


@pytest.mark.parametrize(
    ("name", "text", "standard"),
    [
        ("imsmanifest.xml", SCORM, "SCORM"),
        ("imsmanifest.xml", "<manifest/>", "IMS"),
        ("cmi5.xml", "<courseStructure/>", "cmi5"),
        ("tincan.xml", "<tincan/>", "xAPI"),
    ],
)
def test_a_package_is_no_document(name: str, text: str, standard: str, tmp_path: Path) -> None:
    path = tmp_path / "gói.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, text)
        archive.writestr("index.html", "<h1>Bài</h1><p>Nội dung.</p>")
    with pytest.raises(Unsupported) as raised:
        choose(path, path.name)
    assert raised.value.code == "package.input"
    assert standard in raised.value.message
    assert raised.value.hint


def test_other_zips_are_left_to_their_readers(tmp_path: Path) -> None:
    path = tmp_path / "trang.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("index.html", "<h1>Bài</h1><p>Nội dung.</p>")
    assert choose(path, path.name).name == "html"
