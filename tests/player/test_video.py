"""Videos: what was really played counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from runtime.play import Play, expect, play

Folder = Callable[[str], Path]


def run(lesson: Play, seconds: float, rate: float = 8) -> None:
    """Play the video from where it stands until `seconds`, then pause."""
    lesson.frame.evaluate(
        "([seconds, rate]) => new Promise(done => { const v = document.querySelector('video');"
        "v.muted = true; v.playbackRate = rate; const look = () => {"
        "if (v.currentTime >= seconds || v.ended) { v.pause(); v.playbackRate = 1; done(); }"
        "else setTimeout(look, 30); };"
        "v.play().then(look); })",
        [seconds, rate],
    )
    lesson.page.wait_for_timeout(150)


def seek(lesson: Play, seconds: float) -> float:
    """Put the video at `seconds`; gives where it then stands."""
    return float(
        lesson.frame.evaluate(
            "seconds => new Promise(done => { const v = document.querySelector('video');"
            "v.currentTime = seconds; setTimeout(() => done(v.currentTime), 400); })",
            seconds,
        )
    )


@pytest.mark.parametrize(("standard", "runtime"), [("scorm12", "strict"), ("scorm2004", "again")])
def test_a_video_played_to_its_goal_completes_the_lesson(
    standard: str, runtime: str, folder: Folder, browser: Browser
) -> None:
    status = {"scorm12": "cmi.core.lesson_status", "scorm2004": "cmi.completion_status"}[standard]
    with play(
        folder(standard), "video.html", browser=browser, standard=standard,
        runtime=runtime,  # type: ignore[arg-type]
    ) as lesson:  # fmt: skip
        run(lesson, 11)
        lesson.state("saved")
        assert lesson.last(status) == "incomplete"
        lesson.exit()
        lesson.again()
        expect(lesson.control("resume")).to_be_visible()
        lesson.page.wait_for_timeout(300)
        position = lesson.frame.evaluate("document.querySelector('video').currentTime")
        assert position == pytest.approx(11, abs=0.8)
        run(lesson, 20)
        lesson.frame.wait_for_selector(".banner p")
        lesson.state("saved")
        assert lesson.last(status) == "completed"
        lesson.exit()
        assert lesson.refused() == []
        lesson.clean()


def test_jumping_to_the_end_is_not_watching(folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), "video.html", browser=browser) as lesson:
        run(lesson, 1)
        assert seek(lesson, 18) == pytest.approx(18, abs=0.5)
        run(lesson, 20)
        lesson.state("saved")
        assert lesson.last("cmi.core.lesson_status") == "incomplete"
        place = lesson.frame.locator(".place").inner_text()
        assert int("".join(c for c in place if c.isdigit())) <= 25


def test_where_skipping_is_off_one_goes_no_further_than_one_watched(
    folder: Folder, browser: Browser
) -> None:
    with play(folder("scorm12"), "video-khoa.html", browser=browser) as lesson:
        run(lesson, 6)
        assert seek(lesson, 17) < 8
        assert "cần xem hết" in lesson.frame.locator(".clamp").inner_text()
        assert seek(lesson, 2) == pytest.approx(2, abs=0.3)
        assert seek(lesson, 5.5) == pytest.approx(5.5, abs=0.3)
    held = {"scorm12": {"cmi.core.lesson_mode": "review"}}
    with play(folder("scorm12"), "video-khoa.html", browser=browser, initial=held) as lesson:
        lesson.frame.wait_for_function("document.querySelector('video').readyState >= 1")
        assert seek(lesson, 17) == pytest.approx(17, abs=0.3)


def test_captions_come_from_the_data_and_the_transcript_follows(
    folder: Folder, browser: Browser
) -> None:
    with play(folder("scorm12"), "video.html", browser=browser) as lesson:
        cues = lesson.frame.evaluate(
            "[...document.querySelector('video').textTracks].map(t => [t.kind, t.language, t.mode,"
            " [...t.cues].map(c => c.text)])"
        )
        assert len(cues) == 1
        assert cues[0][:3] == ["captions", "vi", "showing"]
        assert cues[0][3][0] == "Chào mừng anh chị đến với bài học."
        assert lesson.frame.locator("track").count() == 0
        run(lesson, 5.5)
        expect(lesson.frame.locator(".spoken")).to_have_text(cues[0][3][1])
        lesson.frame.locator("[data-start='12']").click()
        lesson.page.wait_for_timeout(300)
        position = lesson.frame.evaluate("document.querySelector('video').currentTime")
        assert 12 <= position < 14


def test_chapters_speed_and_the_data_of_the_page(folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), "video.html", browser=browser) as lesson:
        video = lesson.frame.locator("video")
        assert video.get_attribute("preload") == "metadata"
        assert video.get_attribute("playsinline") is not None
        lesson.frame.locator(".speed").select_option("1.5")
        assert lesson.frame.evaluate("document.querySelector('video').playbackRate") == 1.5
        lesson.frame.locator(".chapters button", has_text="Thực hành").click()
        lesson.page.wait_for_timeout(400)
        assert lesson.frame.evaluate("document.querySelector('video').currentTime") >= 10


def test_a_recording_is_heard_to_its_end(folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), "am-thanh.html", browser=browser) as lesson:
        lesson.frame.evaluate(
            "() => { const a = document.querySelector('audio'); a.muted = true;"
            "a.playbackRate = 4; return a.play(); }"
        )
        lesson.frame.wait_for_selector(".banner p")
        lesson.state("saved")
        assert lesson.frame.locator(".place").inner_text().startswith("Đã nghe")
        assert lesson.last("cmi.core.lesson_status") == "completed"
        assert lesson.frame.locator(".draft").is_visible()
        lesson.clean()


def test_a_bucket_counts_when_half_of_it_was_played(core: Page) -> None:
    told = core.evaluate(
        "() => { const p = new core.Progress(videoLesson(12)); const s = [];"
        "for (const [a, b] of [[0, 2], [0, 0.6], [4.9, 5.1], [5, 8], [10, 11.2]]) {"
        "p.watch.play(a, b); s.push(Math.round(p.watch.share() * 100)); } s.push(p.settle());"
        "s.push(p.settle()); return s; }"
    )
    assert told == [0, 42, 42, 83, 100, True, False]


def test_a_goal_of_nothing_is_reached_at_once(core: Page) -> None:
    assert core.evaluate("session(videoLesson(60, 0)).progress.done") is True
