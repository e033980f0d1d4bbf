"""Lessons that lead from one to the other open in the order that their course sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from runtime import activities, samples
from runtime.learners import SHOWN, give
from runtime.play import Play
from runtime.recorder import recording
from runtime.samples import para
from runtime.server import NODE, serve

from hocvu.lesson import Course, DocumentBody, Lesson, QuizBody
from hocvu.render.data import course_script

Open = Callable[[str], Play]


def reading(key: str, **options: Any) -> Lesson:
    body = DocumentBody(blocks=(para("Một đoạn ngắn."),))
    return Lesson(id=key, title=f"Bài {key}", body=body, **options)


def in_order() -> Course:
    """Return a lesson, a quiz to be passed with all points, and a lesson, one after the other."""
    body = QuizBody(questions=(activities.SINGLE,), pass_score=10)
    quiz = Lesson(id="hai", title="Kiểm tra", body=body, mastery=1.0)
    made = samples.course(reading("mot"), quiz, reading("ba"))
    return made.model_copy(update={"order": "lan_luot"})


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.set_default_timeout(8000)
    yield page
    context.close()


@pytest.fixture
def web(page: Page, tmp_path: Path) -> Iterator[Open]:
    """Return a function that opens a lesson of the course in order, as a web package."""
    with serve(samples.unpack(in_order(), "none", tmp_path)) as site:

        def open_page(name: str) -> Play:
            page.goto(f"{site.url}/package/{name}.html")
            return Play(page, site, {})

        yield open_page


def take(lesson: Play, choice: str) -> None:
    lesson.frame.get_by_role("button", name="Bắt đầu").click()
    give(lesson, "choice", [choice])
    lesson.frame.locator(f"{SHOWN} [data-hocvu=submit]").click()
    lesson.frame.locator(f"{SHOWN} .onward button").click()


def said(lesson: Play) -> list[str]:
    """What the contents say of each lesson that is not open."""
    return [text.strip() for text in lesson.frame.locator("#hv-toc .early").all_inner_texts()]


def test_a_lesson_opens_when_those_before_it_are_done(web: Open, page: Page) -> None:
    lesson = web("ba")
    lesson.state("early")
    early = page.locator(".end.early")
    expect(early).to_contain_text("cần học xong trước")
    expect(early.locator("a")).to_have_text("Kiểm tra (làm đạt)")
    expect(page.get_by_text("Một đoạn ngắn.")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "hv-early"
    early.locator("a").click()
    lesson.state("early")
    early.locator("a").click()

    lesson.state("ready", "saved")
    lesson.control("toc").click()
    closed = "Chưa mở: học xong trước"
    if lesson.frame.locator(".banner a").count() == 0:
        assert said(lesson) == ["", f"{closed} Bài mot", f"{closed} Kiểm tra (làm đạt)"]
    page.keyboard.press("Escape")
    lesson.read_through()
    assert said(lesson)[1] == ""
    page.locator(".banner a").click()

    expect(page.locator("h1")).to_have_text("Kiểm tra")
    take(lesson, "a")
    expect(page.locator(".banner")).to_contain_text(f"Bài ba. {closed} Kiểm tra (làm đạt)")
    assert page.locator(".banner a").count() == 0
    page.get_by_role("button", name="Làm lại").first.click()
    give(lesson, "choice", ["b"])
    page.locator(f"{SHOWN} [data-hocvu=submit]").click()
    page.locator(f"{SHOWN} .onward button").click()
    page.locator(".banner a").click()
    expect(page.locator("h1")).to_have_text("Bài ba")
    lesson.state("ready", "saved")
    assert said(lesson) == ["", "", ""]


def test_who_learnt_elsewhere_may_open_a_lesson_of_a_web_package(web: Open, page: Page) -> None:
    lesson = web("ba")
    lesson.state("early")
    lesson.control("open").click()
    expect(page.get_by_text("Một đoạn ngắn.")).to_be_visible()
    lesson.read_through()
    lesson.state("saved")
    page.reload()
    lesson.state("ready", "saved")  # what was begun stays open


def test_search_leads_to_a_closed_lesson_and_to_the_place_once_it_is_open(
    web: Open, page: Page
) -> None:
    lesson = web("mot")
    lesson.state("ready", "saved")
    lesson.control("toc").click()
    page.locator("#hv-search").fill("mot doan ngan")
    page.locator(".hits a").click()
    expect(page.locator("h1")).to_have_text("Bài ba")
    lesson.state("early")
    found = page.get_by_text("Một đoạn ngắn.")
    expect(found).to_be_hidden()
    lesson.control("open").click()
    expect(found).to_be_focused()


def test_the_page_of_a_closed_lesson_fits_and_is_sound(web: Open, page: Page) -> None:
    web("hai").state("early")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    boxes = page.locator(".end.early a, .end.early button").all()
    assert len(boxes) == 2
    assert all((box.bounding_box() or {})["height"] >= 24 for box in boxes)
    assert page.locator(".end.early").get_attribute("lang") == "vi"
    page.evaluate((NODE / "axe-core" / "axe.min.js").read_text("utf-8"))
    assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == []


def test_a_browser_that_keeps_nothing_closes_nothing(web: Open, page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})"
    )
    web("ba").state("ready", "saved", "unsaved")


def test_a_record_store_tells_what_is_done(page: Page, tmp_path: Path) -> None:
    course = "urn:hocvu:mau"
    folder = samples.unpack(in_order(), "xapi", tmp_path / "goi")
    with recording(folder, "xapi") as lms:
        lesson = Play(page, lms, {})  # type: ignore[arg-type]
        page.goto(lms.launch("hai.html", whole=course))
        lesson.state("early")
        assert lms.session.statements == []
        assert lesson.control("open").count() == 0
        page.goto(lms.launch("mot.html", whole=course))
        lesson.read_through()
        lms.wait("completed")
        lesson.state("saved")
        onward = "hai.html" + page.evaluate("location.search")
        expect(page.locator(".banner a")).to_have_attribute("href", onward)
        page.goto(lms.launch("hai.html", whole=course))
        lesson.state("ready", "saved")
        take(lesson, "b")
        lms.wait("passed")
        lesson.state("saved")
        page.goto(lms.launch("ba.html", whole=course))
        lesson.state("ready", "saved")
        lms.clean()


def test_a_system_that_launches_single_lessons_keeps_the_order_itself(
    page: Page, tmp_path: Path
) -> None:
    folder = samples.unpack(in_order(), "xapi", tmp_path / "goi")
    with recording(folder, "xapi") as lms:
        page.goto(lms.launch("ba.html"))
        Play(page, lms, {}).state("ready", "saved")  # type: ignore[arg-type]


def test_only_packages_that_lead_through_the_course_carry_its_order() -> None:
    pages = {"mot": "mot.html", "hai": "hai.html", "ba": "ba.html"}
    free = in_order().model_copy(update={"order": "tu_do"})
    for standard, carries in (("none", 1), ("xapi", 1), ("cmi5", 0), ("scorm2004", 0)):
        assert course_script(in_order(), standard, pages).count(b'"order":{') == carries
        assert b'"order":{' not in course_script(free, standard, pages)


def test_the_pages_hold_the_pass_mark_that_the_course_sets(tmp_path: Path) -> None:
    folder = samples.unpack(in_order(), "none", tmp_path)
    assert '"pass":100' in (folder / "hai.js").read_text("utf-8")
