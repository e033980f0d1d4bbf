"""Quizzes as learners meet them: answering, feedback, trying again, looking back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame
from runtime import activities, samples
from runtime.learners import GIVEN, SHOWN, answer, give, held_answers
from runtime.play import Play, expect, play

Folder = Callable[[str], Path]
Made = Callable[..., Path]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return a function that gives a package of one quiz with the fields given."""

    def give_one(standard: str = "scorm12", **changes: Any) -> Path:
        root = tmp_path_factory.mktemp("quiz")
        course = samples.course(samples.lesson("kt", "Kiểm tra", activities.quiz(**changes)))
        return samples.unpack(course, standard, root)  # type: ignore[arg-type]

    return give_one


SHORT = (activities.SINGLE, activities.TRUTH)


def take(lesson: Play, responses: dict[str, list[str]]) -> None:
    """Answer every open question of a quiz of `SHORT`, whatever their order."""
    while lesson.frame.locator(f"{SHOWN} [data-hocvu=submit]:visible").count():
        asked = lesson.frame.locator(f"{SHOWN} .ask").inner_text()
        question = next(q for q in SHORT if q.ask[0].children[0].text in asked)  # type: ignore[union-attr]
        give(lesson, question.kind, responses[question.id])
        lesson.frame.locator(f"{SHOWN} [data-hocvu=submit]").click()
        lesson.frame.locator(f"{SHOWN} .onward button").click()


def begin(lesson: Play) -> None:
    lesson.frame.get_by_role("button", name="Bắt đầu").click()


def focused(frame: Frame, what: str) -> str:
    return str(frame.evaluate(f"document.activeElement.{what}"))


def test_no_answer_is_on_the_page_before_it_is_time(folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), "kiem-tra.html", browser=browser) as lesson:
        begin(lesson)
        page = lesson.frame.locator("main").inner_html()
        for secret in ("Xem lại phần thẩm quyền", "Căn cứ:", "Đáp án đúng"):
            assert secret not in page
        assert focused(lesson.frame, "textContent") == "Câu 1"
        lesson.frame.locator(f"{SHOWN} [data-hocvu=submit]").click()
        status = lesson.frame.locator(f"{SHOWN} [role=status].verdict")
        expect(status).to_contain_text("chưa trả lời")
        assert focused(lesson.frame, "type") == "radio"
        assert lesson.sets("cmi.interactions.0.id") == []
        give(lesson, "choice", ["a"])
        lesson.frame.locator(f"{SHOWN} [data-hocvu=submit]").click()
        expect(status).to_have_text("Chưa đúng")
        assert "verdict" in focused(lesson.frame, "className")
        told = lesson.frame.locator(f"{SHOWN} .feedback")
        for words in ("Công chức chỉ tham mưu.", "Xem lại phần thẩm quyền.", "Căn cứ:"):
            expect(told).to_contain_text(words)
        expect(lesson.frame.locator(f"{SHOWN} .choice.right .mark")).to_have_text("Đáp án đúng")
        expect(lesson.frame.locator(f"{SHOWN} .choice.wrong .mark")).to_contain_text("chưa đúng")
        assert lesson.frame.locator(f"{SHOWN} input:enabled").count() == 0
        # The answer went out with the click, and the score waits for the end (rule 13).
        assert lesson.sets("cmi.interactions.0.student_response") != []
        assert lesson.sets("cmi.core.score.raw") == []


@pytest.mark.parametrize("reveal", ["end", "passed", "never"])
def test_answers_are_revealed_when_the_author_says(
    reveal: str, made: Made, browser: Browser
) -> None:
    with play(made(questions=SHORT, reveal=reveal, shuffle=True, attempts=2), "kt.html",
              browser=browser) as lesson:  # fmt: skip
        begin(lesson)
        take(lesson, activities.WRONG)
        marks = lesson.frame.locator(".review .mark")
        expect(lesson.frame.locator(".score")).to_contain_text("0%")
        expect(marks).to_have_count(2 if reveal == "end" else 0)
        lesson.state("saved")
        assert lesson.last("cmi.core.lesson_status") == "failed"
        assert lesson.last("cmi.core.exit") == "suspend"
        lesson.control("retry").click()
        take(lesson, activities.RIGHT)
        expect(lesson.frame.locator(".score")).to_contain_text("Đạt yêu cầu")
        expect(marks).to_have_count(0 if reveal == "never" else 2)
        expect(lesson.control("retry")).to_have_count(0)
        lesson.state("saved")
        assert lesson.last("cmi.core.lesson_status") == "passed"
        assert lesson.last("cmi.core.score.raw") == "100"
        assert lesson.last("cmi.core.exit") == ""
        lesson.frame.locator(".review button").first.click()
        page = lesson.frame.locator(SHOWN)
        expect(page.locator(".feedback:visible, .choice.right")).to_have_count(
            0 if reveal == "never" else page.locator(".feedback:visible, .choice.right").count()
        )
        assert len(list(held_answers(lesson.held()["scorm12"]))) == 4
        assert lesson.refused() == []


def test_a_worse_try_takes_nothing_away(made: Made, browser: Browser) -> None:
    with play(made("scorm2004", questions=SHORT), "kt.html", browser=browser,
              standard="scorm2004") as lesson:  # fmt: skip
        begin(lesson)
        take(lesson, activities.RIGHT)
        lesson.control("retry").click()
        take(lesson, activities.WRONG)
        expect(lesson.frame.locator(".facts")).to_contain_text("Điểm cao nhất: 100%")
        lesson.exit()
        values = [value for _, value in lesson.sets("cmi.success_status")]
        assert set(values) == {"passed"}
        assert {value for _, value in lesson.sets("cmi.score.scaled")} == {"1"}
        lesson.again()
        expect(lesson.frame.locator(".score")).to_contain_text("0%")
        lesson.exit()
        assert lesson.sets("cmi.success_status") == []


@pytest.mark.parametrize(
    ("standard", "held"),
    [
        ("scorm12", {"cmi.student_data.mastery_score": "40"}),
        ("scorm2004", {"cmi.scaled_passing_score": "0.4"}),
    ],
)
def test_the_mark_of_the_system_wins(
    standard: str, held: dict[str, str], made: Made, browser: Browser
) -> None:
    with play(made(standard, questions=SHORT), "kt.html", browser=browser, standard=standard,
              initial={standard: held}) as lesson:  # fmt: skip
        begin(lesson)
        take(lesson, {"c1": ["b"], "c3": ["true"]})
        expect(lesson.frame.locator(".score")).to_contain_text("Đạt")
        expect(lesson.frame.locator(".facts")).to_contain_text("40%")
        lesson.state("saved")
        status = "cmi.core.lesson_status" if standard == "scorm12" else "cmi.success_status"
        assert lesson.last(status) == "passed"


def test_what_is_half_written_is_there_after_a_reload(folder: Folder, browser: Browser) -> None:
    with play(folder("scorm12"), "kiem-tra.html", browser=browser) as lesson:
        for number in (1, 2, 3):
            answer(number, GIVEN[f"c{number}"])(lesson)
        lesson.frame.locator(f"{SHOWN} .onward button").click()
        give(lesson, "text", ["một nửa câu"])
        lesson.state("saved")
        lesson.again()
        expect(lesson.frame.locator("#hv-q4")).to_be_visible()
        expect(lesson.frame.locator("#hv-q4 input")).to_have_value("một nửa câu")
        lesson.control("prev").click()
        expect(lesson.frame.locator("#hv-q3 .verdict")).to_have_text("Đúng")


def test_a_long_essay_is_kept_whole_here_and_cut_there_with_a_notice(
    made: Made, browser: Browser
) -> None:
    text = "Đường truyền chậm vào giờ cao điểm. " * 200
    with play(made(questions=(activities.ESSAY,)), "kt.html", browser=browser) as lesson:
        begin(lesson)
        give(lesson, "essay", [text])
        lesson.frame.locator(f"{SHOWN} [data-hocvu=submit]").click()
        expect(lesson.frame.locator(f"{SHOWN} .note")).to_contain_text("255")
        lesson.state("saved")
        assert len(lesson.last("cmi.interactions.0.student_response") or "") == 255
        assert len(lesson.last("cmi.suspend_data") or "") <= 3500
        lesson.again()
        lesson.frame.locator(".review button").click()
        expect(lesson.frame.locator("textarea")).to_have_value(text.strip())


def test_a_keyboard_alone_answers_and_things_move_by_buttons(
    folder: Folder, browser: Browser
) -> None:
    with play(folder("scorm12"), "kiem-tra.html", browser=browser) as lesson:
        lesson.frame.get_by_role("button", name="Bắt đầu").focus()
        lesson.page.keyboard.press("Enter")
        lesson.page.keyboard.press("Tab")
        lesson.page.keyboard.press("Space")
        for _ in range(6):
            lesson.page.keyboard.press("Tab")
            if focused(lesson.frame, "dataset.hocvu") == "submit":
                break
        lesson.page.keyboard.press("Enter")
        expect(lesson.frame.locator("#hv-q1 .verdict")).to_be_focused()
        lesson.page.keyboard.press("Tab")
        lesson.page.keyboard.press("Enter")
        assert focused(lesson.frame, "textContent") == "Câu 2"
        lesson.control("toc").click()
        lesson.frame.locator("#hv-toc a", has_text="Câu 7").click()
        up = lesson.frame.locator(".order [data-hocvu=up]:enabled").last
        up.focus()
        before = lesson.frame.locator(".order > li").evaluate_all("l => l.map(i => i.dataset.id)")
        lesson.page.keyboard.press("Enter")
        after = lesson.frame.locator(".order > li").evaluate_all("l => l.map(i => i.dataset.id)")
        assert after == [*before[:2], before[3], before[2]]
        assert focused(lesson.frame, "dataset.hocvu") == "up"
        expect(lesson.frame.locator(".order + [role=status]")).to_have_text("Đang ở vị trí 3/4")
        assert lesson.refused() == []


def test_a_review_shows_and_changes_nothing(folder: Folder, browser: Browser) -> None:
    held = {"scorm12": {"cmi.core.lesson_mode": "review", "cmi.core.lesson_status": "passed"}}
    with play(folder("scorm12"), "kiem-tra.html", browser=browser, initial=held) as lesson:
        begin(lesson)
        give(lesson, "choice", ["b"])
        lesson.frame.locator(f"{SHOWN} [data-hocvu=submit]").click()
        lesson.exit()
        assert lesson.sets() == []


def test_on_paper_a_quiz_has_its_questions_and_no_answers(made: Made, browser: Browser) -> None:
    with play(made("none", questions=activities.EVERY), "kt.html", browser=browser,
              standard="none") as lesson:  # fmt: skip
        begin(lesson)
        give(lesson, "choice", ["a"])
        lesson.frame.locator(f"{SHOWN} [data-hocvu=submit]").click()
        lesson.page.emulate_media(media="print")
        for number in range(1, 9):
            expect(lesson.frame.locator(f"#hv-q{number}")).to_be_visible()
        expect(lesson.frame.locator(".pool")).to_be_visible()
        told = lesson.frame.locator(".question").locator(".feedback, .verdict, .mark")
        assert not any(one.is_visible() for one in told.all())
