"""A package of another maker becomes a course: its items lessons, its metadata the record."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from hocvu.errors import Origin, Unsupported
from hocvu.lesson import DocumentBody
from hocvu.manifest import is_manifest
from hocvu.packages import WRITERS
from hocvu.pipeline.from_package import is_package
from hocvu.pipeline.inputs import plan_input
from hocvu.pipeline.pack import Packed, Settings, pack_all
from hocvu.pipeline.propose import propose
from hocvu.pipeline.reading import ReadingRoom
from hocvu.sources.base import Source, Workspace
from hocvu.sources.package import READER, PackageOptions

WORDS = "Cán bộ tiếp nhận kiểm tra giấy tờ, đối chiếu bản chính rồi ký xác nhận vào sổ. "
MANIFEST = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1">
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion>
<lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general>
<identifier><catalog>URI</catalog><entry>https://hoc.example.vn/hoc-lieu/ct</entry></identifier>
<title><string language="vi">Chứng thực</string></title>
<keyword><string language="vi">bản sao</string></keyword></general>
<lifeCycle><version><string language="x-none">3.1</string></version></lifeCycle></lom></metadata>
<organizations><organization><title>Khóa</title>
<item identifier="MO"><title>Phần mở đầu</title>
<item identifier="M1" identifierref="R1"><title>Bài một</title></item></item>
<item identifier="M2" identifierref="R2"><title>Bài hai</title></item>
<item identifier="M3" identifierref="R3"><title>Bài mất</title></item>
</organization></organizations><resources>
<resource identifier="R1" href="mot.html"/><resource identifier="R2" href="hai.html"/>
<resource identifier="R3" href="ba.html"/></resources></manifest>"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "gói cũ.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("imsmanifest.xml", MANIFEST)
        archive.writestr("mot.html", f"<html><body><h1>Mở</h1><p>{WORDS * 3}</p></body></html>")
        archive.writestr("hai.html", f"<html><body><p>{WORDS * 2}</p></body></html>")
    return path


def pack(given: Path, standards: tuple[str, ...], out: Path) -> Packed:
    (packed,) = pack_all([str(given)], Settings(standards, out, jobs=1, keep=False))
    return packed


def test_each_item_becomes_a_lesson_in_every_standard(package: Path, tmp_path: Path) -> None:
    packed = pack(package, ("scorm12", "scorm2004-4", "cmi5", "xapi", "web"), tmp_path / "out")
    assert packed.errors == []
    assert len(packed.packages) == 5
    course = packed.course
    assert course
    assert course.title == "Chứng thực"
    assert course.record.keywords == ("bản sao",)
    # A draft is never taken for the work itself.
    assert course.record.id.startswith("urn:hocvu:draft:")
    titles = [(s.title, [lesson.title for lesson in s.lessons]) for s in course.sections]
    assert titles == [("Phần mở đầu", ["Bài một"]), ("", ["Bài hai"])]
    assert all(isinstance(lesson.body, DocumentBody) for lesson in course.lessons)
    kept = sum(o.reading.kept.words for o in packed.outcomes if o.reading)
    assert kept == 5 * len(WORDS.split()) + 1
    assert [r.code for r in packed.remarks if r.severity == "warning"] == ["package.page_missing"]


def test_a_manifest_is_proposed_and_packs_the_same(package: Path, tmp_path: Path) -> None:
    path = tmp_path / "khoa.yaml"
    with ReadingRoom(jobs=1, keep=False) as room:
        propose(str(package), path, room)
    assert is_manifest(path)
    plan = plan_input(str(path))
    assert plan.record.id == "https://hoc.example.vn/hoc-lieu/ct"
    assert plan.record.version == "3.1.0"
    assert [lesson.options["item"] for lesson in plan.lessons] == ["M1", "M2"]
    with ReadingRoom(jobs=1, keep=False) as room:
        outcomes = room.read(plan.lessons)
    assert [o.reading.title for o in outcomes if o.reading] == ["Bài một", "Bài hai"]


def test_a_package_in_a_folder_suggests_the_record(package: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Khóa hè"
    folder.mkdir()
    package.rename(folder / "gói.zip")
    alone = plan_input(str(folder)).record
    assert (alone.title["vi"], alone.version) == ("Chứng thực", "3.1.0")
    (folder / "bài.md").write_text(f"# Bài\n\n{WORDS}\n", encoding="utf-8")
    path = tmp_path / "khoa.yaml"
    with ReadingRoom(jobs=1, keep=False) as room:
        propose(str(folder), path, room)
    among = plan_input(str(path)).record
    assert (among.title["vi"], among.keywords) == ("Khóa hè", ("bản sao",))
    assert among.id != "https://hoc.example.vn/hoc-lieu/ct"
    (folder / "gói 2.zip").write_bytes((folder / "gói.zip").read_bytes())
    assert plan_input(str(folder)).record.keywords == ()


def test_our_own_packages_are_not_read_again(package: Path, tmp_path: Path) -> None:
    packed = pack(package, tuple(name for name in WRITERS if name != "olx"), tmp_path / "out")
    assert len(packed.packages) >= 5
    for made in packed.packages:
        path = made.package.path
        assert is_package(path)
        source = Source(path, path.name, path.parent)
        with pytest.raises(Unsupported) as raised:
            READER.read(source, Workspace(tmp_path / "w"), PackageOptions())
        assert raised.value.code == "package.own"
        assert raised.value.origin == Origin(file=path.name)
        assert not plan_input(str(path)).lessons[0].options
