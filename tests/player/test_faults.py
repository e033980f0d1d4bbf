"""What goes wrong around a lesson: nothing is lost or doubled, and one sees what is saved."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from runtime.learners import (
    GIVEN,
    LESSONS,
    PASSED,
    SHOWN,
    answer,
    expected,
    give,
    held_answers,
    told_answers,
)
from runtime.play import Play, expect, play
from runtime.recorder import Lms, recording
from runtime.server import serve

from hocvu.packages.play.server import POLICY

Folder = Callable[[str], Path]
HREFS = tuple(LESSONS)
LONG = pytest.mark.long
STATUS = {"scorm12": "cmi.core.lesson_status", "scorm2004": "cmi.success_status"}
ALIVE = "body[data-hocvu-state]:not([data-hocvu-state=loading])"
REFUSED = "get() { throw new DOMException('denied', 'SecurityError'); }"
STORES = ("localStorage", "sessionStorage", "indexedDB")
STORAGE = {
    "denied": "".join(f"Object.defineProperty(window, '{one}', {{{REFUSED}}});" for one in STORES),
    "full": (
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };"
        "const put = IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = function (row) {"
        " const asked = put.call(this, row); this.transaction.abort(); return asked; };"
    ),
}


def whole(lesson: Play, href: str, standard: str) -> None:
    """Assert that the system holds all of a lesson that was gone through by its steps."""
    held = lesson.held()[standard]
    assert list(held_answers(held)) == expected(href, standard)
    passed = PASSED.get(href)
    done = {None: "completed" if standard == "scorm12" else "unknown", True: "passed"}
    assert held.get(STATUS[standard], "unknown") == done.get(passed, "failed")
    if standard == "scorm2004":
        assert held["cmi.completion_status"] == "completed"


@pytest.mark.parametrize(
    ("href", "standard"),
    [
        ("kiem-tra", "scorm12"),
        pytest.param("kiem-tra", "scorm2004", marks=LONG),
        pytest.param("tinh-huong", "scorm12", marks=LONG),
        pytest.param("tinh-huong", "scorm2004", marks=LONG),
        pytest.param("tai-lieu", "scorm12", marks=LONG),
        pytest.param("trang-chieu", "scorm2004", marks=LONG),
        pytest.param("video", "scorm12", marks=LONG),
    ],
)
def test_a_system_whose_every_call_fails_once_has_everything_in_the_end(
    href: str, standard: str, folder: Folder, browser: Browser
) -> None:
    options: dict[str, Any] = {"browser": browser, "standard": standard, "stumble": True}
    with play(folder(standard), f"{href}.html", **options) as lesson:
        steps = LESSONS[href]
        for number, step in enumerate(steps):
            if number == len(steps) // 2:
                lesson.leave()
                lesson.again()
            step(lesson)
        online(lesson)
        lesson.exit()
        whole(lesson, href, standard)


@pytest.mark.parametrize(
    ("href", "standard", "seed"),
    [
        (href, standard, seed)
        for href in HREFS
        for standard in ("scorm12", "scorm2004")
        for seed in range(3, 6)
    ],
)
@LONG
def test_a_system_that_fails_now_and_then_has_everything_in_the_end(
    href: str, standard: str, seed: int, folder: Folder, browser: Browser
) -> None:
    with play(folder(standard), f"{href}.html", browser=browser, standard=standard) as lesson:
        chance = random.Random(seed)
        steps = LESSONS[href]
        cut = chance.randrange(1, len(steps))
        for number, step in enumerate(steps):
            if number == cut:
                lesson.leave()
                lesson.again()
            share = chance.choice([0.1, 0.3])
            lesson.page.evaluate(
                "s => { [faults.share, faults.seed] = s; }", [share, number + seed]
            )
            step(lesson)
        lesson.page.evaluate("faults.share = 0")
        online(lesson)
        lesson.exit()
        whole(lesson, href, standard)


def online(lesson: Play) -> None:
    """Tell the page that the network is back until all is saved."""
    lesson.frame.wait_for_function(
        "() => { dispatchEvent(new Event('online'));"
        " return document.body.dataset.hocvuState === 'saved'; }",
        polling=100,
    )


@pytest.mark.parametrize("standard", ["scorm12", pytest.param("none", marks=LONG)])
def test_every_lesson_opens_in_a_frame_that_is_sandboxed(
    standard: str, folder: Folder, browser: Browser
) -> None:
    with play(folder(standard), "tai-lieu.html", browser=browser) as lesson:
        for href in HREFS:
            address = lesson.asked["href"].replace("tai-lieu", href)
            lesson.page.evaluate(
                "href => { const old = document.getElementById('sco');"
                "const frame = document.createElement('iframe'); frame.id = 'sco';"
                "frame.setAttribute('sandbox', 'allow-scripts'); frame.src = href;"
                "old.replaceWith(frame); }",
                address,
            )
            lesson.page.frame_locator("#sco").locator(ALIVE).wait_for()
            for step in LESSONS[href][:1] if href != "video" else []:
                step(lesson)
            if standard != "none":
                expect(lesson.frame.locator("#hv-notice-alone")).to_be_visible()
            if href != "video":
                told = lesson.frame.locator("#hv-notice-unsaved")
                expect(told).to_contain_text("không lưu được tiến độ")
        assert not [said for said in lesson.trouble if "Uncaught" in said or "is not" in said]


@LONG
def test_a_sandboxed_frame_tells_a_record_store_all_the_same(
    folder: Folder, browser: Browser
) -> None:
    with recording(folder("cmi5"), "cmi5", elsewhere=True) as lms:
        page = browser.new_page(viewport={"width": 360, "height": 640})
        page.goto(lms.launch("kiem-tra.html", framed=True, sandbox=True))
        lesson = Play(page, lms, {})  # type: ignore[arg-type]
        page.frame_locator("#sco").locator(ALIVE).wait_for()
        for step in LESSONS["kiem-tra"]:
            step(lesson)
        lms.wait("passed")
        lesson.exit()
        page.context.close()
        assert told_answers(lms.session.statements) == expected("kiem-tra", "scorm2004")
        lms.clean()


@pytest.mark.parametrize("storage", ["denied", pytest.param("full", marks=LONG)])
def test_without_storage_the_page_says_that_it_must_stay_open_and_loses_nothing(
    storage: str, folder: Folder, browser: Browser
) -> None:
    with play(
        folder("scorm12"), "kiem-tra.html", browser=browser, init_script=STORAGE[storage]
    ) as lesson:
        steps = LESSONS["kiem-tra"]
        steps[0](lesson)
        lesson.state("saved")
        lesson.page.evaluate("faults.commit = 'false'")
        for step in steps[1:4]:
            step(lesson)
        lesson.state("unsaved")
        told = lesson.frame.locator("#hv-notice-unsaved")
        expect(told).to_contain_text("không giữ được kết quả")
        lesson.page.evaluate("faults.commit = ''")
        for step in steps[4:]:
            step(lesson)
        lesson.state("saved")
        expect(told).to_have_count(0)
        lesson.exit()
        whole(lesson, "kiem-tra", "scorm12")
        lesson.clean()
    with play(folder("none"), "kiem-tra.html", browser=browser, standard="none",
              init_script=STORAGE[storage]) as lesson:  # fmt: skip
        steps[0](lesson)
        expect(lesson.frame.locator("#hv-notice-unsaved")).to_contain_text("không lưu được tiến độ")


@pytest.mark.parametrize(
    ("standard", "storage"),
    [
        ("cmi5", "full"),
        *(
            pytest.param(standard, storage, marks=LONG)
            for standard in ("cmi5", "xapi")
            for storage in ("denied", "full", "kept")
            if (standard, storage) != ("cmi5", "full")
        ),
    ],
)
def test_a_network_that_is_lost_and_comes_back(
    standard: str, storage: str, folder: Folder, browser: Browser
) -> None:
    with recording(folder(standard), standard) as lms:
        context = browser.new_context(viewport={"width": 360, "height": 640})
        context.add_init_script(STORAGE.get(storage, ""))
        lesson = Play(context.new_page(), lms, {})  # type: ignore[arg-type]
        launch(lms, lesson)
        for number, step in enumerate(LESSONS["kiem-tra"]):
            if number in (2, 7):
                context.set_offline(True)
            step(lesson)
            if number in (4, 7):
                lesson.state("unsaved")
                words = "giữ trên máy này" if storage == "kept" else "không giữ được kết quả"
                expect(lesson.frame.locator("#hv-notice-unsaved")).to_contain_text(words)
                context.set_offline(False)
                lesson.state("saved")
        lesson.exit()
        context.close()
        assert told_answers(lms.session.statements) == expected("kiem-tra", "scorm2004")
        assert lms.session.verbs == ["initialized", "completed", "passed", "terminated"]
        lms.clean()


@pytest.mark.parametrize("standard", ["scorm12", pytest.param("none", marks=LONG)])
def test_a_tab_closed_in_the_middle_of_an_answer(
    standard: str, folder: Folder, browser: Browser
) -> None:
    with play(folder(standard), "kiem-tra.html", browser=browser, standard=standard) as lesson:

        def close() -> None:
            held = lesson.held() if standard != "none" else {}
            if held:
                lesson.page.evaluate("faults.commit = 'throw'")
            page = lesson.page.context.new_page()
            lesson.page.close()
            lesson.page = page
            lesson.again(held)

        answer(1, GIVEN["c1"])(lesson)
        lesson.frame.locator(f"{SHOWN} .onward button").click()
        give(lesson, "choice", GIVEN["c2"])
        # The second is chosen and not given; the first waits for its commit.
        close()
        expect(lesson.frame.locator("#hv-q2 input:checked")).to_have_count(2)
        expect(lesson.frame.locator("#hv-q2 .verdict")).to_have_text("")
        lesson.frame.locator("#hv-q2 [data-hocvu=submit]").click()
        close()
        for step in LESSONS["kiem-tra"][2:]:
            step(lesson)
        lesson.state("saved")
        expect(lesson.frame.locator(".hv-foot .saved")).to_have_text("Đã lưu")
        if standard != "none":
            whole(lesson, "kiem-tra", standard)


@LONG
@pytest.mark.parametrize("standard", ["cmi5", "xapi"])
def test_of_two_tabs_with_a_record_store_the_later_goes_on(
    standard: str, folder: Folder, browser: Browser
) -> None:
    with recording(folder(standard), standard) as lms:
        context = browser.new_context(viewport={"width": 360, "height": 640})
        first = Play(context.new_page(), lms, {})  # type: ignore[arg-type]
        launch(lms, first)
        LESSONS["kiem-tra"][0](first)
        second = Play(context.new_page(), lms, {})  # type: ignore[arg-type]
        launch(lms, second)
        expect(first.frame.locator(".end")).to_contain_text("cửa sổ khác")
        for step in LESSONS["kiem-tra"][1:]:
            step(second)
        second.state("saved")
        first.page.close()
        second.exit()
        context.close()
        told = [one for session in lms.sessions for one in session.statements]
        assert sorted(told_answers(told), key=lambda one: one.id) == expected(
            "kiem-tra", "scorm2004"
        )
        verbs = [verb for session in lms.sessions for verb in session.verbs]
        assert verbs.count("completed") == verbs.count("passed") == 1
        lms.clean()


@LONG
@pytest.mark.parametrize("href", HREFS)
def test_a_package_in_a_folder_is_gone_through_and_goes_on_after_a_reload(
    href: str, folder: Folder, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.goto((folder("none") / f"{href}.html").as_uri())
    lesson = Play(page, None, {})  # type: ignore[arg-type]
    steps = LESSONS[href]
    for number, step in enumerate(steps):
        if number == len(steps) // 2:
            page.reload()
        step(lesson)
    expect(page.locator(".banner p")).to_contain_text(
        "chưa đạt" if PASSED.get(href) is False else "hoàn thành"
    )
    page.reload()
    expect(page.locator(".banner p")).to_be_visible()
    expect(page.locator("progress")).to_have_attribute("value", "100")
    assert trouble == []
    page.context.close()


def test_every_lesson_keeps_to_the_strictest_policy(folder: Folder, browser: Browser) -> None:
    assert POLICY == "default-src 'self'"
    with serve(folder("none")) as site:
        page = browser.new_page()
        trouble: list[str] = []
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on(
            "console", lambda said: trouble.append(said.text) if "Policy" in said.text else None
        )
        for path in sorted(folder("none").glob("*.html")):
            page.goto(f"{site.url}/package/{path.name}")
            page.locator(ALIVE).wait_for()
        assert trouble == []
        page.context.close()


def launch(lms: Lms, lesson: Play) -> None:
    """Launch the quiz and wait until it is alive."""
    lesson.page.goto(lms.launch("kiem-tra.html"))
    lesson.frame.wait_for_selector(ALIVE)
