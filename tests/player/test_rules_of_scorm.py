"""The tracking rules of SCORM 1.2 and SCORM 2004, each by its number in the player's design."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from runtime.play import play

Folder = Callable[[str], Path]
Both = pytest.mark.parametrize("standard", ["scorm12", "scorm2004"])


def test_rule_12_a_lesson_only_opened_is_incomplete_also_after_finish(
    opened: Callable[..., Any],
) -> None:
    with opened(href="video.html") as lesson:
        sets = lesson.sets()
        assert sets[0] == ("cmi.core.lesson_status", "incomplete")
        lesson.leave()
        assert lesson.held()["scorm12"]["cmi.core.lesson_status"] == "incomplete"


@Both
def test_rule_13_no_score_is_told_where_nothing_is_assessed(
    standard: str, opened: Callable[..., Any]
) -> None:
    with opened(standard) as lesson:
        lesson.read_through()
        lesson.exit()
        assert not [name for name, _ in lesson.sets() if "score" in name]


def test_rule_13_a_score_is_on_a_scale_of_0_to_100(core: Page) -> None:
    log = {name: value for name, value, _ in core.evaluate("giveAnswers('scorm12').log")}
    scores = [log[f"cmi.core.score.{part}"] for part in ("min", "raw", "max")]
    assert scores == ["0", "67", "100"]
    assert log["cmi.core.lesson_status"] == "failed"


def test_rule_14_interaction_ids_and_tokens_are_what_every_system_takes(core: Page) -> None:
    told = core.evaluate("giveAnswers('scorm12')")
    ids = [value for name, value, _ in told["log"] if name.endswith(".id")]
    assert ids[:3] == ["cau_1", "_2_x", "q3"]
    assert all(re.fullmatch(r"[A-Za-z0-9_]+", value) for value in ids)
    assert all(told["kept"])
    assert [line for line in told["log"] if line[2] != "0"] == []


def test_rule_15_times_results_and_lengths_of_scorm_12(core: Page) -> None:
    told = core.evaluate("giveAnswers('scorm12')")
    log = {name: value for name, value, _ in told["log"]}
    assert log["cmi.core.session_time"] == "0000:00:03.46"
    assert log["cmi.interactions.0.latency"] == "0000:00:12.35"
    assert log["cmi.interactions.0.result"] == "wrong"
    assert log["cmi.interactions.0.student_response"] == "a,c"
    assert log["cmi.interactions.1.student_response"] == "t"
    assert len(log["cmi.interactions.2.student_response"]) <= 255
    spans = core.evaluate("[0, 59.999, 3600, 360000, 9e9].map(core.timespan)")
    assert spans == ["0000:00:00.00", "0000:01:00.00", "0001:00:00.00", "0100:00:00.00",
                     "9999:00:00.00"]  # fmt: skip


def test_rule_16_timestamps_and_durations_of_scorm_2004(core: Page) -> None:
    log = {n: v for n, v, _ in core.evaluate("giveAnswers('scorm2004').log")}
    assert log["cmi.interactions.0.timestamp"] == "2026-11-22T10:00:00.12Z"
    assert log["cmi.session_time"] == "PT3.46S"
    spans = core.evaluate("[0, 0.004, 59.999, 3661.5, 7200, 0.07].map(core.duration)")
    assert spans == ["PT0S", "PT0S", "PT1M", "PT1H1M1.5S", "PT2H", "PT0.07S"]


def test_rule_17_answers_of_scorm_2004(core: Page) -> None:
    told = core.evaluate("giveAnswers('scorm2004')")
    log = {name: value for name, value, _ in told["log"]}
    assert [line for line in told["log"] if line[2] != "0"] == []
    assert all(told["kept"])
    assert log["cmi.interactions.0.result"] == "incorrect"
    assert log["cmi.interactions.0.learner_response"] == "a[,]c"
    assert log["cmi.interactions.3.learner_response"] == "1[.]a[,]2[.]b"
    assert log["cmi.interactions.1.learner_response"] == "true"
    assert len(log["cmi.interactions.0.description"]) <= 250


def test_rule_18_completion_and_success_are_told_apart_with_the_measure(
    core: Page, opened: Callable[..., Any]
) -> None:
    with opened("scorm2004") as lesson:
        lesson.read_through()
        measures = [float(value) for _, value in lesson.sets("cmi.progress_measure")]
        assert measures == sorted(measures)
        assert measures[0] == 0
        assert measures[-1] == 1
        assert lesson.last("cmi.completion_status") == "completed"
        assert lesson.sets("cmi.success_status") == []
    log = {n: v for n, v, _ in core.evaluate("giveAnswers('scorm2004').log")}
    assert log["cmi.completion_status"] == "completed"
    assert log["cmi.success_status"] == "failed"
    assert log["cmi.score.scaled"] == "0.666"
    passing = core.evaluate(
        "() => { window.API_1484_11 = strict2004({'cmi.scaled_passing_score': '0.8'}).api;"
        "return core.Scorm2004.find().open().passing; }"
    )
    assert passing == 0.8


def test_rule_18_a_navigation_request_is_made_only_on_an_explicit_exit(
    opened: Callable[..., Any],
) -> None:
    with opened("scorm2004") as lesson:
        lesson.leave()
        assert lesson.sets("adl.nav.request") == []
        lesson.again()
        lesson.exit()
        assert lesson.sets("adl.nav.request") == [("adl.nav.request", "suspendAll")]
        assert [call.name for call in lesson.calls][-2:] == ["SetValue", "Terminate"]


def test_rule_18_a_finished_course_of_one_lesson_ends_its_attempt(
    folder: Folder, browser: Browser
) -> None:
    with play(folder("single"), "tai-lieu.html", browser=browser, standard="scorm2004") as lesson:
        lesson.read_through()
        lesson.exit()
        assert lesson.last("adl.nav.request") == "exitAll"
        assert lesson.last("cmi.exit") == "normal"
