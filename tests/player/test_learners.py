"""Scripted learners finish each kind of lesson in each standard and in each kind of system.

Each is cut off once and goes on: at a place and in a way that a seed decides.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from runtime.cmi5_rules import Session
from runtime.learners import LESSONS, PASSED, SCORES, expected, held_answers, told_answers
from runtime.play import Play, play
from runtime.recorder import Lms, recording

Folder = Callable[[str], Path]
TIME = {"scorm12": "cmi.core.session_time", "scorm2004": "cmi.session_time"}
SYSTEMS = [
    ("scorm12", "strict"), ("scorm12", "openedx"), ("scorm12", "again"),
    ("scorm2004", "strict"), ("scorm2004", "openedx"), ("scorm2004", "again"),
    ("cmi5", "lms"), ("cmi5", "openedx"), ("xapi", "lms"),
]  # fmt: skip
"""The standards, and the systems that play each."""
USUAL = [
    ("kiem-tra", "scorm12", "again", 101),
    ("kiem-tra", "scorm2004", "openedx", 102),
    ("kiem-tra", "cmi5", "lms", 103),
    ("tinh-huong", "scorm12", "openedx", 105),
    ("tinh-huong", "scorm2004", "again", 106),
    ("tinh-huong", "cmi5", "openedx", 107),
]


def cases(*standards: str) -> list[Any]:
    """Return all cases of some standards, ten places to be cut off at; `USUAL` in every run."""
    every = [
        (href, standard, system, seed)
        for href in LESSONS
        for standard, system in SYSTEMS
        for seed in range(100, 110)
        if standard in standards
    ]
    return [
        pytest.param(*case, marks=[] if case in USUAL else [pytest.mark.long]) for case in every
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


@pytest.mark.parametrize(("href", "standard", "system", "seed"), cases("scorm12", "scorm2004"))
def test_the_record_is_whole_in_scorm(
    href: str, standard: str, system: str, seed: int, folder: Folder, browser: Browser
) -> None:
    with play(
        folder(standard), f"{href}.html", browser=browser, standard=standard,
        runtime=system,  # type: ignore[arg-type]
    ) as lesson:  # fmt: skip

        def cut(how: str) -> Play:
            if how == "exit":
                lesson.exit()
            elif how == "leave":
                lesson.leave()
            if how != "crash":
                check_time(lesson, standard)
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
            assert held.get("cmi.success_status", "unknown") == success
            assert held["cmi.progress_measure"] == "1"
            assert held.get("cmi.score.scaled") == (None if score is None else f"{score:g}")
            raw = held.get("cmi.score.raw")
        assert raw == (None if score is None else str(int(score * 100 + 0.5)))
        assert lesson.refused() == []
        check_time(lesson, standard)
        lesson.clean()


@pytest.mark.parametrize(("href", "standard", "system", "seed"), cases("cmi5", "xapi"))
def test_the_record_is_whole_in_cmi5_and_xapi(
    href: str, standard: str, system: str, seed: int, folder: Folder, browser: Browser
) -> None:
    with recording(folder(standard), standard, openedx=system == "openedx") as lms:
        context = browser.new_context(viewport={"width": 360, "height": 640})
        lesson = Play(context.new_page(), lms, {})  # type: ignore[arg-type]
        launch(lms, lesson, href)

        def cut(how: str) -> Play:
            if how == "crash":
                lesson.page.keyboard.press("F5")
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
        if (
            system == "openedx"
        ):  # takes them one by one: those of a page that left come in any order
            statements.sort(key=lambda one: str(one["timestamp"]))
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
        if system == "lms":
            assert "|c=1|" in lms.memo(f"{href}.html")
        for session in lms.sessions:
            check_duration(session)
        lms.clean()


def check_time(lesson: Play, standard: str) -> None:
    """Hold the session's time against the system's own clock, to a second."""
    calls = lesson.calls
    told = [call for call in calls if call.args[:1] == (TIME[standard],)][-1]
    assert seconds(told.args[1]) == pytest.approx((told.at - calls[0].at) / 1000, abs=1)
    assert calls[-1].at - told.at < 1000


def check_duration(session: Session) -> None:
    """Hold each duration against the times of its statements; without cmi5 a reload begins anew."""
    begun = None
    for one in session.own:
        at = datetime.fromisoformat(one["timestamp"])
        if one["verb"]["id"].endswith("/initialized"):
            begun = at
        elif "duration" in one.get("result", {}):
            assert begun is not None
            spent = (at - begun).total_seconds()
            assert seconds(one["result"]["duration"]) == pytest.approx(spent, abs=1)


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
