"""Situations as learners meet them: questions in the video, decisions, ends, another run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from runtime import activities, samples
from runtime.learners import answer_in_video, decide, held_answers, watch, watch_on
from runtime.play import Play, expect, play
from runtime.recorder import recording

Folder = Callable[[str], Path]
HREF = "tinh-huong.html"


def test_a_required_question_halts_the_video_and_cannot_be_passed(
    folder: Folder, browser: Browser
) -> None:
    with play(folder("scorm12"), HREF, browser=browser) as lesson:
        decision, question = lesson.frame.locator(".decision"), lesson.frame.locator(".timed")
        expect(decision).to_be_hidden()
        expect(question).to_be_hidden()
        expect(lesson.frame.locator(".wait")).to_contain_text("50%")
        watch(lesson, 6, rate=4)
        expect(question).to_be_visible()
        at = "document.querySelector('video').currentTime"
        assert lesson.frame.evaluate(at) == pytest.approx(2, abs=0.6)
        assert lesson.frame.evaluate("document.activeElement.textContent") == "Câu 1"
        lesson.frame.evaluate("() => { document.querySelector('video').currentTime = 5; }")
        lesson.frame.wait_for_function(f"{at} < 3")
        lesson.frame.evaluate("document.querySelector('video').play().catch(() => 0)")
        lesson.frame.wait_for_function("document.querySelector('video').paused")
        answer_in_video(lesson)
        expect(question.locator(".verdict")).to_be_focused()
        question.locator("[data-hocvu=continue]").click()
        expect(question).to_be_hidden()
        assert lesson.frame.evaluate("document.activeElement.tagName") == "VIDEO"
        watch_on(lesson)
        expect(decision).to_be_visible()
        assert lesson.refused() == []
        lesson.clean()


def test_another_run_may_pass_and_never_takes_away(folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), HREF, browser=browser) as lesson:
        answer_in_video(lesson)
        watch_on(lesson)
        decide("b")(lesson)
        expect(lesson.frame.locator(".score")).to_contain_text("100%")
        expect(lesson.frame.locator(".path")).to_contain_text("Hướng dẫn bổ sung bằng phiếu")
        lesson.state("saved")
        assert lesson.last("cmi.core.lesson_status") == "passed"
        lesson.control("retry").click()
        answer_in_video(lesson)
        watch_on(lesson)
        decide("a")(lesson)
        decide("b")(lesson)
        expect(lesson.frame.locator(".score")).to_contain_text("Chưa đạt")
        lesson.exit()
        assert [value for _, value in lesson.sets("cmi.core.lesson_status")] == [
            "incomplete", "passed",
        ]  # fmt: skip
        assert {value for _, value in lesson.sets("cmi.core.score.raw")} == {"100"}
        ids = [told.id for told in held_answers(lesson.held()["scorm12"])]
        assert ids == ["ch_mo_dau_c3_1", "th_mo_dau_1", "ch_mo_dau_c3_1", "th_mo_dau_1",
                       "th_hau_qua_1"]  # fmt: skip


def test_a_decision_is_told_before_its_outcome_is_read_and_survives(
    folder: Folder, browser: Browser
) -> None:
    with play(folder("scorm12"), HREF, browser=browser) as lesson:
        answer_in_video(lesson)
        watch_on(lesson)
        lesson.frame.locator(".decision [value=a]").check()
        lesson.frame.locator(".decision [data-hocvu=submit]").click()
        expect(lesson.frame.locator(".decision .feedback")).to_contain_text("nhiều lần")
        assert lesson.last("cmi.interactions.1.student_response") == "a"
        # The screen after it is never seen.
        lesson.page.evaluate("faults.commit = 'throw'")
        lesson.again(lesson.held())
        expect(lesson.frame.locator("#hv-s2")).to_be_visible()
        assert lesson.frame.locator("#hv-s1").count() == 0
        decide("b")(lesson)
        expect(lesson.frame.locator("#hv-s4")).to_contain_text("khiếu nại")
        lesson.state("saved")
        assert lesson.last("cmi.core.lesson_status") == "failed"
        told = [(a.id, a.result) for a in held_answers(lesson.held()["scorm12"])]
        assert told == [("ch_mo_dau_c3_1", "correct"), ("th_mo_dau_1", "0"), ("th_hau_qua_1", "0")]


def test_a_video_that_does_not_play_locks_nobody_out(tmp_path: Path, browser: Browser) -> None:
    course = samples.course(samples.lesson("th", "T", activities.situation(tmp_path)))
    folder = samples.unpack(course, "scorm12", tmp_path / "package")
    for video in (folder / "media").glob("*.mp4"):
        video.write_bytes(b"not a video")
    with play(folder, "th.html", browser=browser) as lesson:
        expect(lesson.frame.locator(".clamp")).to_contain_text("Không phát được")
        expect(lesson.frame.locator(".timed")).to_be_visible()
        expect(lesson.frame.locator(".decision")).to_be_visible()
        expect(lesson.frame.locator(".transcript")).to_contain_text(samples.SPEECH[1])


def test_statements_of_a_situation_name_it_and_each_of_its_videos(
    folder: Folder, browser: Browser
) -> None:
    with recording(folder("xapi"), "xapi") as lms:
        page = browser.new_context(viewport={"width": 360, "height": 640}).new_page()
        lesson = Play(page, lms, {})  # type: ignore[arg-type]
        page.goto(lms.launch(HREF))
        lesson.state("ready", "saved", "saving")
        answer_in_video(lesson)
        watch_on(lesson)
        decide("b")(lesson)
        lesson.state("saved")
        lesson.exit()
        page.context.close()
        statements = lms.session.statements
        decision = next(s for s in statements if s["object"]["id"].endswith("th_mo_dau_1"))
        parents = [one["id"] for one in decision["context"]["contextActivities"]["parent"]]
        assert any(parent.endswith("situation:chung_thuc_01") for parent in parents)
        assert decision["result"]["score"] == {"scaled": 1}
        definition = decision["object"]["definition"]
        assert definition["interactionType"] == "choice"
        assert definition["correctResponsesPattern"] == ["b"]
        assert [choice["id"] for choice in definition["choices"]] == ["a", "b", "c"]
        videos = {
            s["object"]["id"] for s in lms.session.video if "/video/verbs/" in s["verb"]["id"]
        }
        assert all(video.endswith(":video:mo_dau") for video in videos)
        assert videos
        lms.clean()
