"""Whole packages: their trees, identifiers, metadata, and the same bytes everywhere."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from hocvu.lesson import Course
from hocvu.packages import WRITERS, metadata_json

CONTENT = [
    "captions/a13490415e5919b34f42.vtt",
    "data.js",
    "doc.html",
    "doc.js",
    "media/5833151f48a454d6c1ee.mp4",
    "media/af19ff222b4abd6bdeac.webp",
    "metadata.json",
    "metadata.xml",
    "player.css",
    "player.js",
    "slides.html",
    "slides.js",
    "video.html",
    "video.js",
]
SCHEMAS_12 = ["adlcp_rootv1p2.xsd", "ims_xml.xsd", "imscp_rootv1p1p2.xsd", "imsmd_rootv1p2p1.xsd"]
SCHEMAS_2004 = [
    "XMLSchema.dtd",
    "adlcp_v1p3.xsd",
    "adlnav_v1p3.xsd",
    "adlseq_v1p3.xsd",
    "datatypes.dtd",
    "imscp_v1p1.xsd",
    "imsss_v1p0.xsd",
    "imsss_v1p0auxresource.xsd",
    "imsss_v1p0control.xsd",
    "imsss_v1p0delivery.xsd",
    "imsss_v1p0limit.xsd",
    "imsss_v1p0objective.xsd",
    "imsss_v1p0random.xsd",
    "imsss_v1p0rollup.xsd",
    "imsss_v1p0seqrule.xsd",
    "imsss_v1p0util.xsd",
    "xml.xsd",
]
SCORM = [name for name in WRITERS if name.startswith("scorm")]
TREES = {
    "scorm12": [*CONTENT, *SCHEMAS_12],
    "scorm2004-3": [*CONTENT, *SCHEMAS_2004],
    "scorm2004-4": [*CONTENT, *SCHEMAS_2004],
}
PACK = """
import importlib.util, pathlib, sys, locale
spec = importlib.util.spec_from_file_location("made", sys.argv[1])
made = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made)
from hocvu.packages import WRITERS
folder = pathlib.Path(sys.argv[2])
course = made.make_course(folder)
for name, writer in WRITERS.items():
    print(name, writer.write(course, folder / f"{name}.zip").sha256)
"""


def manifest_of(course: Course, standard: str, path: Path) -> etree._Element:
    WRITERS[standard].write(course, path)
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("imsmanifest.xml"))


def renamed(course: Course, **changes: object) -> Course:
    return course.model_copy(update={"record": course.record.model_copy(update=changes)})


@pytest.mark.parametrize("standard", SCORM)
def test_tree(standard: str, course: Course, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    package = WRITERS[standard].write(course, path)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    assert names[0] == "imsmanifest.xml"
    assert names[1:] == sorted(TREES[standard])
    assert package.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (package.size, package.files) == (path.stat().st_size, len(names))
    assert (package.course, package.version) == (course.record.id, "1.2.0")


@pytest.mark.parametrize("standard", SCORM)
def test_items_follow_the_course(standard: str, course: Course, tmp_path: Path) -> None:
    root = manifest_of(course, standard, tmp_path / "a.zip")
    space = {"c": root.nsmap[None]}
    titles = root.xpath("//c:organization//c:title/text()", namespaces=space)
    assert titles == [course.title, "Đọc", "Phần 1: Tình huống", "Dạy", "Dậy"]
    launches = [
        root.xpath(f"string(//c:resource[@identifier='{item}']/@href)", namespaces=space)
        for item in root.xpath("//c:item/@identifierref", namespaces=space)
    ]
    assert launches == ["doc.html", "slides.html", "video.html"]
    assert root.xpath("//c:masteryscore", namespaces=space) == []


@pytest.mark.parametrize("standard", SCORM)
def test_a_new_version_keeps_every_identifier(
    standard: str, course: Course, tmp_path: Path
) -> None:
    newer = renamed(course, version="1.3.0", title={"vi": "Tên mới"})
    other = renamed(course, id="https://hoc.example.vn/hoc-lieu/khac")
    found = [
        manifest_of(one, standard, tmp_path / "a.zip").xpath("//@identifier|//@identifierref")
        for one in (course, newer, other)
    ]
    assert found[0] == found[1]
    assert not set(found[0]) & set(found[2])


@pytest.mark.parametrize("standard", SCORM)
def test_long_and_odd_titles(standard: str, course: Course, tmp_path: Path) -> None:
    long = "Điều 5.\x0b " + "khoản \ufffe này " * 40
    root = manifest_of(renamed(course, title={"vi": long}), standard, tmp_path / "a.zip")
    title = root.xpath("string(//*[local-name()='organization']/*[local-name()='title'])")
    assert title.startswith("Điều 5. khoản này")
    assert title.endswith("…")
    assert len(title) <= 200


def test_the_same_bytes_in_another_zone_locale_and_hash_seed(tmp_path: Path) -> None:
    said = []
    zones = [
        ("UTC", "C.UTF-8", "1"),
        ("Asia/Ho_Chi_Minh", "vi_VN.UTF-8", "2"),
        ("EST5EDT", "C", "3"),
    ]
    for number, (zone, locale, seed) in enumerate(zones):
        folder = tmp_path / str(number)
        folder.mkdir()
        environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
        environment["HOCVU_LANG"] = ["vi", "en", "vi"][number]
        conftest = Path(__file__).with_name("conftest.py")
        done = subprocess.run(
            [sys.executable, "-c", PACK, conftest, folder],
            capture_output=True,
            text=True,
            env=environment,
            timeout=120,
            check=True,
        )
        said.append(done.stdout)
    assert said[0] == said[1] == said[2]
    assert len(said[0].splitlines()) == len(WRITERS)


def test_record_as_json_ld(course: Course, tmp_path: Path) -> None:
    package = WRITERS["scorm12"].write(course, tmp_path / "a.zip")
    record = json.loads(metadata_json(course, [package]))
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        inside = json.loads(archive.read("metadata.json"))
    *files, distribution = record.pop("encoding")
    assert files == inside.pop("encoding")
    assert record == inside
    assert record["@id"] == course.record.id
    assert record["hv:approval"]["dateCreated"] == "2026-03-02"
    assert [part["name"] for part in record["hasPart"]] == ["Đọc", "Phần 1: Tình huống"]
    assert {f["name"]: f.get("duration") for f in files}["5833151f48a454d6c1ee.mp4"] == "PT66S"
    assert distribution["sha256"] == package.sha256
    assert str(tmp_path) not in json.dumps(record)


def test_every_field_of_the_record_is_told(course: Course) -> None:
    """No value of the record may be missing from the JSON-LD: the master record is whole."""
    told = metadata_json(course).decode()
    plain = course.record.model_dump(mode="json", exclude_none=True)

    def leaves(value: object) -> list[str]:
        if isinstance(value, dict):
            return [leaf for item in value.values() for leaf in leaves(item)]
        if isinstance(value, list):
            return [leaf for item in value for leaf in leaves(item)]
        return [json.dumps(value, ensure_ascii=False)]

    assert [leaf for leaf in leaves(plain) if leaf != '""' and leaf not in told] == []


def test_metadata_tells_who_did_what(course: Course, tmp_path: Path) -> None:
    WRITERS["scorm2004-4"].write(course, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        lom = etree.fromstring(archive.read("metadata.xml"))
    space = {"l": "http://ltsc.ieee.org/xsd/LOM"}
    roles = lom.xpath("//l:lifeCycle/l:contribute/l:role/l:value/text()", namespaces=space)
    assert roles == [
        "author",
        "educational validator",
        "validator",
        "publisher",
        "editor",
        "terminator",
    ]
    card = lom.xpath(
        "string(//l:contribute[l:role/l:value='publisher']/l:entity)", namespaces=space
    )
    assert r"ORG:Bộ Tư pháp\; Cục A\, B" in card.splitlines()
    kinds = lom.xpath("//l:relation/l:kind/l:value/text()", namespaces=space)
    assert kinds == ["haspart"] * 3 + ["isbasedon", "isversionof"]
    purposes = set(lom.xpath("//l:classification/l:purpose/l:value/text()", namespaces=space))
    assert {"discipline", "competency", "educational objective", "prerequisite"} <= purposes
