"""Scripted learners finish each kind of lesson in each standard, cut off and resumed on the way."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from runtime.learners import LESSONS, PASSED, SCORES, expected, held_answers, told_answers
from runtime.play import Play, play
from runtime.recorder import Lms, recording

Folder = Callable[[str], Path]
STATUS = {"scorm12": "cmi.core.lesson_status", "scorm2004": "cmi.completion_status"}
TIME = {"scorm12": "cmi.core.session_time", "scorm2004": "cmi.session_time"}
USUAL = [
    ("kiem-tra", "scorm12", 1),
    ("kiem-tra", "scorm2004", 2),
    ("kiem-tra", "cmi5", 3),
    ("kiem-tra", "xapi", 4),
    ("tinh-huong", "scorm12", 5),
    ("tinh-huong", "scorm2004", 6),
    ("tinh-huong", "cmi5", 7),
    ("tinh-huong", "xapi", 8),
    ("video", "scorm2004", 9),
]
EVERY = [
    pytest.param(href, standard, seed, marks=pytest.mark.long)
    for href in LESSONS
    for standard in ("scorm12", "scorm2004", "cmi5", "xapi")
    for seed in range(100, 110)
]


def learn(href: str, lesson: Play, seed: int, cut: Callable[[str], Play]) -> Play:
    """Go through a lesson, cut off once at a place and in a way that `seed` decides."""
    chance = random.Random(seed)
    steps = LESSONS[href]
    place = chance.randrange(1, len(steps))
    for number, step in enumerate(steps):
        if number == place:
            lesson = cut(chance.choice(["exit", "leave", "crash"]))
        step(lesson)
    lesson.state("saved")
    return lesson


@pytest.mark.parametrize(
    ("href", "standard", "seed"),
    [case for case in USUAL if case[1].startswith("scorm")]
    + [case for case in EVERY if str(case.values[1]).startswith("scorm")],
)
def test_the_record_is_whole_in_scorm(
    href: str, standard: str, seed: int, folder: Folder, browser: Browser
) -> None:
    with play(folder(standard), f"{href}.html", browser=browser, standard=standard) as lesson:

        def cut(how: str) -> Play:
            if how == "exit":
                lesson.exit()
            elif how == "leave":
                lesson.leave()
            assert lesson.refused() == []
            held = lesson.held()
            # A machine that goes dark tells the system nothing more.
            lesson.page.evaluate("faults.commit = 'throw'")
            lesson.again(held)
            return lesson

        learn(href, lesson, seed, cut)
        lesson.exit()
        held = lesson.held()[standard]
        assert list(held_answers(held)) == expected(href, standard)
        passed, score = PASSED.get(href), SCORES.get(href)
        if standard == "scorm12":
            status = {None: "completed", True: "passed", False: "failed"}[passed]
            assert held["cmi.core.lesson_status"] == status
            raw = held.get("cmi.core.score.raw")
        else:
            assert held["cmi.completion_status"] == "completed"
            success = {None: "unknown", True: "passed", False: "failed"}[passed]
            assert held["cmi.success_status"] == success
            assert held["cmi.progress_measure"] == "1"
            assert held.get("cmi.score.scaled") == (None if score is None else f"{score:g}")
            raw = held.get("cmi.score.raw")
        assert raw == (None if score is None else str(int(score * 100 + 0.5)))
        assert lesson.refused() == []
        first, last = lesson.calls[0], lesson.calls[-1]
        spent = lesson.last(
            "cmi.core.session_time" if standard == "scorm12" else "cmi.session_time"
        )
        assert seconds(str(spent)) == pytest.approx((last.at - first.at) / 1000, abs=1)
        lesson.clean()


@pytest.mark.parametrize(
    ("href", "standard", "seed"),
    [case for case in USUAL if not case[1].startswith("scorm")]
    + [case for case in EVERY if not str(case.values[1]).startswith("scorm")],
)
def test_the_record_is_whole_in_cmi5_and_xapi(
    href: str, standard: str, seed: int, folder: Folder, browser: Browser
) -> None:
    with recording(folder(standard), standard) as lms:
        context = browser.new_context(viewport={"width": 360, "height": 640})
        lesson = Play(context.new_page(), lms, {})  # type: ignore[arg-type]
        launch(lms, lesson, href)

        def cut(how: str) -> Play:
            if how == "crash":
                lesson.page.reload()
                lesson.frame.wait_for_selector("body:not([data-hocvu-state=loading])")
                return lesson
            if how == "exit":
                lesson.exit()
            else:
                lesson.state("saved")
            launch(lms, lesson, href)
            return lesson

        learn(href, lesson, seed, cut)
        lesson.exit()
        context.close()
        statements = [one for session in lms.sessions for one in session.statements]
        assert told_answers(statements) == expected(href, "scorm2004")
        assert len({one["id"] for one in statements}) == len(statements)
        verbs = [verb for session in lms.sessions for verb in session.verbs]
        assert verbs.count("completed") == 1
        for name, wanted in (("passed", True), ("failed", False)):
            assert verbs.count(name) == (PASSED.get(href) is wanted)
        ends = [one["result"] for session in lms.sessions for one in session.own
                if "score" in one.get("result", {})]  # fmt: skip
        scores = [SCORES[href]] if href in SCORES else []
        assert [end["score"]["scaled"] for end in ends] == scores
        lms.clean()


def launch(lms: Lms, lesson: Play, href: str) -> None:
    """Launch the lesson and wait until it is alive."""
    lesson.page.goto(lms.launch(f"{href}.html"))
    lesson.frame.wait_for_selector("body[data-hocvu-state]:not([data-hocvu-state=loading])")


def seconds(text: str) -> float:
    """Return the seconds of a time span of either SCORM."""
    if text.startswith("PT"):
        total, number = 0.0, ""
        for sign in text[2:]:
            if sign.isalpha():
                total += float(number) * {"H": 3600, "M": 60, "S": 1}[sign]
                number = ""
            else:
                number += sign
        return total
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)
