"""Lessons played from launch to completion, exit and resume, in every run-time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from runtime import samples
from runtime.learners import GIVEN, answer
from runtime.play import Play, expect, play

from hocvu.lesson import SlidesBody

Folder = Callable[[str], Path]
HREFS = ("tai-lieu.html", "trang-chieu.html", "video.html", "kiem-tra.html", "tinh-huong.html")
STATUS = {"scorm12": "cmi.core.lesson_status", "scorm2004": "cmi.completion_status"}
PLACE = {"scorm12": "cmi.core.lesson_location", "scorm2004": "cmi.location"}


def show_every_question(lesson: Play) -> None:
    """Show all pages of a quiz at once, as on paper."""
    lesson.frame.evaluate("dispatchEvent(new Event('beforeprint'))")
    lesson.frame.evaluate("document.querySelectorAll('.page').forEach(p => p.hidden = false)")


@pytest.mark.parametrize(
    ("standard", "runtime", "href", "width"),
    [
        ("scorm12", "strict", "tai-lieu.html", 360),
        ("scorm2004", "strict", "trang-chieu.html", 360),
        ("scorm12", "openedx", "trang-chieu.html", 1280),
        pytest.param("scorm2004", "openedx", "tai-lieu.html", 1280, marks=pytest.mark.long),
        pytest.param("scorm12", "again", "tai-lieu.html", 1280, marks=pytest.mark.long),
        ("scorm12", "again", "trang-chieu.html", 360),
        ("scorm2004", "again", "tai-lieu.html", 360),
        pytest.param("scorm2004", "again", "trang-chieu.html", 1280, marks=pytest.mark.long),
    ],
)
def test_launch_read_exit_and_resume(
    standard: str, runtime: str, href: str, width: int, folder: Folder, browser: Browser
) -> None:
    options = {"browser": browser, "standard": standard, "runtime": runtime, "width": width}
    with play(folder(standard), href, **options) as lesson:  # type: ignore[arg-type]
        assert lesson.last(STATUS[standard]) == "incomplete"
        expect(lesson.control("resume")).to_have_count(0)
        lesson.scroll_down()
        lesson.control("next").click()
        lesson.exit()
        assert lesson.last(PLACE[standard]) == "2"
        assert lesson.last(STATUS[standard]) == "incomplete"

        lesson.again()
        expect(lesson.frame.locator("#hv-p2")).to_be_visible()
        expect(lesson.frame.locator("#hv-p1")).to_be_hidden()
        expect(lesson.control("resume")).to_be_visible()
        lesson.control("resume").click()
        expect(lesson.control("resume")).to_have_count(0)
        lesson.read_through()
        assert lesson.last(STATUS[standard]) == "completed"
        expect(lesson.frame.locator(".banner")).to_contain_text("hoàn thành")
        lesson.exit()
        assert lesson.refused() == []
        lesson.clean()


def test_hidden_slides_are_passed_over_but_can_be_opened(folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), "trang-chieu.html", browser=browser) as lesson:
        lesson.read_through()
        expect(lesson.frame.locator("#hv-p4")).to_be_visible()
        assert lesson.last("cmi.core.lesson_status") == "completed"
        lesson.control("toc").click()
        lesson.frame.locator("#hv-toc a", has_text="Nội dung 3").click()
        expect(lesson.frame.locator("#hv-p3")).to_be_visible()


def test_slides_turn_with_keys_and_swipes(folder: Folder, browser: Browser) -> None:
    with play(
        folder("scorm12"), "trang-chieu.html", browser=browser, has_touch=True, is_mobile=True
    ) as lesson:
        lesson.frame.locator("h1").click()
        lesson.page.keyboard.press("ArrowRight")
        expect(lesson.frame.locator("#hv-p2")).to_be_visible()
        lesson.frame.evaluate(
            "() => { const slide = document.querySelector('#hv-p2 .slide');"
            "const touch = x =>"
            " new Touch({identifier: 1, target: slide, clientX: x, clientY: 300});"
            "slide.dispatchEvent(new TouchEvent('touchstart',"
            " {bubbles: true, touches: [touch(60)], changedTouches: [touch(60)]}));"
            "slide.dispatchEvent(new TouchEvent('touchend',"
            " {bubbles: true, changedTouches: [touch(250)]})); }"
        )
        expect(lesson.frame.locator("#hv-p1")).to_be_visible()


def test_the_text_of_a_slide_is_one_key_away(folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), "trang-chieu.html", browser=browser) as lesson:
        summary = lesson.frame.locator("#hv-p1 .slide-text summary")
        summary.focus()
        lesson.page.keyboard.press("Enter")
        expect(lesson.frame.get_by_text("Ý chính của trang 1.")).to_be_visible()


def test_contents_open_by_key_take_the_focus_and_give_it_back(
    folder: Folder, browser: Browser
) -> None:
    with play(folder("scorm12"), "tai-lieu.html", browser=browser) as lesson:
        lesson.control("toc").focus()
        lesson.page.keyboard.press("Enter")
        assert lesson.frame.evaluate("document.activeElement.id") == "hv-toc-title"
        lesson.page.keyboard.press("Escape")
        assert lesson.frame.evaluate("document.activeElement.dataset.hocvu") == "toc"
        lesson.page.keyboard.press("Enter")
        lesson.frame.locator("#hv-toc a", has_text="Điều 5.").click()
        expect(lesson.frame.locator("#hv-p2")).to_be_visible()
        focused = lesson.frame.evaluate("document.activeElement.textContent")
        assert focused == "Điều 5. Hồ sơ"


def test_a_keyboard_alone_gets_through_the_lesson(folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), "trang-chieu.html", browser=browser) as lesson:
        lesson.frame.locator("body").press("Tab")
        assert lesson.frame.evaluate("document.activeElement.className") == "skip"
        for _ in range(40):
            lesson.page.keyboard.press("Tab")
            if lesson.frame.evaluate("document.activeElement.dataset.hocvu") == "next":
                break
        width = lesson.frame.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert width == "3px"
        lesson.page.keyboard.press("Enter")
        expect(lesson.frame.locator("#hv-p2")).to_be_visible()
        assert lesson.frame.evaluate("document.activeElement.tagName") == "H2"


def test_links_and_notes_inside_a_document_lead_across_pages(
    folder: Folder, browser: Browser
) -> None:
    with play(folder("scorm12"), "tai-lieu.html", browser=browser) as lesson:
        note = lesson.frame.locator("#hv-p1 #hv-note-1")
        expect(note).to_be_visible()
        lesson.frame.locator(".note-ref a").click()
        assert lesson.frame.evaluate("document.activeElement.id") == "hv-note-1"
        lesson.frame.locator("#hv-note-1 .back").click()
        assert lesson.frame.evaluate("document.activeElement.id") == "hv-ref-1"
        lesson.frame.get_by_role("link", name="Điều 5", exact=True).click()
        expect(lesson.frame.locator("#m-d5")).to_be_visible()
        expect(lesson.frame.locator("#hv-p1")).to_be_hidden()


def test_the_text_size_is_kept(folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), "tai-lieu.html", browser=browser) as lesson:
        size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
        normal = lesson.frame.evaluate(size)
        lesson.frame.locator(".size").click()
        large = lesson.frame.evaluate(size)
        lesson.again()
        assert lesson.frame.evaluate(size) == large
        lesson.frame.locator(".size").click()
        assert normal < large < lesson.frame.evaluate(size)


def test_print_shows_every_page_and_no_tools(folder: Folder, browser: Browser) -> None:
    with play(folder("none"), "tai-lieu.html", browser=browser, standard="none") as lesson:
        lesson.page.emulate_media(media="print")
        for page in ("#hv-p1", "#hv-p2", "#hv-p3"):
            expect(lesson.frame.locator(page)).to_be_visible()
        expect(lesson.control("next")).to_be_hidden()


def test_a_page_that_fits_the_screen_counts_as_read(folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), "tai-lieu.html", browser=browser, height=4000) as lesson:
        lesson.frame.wait_for_selector("progress[value='33']")


def test_a_review_changes_nothing(folder: Folder, browser: Browser) -> None:
    held = {"scorm12": {"cmi.core.lesson_mode": "review", "cmi.core.lesson_status": "completed"}}
    with play(folder("scorm12"), "tai-lieu.html", browser=browser, initial=held) as lesson:
        while lesson.control("next").is_enabled():
            lesson.control("next").click()
            lesson.scroll_down()
        expect(lesson.frame.locator("#hv-notice-review")).to_be_visible()
        lesson.exit()
        assert lesson.sets() == []


def test_a_learner_who_reads_english_gets_english_controls(
    folder: Folder, browser: Browser
) -> None:
    held = {"scorm12": {"cmi.student_preference.language": "en-US"}}
    with play(folder("scorm12"), "tai-lieu.html", browser=browser, initial=held) as lesson:
        expect(lesson.control("exit")).to_have_text("Save and exit")
        assert lesson.control("exit").evaluate("e => e.closest('[lang]').lang") == "en"


def test_storage_that_throws_stops_nothing(folder: Folder, browser: Browser) -> None:
    broken = (
        "Object.defineProperty(window, 'localStorage',"
        " {get() { throw new DOMException('denied', 'SecurityError'); }})"
    )
    with play(folder("scorm12"), "tai-lieu.html", browser=browser, init_script=broken) as lesson:
        lesson.read_through()
        assert lesson.last("cmi.core.lesson_status") == "completed"
        lesson.clean()


def test_the_lesson_works_from_a_file_and_leads_to_the_next(
    folder: Folder, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda m: trouble.append(m.text) if m.type == "error" else None)
    page.goto((folder("none") / "tai-lieu.html").as_uri())
    lesson = Play(page, None, {})  # type: ignore[arg-type]
    lesson.read_through()
    expect(page.locator(".banner a")).to_contain_text("Quy trình một cửa")
    page.reload()
    expect(page.locator("#hv-p3")).to_be_visible()
    page.locator(".banner a").click()
    expect(page.locator("h1")).to_have_text("Quy trình một cửa")
    assert trouble == []
    context.close()


def test_the_lesson_reads_without_a_script(folder: Folder, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder("none") / "tai-lieu.html").as_uri())
    for words in ("Chương I. Quy định chung", "Chương III. Thi hành", "Nghị định 61/2018/NĐ-CP"):
        expect(page.get_by_text(words).first).to_be_visible()
    context.close()


def test_everything_fits_320_pixels_also_in_the_largest_text(
    folder: Folder, browser: Browser
) -> None:
    for href in HREFS:
        with play(folder("scorm12"), href, browser=browser, width=320) as lesson:
            if href == "kiem-tra.html":
                show_every_question(lesson)
            for _ in range(3):
                wide = lesson.frame.evaluate(
                    "[...document.querySelectorAll('body *')]"
                    ".filter(e => !e.closest('.table,.skip,svg')"
                    " && e.getBoundingClientRect().right > innerWidth + 0.5).map(e => e.outerHTML)"
                )
                assert wide == []
                lesson.frame.locator(".size").click()
                # What always stays in sight leaves two thirds for the lesson.
                fixed = lesson.frame.evaluate(
                    "[...document.querySelectorAll('.tools,.hv-foot')]"
                    ".reduce((sum, e) => sum + e.offsetHeight, 0)"
                )
                assert fixed < 640 / 3


def test_targets_are_large_enough_for_a_finger(folder: Folder, browser: Browser) -> None:
    for href in HREFS:
        with play(folder("scorm12"), href, browser=browser) as lesson:
            if href == "kiem-tra.html":
                show_every_question(lesson)
            else:
                lesson.control("toc").click()
            small = lesson.frame.evaluate(
                "[...document.querySelectorAll('button,select,summary,label,.written,#hv-toc a')]"
                ".filter(e =>"
                " e.offsetParent && (e.offsetHeight < 43.5 || e.offsetWidth < 43.5)"
                " && !(e.tagName === 'LABEL' && e.htmlFor)).map(e => e.outerHTML)"
            )
            assert small == []


def test_motion_is_still_where_the_learner_asks_for_it(folder: Folder, browser: Browser) -> None:
    with play(
        folder("scorm12"), "tai-lieu.html", browser=browser, reduced_motion="reduce"
    ) as lesson:
        moving = lesson.frame.evaluate(
            "[...document.querySelectorAll('*')].filter(e =>"
            " parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
        )
        assert moving == 0


def test_the_browsers_search_opens_the_page_that_holds_what_was_found(
    folder: Folder, browser: Browser
) -> None:
    with play(folder("scorm12"), "tai-lieu.html", browser=browser) as lesson:
        # Going to a fragment reveals what is hidden in the way that a search does.
        lesson.frame.evaluate("location.hash = 'm-d5'")
        expect(lesson.frame.locator("#hv-p2")).to_be_visible()
        expect(lesson.frame.locator("#hv-p1")).to_be_hidden()
        expect(lesson.frame.locator(".place")).to_have_text("Trang 2/3")


def test_search_finds_words_without_their_marks_and_leads_to_them(
    folder: Folder, browser: Browser
) -> None:
    with play(folder("scorm12"), "tai-lieu.html", browser=browser) as lesson:
        lesson.control("toc").click()
        lesson.frame.locator("#hv-search").fill("thoi han giai quyet")
        expect(lesson.frame.locator(".search [role=status]")).to_have_text("Tìm thấy 1 chỗ")
        expect(lesson.frame.locator(".search mark")).to_have_text("Thời hạn giải quyết")
        lesson.frame.locator(".search li button").click()
        expect(lesson.frame.locator("#hv-p2 caption")).to_be_focused()
        expect(lesson.frame.locator("#hv-p1")).to_be_hidden()
        lesson.control("toc").click()
        lesson.frame.locator("#hv-search").fill("không có chữ này")
        expect(lesson.frame.locator(".search [role=status]")).to_have_text("Không tìm thấy")


def test_search_leads_into_the_other_lessons_also_from_a_file(
    folder: Folder, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto((folder("none") / "trang-chieu.html").as_uri())
    page.locator("[data-hocvu=toc]").click()
    assert "search.js" not in asked
    page.locator("#hv-search").fill("thoi han giai quyet")
    expect(page.locator(".search [role=status]")).to_have_text("Tìm thấy 1 chỗ")
    expect(page.locator(".hits h3")).to_have_text("Tiếp nhận hồ sơ")
    page.locator(".hits a").click()
    expect(page.locator("h1")).to_have_text("Tiếp nhận hồ sơ")
    expect(page.locator("#hv-p2 caption.found")).to_be_focused()
    page.locator("[data-hocvu=toc]").click()
    page.locator("#hv-search").fill("bộ phận một cửa")
    # What was said in a video; no question and no scene is given away.
    expect(page.locator(".hits h3")).to_have_text(
        ["Video hướng dẫn", "Bài nghe", "Video không tua"]
    )
    page.locator("#hv-search").fill("kiem tra")
    expect(page.locator(".hits h3").first).to_have_text("Trong bài này")
    expect(page.locator(".hits h3").last).to_have_text("Kiểm tra cuối bài")
    page.context.close()


def test_search_stays_in_the_lesson_where_a_system_leads(folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), "trang-chieu.html", browser=browser) as lesson:
        lesson.control("toc").click()
        lesson.frame.locator("#hv-search").fill("thoi han giai quyet")
        expect(lesson.frame.locator(".search [role=status]")).to_have_text("Không tìm thấy")
        assert not (folder("scorm12") / "search.js").exists()
        lesson.clean()


def test_a_table_that_scrolls_says_so_and_one_that_fits_does_not(
    folder: Folder, browser: Browser
) -> None:
    with play(folder("scorm12"), "tai-lieu.html", browser=browser, width=320) as lesson:
        lesson.frame.locator(".size").click()
        lesson.frame.locator(".size").click()
        lesson.control("next").click()
        expect(lesson.frame.locator(".swipe")).to_be_visible()
        region = lesson.frame.locator(".table")
        assert "more-right" in (region.get_attribute("class") or "")
        region.evaluate("region => { region.scrollLeft = 9999; }")
        expect(lesson.frame.locator(".more-left:not(.more-right)")).to_have_count(1)
        lesson.page.set_viewport_size({"width": 1280, "height": 800})
        expect(lesson.frame.locator(".swipe")).to_be_hidden()


def test_a_long_title_takes_one_line_once_inside(folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), "tai-lieu.html", browser=browser) as lesson:
        long = "Một tên bài học rất dài " * 6
        lesson.frame.evaluate("t => { document.querySelector('h1').textContent = t; }", long)
        tall = lesson.frame.locator(".hv-head").bounding_box()
        lesson.control("next").click()
        low = lesson.frame.locator(".hv-head").bounding_box()
        assert tall is not None
        assert low is not None
        assert low["height"] < 60 < tall["height"]


@pytest.mark.parametrize("standard", ["scorm12", "none"])
def test_of_two_windows_the_later_goes_on_and_the_first_says_so(
    standard: str, folder: Folder, browser: Browser
) -> None:
    with play(folder(standard), "kiem-tra.html", browser=browser, standard=standard) as lesson:
        answer(1, GIVEN["c1"])(lesson)
        second = Play(lesson.page.context.new_page(), lesson.site, dict(lesson.asked))
        second.open()
        expect(lesson.frame.locator(".end")).to_contain_text("cửa sổ khác")
        calls = len(lesson.calls)
        # What the first had not yet brought to the system is taken up by the second.
        expect(second.frame.locator("#hv-q2")).to_be_visible()
        answer(2, GIVEN["c2"])(second)
        second.state("saved")
        assert len(lesson.calls) == calls


def test_a_slide_is_built_up_step_by_step_and_read_when_it_is_whole(
    tmp_path: Path, browser: Browser
) -> None:
    body, assets = samples.slides(tmp_path)
    assert isinstance(body, SlidesBody)
    steps = (assets[1].id, assets[2].id)
    built = body.slides[0].model_copy(update={"steps": steps})
    body = body.model_copy(update={"slides": (built, *body.slides[1:])})
    made = samples.course(samples.lesson("a", "A", (body, assets)))
    folder = samples.unpack(made, "scorm12", tmp_path / "package")
    with play(folder, "a.html", browser=browser) as lesson:
        picture = lesson.frame.locator("#hv-p1 .slide img:visible")
        mark = lesson.frame.locator("#hv-toc .mark .icon")
        for place in (1, 2):
            expect(picture).to_have_attribute("src", f"media/{steps[place - 1]}")
            expect(lesson.frame.locator(".place")).to_contain_text(f"bước {place}/3")
            assert "Nội dung 1" in (picture.get_attribute("alt") or "")
            expect(mark).to_have_count(0)
            lesson.control("next").click()
        expect(picture).to_have_attribute("src", f"media/{assets[0].id}")
        expect(mark).to_have_count(1)
        lesson.control("next").click()
        expect(lesson.frame.locator("#hv-p2")).to_be_visible()
        lesson.control("prev").click()
        expect(picture).to_have_attribute("src", f"media/{assets[0].id}")
        lesson.clean()
