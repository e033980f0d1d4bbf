"""axe-core finds nothing, in light and dark, in every kind of lesson and state of the tools."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from runtime.play import Play, play
from runtime.server import NODE

Folder = Callable[[str], Path]


def violations(lesson: Play) -> list[str]:
    """Return what axe-core says of the lesson's own frame."""
    # Evaluated by the browser's tools, as the page's own policy lets no other script in.
    lesson.frame.evaluate((NODE / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = lesson.frame.evaluate("axe.run(document, {iframes: false}).then(r => r.violations)")
    return [f"{v['id']}: {[n['html'][:160] for n in v['nodes']]}" for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "href", ["tai-lieu.html", "trang-chieu.html", "video.html", "am-thanh.html"]
)
def test_axe_finds_nothing(href: str, scheme: str, folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), href, browser=browser, color_scheme=scheme) as lesson:
        assert violations(lesson) == []
        lesson.control("toc").click()
        assert violations(lesson) == []
        lesson.control("toc").click()
        if lesson.control("next").count():
            for summary in lesson.frame.locator(".page:not([hidden]) summary").all():
                summary.click()
            lesson.read_through()
            assert violations(lesson) == []
        lesson.page.evaluate("faults.commit = 'false'")
        lesson.exit()
        assert violations(lesson) == []


def test_axe_finds_nothing_on_a_wide_screen_with_a_failing_system(
    folder: Folder, browser: Browser
) -> None:
    with play(folder("scorm12"), "tai-lieu.html", browser=browser, width=1280) as lesson:
        lesson.page.evaluate("faults.commit = 'false'")
        lesson.control("next").click()
        lesson.scroll_down()
        lesson.state("unsaved")
        assert lesson.frame.locator("#hv-toc").is_visible()
        assert violations(lesson) == []


def test_the_page_tells_its_language_and_its_state(folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), "tai-lieu.html", browser=browser) as lesson:
        assert lesson.frame.locator("html").get_attribute("lang") == "vi"
        assert lesson.frame.locator("[role=status].saved").count() == 1
