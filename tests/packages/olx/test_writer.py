"""What a course becomes: its outline, units, media, transcripts, policies and stable keys."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import etree

from hocvu.lesson import Course
from hocvu.lesson.text import body_lines, words
from hocvu.packages.olx.keys import CourseKey
from hocvu.packages.olx.writer import WRITER

Parts = dict[str, bytes]


def outline(
    parts: Parts, pointer: str = "course/tu-hoc", depth: int = 0
) -> list[tuple[int, str, str]]:
    """Return depth, tag and name of every block in order."""
    root = etree.fromstring(parts[f"{pointer}.xml"])
    found = [(depth, str(root.tag), str(root.get("display_name")))]
    for child in root:
        if f"{child.tag}/{child.get('url_name')}.xml" in parts:
            found += outline(parts, f"{child.tag}/{child.get('url_name')}", depth + 1)
    return found


def keys(parts: Parts) -> set[str]:
    return set(
        re.findall(
            r'url_name="(\w+)"',
            b"".join(parts[n] for n in sorted(parts) if n.endswith(".xml")).decode(),
        )
    )


def page(parts: Parts, name: str) -> str:
    """Return the HTML of the component called `name`."""
    for path, data in parts.items():
        if path.startswith("html/") and path.endswith(".xml"):
            root = etree.fromstring(data)
            if root.get("display_name") == name:
                return parts[f"html/{root.get('filename')}.html"].decode()
    raise AssertionError(name)


def test_outline(parts: Parts) -> None:
    title = "Chứng thực <bản sao> & bản chính"
    assert outline(parts) == [
        (0, "course", title),
        (1, "chapter", title),
        (2, "sequential", "Đọc"),
        (3, "vertical", "Phạm vi <&>"),
        (4, "html", "Phạm vi <&>"),
        (3, "vertical", "Thủ tục"),
        (4, "html", "Thủ tục"),
        (3, "vertical", "Kết thúc"),
        (4, "html", "Kết thúc"),
        (1, "chapter", "Phần 1: Tình huống"),
        (2, "sequential", "Dạy"),
        (3, "vertical", "Dạy (1–10)"),
        (4, "html", "Dạy (1–10)"),
        (3, "vertical", "Dạy (11–12)"),
        (4, "html", "Dạy (11–12)"),
        (2, "sequential", "Dậy"),
        (3, "vertical", "Dậy"),
        (4, "video", "Dậy"),
        (4, "html", "Dậy"),
        (2, "sequential", "Nghe"),
        (3, "vertical", "Nghe"),
        (4, "html", "Nghe"),
    ]


def test_no_word_of_a_lesson_is_lost(parts: Parts, olx_course: Course) -> None:
    html = " ".join(
        d.decode() for n, d in parts.items() if n.startswith("html/") and n.endswith(".html")
    )
    shown = etree.fromstring(f"<all>{html}</all>")
    for drawn in shown.iter("annotation"):
        drawn.text = ""
    text = "".join(shown.itertext())
    captions = next(d.decode() for n, d in parts.items() if n.endswith(".srt"))
    for lesson in olx_course.lessons:
        for line in body_lines(lesson.body):
            for word in words([line]):
                assert word in text or word in captions, word


def test_each_unit_is_whole_in_itself(parts: Parts) -> None:
    first, second, last = (page(parts, name) for name in ("Phạm vi <&>", "Thủ tục", "Kết thúc"))
    assert "Ghi chú một" in first
    assert "Ghi chú hai" not in first
    assert "Ghi chú hai" in second
    assert "Ghi chú" not in last
    target = re.search(r'href="/jump_to_id/(\w+)"', first)
    assert target
    assert f"vertical/{target[1]}.xml" in parts
    assert b'display_name="K\xe1\xba\xbft th\xc3\xbac"' in parts[f"vertical/{target[1]}.xml"]
    assert "text-align:center" in second
    assert "list-style:none" in second
    assert "<mo>&lt;</mo>" in last
    assert re.search(r'<img src="/static/\w+\.webp" alt="Ảnh"', last)
    assert re.search(r'<a href="/static/\w+\.docx"', last)


def test_pages_carry_no_player_and_are_well_formed(parts: Parts) -> None:
    pages = [d.decode() for n, d in parts.items() if n.startswith("html/") and n.endswith(".html")]
    for html in pages:
        etree.fromstring(f"<all>{html}</all>")
        assert not re.search(r"<script|<link|class=|data-|media/|player", html)
    assert not [name for name in parts if name.endswith((".js", ".css"))]


def test_video(parts: Parts) -> None:
    root = etree.fromstring(next(d for n, d in parts.items() if n.startswith("video/")))
    source = root.find("source").get("src")
    assert json.loads(root.get("html5_sources")) == [source]
    assert f"static/{source.removeprefix('/static/')}" in parts
    transcripts = json.loads(root.get("transcripts"))
    assert list(transcripts) == ["vi"]
    assert parts[f"static/{transcripts['vi']}"].decode() == (
        "1\n00:00:01,000 --> 00:00:02,500\nXin chào\ncác bạn\n\n"
        "2\n01:01:01,040 --> 01:01:02,000\nHết\n"
    )
    assert (root.get("edx_video_id"), root.get("youtube_id_1_0")) == ("", "")
    assert root.get("download_track") == "true"
    plain = etree.fromstring(f"<all>{page(parts, 'Dậy')}</all>").find("details//video")
    assert (plain.get("src"), plain.get("preload")) == (source, "none")
    assert plain.find("track").get("src").removeprefix("/") in parts
    assert "<audio" in page(parts, "Nghe")


def test_lighter_files_are_links(parts: Parts) -> None:
    links = etree.fromstring(f"<all>{page(parts, 'Dậy')}</all>").findall("details/p/a")
    assert [link.text for link in links] == ["180p (7 KB)", "chỉ tiếng (2 KB)"]
    assert all(link.get("href").removeprefix("/") in parts for link in links)


def test_policies(parts: Parts) -> None:
    policy = json.loads(parts["policies/tu-hoc/policy.json"])["course/tu-hoc"]
    assert policy["language"] == "vi"
    assert policy["self_paced"] is True
    assert policy["start"] < "2021"
    assert f"static/{policy['course_image']}" in parts
    names = json.loads(parts["policies/assets.json"])
    assert {"Bài 1-gốc.docx"} <= {one["displayname"] for one in names.values()}
    assert "Kiểm tra bản chính" in parts["about/overview.html"].decode()
    assert json.loads(parts["static/metadata.json"])["@id"] == (
        "https://hoc.example.vn/hoc-lieu/chung-thuc"
    )
    assert b"ADL" not in parts["static/metadata.xml"]


def changed(course: Course, tmp_path: Path, unpacked: object, **fields: object) -> Parts:
    record = course.record.model_copy(update=fields)
    WRITER.write(course.model_copy(update={"record": record}), tmp_path / "b.tar.gz")
    return unpacked(tmp_path / "b.tar.gz")  # type: ignore[operator,no-any-return]


def test_a_new_version_keeps_every_identifier(
    olx_course: Course, parts: Parts, tmp_path: Path, unpacked: object
) -> None:
    title = {"vi": "Tên mới"}
    newer = changed(olx_course, tmp_path, unpacked, version="2.0.0", title=title)
    assert newer["course.xml"] == parts["course.xml"]
    assert keys(newer) == keys(parts)
    other = changed(olx_course, tmp_path, unpacked, id="https://hoc.example.vn/hoc-lieu/khac")
    assert not keys(other) & keys(parts)
    assert other["course.xml"] != parts["course.xml"]


@pytest.mark.parametrize(
    ("work", "code", "org", "course"),
    [
        ("https://hoc.example.vn/a", "CT-01", "hoc.example.vn", "ct-01-"),
        ("urn:uuid:1", "Chứng thực/Đợt 2", "hocvu", "chung-thuc-dot-2-"),
        ("https://[x", "…", "hocvu", ""),
        (f"https://{'a' * 60}.vn/x", "k" * 90, "a", "k"),
    ],
)
def test_course_keys(work: str, code: str, org: str, course: str, olx_course: Course) -> None:
    key = CourseKey.of(olx_course.record.model_copy(update={"id": work, "code": code}))
    assert key.org.startswith(org)
    assert key.course.startswith(course)
    assert re.fullmatch(r"[a-z0-9.-]+", key.org + key.course)
    assert len(key.org) + len(key.course) + len("tu-hoc") <= 65
