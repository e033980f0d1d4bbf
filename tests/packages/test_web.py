"""The web site: its tree, its start page, and that it opens from a folder."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from hocvu.cli import run
from hocvu.lesson import Course
from hocvu.packages import WRITERS, verify


@pytest.fixture
def site(course: Course, tmp_path: Path) -> Path:
    path = tmp_path / "site.zip"
    WRITERS["web"].write(course, path)
    return path


def test_tree_and_links(site: Path, course: Course) -> None:
    with zipfile.ZipFile(site) as archive:
        names = archive.namelist()
        page = archive.read("index.html").decode()
        record = json.loads(archive.read("metadata.json"))
    assert names[0] == "index.html"
    assert {"player.js", "data.js", "doc.html", "slides.html", "video.html"} <= set(names)
    assert "Chứng thực bản sao từ bản chính &lt;tại xã&gt;" in page
    assert page.index('href="doc.html"') < page.index("Phần 1") < page.index('href="slides.html"')
    assert "<script" not in page
    assert record["@id"] == course.record.id


@pytest.mark.parametrize(
    ("member", "old", "new", "code"),
    [
        ("index.html", "doc.html", "khong.html", "verify.page_missing_file"),
        ("index.html", "doc.html", "DOC.html", "verify.page_wrong_case"),
        ("metadata.json", '"@id"', '"id"', "verify.not_json_ld"),
        ("metadata.json", "{", "", "verify.not_well_formed"),
        ("doc.html", "</main>", "</main><script>x()</script>", "verify.inline_script"),
    ],
)
def test_mutants(site: Path, tmp_path: Path, member: str, old: str, new: str, code: str) -> None:
    assert verify(site) == []
    path = tmp_path / "mutant.zip"
    with zipfile.ZipFile(site) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == member:
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode(), 1)
            target.writestr(name, data)
    assert (code, member) in [(f.code, f.origin.member) for f in verify(path)]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("player.js", None, "verify.page_missing_file"),
        ("player.css", None, "verify.page_missing_file"),
        ("doc.html", b"", "verify.empty_page"),
    ],
)
def test_what_a_page_does_not_work_without_is_an_error(
    site: Path, tmp_path: Path, name: str, data: bytes | None, code: str
) -> None:
    path = tmp_path / "mutant.zip"
    with zipfile.ZipFile(site) as source, zipfile.ZipFile(path, "w") as target:
        for one in source.namelist():
            if one != name:
                target.writestr(one, source.read(one))
            elif data is not None:
                target.writestr(one, data)
    assert (code, "error") in [(f.code, f.severity) for f in verify(path)]


def test_warnings_alone_have_a_closing_line(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOCVU_LANG", "vi")
    with zipfile.ZipFile(site, "a") as archive:
        archive.writestr("them.html", "<!DOCTYPE html><title>x</title><script>x()</script>")
    assert run(["verify", str(site)]) == 0
    assert f"✓ {site}: đạt, có 1 cảnh báo." in capsys.readouterr().err


def test_it_opens_from_a_folder_and_the_lessons_play(
    site: Path, tmp_path: Path, browser: Browser
) -> None:
    folder = tmp_path / "site"
    with zipfile.ZipFile(site) as archive:
        archive.extractall(folder)
    trouble: list[str] = []
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("link", name="Đọc").click()
    page.wait_for_selector("body:not([data-hocvu-state='loading'])")
    assert "Cán bộ tiếp nhận bản chính." in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()
    assert trouble == []
