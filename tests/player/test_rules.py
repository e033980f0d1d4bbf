"""The tracking rules, each by its number in the design of the player's behaviour."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from runtime.play import Play

Folder = Callable[[str], Path]
Both = pytest.mark.parametrize("standard", ["scorm12", "scorm2004"])
STATUS = {"scorm12": "cmi.core.lesson_status", "scorm2004": "cmi.completion_status"}
END = {"scorm12": "LMSFinish", "scorm2004": "Terminate"}


def hide(lesson: Play) -> None:
    lesson.frame.evaluate(
        "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )


@Both
def test_rule_1_the_interface_is_found_above_and_behind_the_opener(
    standard: str, opened: Callable[..., Any]
) -> None:
    with opened(standard) as lesson:
        href = lesson.asked["href"]
        before = len(lesson.calls)
        lesson.page.evaluate(
            "href => { const outer = document.createElement('iframe'); document.body.append(outer);"
            "const inner = outer.contentDocument.createElement('iframe'); inner.src = href;"
            "outer.contentDocument.body.append(inner); }",
            href,
        )
        lesson.page.wait_for_function(f"calls.length > {before}")
        before = len(lesson.calls)
        with lesson.page.expect_popup() as popup:
            lesson.page.evaluate("href => { window.open(href); }", href)
        popup.value.wait_for_selector("body:not([data-hocvu-state=loading])")
        assert len(lesson.calls) > before


@Both
def test_rule_1_without_an_interface_the_lesson_stands_alone_and_says_so(
    standard: str, opened: Callable[..., Any]
) -> None:
    with opened(standard, offer="") as lesson:
        assert lesson.frame.locator("#hv-notice-alone").is_visible()
        lesson.read_through()
        assert lesson.frame.locator(".banner").inner_text().strip()
        lesson.again({})
        assert lesson.frame.locator("progress").get_attribute("value") == "100"
        lesson.clean()


def test_rule_1_a_sandboxed_frame_shows_the_lesson_without_an_error(
    opened: Callable[..., Any],
) -> None:
    with opened() as lesson:
        lesson.page.evaluate(
            "href => { const frame = document.getElementById('sco');"
            "frame.setAttribute('sandbox', 'allow-scripts'); frame.src = href + '?s'; }",
            lesson.asked["href"],
        )
        lesson.page.wait_for_timeout(500)
        lesson.state("ready", "saved", "unsaved")
        assert lesson.frame.locator("#hv-notice-alone").is_visible()
        lesson.scroll_down()
        lesson.control("next").click()
        assert lesson.frame.locator("#hv-p2").is_visible()
        assert not [said for said in lesson.trouble if "is not" in said or "Uncaught" in said]


@Both
def test_rule_2_only_the_interface_of_the_packaged_version_is_used(
    standard: str, opened: Callable[..., Any]
) -> None:
    with opened(standard, offer="scorm12,scorm2004") as lesson:
        lesson.read_through()
        lesson.exit()
        assert {call.standard for call in lesson.calls} == {standard}


@Both
def test_rule_3_only_text_is_passed_and_no_call_is_refused(
    standard: str, opened: Callable[..., Any]
) -> None:
    with opened(standard) as lesson:
        lesson.read_through()
        lesson.exit()
        assert all(isinstance(arg, str) for call in lesson.calls for arg in call.args)
        assert lesson.refused() == []


@Both
@pytest.mark.parametrize("fault", ["lie", "false", "throw"])
def test_rule_3_a_commit_that_may_have_failed_is_never_called_saved(
    standard: str, fault: str, opened: Callable[..., Any]
) -> None:
    with opened(standard) as lesson:
        lesson.state("saved")
        lesson.page.evaluate("fault => { faults.commit = fault; }", fault)
        lesson.scroll_down()
        lesson.state("unsaved")
        assert "Chưa lưu được" in lesson.frame.locator(".saved").inner_text()


@Both
def test_rule_4_a_completed_lesson_is_never_set_back_where_all_reads_back_empty(
    standard: str, opened: Callable[..., Any]
) -> None:
    with opened(standard, runtime="openedx") as lesson:
        lesson.read_through()
        assert lesson.last(STATUS[standard]) == "completed"
        lesson.exit()
        lesson.again()
        lesson.control("prev").click()
        lesson.page.wait_for_timeout(200)
        lesson.leave()
        assert {value for _, value in lesson.sets(STATUS[standard])} == {"completed"}


@pytest.mark.parametrize("status", ["passed", "completed", "failed"])
def test_rule_4_a_terminal_status_of_the_system_is_left_alone(
    status: str, opened: Callable[..., Any]
) -> None:
    with opened(initial={"scorm12": {"cmi.core.lesson_status": status}}) as lesson:
        lesson.read_through()
        lesson.exit()
        assert lesson.sets("cmi.core.lesson_status") == []


def test_rule_5_answers_are_counted_by_the_player_over_sessions(core: Page) -> None:
    indexes = core.evaluate(
        "() => { const one = session(documentLesson(2));"
        "one.tracker.answer(ANSWERS[0]); one.tracker.answer(ANSWERS[1]); one.tracker.finish();"
        "const memo = one.driver.saves[one.driver.saves.length - 1].memo;"
        "const two = session(documentLesson(2), {start: {memo}});"
        "two.tracker.answer(ANSWERS[2]); return [...one.driver.answers, ...two.driver.answers]; }"
    )
    assert indexes == [0, 1, 2]


def test_rule_6_changes_are_gathered_and_idle_time_commits_nothing(core: Page) -> None:
    counts = core.evaluate(
        "() => { const s = session(documentLesson(9)); const n = () => s.driver.saves.length;"
        "const first = n(); for (let p = 0; p < 5; p++) { s.progress.see(p); s.tracker.soon();"
        "s.clock.move(200); } const during = n(); s.clock.move(1000); const after = n();"
        "s.clock.move(300000); const idle = n();"
        "s.tracker.touch(); s.clock.move(59000); const early = n(); s.clock.move(1000);"
        "return {first, during, after, idle, early, late: n()}; }"
    )
    assert counts == {"first": 1, "during": 1, "after": 2, "idle": 2, "early": 2, "late": 3}


def test_rule_6_a_page_read_is_committed_and_commits_stay_a_second_apart(
    opened: Callable[..., Any],
) -> None:
    with opened(href="trang-chieu.html") as lesson:
        lesson.read_through()
        times = [call.at for call in lesson.commits()]
        assert len(times) >= 2
        # The first tells the system that the lesson was begun; it cannot wait.
        assert all(later - earlier >= 1000 for earlier, later in itertools.pairwise(times))


@Both
def test_rule_7_hiding_commits_and_does_not_finish(
    standard: str, opened: Callable[..., Any]
) -> None:
    with opened(standard) as lesson:
        lesson.state("saved")
        lesson.page.wait_for_timeout(1300)
        before = len(lesson.commits())
        hide(lesson)
        assert len(lesson.commits()) == before + 1
        assert END[standard] not in {call.name for call in lesson.calls}


@Both
def test_rule_7_leaving_finishes_once_and_being_kept_does_not(
    standard: str, opened: Callable[..., Any]
) -> None:
    script = (
        "window.listened = []; const add = EventTarget.prototype.addEventListener;"
        "EventTarget.prototype.addEventListener = function (name, ...rest) {"
        "listened.push(name); return add.call(this, name, ...rest); };"
    )
    with opened(standard, init_script=script) as lesson:
        lesson.state("saved")
        lesson.frame.evaluate(
            "window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))"
        )
        assert END[standard] not in {call.name for call in lesson.calls}
        names = lesson.frame.evaluate("listened")
        assert not {"unload", "beforeunload"} & set(names)
        assert "pagehide" in names
        lesson.leave()
        assert [call.name for call in lesson.calls].count(END[standard]) == 1
        assert lesson.calls[-1].name == END[standard]
        assert lesson.refused() == []


def test_rule_7_time_away_in_the_browsers_store_is_not_counted(core: Page) -> None:
    seconds = core.evaluate(
        "() => { const s = session(documentLesson(2)); s.clock.move(10000); s.tracker.pause(true);"
        "s.clock.move(500000); s.tracker.pause(false); s.clock.move(5000);"
        "return s.tracker.seconds(); }"
    )
    assert seconds == 15


@Both
def test_rule_8_what_was_read_is_safe_when_no_request_leaves_in_an_unload(
    standard: str, opened: Callable[..., Any]
) -> None:
    with opened(standard) as lesson:
        lesson.state("saved")
        lesson.scroll_down()
        lesson.state("saving")
        lesson.state("saved")
        assert lesson.control("exit").inner_text().strip() == "Lưu và thoát"
        lesson.page.evaluate("faults.commit = 'throw'")
        lesson.leave()
        lesson.page.evaluate("faults.commit = ''")
        lesson.again()
        value = lesson.frame.locator("progress").get_attribute("value")
        assert value is not None
        assert float(value) >= 33
        lesson.clean()


@Both
def test_rule_9_time_and_exit_stand_before_every_commit(
    standard: str, opened: Callable[..., Any]
) -> None:
    time, leave = {
        "scorm12": ("cmi.core.session_time", "cmi.core.exit"),
        "scorm2004": ("cmi.session_time", "cmi.exit"),
    }[standard]
    normal = {"scorm12": "", "scorm2004": "normal"}[standard]
    with opened(standard) as lesson:
        lesson.read_through()
        since: dict[str, str] = {}
        ends = []
        for call in lesson.calls:
            if call.name.endswith("SetValue"):
                since[call.args[0]] = call.args[1]
            elif call.name.endswith("Commit"):
                assert {time, leave} <= set(since)
                ends.append((since.get(STATUS[standard]), since[leave]))
                since = {}
        assert ends[0] == ("incomplete", "suspend")
        assert ends[-1] == ("completed", normal)


def test_rule_10_the_memory_is_small_ascii_with_a_version_and_gives_up_video_first(
    core: Page,
) -> None:
    told = core.evaluate(
        "() => { const p = new core.Progress(documentLesson(60)); for (let i = 0; i < 60; i++)"
        " p.see(i); p.answers = 50;"
        "const v = new core.Progress(videoLesson(360000)); v.answers = 7;"
        "v.watch.play(0, 359000); const back = new core.Progress(videoLesson(360000));"
        "back.recall(v.dump(3500)); const whole = new core.Progress(videoLesson(600));"
        "whole.watch.play(0, 300); const copy = new core.Progress(videoLesson(600));"
        "copy.recall(whole.dump(3500));"
        "return {small: p.dump(3500), cut: v.dump(3500), full: v.dump(16000).length,"
        "answers: back.answers, share: [whole.watch.share(), copy.watch.share()]}; }"
    )
    assert len(told["small"]) < 120
    assert re.fullmatch(r"hv1[\x20-\x7e]*", told["small"])
    assert "v=" not in told["cut"]
    assert len(told["cut"]) <= 3500
    assert told["full"] > 3500
    assert told["answers"] == 7
    assert told["share"] == [0.5, 0.5]


@Both
def test_rule_11_what_was_not_saved_is_kept_and_sent_when_the_lesson_opens_again(
    standard: str, opened: Callable[..., Any]
) -> None:
    with opened(standard) as lesson:
        lesson.state("saved")
        held = lesson.held()
        lesson.page.evaluate("faults.commit = 'false'")
        lesson.read_through()
        assert "Chưa lưu được" in lesson.frame.locator(".saved").inner_text()
        lesson.page.evaluate("launch('about:blank')")
        lesson.again(held)
        assert lesson.last(STATUS[standard]) == "completed"
        lesson.state("saved")


def test_rule_11_the_kept_copy_yields_to_a_newer_one_and_to_another_learner(
    opened: Callable[..., Any],
) -> None:
    with opened() as lesson:
        lesson.state("saved")
        lesson.page.evaluate("faults.commit = 'false'")
        lesson.read_through()
        lesson.page.evaluate("launch('about:blank')")
        lesson.again({"scorm12": {"cmi.core.student_id": "other"}})
        assert lesson.last("cmi.core.lesson_status") == "incomplete"
        held = lesson.held()["scorm12"]
        held["cmi.core.student_id"] = "hv0001"
        held["cmi.suspend_data"] = re.sub(r"q=\d+", "q=999", held["cmi.suspend_data"])
        lesson.page.evaluate("launch('about:blank')")
        lesson.again({"scorm12": held})
        assert "completed" not in {value for _, value in lesson.sets("cmi.core.lesson_status")}
