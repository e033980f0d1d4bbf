"""The tracking rules of cmi5 and xAPI, each by its number in the player's design.

Every test ends with `clean`: the record store itself refuses whatever the standards forbid.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from runtime import activities, samples
from runtime.cmi5_rules import ADL, CATEGORY, MASTERY, MOVE_ON, VIDEO
from runtime.learners import answer
from runtime.play import Play, expect
from runtime.recorder import LATE, Lms, recording

Folder = Callable[[str], Path]
Launch = Callable[..., AbstractContextManager[tuple[Lms, Play]]]
Both = pytest.mark.parametrize("standard", ["cmi5", "xapi"])
ORDER = ["fetch", "GET LMS.LaunchData", "GET cmi5LearnerPreferences"]


@pytest.fixture
def launched(folder: Folder, browser: Browser) -> Launch:
    """Return a function that opens a lesson from a system that watches."""

    @contextmanager
    def start(
        standard: str = "cmi5",
        href: str = "tai-lieu.html",
        *,
        framed: bool = False,
        elsewhere: bool = False,
        preferences: Any = None,
        script: str = "",
        **launch_data: Any,
    ) -> Iterator[tuple[Lms, Play]]:
        options = {"elsewhere": elsewhere, "preferences": preferences}
        with recording(folder(standard), standard, **options) as lms:
            context = browser.new_context(viewport={"width": 360, "height": 640})
            if script:
                context.add_init_script(script)
            lesson = Play(context.new_page(), lms, {})  # type: ignore[arg-type]
            try:
                go(lms, lesson, href, framed=framed, **launch_data)
                yield lms, lesson
            finally:
                context.close()

    return start


def go(lms: Lms, lesson: Play, href: str, **launch: Any) -> None:
    """Launch a lesson and wait until it is alive."""
    lesson.page.goto(lms.launch(href, **launch))
    lesson.frame.wait_for_selector("body[data-hocvu-state]:not([data-hocvu-state=loading])")


def run(lesson: Play, seconds: float) -> None:
    """Play the video quickly until `seconds`, then pause."""
    lesson.frame.evaluate(
        "seconds => new Promise(done => { const v = document.querySelector('video');"
        "v.muted = true; v.playbackRate = 8; const look = () => {"
        "if (v.currentTime >= seconds || v.ended) { v.pause(); v.playbackRate = 1; done(); }"
        "else setTimeout(look, 30); }; v.play().then(look); })",
        seconds,
    )
    lesson.page.wait_for_timeout(150)


def result(one: dict[str, Any], name: str) -> Any:
    return one["result"]["extensions"][f"{VIDEO}/extensions/{name}"]


@pytest.mark.parametrize(
    ("standard", "href"),
    [("cmi5", "tai-lieu.html"), ("cmi5", "trang-chieu.html"), ("xapi", "trang-chieu.html")],
)
def test_launch_completion_end_and_resume(standard: str, href: str, launched: Launch) -> None:
    with launched(standard, href) as (lms, lesson):
        lesson.scroll_down()
        lesson.control("next").click()
        lesson.exit()
        assert lms.session.verbs == ["initialized", "terminated"]
        go(lms, lesson, href)
        assert lesson.frame.locator("#hv-p2").is_visible()
        lesson.control("resume").click()
        lesson.read_through()
        lms.wait("completed")
        lesson.exit()
        assert lms.session.verbs == ["initialized", "completed", "terminated"]
        go(lms, lesson, href)
        assert lesson.frame.locator(".banner p").is_visible()
        lesson.exit()
        assert lms.session.verbs == ["initialized", "terminated"]
        lms.clean()


@Both
def test_a_video_from_launch_to_completion(standard: str, launched: Launch) -> None:
    with launched(standard, "video.html") as (lms, lesson):
        run(lesson, 8)
        lesson.exit()
        go(lms, lesson, "video.html")
        run(lesson, 20)
        lms.wait("completed")
        lesson.exit()
        assert lms.session.verbs == ["initialized", "completed", "terminated"]
        lms.clean()


def test_rule_19_the_token_is_fetched_once_also_after_a_reload(launched: Launch) -> None:
    with launched() as (lms, lesson):
        lesson.scroll_down()
        lesson.control("next").click()
        lesson.state("saved")
        reload(lesson)
        assert lesson.frame.locator("#hv-p2").is_visible()
        lesson.read_through()
        lms.wait("completed")
        lesson.exit()
        assert lms.session.events.count("fetch") == 1
        assert lms.session.verbs == ["initialized", "completed", "terminated"]
        lms.clean()


def test_rule_19_after_its_end_a_reload_shows_and_tells_nothing(launched: Launch) -> None:
    with launched() as (lms, lesson):
        lesson.exit()
        lesson.page.reload()
        lesson.frame.locator("#hv-notice-review").wait_for()
        lesson.scroll_down()
        lesson.exit()
        assert lms.session.verbs == ["initialized", "terminated"]
        assert lms.session.events.count("fetch") == 1
        lms.clean()


def test_rule_19_without_a_token_the_lesson_stands_alone(launched: Launch) -> None:
    with launched() as (lms, lesson):
        token = next(iter(lms.tokens))
        lesson.page.evaluate("sessionStorage.clear()")
        lesson.page.goto(lesson.page.url.replace("tai-lieu.html", "trang-chieu.html"))
        lesson.state("ready", "saved")
        assert lesson.frame.locator("#hv-notice-alone").is_visible()
        lesson.read_through()
        assert lms.fetched == [token]
        assert lms.session.wrong == ["cmi5 8.2.1: fetched twice"]
        assert lesson.trouble == []


def test_rule_20_the_order_from_the_token_to_the_return(launched: Launch) -> None:
    with launched(preferences={"languagePreference": "en-US,vi"}) as (lms, lesson):
        assert lesson.control("exit").inner_text() == "Save and exit"
        back = f"{lms.url}/back/"
        go(lms, lesson, "tai-lieu.html", returnURL=back)
        lesson.read_through()
        lms.wait("completed")
        lesson.control("exit").click()
        lesson.page.wait_for_url(back)
        events = [event for event in lms.session.events if not event.endswith(" suspendData")]
        assert events == [*ORDER, "initialized", "completed", "terminated"]
        lms.clean()


@Both
def test_rule_20_the_end_of_a_closed_window_does_not_overtake_its_beginning(
    standard: str, launched: Launch
) -> None:
    with launched(standard) as (lms, lesson):
        lesson.exit()
        lms.faults += ["late"]
        go(lms, lesson, "tai-lieu.html")
        assert lms.faults == []
        lesson.page.close()
        lms.wait("initialized", "terminated")
        assert lms.session.verbs == ["initialized", "terminated"]
        time.sleep(LATE)
        assert lms.session.verbs == ["initialized", "terminated"]
        lms.clean()


def test_rule_20_a_return_to_a_script_is_not_followed(launched: Launch) -> None:
    with launched(returnURL="javascript:document.title='x'") as (lms, lesson):
        lesson.exit()
        lms.wait("terminated")
        assert lesson.page.title() != "x"
        lms.clean()


def test_rule_21_categories_durations_and_the_template(launched: Launch) -> None:
    with launched() as (lms, lesson):
        lesson.read_through()
        lms.wait("completed")
        lesson.page.wait_for_timeout(1200)
        lesson.exit()
        lms.clean()
        told = dict(zip(lms.session.verbs, lms.session.own, strict=True))
        for name, one in told.items():
            categories = [item["id"] for item in one["context"]["contextActivities"]["category"]]
            moved = [MOVE_ON] if name == "completed" else []
            assert categories == [CATEGORY, *moved]
            grouping = one["context"]["contextActivities"]["grouping"]
            assert [item["id"] for item in grouping] == ["urn:hocvu:mau:tai-lieu.html"]
            assert "score" not in one.get("result", {})
        spent = [told[name]["result"]["duration"] for name in ("completed", "terminated")]
        first, last = (float(re.fullmatch(r"PT([\d.]+)S", text)[1]) for text in spent)  # type: ignore[index]
        assert 0 < first < last < 60


def test_rule_21_a_score_and_the_mastery_score_stand_on_what_was_decided(
    launched: Launch, core: Any
) -> None:
    told = core.evaluate("judgeBy({ mastery: 0.8, results: [[0.6, true], [0.85, false]] })")
    names = [one["verb"]["id"].removeprefix(ADL) for one in told]
    assert names == ["initialized", "passed", "terminated"]
    passed = told[1]
    assert passed["result"]["score"] == {"scaled": 0.85, "raw": 85, "min": 0, "max": 100}
    assert passed["result"]["success"] is True
    assert passed["context"]["extensions"][MASTERY] == 0.8
    told = core.evaluate("judgeBy({ mastery: 0.8, results: [[0.6, true]] })")
    failed = told[1]
    assert failed["verb"]["id"] == f"{ADL}failed"
    assert failed["result"]["success"] is False
    assert failed["context"]["extensions"][MASTERY] == 0.8
    assert "duration" in failed["result"]


def test_rule_22_no_failure_after_a_pass_and_one_pass(core: Any) -> None:
    told = core.evaluate(
        "judgeBy({ mastery: null, results: [[0.9, true], [0.9, true], [0.2, false]] })"
    )
    assert [one["verb"]["id"].removeprefix(ADL) for one in told] == [
        "initialized",
        "passed",
        "terminated",
    ]


@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_rule_22_browse_and_review_tell_only_beginning_and_end(mode: str, launched: Launch) -> None:
    with launched(href="video.html", launchMode=mode) as (lms, lesson):
        run(lesson, 20)
        lesson.exit()
        verbs = [one["verb"]["id"].removeprefix(ADL) for one in lms.session.statements]
        assert verbs == ["initialized", "terminated"]
        assert lms.documents == {}
        lms.clean()


def test_rule_22_completed_once_in_a_registration_whatever_became_of_the_answer(
    launched: Launch,
) -> None:
    with launched() as (lms, lesson):
        lesson.page.wait_for_timeout(300)
        lms.faults += ["lost"]
        lesson.read_through()
        lms.wait("completed")
        lesson.page.close()
        again = Play(lesson.page.context.new_page(), lms, {})  # type: ignore[arg-type]
        go(lms, again, "tai-lieu.html")
        again.state("saved")
        again.exit()
        assert lms.session.verbs == ["initialized", "terminated"]
        lms.clean()


def test_rule_23_video_statements_have_their_own_object_and_no_cmi5_category(
    launched: Launch,
) -> None:
    with launched(href="video.html") as (lms, lesson):
        run(lesson, 20)
        lms.wait("completed")
        lesson.exit()
        lms.clean()
        assert {one["object"]["id"] for one in lms.session.video} == {
            "urn:hocvu:mau:lessons:video:video"
        }
        for one in lms.session.video:
            categories = [item["id"] for item in one["context"]["contextActivities"]["category"]]
            assert categories == [VIDEO]
        everything = [one["verb"]["id"] for one in lms.session.statements]
        assert everything[0] == f"{ADL}initialized"
        assert everything[-1] == f"{ADL}terminated"
        assert lms.session.statements[-1]["object"]["id"] == lms.session.activity


@Both
def test_rule_24_ids_are_made_before_and_a_resend_doubles_nothing(
    standard: str, launched: Launch
) -> None:
    script = "delete Crypto.prototype.randomUUID;"
    with launched(standard, script=script) as (lms, lesson):
        lesson.page.wait_for_timeout(300)
        lms.faults += ["500", "lost", "409"]
        lesson.read_through()
        for _ in range(5):
            lesson.page.evaluate("dispatchEvent(new Event('online'))")
            lesson.page.wait_for_timeout(200)
        lms.wait("completed")
        lesson.exit()
        assert lms.faults == []
        assert lms.session.verbs == ["initialized", "completed", "terminated"]
        lms.clean()


def test_rule_24_batches_of_at_most_25(launched: Launch) -> None:
    with launched(href="video.html") as (lms, lesson):
        lesson.page.wait_for_timeout(300)
        lms.down = True
        lesson.frame.evaluate(
            "async () => { const v = document.querySelector('video'); v.muted = true;"
            "for (let i = 0; i < 20; i++) { await v.play(); v.pause();"
            "await new Promise(r => setTimeout(r, 20)); } }"
        )
        lesson.state("unsaved")
        lms.down = False
        lms.batches.clear()
        lesson.exit()
        assert len(lms.batches) >= 2
        assert max(lms.batches) == 25
        assert [one["verb"]["id"].rpartition("/")[2] for one in lms.session.video].count(
            "played"
        ) == 20
        lms.clean()


KEPT = """() => new Promise(done => {
  const asked = indexedDB.open("hocvu");
  asked.onsuccess = () => {
    const rows = asked.result.transaction("outbox").objectStore("outbox").count();
    rows.onsuccess = () => { asked.result.close(); done(rows.result >= 3); };
  };
})"""


@pytest.mark.parametrize("storage", [True, False])
def test_rule_24_what_was_not_delivered_waits_for_the_next_launch(
    storage: bool, launched: Launch
) -> None:
    script = "" if storage else (
        "Object.defineProperty(window, 'indexedDB', {get() { throw new Error('denied'); }})"
    )  # fmt: skip
    with launched(href="video.html", script=script) as (lms, lesson):
        lesson.page.wait_for_timeout(300)
        lms.down = True
        run(lesson, 6)
        lesson.state("unsaved")
        if storage:  # a busy browser may take a while to write what it was given
            lesson.page.wait_for_function(KEPT)
        lesson.page.close()
        time.sleep(0.5)  # what the page still sends as it goes must not arrive either
        lms.down = False
        again = Play(lesson.page.context.new_page(), lms, {})  # type: ignore[arg-type]
        go(lms, again, "video.html")
        again.state("saved")
        again.exit()
        verbs = [one["verb"]["id"].rpartition("/")[2] for one in lms.session.video]
        # What the closed window still wrote as it went may or may not be there.
        assert verbs[:3] == (["initialized", "played", "paused"] if storage else [])
        assert "t=6" in lms.memo("video.html") or "t=7" in lms.memo("video.html")
        lms.clean()


@Both
def test_rule_24_what_is_left_goes_out_with_the_page_also_to_another_origin(
    standard: str, launched: Launch
) -> None:
    with launched(standard, "video.html", framed=True, elsewhere=True) as (lms, lesson):
        lms.wait("initialized")
        lesson.frame.evaluate("document.querySelector('video').play()")
        lesson.page.wait_for_timeout(1200)
        lesson.page.evaluate("document.getElementById('sco').src = 'about:blank'")
        lms.wait("terminated")
        end = time.monotonic() + 5
        watched = re.compile(r"\|t=(?!0\|)\d")
        while not watched.search(lms.memo("video.html")) and time.monotonic() < end:
            time.sleep(0.05)
        assert watched.search(lms.memo("video.html"))
        verbs = [one["verb"]["id"].rpartition("/")[2] for one in lms.session.video]
        assert verbs == ["initialized", "played", "paused", "terminated"]
        lms.clean()


def test_rule_25_video_statements_tell_what_was_played_and_nothing_in_between(
    launched: Launch,
) -> None:
    with launched(href="video.html") as (lms, lesson):
        run(lesson, 4)
        lesson.frame.evaluate("document.querySelector('video').currentTime = 12")
        lesson.page.wait_for_timeout(800)
        run(lesson, 20)
        lesson.exit()
        lms.clean()
        verbs = [one["verb"]["id"].rpartition("/")[2] for one in lms.session.video]
        assert verbs[:5] == ["initialized", "played", "paused", "seeked", "played"]
        assert verbs[-1] == "terminated"
        seeked = lms.session.video[3]
        assert result(seeked, "time-from") == pytest.approx(4, abs=1)
        assert result(seeked, "time-to") == 12
        parts = result(lms.session.video[-1], "played-segments").split("[,]")
        spans = [[float(end) for end in part.split("[.]")] for part in parts]
        assert spans[0][0] == 0
        assert spans[0][1] == pytest.approx(4, abs=1)
        assert spans[1][0] == pytest.approx(12, abs=0.5)
        assert lms.session.video[-1]["context"]["extensions"][f"{VIDEO}/extensions/length"] == 20


def test_rule_26_the_actor_is_passed_on_as_it_was_given(launched: Launch) -> None:
    with launched("xapi") as (lms, lesson):
        lesson.read_through()
        lms.wait("completed")
        kept = lesson.page.evaluate("JSON.stringify([localStorage, sessionStorage])")
        assert "7f3c1d" not in kept
        lms.clean()
    with launched("xapi") as (lms, lesson):
        named = '{"name":["Nguyễn Văn Đủ"],"account":[{"accountServiceHomePage":"https://he-thong.example.vn","accountName":"7f3c1d"}]}'
        address = lms.launch("tai-lieu.html")
        asked = re.sub(r"actor=[^&]*", f"actor={named}", address)
        lesson.page.goto(asked)
        lms.wait("initialized")
        assert "Nguyễn" not in str(lms.stored)
        lms.clean()


def test_a_course_launched_as_one_leads_on_and_is_completed_with_its_last_lesson(
    browser: Browser, tmp_path: Path
) -> None:
    lessons = (samples.lesson(name, name, samples.document(tmp_path)) for name in ("mot", "hai"))
    folder = samples.unpack(samples.course(*lessons), "xapi", tmp_path / "goi")
    with recording(folder, "xapi") as lms:
        context = browser.new_context(viewport={"width": 360, "height": 640})
        lesson = Play(context.new_page(), lms, {})  # type: ignore[arg-type]
        go(lms, lesson, "mot.html", whole="urn:hocvu:mau")
        lesson.read_through()
        lms.wait("completed")
        assert lms.session.video == []
        lms.session.activity = "urn:hocvu:mau:lessons:hai"
        lesson.frame.locator(".banner a").click()
        lesson.state("ready", "saved")
        assert lesson.page.url.count("hai.html?endpoint=") == 1
        lesson.read_through()
        lesson.exit()
        told = [one["object"]["id"] for one in lms.session.statements
                if one["verb"]["id"] == f"{ADL}completed"]  # fmt: skip
        assert told == [
            *(f"urn:hocvu:mau:lessons:{name}" for name in ("mot", "hai")),
            "urn:hocvu:mau",
        ]
        lms.clean()
        context.close()


def test_the_block_for_open_edx_keeps_every_lesson_and_its_completion(launched: Launch) -> None:
    with launched() as (lms, lesson):
        lesson.exit()
        lms.openedx = True
        for href in ("tai-lieu.html", "trang-chieu.html"):
            go(lms, lesson, href)
            assert lesson.frame.locator(".banner p").count() == 0
            lesson.read_through()
            lms.wait("completed")
            lesson.exit()
            assert lms.session.verbs == ["initialized", "completed", "terminated"]
        go(lms, lesson, "tai-lieu.html")
        assert lesson.frame.locator(".banner p").is_visible()
        assert lesson.frame.locator("#hv-p3").is_visible()
        lms.clean()
        # It launches with the same address every time.
        address = lesson.page.url
        lesson.exit()
        lesson.page.goto(address)
        lesson.state("saved", "ready")
        assert lesson.frame.locator("#hv-notice-review").count() == 0
        assert lms.session.verbs == ["initialized", "terminated", "initialized"]


@Both
def test_from_a_folder_the_lesson_stands_alone_and_asks_nobody(
    standard: str, folder: Folder, browser: Browser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    trouble: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.goto(
        f"{(folder(standard) / 'tai-lieu.html').as_uri()}?endpoint=https://a.vn/&auth=x&actor=x"
    )
    lesson = Play(page, None, {})  # type: ignore[arg-type]
    lesson.read_through()
    assert page.locator("#hv-notice-alone").is_visible()
    assert [url for url in asked if not url.startswith("file:")] == []
    assert trouble == []
    context.close()


def test_only_the_record_store_is_fetched_from() -> None:
    source = Path(__file__).parents[2] / "hocvu" / "player" / "src"
    fetching = [path.name for path in source.rglob("*.ts") if "fetch(" in path.read_text("utf-8")]
    assert fetching == ["lrs.ts"]


def reload(lesson: Play) -> None:
    """Reload the page by its key."""
    lesson.page.keyboard.press("F5")
    lesson.page.reload()
    lesson.frame.wait_for_selector("body[data-hocvu-state]:not([data-hocvu-state=loading])")


def answered(lms: Lms) -> list[str]:
    told = [one for session in lms.sessions for one in session.statements]
    return [
        one["object"]["id"].rpartition(":")[2] for one in told
        if one["verb"]["id"].endswith("/answered")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("way", "standard"),
    [
        ("tab", "cmi5"),
        pytest.param("tab", "xapi", marks=pytest.mark.long),
        pytest.param("elsewhere", "cmi5", marks=pytest.mark.long),
        ("elsewhere", "xapi"),
    ],
)
def test_a_window_that_is_closed_ends_its_session(
    way: str, standard: str, launched: Launch
) -> None:
    with launched(standard, "kiem-tra.html") as (lms, lesson):
        for number in range(1, 9):
            answer(number, activities.WRONG[f"c{number}"])(lesson)
        lesson.state("saved")
        if way == "tab":
            lesson.page.close()
        else:
            lesson.page.goto("about:blank")
        lms.wait("terminated")
        failed = ["failed", "terminated"]
        assert lms.session.verbs == ["initialized", "completed", *failed]
        assert len(answered(lms)) == 8
        lms.clean()


@pytest.mark.parametrize("sign", ["visibilitychange", "pagehide"])
def test_a_window_that_is_out_of_sight_or_kept_aside_goes_on(sign: str, launched: Launch) -> None:
    with launched() as (lms, lesson):
        lesson.scroll_down()
        lesson.frame.evaluate(
            "sign => { if (sign === 'pagehide') {"
            " dispatchEvent(new PageTransitionEvent(sign, {persisted: true})); return; }"
            "Object.defineProperty(document, 'visibilityState',"
            " {value: 'hidden', configurable: true}); document.dispatchEvent(new Event(sign));"
            "delete document.visibilityState; document.dispatchEvent(new Event(sign)); }",
            sign,
        )
        lesson.frame.evaluate(
            "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
        )
        lesson.read_through()
        lms.wait("completed")
        lesson.exit()
        assert lms.session.verbs == ["initialized", "completed", "terminated"]
        lms.clean()


def test_a_window_reloaded_by_its_button_goes_on_and_the_next_launch_tells_the_rest(
    launched: Launch,
) -> None:
    with launched(href="kiem-tra.html") as (lms, lesson):
        for number in (1, 2):
            answer(number, activities.RIGHT[f"c{number}"])(lesson)
        lesson.state("saved")
        for number in (3, 4):
            lesson.page.reload()
            lesson.state("unsaved")
            expect(lesson.frame.locator("#hv-notice-unsaved")).to_contain_text("giữ trên máy này")
            answer(number, activities.RIGHT[f"c{number}"])(lesson)
        for number in range(5, 9):
            answer(number, activities.RIGHT[f"c{number}"])(lesson)
        lesson.exit()
        assert "Chưa lưu được lên hệ thống" in lesson.frame.locator(".end").inner_text()
        assert lms.session.verbs == ["initialized", "terminated"]
        assert lms.session.events.count("fetch") == 1
        go(lms, lesson, "kiem-tra.html")
        expect(lesson.frame.locator(".score")).to_contain_text("100%")
        lms.wait("passed")
        lesson.state("saved")
        lesson.exit()
        assert lms.session.verbs == ["initialized", "completed", "passed", "terminated"]
        assert sorted(answered(lms)) == [f"c{number}" for number in range(1, 9)]
        lms.clean()
