"""Packages of other makers: static ones become lessons, the others are refused with what to do."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from hocvu.errors import Damaged, Missing, SourceError, Unsupported
from hocvu.lesson import DocumentBody, Heading, Paragraph, Reading, Text
from hocvu.lesson import Image as Picture
from hocvu.lesson.record import Organisation
from hocvu.lesson.text import inline_text, walk
from hocvu.pipeline.accounting import differences
from hocvu.pipeline.choose import choose
from hocvu.sources.base import Source, Workspace
from hocvu.sources.package import READER, PackageOptions, outline_of

WORDS = "Cán bộ tiếp nhận kiểm tra giấy tờ, đối chiếu bản chính rồi ký xác nhận vào sổ. " * 5
REPORTING = '<script src="../shared/api.js"></script>'
API = b"function go(){ var a = window.parent.API; a.LMSInitialize(''); a.LMSFinish(''); }"
LOM = """<lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general>
<identifier><catalog>URI</catalog><entry>https://hoc.example.vn/hoc-lieu/ct</entry></identifier>
<title><string language="en">Certifying copies</string><string language="vi">Chứng thực</string>
</title><language>vi</language>
<description><string language="vi">Thủ tục tại xã.</string></description>
<keyword><string language="vi">bản sao</string></keyword></general>
<lifeCycle><version><string>1.2</string></version>
<contribute><role><value>author</value></role><entity>BEGIN:VCARD
FN:Trần A
ORG:Cục A\\, B
END:VCARD</entity></contribute>
<contribute><role><value>publisher</value></role><entity>BEGIN:VCARD
FN:Sở Tư pháp
END:VCARD</entity><date><dateTime>2024-05-06T10:00:00</dateTime></date></contribute></lifeCycle>
<educational><typicalLearningTime><duration>PT1H30M</duration></typicalLearningTime></educational>
</lom>"""
MANIFEST = f"""<?xml version="1.0"?><manifest identifier="M" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
 xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xml:base="noi-dung/">
<metadata><schema>ADL SCORM</schema>{LOM}</metadata>
<organizations default="B"><organization identifier="A"><title>Khác</title></organization>
<organization identifier="B"><title>Khóa chứng thực</title>
<item identifier="P1"><title>Phần 1</title>
 <item identifier="I1" identifierref="R1"><title>Tiếp nhận</title></item>
 <item identifier="I2" identifierref="R2"><title>Đối chiếu</title></item></item>
<item identifier="I3" identifierref="R3"><title>Biểu mẫu</title></item>
<item identifier="I4" identifierref="R4"><title>Trên mạng</title></item>
<item identifier="I5" identifierref="R5"><title>Đã mất</title></item>
<item identifier="I6" identifierref="R6"><title>Thoát ra</title></item>
</organization></organizations>
<resources>
<resource identifier="R2" href="hai.html"/><resource identifier="R1" href="m%E1%BB%99t.html?x=1"/>
<resource identifier="R3" href="mau.pdf"/><resource identifier="R4" href="https://a.vn/x.html"/>
<resource identifier="R5" href="mat.html"/><resource identifier="R6" href="../../etc/passwd"/>
</resources></manifest>"""


def png() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(stream, "PNG")
    return stream.getvalue()


def page(inner: str, head: str = "") -> str:
    title = "<title>Tên trang</title>"
    return f"<!DOCTYPE html><html><head>{title}{head}</head><body>{inner}</body></html>"


FILES: dict[str, str | bytes] = {
    "imsmanifest.xml": MANIFEST,
    "noi-dung/một.html": page(
        f'<h1>Tiếp nhận</h1><h2>Hồ sơ</h2><p onload="go()">{WORDS}</p>'
        '<img src="../anh/a.png" alt="Sơ đồ">'
        '<a href="hai.html">Trang sau</a>',
        REPORTING,
    ),
    "noi-dung/hai.html": page(f"<p>Đối chiếu bản sao. {WORDS}</p>"),
    "noi-dung/mau.pdf": b"%PDF-1.4",
    "noi-dung/phu.html": page("<p>Trang lẻ.</p>"),
    "shared/api.js": API,
    "anh/a.png": png(),
}


def build(path: Path, files: Mapping[str, str | bytes], folder: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(folder + name, data)
    return path


def read(path: Path, **options: Any) -> Reading:
    assert choose(path, path.name) is READER
    source = Source(path, path.name, path.parent)
    return READER.read(source, Workspace(path.parent / "w"), PackageOptions(**options))


def headings(reading: Reading) -> list[tuple[int, str]]:
    assert isinstance(reading.body, DocumentBody)
    blocks = [block for block in reading.body.blocks if isinstance(block, Heading)]
    return [(block.level, inline_text(block.children)) for block in blocks]


def codes(reading: Reading) -> dict[str, str | None]:
    return {notice.code: notice.origin.member for notice in reading.notices}


@pytest.mark.parametrize("folder", ["", "gói/"], ids=["top", "in a folder"])
def test_items_stand_in_order_under_their_titles(folder: str, tmp_path: Path) -> None:
    reading = read(build(tmp_path / "gói.zip", FILES, folder))
    assert reading.title == "Khóa chứng thực"
    assert headings(reading) == [(1, "Phần 1"), (2, "Tiếp nhận"), (4, "Hồ sơ"), (2, "Đối chiếu")]
    assert isinstance(reading.body, DocumentBody)
    pictures = [node for node in walk(reading.body.blocks) if isinstance(node, Picture)]
    assert [picture.alt for picture in pictures] == ["Sơ đồ"]
    assert reading.assets[0].size == len(png())
    text = " ".join(n.text for n in walk(reading.body.blocks) if isinstance(n, Text))
    assert text.count("đối chiếu bản chính") == 10
    assert reading.read.words == reading.kept.words
    assert not list(differences(reading, reading.notices, Source(tmp_path, "g", tmp_path).at()))


def test_everything_left_out_is_told(tmp_path: Path) -> None:
    assert codes(read(build(tmp_path / "a.zip", FILES))) == {
        "package.item_no_page": "noi-dung/mau.pdf",
        "package.item_elsewhere": None,
        "package.page_missing": "noi-dung/mat.html",
        "package.item_empty": None,
        "package.scripts_left_out": None,
        "package.inner_links": None,
        "package.one_lesson": None,
        "package.reports_itself": None,
        "package.other_pages": None,
    }


def test_pages_that_only_links_lead_to_are_read_below_their_item(tmp_path: Path) -> None:
    files = FILES | {
        "noi-dung/hai.html": page(
            f'<p>{WORDS}</p><a href="ba.html#x">Ba</a> <a href="../../ra.html">Ra</a>'
        ),
        "noi-dung/ba.html": page(f'<h1>Ba</h1><p>{WORDS}</p><a href="hai.html">Về</a>'),
    }
    path = build(tmp_path / "a.zip", files)
    assert headings(read(path))[-2:] == [(2, "Đối chiếu"), (3, "Ba")]
    alone = read(path, item="I2")
    assert alone.title == "Đối chiếu"
    assert headings(alone) == [(1, "Đối chiếu"), (2, "Ba")]
    assert alone.read.words == alone.kept.words
    assert codes(alone) == {"package.inner_links": None, "html.link_lost": "noi-dung/hai.html"}


def test_one_item_alone_is_a_lesson_of_its_own(tmp_path: Path) -> None:
    path = build(tmp_path / "a.zip", FILES)
    reading = read(path, item="I2")
    assert reading.title == "Đối chiếu"
    assert headings(reading) == []
    assert codes(reading) == {}
    with pytest.raises(Missing) as raised:
        read(path, item="I9")
    assert "I1, I2, I3" in raised.value.message


def test_record_comes_from_the_metadata(tmp_path: Path) -> None:
    path = build(tmp_path / "a.zip", FILES)
    assert outline_of(path, Source(path, "a", tmp_path).at()).record == {
        "id": "https://hoc.example.vn/hoc-lieu/ct",
        "title": {"vi": "Chứng thực", "en": "Certifying copies"},
        "description": {"vi": "Thủ tục tại xã."},
        "language": "vi",
        "keywords": ("bản sao",),
        "publisher": Organisation(name="Sở Tư pháp"),
        "compilers": (Organisation(name="Cục A, B"),),
        "version": "1.2.0",
        "modified": dt.date(2024, 5, 6),
        "duration": "PT1H30M",
    }


def test_metadata_in_a_file_of_its_own(tmp_path: Path) -> None:
    told = MANIFEST.replace(LOM, "<adlcp:location>lom.xml</adlcp:location>")
    path = build(tmp_path / "a.zip", FILES | {"imsmanifest.xml": told, "lom.xml": LOM})
    record = outline_of(path, Source(path, "a", tmp_path).at()).record
    assert record["title"] == {"vi": "Chứng thực", "en": "Certifying copies"}


CMI5 = """<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
<course id="https://a.vn/khoa/1"><title><langstring lang="vi">Khóa 1</langstring></title>
<description><langstring lang="vi">Mô tả</langstring></description></course>
<block id="b"><title><langstring lang="vi">Khối</langstring></title>
<au id="https://a.vn/1"><title><langstring lang="vi">Bài</langstring></title>
<url>index.html</url></au></block></courseStructure>"""
TINCAN = """<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>
<activity id="https://a.vn/khoa/1" type="http://adlnet.gov/expapi/activities/course">
<name lang="en-US">One</name><name lang="vi">Khóa 1</name><description lang="vi">Mô tả</description>
<launch lang="vi">index.html</launch></activity></activities></tincan>"""
PLAIN = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><organizations/>
<resources><resource identifier="R" type="webcontent" href="index.html"/></resources></manifest>"""
DESCRIPTORS = {"cmi5.xml": CMI5, "tincan.xml": TINCAN, "imsmanifest.xml": PLAIN}
STANDARDS = {"cmi5.xml": "cmi5", "tincan.xml": "xAPI", "imsmanifest.xml": "IMS Content Packaging"}


@pytest.mark.parametrize("name", DESCRIPTORS)
def test_other_standards(name: str, tmp_path: Path) -> None:
    files = {name: DESCRIPTORS[name], "index.html": page(f"<p>{WORDS}</p>")}
    path = build(tmp_path / "a.zip", files)
    reading = read(path)
    assert reading.title == {"cmi5.xml": "Bài", "tincan.xml": "Khóa 1"}.get(name, "Tên trang")
    outline = outline_of(path, Source(path, "a", tmp_path).at())
    assert outline.standard == STANDARDS[name]
    if name != "imsmanifest.xml":
        assert outline.record["id"] == "https://a.vn/khoa/1"
        assert outline.record["description"] == {"vi": "Mô tả"}
    if name == "cmi5.xml":
        assert outline.items[0].sections == ("Khối",)


SCORED = "<script>function f(){ API.LMSSetValue('cmi.core.score.raw', 10) }</script>"
ADAPTIVE = {
    "made by script": (
        '<div id="app"></div><script src="app.js"></script>',
        "package.needs_script",
    ),
    "written in": (
        "<p>Đang tải nội dung</p><script>x.innerHTML = y</script>",
        "package.needs_script",
    ),
    "framed": ('<iframe src="trang1.html"></iframe>', "package.needs_frames"),
    "asks": (f"<p>{WORDS}</p><input type=radio><script>f()</script>", "package.needs_answers"),
    "scores": (f"<p>{WORDS}</p>{SCORED}", "package.needs_answers"),
}


@pytest.mark.parametrize("case", ADAPTIVE)
def test_what_needs_its_script_is_refused(case: str, tmp_path: Path) -> None:
    inner, code = ADAPTIVE[case]
    files = FILES | {"noi-dung/hai.html": page(inner)}
    with pytest.raises(Unsupported) as raised:
        read(build(tmp_path / "a.zip", files))
    assert raised.value.code == code
    assert raised.value.origin.member == "noi-dung/hai.html"
    assert "Đối chiếu" in raised.value.message
    assert "SCORM 1.2" in raised.value.hint


def test_a_form_without_a_script_is_only_told(tmp_path: Path) -> None:
    files = FILES | {"noi-dung/hai.html": page(f"<p>{WORDS}</p><input type=text>")}
    assert codes(read(build(tmp_path / "a.zip", files)))["html.markup_lost"] == "noi-dung/hai.html"


def test_an_empty_page_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    reading = read(build(tmp_path / "a.zip", FILES | {"noi-dung/hai.html": ""}))
    assert codes(reading)["package.page_lost"] == "noi-dung/hai.html"
    assert (2, "Tiếp nhận") in headings(reading)


def test_rules_of_order_are_told(tmp_path: Path) -> None:
    rule = "<adlcp:prerequisites>I1</adlcp:prerequisites></item></item>"
    files = FILES | {"imsmanifest.xml": MANIFEST.replace("</item></item>", rule)}
    assert "package.sequencing_left_out" in codes(read(build(tmp_path / "a.zip", files)))


def test_paths_that_lead_out_are_never_followed(tmp_path: Path) -> None:
    (tmp_path / "ngoài.html").write_text(page(f"<p>Bí mật {WORDS}</p>"), "utf-8")
    files = FILES | {"noi-dung/../../ngoài.html": "x"}
    manifest = MANIFEST.replace("hai.html", "../../ngo%C3%A0i.html")
    reading = read(build(tmp_path / "a.zip", files | {"imsmanifest.xml": manifest}))
    assert "Bí mật" not in str(reading.body)
    assert "archive.unsafe_name" in codes(reading)


def test_entities_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "bí-mật").write_text("lộ ra", "utf-8")
    evil = f'<!DOCTYPE m [<!ENTITY e SYSTEM "file://{tmp_path}/bí-mật">]>' + MANIFEST.replace(
        '<?xml version="1.0"?>', ""
    ).replace("Tiếp nhận", "&e;")
    assert "lộ ra" not in str(read(build(tmp_path / "a.zip", FILES | {"imsmanifest.xml": evil})))


def test_a_truncated_package_is_damaged(tmp_path: Path) -> None:
    path = build(tmp_path / "a.zip", FILES)
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(SourceError):
        READER.read(Source(path, "a", tmp_path), Workspace(tmp_path / "w"), PackageOptions())


def test_a_broken_manifest_names_its_line(tmp_path: Path) -> None:
    files = FILES | {"imsmanifest.xml": MANIFEST.replace("</organizations>", "")}
    with pytest.raises(Damaged) as raised:
        read(build(tmp_path / "a.zip", files))
    assert raised.value.origin.member == "imsmanifest.xml"
    assert raised.value.origin.line


def test_other_zips_are_left_to_their_readers(tmp_path: Path) -> None:
    path = build(tmp_path / "trang.zip", {"index.html": "<h1>Bài</h1><p>Nội dung.</p>"})
    assert choose(path, path.name).name == "html"


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), name=st.sampled_from(["imsmanifest.xml", *DESCRIPTORS]))
def test_damaged_descriptors(data: st.DataObject, name: str, tmp_path: Path) -> None:
    whole = data.draw(st.sampled_from([MANIFEST, DESCRIPTORS[name]])).encode()
    start = data.draw(st.integers(0, len(whole)))
    put = data.draw(st.one_of(st.binary(max_size=12), st.sampled_from([b"<item>", b"../", b"%00"])))
    spoiled = whole[:start] + put + whole[start + data.draw(st.integers(0, 60)) :]
    files = FILES | {"index.html": page(WORDS), name: spoiled}
    if name != "imsmanifest.xml":
        del files["imsmanifest.xml"]
    path = build(tmp_path / "a.zip", files)
    source = Source(path, path.name, tmp_path)
    try:
        reading = READER.read(source, Workspace(tmp_path / "w"), PackageOptions())
    except SourceError as error:
        told: object = error.message
    else:
        assert isinstance(reading.body, DocumentBody)
        told = [n for n in walk(reading.body.blocks) if isinstance(n, Paragraph)]
    assert told
