"""``hocvu preview`` as its user sees it: the program, a browser, and files that change."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cli_runs import PROGRAM, Hocvu
from playwright.sync_api import Browser, FrameLocator, Page, expect

from hocvu.errors import UsageError
from hocvu.preview import previewing
from hocvu.preview.page import PAGE

LONG = "\n\n".join(["Cán bộ tiếp nhận kiểm tra tính hợp lệ, đầy đủ của hồ sơ. " * 12] * 6)
TEXT = f"# Tiếp nhận hồ sơ\n\n## Một\n\n{{}}\n\n{LONG}\n\n## Hai\n\n{LONG}\n\n## Ba\n\n{LONG}\n"
Open = Callable[..., Page]


@pytest.fixture
def material(tmp_path: Path) -> Path:
    path = tmp_path / "bai.md"
    path.write_text(TEXT.format("Nội dung một."), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Return a function that opens an address; nothing may go wrong in the browser."""
    pages: list[Page] = []
    trouble: list[str] = []

    def start(address: str, width: int = 1280, height: int = 800) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height})
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda said: _note(said.type, said.text, trouble))
        pages.append(page)
        page.goto(address)
        return page

    yield start
    for page in pages:
        page.close()
    assert trouble == []


def _note(kind: str, text: str, trouble: list[str]) -> None:
    # That there is no network, or no document yet, is what the browser says of itself.
    if kind == "error" and "Failed to load resource" not in text:
        trouble.append(text)


def lesson(page: Page, *states: str) -> FrameLocator:
    frame = page.frame_locator("#lesson-frame")
    names = ",".join(f'body[data-hocvu-state="{state}"]' for state in states or ("saved", "ready"))
    expect(frame.locator(names)).to_be_attached(timeout=20_000)
    return frame


def read_on(frame: FrameLocator) -> None:
    """Read the open page to its end and turn it over."""
    frame.locator("html").evaluate("page => { page.scrollTop = page.scrollHeight; }")
    frame.locator('[data-hocvu="next"]').click()


@contextmanager
def previewed(path: Path, standard: str = "scorm12") -> Iterator[str]:
    with previewing(str(path), standard) as address:
        yield address


def test_the_switches_of_scorm(material: Path, opened: Open) -> None:
    with previewed(material) as address:
        page = opened(address)
        frame = lesson(page)
        row = page.locator("#data tr", has_text="cmi.core.lesson_status")
        expect(row).to_contain_text("incomplete")
        expect(page.locator("#calls")).to_contain_text("LMSInitialize")
        page.get_by_label("Mất mạng").check()
        read_on(frame)
        lesson(page, "unsaved")
        expect(frame.get_by_text("Chưa lưu được").first).to_be_visible()
        expect(page.locator("#data .waiting").first).to_have_text("(chưa lưu)")
        expect(page.locator("#calls .refused").first).to_contain_text("LMSCommit")
        page.get_by_label("Mất mạng").uncheck()
        lesson(page, "saved")
        expect(page.locator("#data .waiting")).to_have_count(0)
        page.get_by_label("Hệ thống cẩu thả").check()
        page.get_by_role("button", name="Rời bài rồi mở lại").click()
        expect(page.locator("#calls")).to_contain_text("LMSGetValue(cmi.core.lesson_status) → “”")
        frame = lesson(page)
        page.get_by_role("button", name="Người học mới").click()
        expect(page.locator("#count")).not_to_be_empty()
        lesson(page)
        # All of the page again, in the other language, with what the system held.
        page.get_by_label("Ngôn ngữ").select_option("en")
        expect(page.get_by_label("No network")).to_be_visible()
        frame = lesson(page)
        expect(frame.locator("html")).to_have_attribute("lang", re.compile("vi|en"))
        expect(frame.get_by_role("button", name="Next")).to_be_visible()


@pytest.mark.parametrize("standard", ["cmi5", "xapi"])
def test_the_switches_where_a_system_launches(standard: str, material: Path, opened: Open) -> None:
    with previewed(material, standard) as address:
        page = opened(address)
        frame = lesson(page)
        expect(page.locator("#calls")).to_contain_text("PUT statements initialized")
        page.get_by_label("Mất mạng").check()
        read_on(frame)
        lesson(page, "unsaved")
        page.get_by_label("Mất mạng").uncheck()
        lesson(page, "saved")
        expect(page.locator("#data")).to_contain_text("suspendData")
        page.get_by_role("button", name="Tải lại trang bài").click()
        lesson(page)
        expect(page.locator("#broken")).to_be_hidden()
        if standard == "cmi5":
            page.get_by_label("Chế độ mở").select_option("Review")
            expect(page.locator("#calls li")).not_to_have_count(0)
            lesson(page)


@pytest.mark.parametrize("standard", ["scorm2004-4", "web"])
def test_the_other_standards_play(standard: str, material: Path, opened: Open) -> None:
    with previewed(material, standard) as address:
        page = opened(address, 360, 740)
        if standard == "web":
            expect(page.get_by_text("không ghi dữ liệu học")).to_be_visible()
            expect(page.frame_locator("#lesson-frame").locator("body")).to_contain_text("Tiếp nhận")
        else:
            lesson(page)
            expect(page.locator("#data")).to_contain_text("cmi.completion_status")
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_change_is_packed_and_an_error_is_told(material: Path, opened: Open) -> None:
    with previewed(material) as address:
        page = opened(address)
        frame = lesson(page)
        expect(frame.locator("main")).to_contain_text("Nội dung một.")
        material.write_text(TEXT.format("Nội dung mới."), encoding="utf-8")
        expect(page.locator("#status")).to_contain_text("Đã cập nhật", timeout=30_000)
        expect(frame.locator("main")).to_contain_text("Nội dung mới.")
        material.write_text("", encoding="utf-8")
        expect(page.locator("#remarks")).to_contain_text("bai.md", timeout=30_000)
        expect(page.locator("#status")).to_contain_text("bản trước đó")
        expect(frame.locator("main")).to_contain_text("Nội dung mới.")


def test_a_package_by_another_tool_with_hostile_names(tmp_path: Path, opened: Open) -> None:
    path = tmp_path / "la.zip"
    page = "<!DOCTYPE html><title>a</title><p>Chào</p><script>document.body.append('!')</script>"
    manifest = (
        '<manifest identifier="M" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><metadata><schemaversion>1.2'
        '</schemaversion></metadata><organizations default="O"><organization identifier="O">'
        '<title>Khóa <b></title><item identifier="I" identifierref="R"><title>Bài lạ</title>'
        '</item></organization></organizations><resources><resource identifier="R" '
        'type="webcontent" adlcp:scormtype="sco" href="a b/bài.html"/></resources></manifest>'
    ).replace("<b>", "&lt;b&gt;")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("imsmanifest.xml", manifest)
        archive.writestr("a b/bài.html", page)
        archive.writestr("../../ngoai.txt", "x")
    with previewed(path) as address:
        shown = opened(address)
        expect(shown.locator("#title")).to_have_text("Khóa <b>")
        expect(shown.frame_locator("#lesson-frame").locator("body")).to_have_text("Chào!")
        base = address.removesuffix("page/")
        for name in ("../../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "../page/../../x"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(f"{base}assets/{name}", timeout=10)


def test_only_who_knows_the_address_gets_anything(material: Path) -> None:
    with previewed(material) as address:
        origin, secret = re.fullmatch(
            r"(http://127\.0\.0\.1:\d+)/([\w-]{20,})/page/", address
        ).groups()  # type: ignore[union-attr]
        for path, headers in (
            (f"/{secret}/page/", {"Host": "xau.example.vn:80"}),
            ("/page/", {}),
            (f"/{secret}x/page/", {}),
            (f"/{secret}/", {}),
        ):
            asked = urllib.request.Request(origin + path, headers=headers)  # type: ignore[arg-type]
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(asked, timeout=10)
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        with urllib.request.urlopen(f"{origin}/{secret}/state?lang=en", timeout=10) as answer:
            assert json.load(answer)["lessons"] == ["Tiếp nhận hồ sơ"]


def test_the_command_prints_its_address_and_ends_with_ctrl_c(material: Path) -> None:
    command = [str(PROGRAM), "preview", str(material), "--no-open"]
    environment = os.environ | {"HOCVU_LANG": "vi"}
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert running.stdout
        address = running.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
    finally:
        running.kill()
    assert running.returncode == 0
    assert "Đã dừng xem thử." in said
    with pytest.raises(urllib.error.URLError, match="refused"):
        urllib.request.urlopen(address, timeout=2)


def test_what_cannot_be_shown_is_told(material: Path, hocvu: Hocvu) -> None:
    for standard in ("olx", "scorm13"):
        with pytest.raises(UsageError) as caught, previewed(material, standard):
            pass
        assert "--standard web" in caught.value.remark.hint_in("en")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        preview = previewing(str(material), port=taken.getsockname()[1])
        with pytest.raises(UsageError) as caught, preview:
            pass
        assert caught.value.code == "preview.port"
    done = hocvu("preview", "khong-co.md", "--no-open", HOCVU_LANG="vi")
    assert (done.code, done.out) == (6, "")
    assert "khong-co.md" in done.err


def test_the_page_is_accessible(material: Path, opened: Open, root: Path) -> None:
    axe = root / "hocvu" / "player" / "node_modules" / "axe-core" / "axe.min.js"
    with previewed(material, "cmi5") as address:
        page = opened(address, 360, 740)
        lesson(page)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.evaluate(axe.read_text(encoding="utf-8"))
            found = page.evaluate("axe.run({ exclude: ['iframe'] })")
            told = [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
            assert told == []


def test_the_page_has_nothing_inline() -> None:
    page = (PAGE / "preview.html").read_text(encoding="utf-8")
    assert not re.search(r"<style|style=|\son\w+=|<script(?! src=)|https?://|data:", page)
