"""axe-core finds nothing, in light and dark, on telephones and desktops, in every view."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from runtime import activities
from runtime.learners import SHOWN, answer_in_video, decide, give, watch_on
from runtime.play import Play, play
from runtime.server import NODE

Folder = Callable[[str], Path]
# Colours and widths do not meet: every pair of them is seen in the long run.
SCREENS = pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", 360),
        ("dark", 1280),
        pytest.param("dark", 360, marks=pytest.mark.long),
        pytest.param("light", 1280, marks=pytest.mark.long),
    ],
)


def violations(lesson: Play) -> list[str]:
    """Return what axe-core says of the lesson's own frame."""
    if not lesson.frame.evaluate("typeof axe !== 'undefined'"):
        # Evaluated by the browser's tools, as the page's own policy lets no other script in.
        lesson.frame.evaluate((NODE / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = lesson.frame.evaluate("axe.run(document, {iframes: false}).then(r => r.violations)")
    return [f"{v['id']}: {[n['html'][:160] for n in v['nodes']]}" for v in found]


@pytest.mark.parametrize(
    "href", ["tai-lieu.html", "trang-chieu.html", "video.html", "am-thanh.html"]
)
@SCREENS
def test_axe_finds_nothing(
    href: str, scheme: str, width: int, folder: Folder, browser: Browser
) -> None:
    options = {"color_scheme": scheme, "width": width}
    with play(folder("scorm12"), href, browser=browser, **options) as lesson:  # type: ignore[arg-type]
        lesson.control("toc").click()
        if href == "tai-lieu.html":
            if width > 1000:
                lesson.control("toc").click()
            lesson.frame.locator("#hv-search").fill("ho so")
            lesson.frame.locator(".search li").first.wait_for()
        assert violations(lesson) == []
        if lesson.frame.locator("body.toc-open").count() and width < 1000:
            lesson.control("toc").click()
        if lesson.control("next").count():
            for summary in lesson.frame.locator(".page:not([hidden]) summary").all():
                summary.click()
            lesson.page.evaluate("faults.commit = 'false'")
            lesson.read_through()
        assert violations(lesson) == []
        lesson.exit()
        assert violations(lesson) == []


@SCREENS
def test_axe_finds_nothing_in_a_quiz(
    scheme: str, width: int, folder: Folder, browser: Browser
) -> None:
    options = {"color_scheme": scheme, "width": width}
    with play(folder("scorm12"), "kiem-tra.html", browser=browser, **options) as lesson:  # type: ignore[arg-type]
        lesson.frame.get_by_role("button", name="Bắt đầu").click()
        for question in activities.EVERY:
            if question.kind == "order":
                assert violations(lesson) == []
            give(lesson, question.kind, activities.WRONG[question.id])
            lesson.frame.locator(f"{SHOWN} [data-hocvu=submit]").click()
            if question.kind in ("match", "order"):
                assert violations(lesson) == []
            lesson.frame.locator(f"{SHOWN} .onward button").click()
        assert violations(lesson) == []


@SCREENS
def test_axe_finds_nothing_in_a_situation(
    scheme: str, width: int, folder: Folder, browser: Browser
) -> None:
    options = {"color_scheme": scheme, "width": width}
    with play(folder("scorm12"), "tinh-huong.html", browser=browser, **options) as lesson:  # type: ignore[arg-type]
        answer_in_video(lesson)
        assert violations(lesson) == []
        watch_on(lesson)
        decide("a")(lesson)
        assert violations(lesson) == []
        decide("a")(lesson)
        assert violations(lesson) == []


def test_the_page_tells_its_language_and_its_state(folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), "tai-lieu.html", browser=browser) as lesson:
        assert lesson.frame.locator("html").get_attribute("lang") == "vi"
        assert lesson.frame.locator("[role=status].saved").count() == 1
