"""cmi5 and xAPI packages: schema, tree, identifiers, the same bytes, and Open edX's importer."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from hocvu.lesson import Course, Section
from hocvu.packages import WRITERS, verify
from hocvu.packages.summary import summarise

DESCRIPTORS = {"cmi5": "cmi5.xml", "xapi": "tincan.xml"}
WORK = "https://hoc.example.vn/hoc-lieu/chung-thuc"
Both = pytest.mark.parametrize("standard", ["cmi5", "xapi"])


def described(standard: str, course: Course, folder: Path) -> etree._Element:
    """Return the descriptor of the course's package."""
    path = folder / f"{standard}.zip"
    WRITERS[standard].write(course, path)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist()[0] == DESCRIPTORS[standard]
        return etree.fromstring(archive.read(DESCRIPTORS[standard]))


def changed(course: Course) -> Course:
    """Return the next version of the course: other titles, one section more at the front."""
    record = course.record.model_copy(update={"version": "2.0.0", "title": {"vi": "Khác"}})
    sections = tuple(
        Section(
            id=one.id,
            title=one.title and "Phần khác",
            lessons=tuple(x.model_copy(update={"title": "Bài khác"}) for x in one.lessons),
        )
        for one in course.sections
    )
    return course.model_copy(update={"record": record, "sections": sections[::-1]})


def test_the_structure_is_valid_against_the_published_schema(
    course: Course, draft: Course, tmp_path: Path, shared: Path
) -> None:
    schema = etree.XMLSchema(etree.parse(shared / "xsd" / "cmi5" / "CourseStructure.xsd"))
    for one in (course, draft):
        schema.assertValid(described("cmi5", one, tmp_path))


def test_lessons_sections_and_languages_of_a_course_structure(
    course: Course, tmp_path: Path
) -> None:
    root = described("cmi5", course, tmp_path)
    space = {"c": etree.QName(root).namespace}
    assert root.xpath("c:course/@id", namespaces=space) == [WORK]
    assert root.xpath("c:course/c:title/c:langstring/@lang", namespaces=space) == ["vi", "en"]
    assert root.xpath("c:block/c:title/c:langstring/text()", namespaces=space) == [
        "Phần 1: Tình huống"
    ]
    assert root.xpath("c:au/c:url/text()", namespaces=space) == ["doc.html"]
    assert root.xpath("c:block/c:au/c:url/text()", namespaces=space) == [
        "slides.html",
        "video.html",
    ]
    assert set(root.xpath("//c:au/@moveOn", namespaces=space)) == {"Completed"}
    assert not root.xpath("//c:au/@masteryScore", namespaces=space)


def test_activities_of_a_tincan(course: Course, tmp_path: Path) -> None:
    root = described("xapi", course, tmp_path)
    space = {"t": etree.QName(root).namespace}
    assert root.xpath("//t:activity/@id", namespaces=space) == [
        WORK,
        *(f"{WORK}/lessons/{name}" for name in ("doc", "slides", "video")),
    ]
    assert root.xpath("//t:launch/text()", namespaces=space) == [
        "doc.html",
        "doc.html",
        "slides.html",
        "video.html",
    ]


@Both
def test_identifiers_outlive_titles_and_versions(
    standard: str, course: Course, draft: Course, tmp_path: Path
) -> None:
    ids = [
        set(described(standard, one, tmp_path).xpath("//@id"))
        for one in (course, changed(course), draft)
    ]
    assert ids[0] == ids[1]
    assert not ids[0] & ids[2]


@Both
def test_the_player_knows_the_same_identifier(
    standard: str, course: Course, tmp_path: Path
) -> None:
    ids = described(standard, course, tmp_path).xpath("//@id")
    with zipfile.ZipFile(tmp_path / f"{standard}.zip") as archive:
        script = archive.read("video.js").decode()
        shared = archive.read("data.js").decode()
    assert f'"iri":"{WORK}/lessons/video"' in script
    assert f"{WORK}/lessons/video" in ids
    assert f'"standard":"{standard}"' in shared


@Both
def test_the_same_bytes_and_no_finding(
    standard: str, course: Course, draft: Course, tmp_path: Path
) -> None:
    digests = set()
    for name in ("a", "b"):
        package = WRITERS[standard].write(course, tmp_path / name / "x.zip")
        data = package.path.read_bytes()
        assert (package.size, package.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        digests.add(package.sha256)
    assert len(digests) == 1
    assert verify(tmp_path / "a" / "x.zip") == []
    WRITERS[standard].write(draft, tmp_path / "draft.zip")
    assert verify(tmp_path / "draft.zip") == []


@Both
def test_metadata_lies_beside(
    standard: str, course: Course, tmp_path: Path, metadata_schema: object
) -> None:
    path = tmp_path / "a.zip"
    WRITERS[standard].write(course, path)
    with zipfile.ZipFile(path) as archive:
        record = json.loads(archive.read("metadata.json"))
        lom = etree.fromstring(archive.read("metadata.xml"))
    assert record["@id"] == WORK
    assert "ADL" not in etree.tostring(lom, encoding="unicode")
    metadata_schema("scorm2004-4").assertValid(lom)  # type: ignore[operator]


@pytest.mark.parametrize("name", ["simple-cmi5.xml", "complex-cmi5.xml", "extended-cmi5.xml"])
def test_the_published_examples_draw_no_error_of_structure(
    name: str, shared: Path, tmp_path: Path
) -> None:
    path = tmp_path / "example.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(shared / "xsd" / "cmi5" / "examples" / name, "cmi5.xml")
    wrong = {one.code for one in verify(path) if one.severity == "error"}
    # Their pages are not among the examples.
    assert wrong <= {"verify.missing_file"}


@Both
def test_a_package_tells_its_lessons_in_short(
    standard: str, course: Course, tmp_path: Path
) -> None:
    WRITERS[standard].write(course, tmp_path / "a.zip")
    summary = summarise(tmp_path / "a.zip")
    assert summary.standard.lower() == standard
    assert summary.title == "Chứng thực bản sao từ bản chính <tại xã>"
    assert [title for _, title in summary.items if not title.startswith("Phần")] == [
        "Đọc",
        "Dạy",
        "Dậy",
    ]
