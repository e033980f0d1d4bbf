"""Learners by script: each lesson gone through step by step, cut off wherever a test wants."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from runtime import activities
from runtime.play import Play

Step = Callable[[Play], None]
SHOWN = ".page:not([hidden])"
# Done when the video stands where it is wanted, at a question or at its end, and the player knows:
# a slow machine only takes longer. A beginning that the browser broke off is made again.
PLAY = """([seconds, rate]) => new Promise(done => {
  const video = document.querySelector("video,audio");
  video.muted = true;
  video.playbackRate = rate;
  let told = video.paused;
  video.addEventListener("pause", () => (told = true));
  const asked = () => document.querySelector(".timed:not([hidden])");
  const look = () => {
    if (video.currentTime < seconds && !video.ended && !asked()) {
      told = false;
      if (video.paused) video.play().catch(() => 0);
    } else if (video.paused && told && !video.seeking) {
      video.playbackRate = 1;
      setTimeout(done, 30);
      return;
    } else if (!video.paused) {
      video.pause();
    }
    setTimeout(look, 30);
  };
  look();
})"""


@dataclass(frozen=True)
class Told:
    """An answer as a system holds it."""

    id: str
    response: str
    result: str


def watch(lesson: Play, seconds: float, rate: float = 8) -> None:
    """Play the video until `seconds`, or until it halts."""
    lesson.frame.evaluate(PLAY, [seconds, rate])


def give(lesson: Play, kind: str, response: list[str], root: str = SHOWN) -> None:
    """Put a response into the controls of the question in `root`."""
    page = lesson.frame.locator(root)
    if kind in ("choice", "true_false"):
        for token in response:
            page.locator(f'[data-hocvu=choice][value="{token}"]').check()
    elif kind == "match":
        for pair in response:
            item, answer = pair.split(".")
            page.locator(f'.pairs [data-id="{item}"] select').select_option(answer)
    elif kind == "order":
        for place, token in enumerate(response):
            for _ in range(len(response)):
                shown = page.locator(".order > [data-id]").evaluate_all(
                    "items => items.map(i => i.dataset.id)"
                )
                if shown.index(token) <= place:
                    break
                page.locator(f'.order > [data-id="{token}"] [data-hocvu=up]').click()
    else:
        page.locator("[data-hocvu=answer]").fill(response[0])


def answer(number: int, response: list[str]) -> Step:
    """Return the step that answers the question `number`, from 1, of the sample quiz."""
    question = activities.EVERY[number - 1]

    def step(lesson: Play) -> None:
        if lesson.frame.locator("#hv-intro").is_visible():
            lesson.frame.get_by_role("button", name="Bắt đầu").click()
        if not lesson.frame.locator(f"#hv-q{number}").is_visible():
            lesson.frame.locator(f"{SHOWN} .onward button").click()
        give(lesson, question.kind, response)
        lesson.frame.locator(f"{SHOWN} [data-hocvu=submit]").click()

    return step


def decide(way: str) -> Step:
    """Return the step that decides in the open scene, and goes on."""

    def step(lesson: Play) -> None:
        lesson.frame.locator(f".decision [value={way}]").check()
        lesson.frame.locator(".decision [data-hocvu=submit]").click()
        lesson.control("next").click()

    return step


def answer_in_video(lesson: Play) -> None:
    """Watch until the question halts the video, and answer it."""
    watch(lesson, 6, rate=4)
    lesson.frame.locator(".timed:not([hidden])").wait_for()
    give(lesson, "true_false", ["false"], ".timed")
    lesson.frame.locator(".timed [data-hocvu=submit]").click()


def watch_on(lesson: Play) -> None:
    """Watch the rest."""
    on = lesson.frame.locator(".timed [data-hocvu=continue]")
    if on.count() and on.is_visible():
        on.click()
    watch(lesson, 6)
    lesson.frame.locator(".decision").wait_for()


def turn(lesson: Play) -> None:
    """Read the open page to its end and go on."""
    lesson.scroll_down()
    if lesson.control("next").is_enabled():
        lesson.control("next").click()


def until(seconds: float) -> Step:
    """Return the step that watches until `seconds`."""
    return lambda lesson: watch(lesson, seconds)


GIVEN = {**activities.RIGHT, "c1": ["a"]}
LESSONS: dict[str, list[Step]] = {
    "tai-lieu": [turn, turn, turn],
    "trang-chieu": [turn, turn, turn, turn],
    "video": [until(7), until(14), until(20)],
    "kiem-tra": [answer(n, GIVEN[q.id]) for n, q in enumerate(activities.EVERY, start=1)],
    "tinh-huong": [answer_in_video, watch_on, decide("a"), decide("a")],
}
"""The steps of each sample lesson."""
SCORES = {"kiem-tra": 0.875, "tinh-huong": 0.5}
PASSED = {"kiem-tra": True, "tinh-huong": False}
QUIZ = [
    ("c1", "a", "a", "wrong"),
    ("c2", "a,b", "a[,]b", "correct"),
    ("c3", "f", "false", "correct"),
    ("c4", "Bộ phận MỘT CỬA", "Bộ phận MỘT CỬA", "correct"),
    ("c5", "2.5", "2.5", "correct"),
    ("c6", "1.a,2.b,3.c", "1[.]a[,]2[.]b[,]3[.]c", "correct"),
    ("c7", "a,b,c,d", "a[,]b[,]c[,]d", "correct"),
    ("c8", "Đường truyền chậm.", "Đường truyền chậm.", "neutral"),
]
SITUATION = [
    ("ch_mo_dau_c3_1", "f", "false", "correct"),
    ("th_mo_dau_1", "a", "a", "0"),
    ("th_hau_qua_1", "a", "a", "1"),
]


def expected(href: str, standard: str) -> list[Told]:
    """Return the answers that a system must hold in the end."""
    rows = {"kiem-tra": QUIZ, "tinh-huong": SITUATION}.get(href, [])
    short = standard == "scorm12"
    wrong = "wrong" if short else "incorrect"
    return [
        Told(name, one if short else other, wrong if result == "wrong" else result)
        for name, one, other, result in rows
    ]


def held_answers(held: dict[str, str]) -> Iterator[Told]:
    """Yield the answers that a SCORM system holds."""
    count = len([name for name in held if re.fullmatch(r"cmi\.interactions\.\d+\.id", name)])
    for number in range(count):
        part = {
            name.rpartition(".")[2]: value
            for name, value in held.items()
            if name.startswith(f"cmi.interactions.{number}.")
        }
        response = part.get("student_response", part.get("learner_response", ""))
        yield Told(part["id"], response, part["result"])


def told_answers(statements: list[dict[str, Any]]) -> list[Told]:
    """Return the answers among statements."""
    told = []
    for one in statements:
        if not one["verb"]["id"].endswith("/answered"):
            continue
        result = one["result"]
        name = re.split("[:/]", one["object"]["id"])[-1]
        if "score" in result:
            said = f"{result['score']['scaled']:g}"
        else:
            said = {True: "correct", False: "incorrect"}.get(result.get("success"), "neutral")  # type: ignore[arg-type]
        told.append(Told(name, result["response"], said))
    return told
