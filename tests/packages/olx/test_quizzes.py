"""Quizzes as problems of Open edX: graded as here, and good to edX's checker until spoiled."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import olxcleaner
import pytest
from lxml import etree
from olxcleaner.reporting import report_errors

from hocvu.lesson import (
    Accepted,
    Choice,
    ChoiceQuestion,
    Course,
    EssayQuestion,
    Item,
    Lesson,
    MatchQuestion,
    Math,
    NumberQuestion,
    OrderQuestion,
    Paragraph,
    QuizBody,
    Range,
    Record,
    Section,
    Text,
    TextQuestion,
    TrueFalseQuestion,
)
from hocvu.packages.olx.verify import VERIFIER
from hocvu.packages.olx.writer import WRITER

FORMULA = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mi>a</mi><mn>2</mn></mfrac></math>'
)
Parts = dict[str, bytes]


def say(words: str) -> tuple[Paragraph, ...]:
    return (Paragraph(children=(Text(text=words),)),)


def choice(key: str, words: str, right: bool = False, feedback: str = "") -> Choice:
    return Choice(id=key, content=say(words), right=right, feedback=say(feedback) * bool(feedback))


QUESTIONS = (
    ChoiceQuestion(
        id="mot", ask=say("Lệ phí <một> bản & mấy đồng?"), right=say("Chính xác."),
        wrong=say("Xem lại Điều 4."), points=2,
        choices=(choice("a", "2.000 đồng", True), choice("b", "5.000 đồng", False, "Chưa đúng.")),
    ),
    ChoiceQuestion(
        id="nhieu", ask=say("Chọn giấy tờ"), multiple=True, partial=True, wrong=say("Thiếu rồi."),
        choices=(choice("a", "Bản chính", True), choice("b", "Bản sao", True), choice("c", "Ảnh")),
    ),
    TrueFalseQuestion(id="dung", ask=say("Được từ chối bản chính bị tẩy xoá."), answer=True),
    TextQuestion(
        id="chu", ask=say("Ai ký chứng thực?"), right=say("Đúng."),
        accepted=(Accepted(text="Chủ tịch*"),
                  Accepted(text="P. Chủ tịch", feedback=say("Cũng được")),
                  Accepted(text="Công chức", share=0.5)),
    ),
    NumberQuestion(id="so", ask=say("Mấy ngày?"),
                   accepted=(Range(low=2, high=2), Range(low=1.5, high=3))),
    MatchQuestion(
        id="ghep", ask=say("Ghép"), pairs={"1": "b", "2": "a"},
        items=(Item(id="1", content=say("Cấp xã")), Item(id="2", content=say("Cấp tỉnh"))),
        answers=(Item(id="a", content=say("Sở")), Item(id="b", content=say("Uỷ ban")),
                 Item(id="c", content=say("Bộ"))),
    ),
    OrderQuestion(id="thu", ask=say("Xếp thứ tự"),
                  items=tuple(Item(id=k, content=say(f"Bước {k}")) for k in "123")),
    EssayQuestion(id="luan", ask=say("Trình bày"), model=say("Bài mẫu")),
)  # fmt: skip


def quiz(**options: object) -> Course:
    body = QuizBody(intro=say("Đọc kỹ."), questions=QUESTIONS, **options)  # type: ignore[arg-type]
    lesson = Lesson(id="kt", title="Kiểm tra", body=body)
    record = Record(id="https://a.example/kt", code="KT", title={"vi": "Khóa"})
    return Course(
        slug="kt", record=record, sections=(Section(id="s", title="", lessons=(lesson,)),)
    )


def problems(parts: Parts) -> dict[str, etree._Element]:
    found = [etree.fromstring(data) for name, data in parts.items() if name.startswith("problem/")]
    order = [etree.fromstring(data) for name, data in parts.items() if name.startswith("vertical/")]
    assert sum(len(one.findall("problem")) for one in order) == len(found)
    return {str(one.get("display_name")): one for one in found}


@pytest.fixture
def made(tmp_path: Path, unpacked: Callable[[Path], Parts]) -> Parts:
    path = tmp_path / "a.tar.gz"
    WRITER.write(quiz(attempts=2), path)
    return unpacked(path)


def test_each_kind_of_question_is_graded(made: Parts) -> None:
    found = problems(made)
    assert len(found) == 7
    one = found["Câu 1"]
    assert (one.get("weight"), one.get("max_attempts")) == ("2", "2")
    assert one.get("showanswer") == "answered"
    assert one.findtext(".//label") == "Lệ phí <một> bản & mấy đồng?"
    assert [c.get("correct") for c in one.iter("choice")] == ["true", "false"]
    assert [" ".join("".join(h.itertext()).split()) for h in one.iter("choicehint")] == [
        "Chính xác.", "Chưa đúng.",
    ]  # fmt: skip
    several = found["Câu 2"].find("choiceresponse")
    assert several is not None
    assert several.get("partial_credit") == "EDC"
    assert [c.get("correct") for c in several.iter("choice")] == ["true", "true", "false"]
    assert "Thiếu rồi." in "".join(several.find("solution").itertext())  # type: ignore[union-attr]
    assert [c.get("correct") for c in found["Câu 3"].iter("choice")] == ["true", "false"]


def test_written_answers_are_taken(made: Parts) -> None:
    found = problems(made)
    words = found["Câu 4"].find("stringresponse")
    assert words is not None
    assert words.get("type") == "regexp ci"
    patterns = [words.get("answer"), *(a.get("answer") for a in words.iter("additional_answer"))]
    taken = [any(re.fullmatch(str(p), said, re.IGNORECASE) for p in patterns)
             for said in ("chủ tịch UBND", "P. Chủ tịch", "PX Chủ tịch", "Công chức")]  # fmt: skip
    assert taken == [True, True, False, False]
    number = found["Câu 5"].find("numericalresponse")
    assert number is not None
    assert number.get("answer") == "[1.5,3]"
    assert [a.get("answer") for a in number.iter("additional_answer")] == ["2"]


def test_pairs_and_order_are_chosen_from_lists(made: Parts) -> None:
    found = problems(made)
    for name, right in (("Câu 6", {"Uỷ ban", "Sở"}), ("Câu 7", {"1", "2", "3"})):
        lists = list(found[name].iter("optioninput"))
        chosen = [o.text for one in lists for o in one if o.get("correct") == "True"]
        assert len(chosen) == len(lists) == len(right)
        assert set(chosen) == right


def test_the_package_and_edx_own_checker(made: Parts, tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    package = WRITER.write(quiz(attempts=2, pick=3), path)
    assert VERIFIER.verify(path) == ()
    told = {notice.code for notice in package.notices}
    assert told == {"olx.questions_in_order", "olx.attempts_each", "olx.half_right",
                    "olx.essay_not_graded"}  # fmt: skip
    with tarfile.open(path) as archive:
        archive.extractall(tmp_path, filter="data")
    _, store, _ = olxcleaner.validate(str(tmp_path / "course" / "course.xml"), steps=8)
    assert report_errors(store) == []
    sequential = next(data for name, data in made.items() if name.startswith("sequential/"))
    assert b'graded="true"' in sequential


def test_a_quiz_that_never_reveals_holds_no_feedback(
    tmp_path: Path, unpacked: Callable[[Path], Parts]
) -> None:
    path = tmp_path / "a.tar.gz"
    WRITER.write(quiz(reveal="never"), path)
    text = b"".join(data for name, data in unpacked(path).items() if name.startswith("problem/"))
    assert "Chính xác".encode() not in text
    assert b'showanswer="never"' in text
    assert b"max_attempts" not in text


@dataclass(frozen=True)
class Mutant:
    """A pattern in some problem, what it becomes, and the finding with text of its line."""

    name: str
    pattern: str
    to: str
    code: str
    near: str = "response"


MUTANTS = [
    Mutant("no right choice", r'(<multiplechoiceresponse.*?correct=")true', r"\1false",
           "no_right_answer"),
    Mutant("choice that says nothing", r'<choice correct="false">', "<choice>", "bad_setting",
           "<choice>"),
    Mutant("no choices", "<(/?)choicegroup", r"<\1nhom", "no_input"),
    Mutant("no box to write in", '<textline size="40"/>', "", "no_input"),
    Mutant("no list", "<(/?)optioninput", r"<\1danhsach", "no_input"),
    Mutant("two right options", r'correct="False"', 'correct="True"', "no_right_answer", "option"),
    Mutant("no answer", r'(<stringresponse) answer="[^"]+"', r'\1 answer=""', "no_right_answer"),
    Mutant("broken pattern", r'(<stringresponse answer=")', r"\1(", "bad_answer"),
    Mutant("number that is none", r'(<numericalresponse answer=")[^"]+', r"\1[3,1]", "bad_answer"),
    Mutant("attempts", 'max_attempts="2"', 'max_attempts="0"', "bad_setting", "max_attempts"),
    Mutant("weight", 'weight="2"', 'weight="-1"', "bad_setting", 'weight="-1"'),
    Mutant("when to show", 'showanswer="answered"', 'showanswer="khi-xong"', "bad_setting", "khi"),
    Mutant("nothing asked", "<(/?)numericalresponse", r"<\1hoi", "no_response", "problem"),
    Mutant("picture that is not there", "(<label>)", r'\1<img src="/static/x.png" alt=""/>',
           "no_static", "x.png"),
    Mutant("graded as nothing known", 'format="[^"]+"', 'format="Khac"', "format_unknown",
           "Khac"),
]  # fmt: skip


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.name)
def test_each_mutant_is_found_at_its_place(
    mutant: Mutant, made: Parts, packed: Callable[[Parts], Path]
) -> None:
    folder = "sequential/" if mutant.code == "format_unknown" else "problem/"
    names = [name for name in sorted(made) if name.startswith(folder)]
    for name in names:
        before = made[name].decode()
        after = re.sub(
            mutant.pattern, mutant.to, before, count=1 + ("/?" in mutant.pattern), flags=re.S
        )
        if after != before:
            made[name] = after.encode()
            break
    else:
        raise AssertionError(mutant.pattern)
    found = [one for one in VERIFIER.verify(packed(made)) if one.code == f"olx.{mutant.code}"]
    assert found
    assert found[0].origin.member == f"course/{name}"
    assert mutant.near in after.splitlines()[(found[0].origin.line or 0) - 1]
    for lang in ("vi", "en"):
        assert "{" not in found[0].message_in(lang)
    assert found[0].hint


def test_formulas_of_problems_are_text_as_open_edx_would_break_them(tmp_path: Path) -> None:
    formula = (Paragraph(children=(Text(text="Tính "), Math(mathml=FORMULA, text="a/2"))),)
    ask = TrueFalseQuestion(id="dung", ask=formula, answer=True, right=formula)
    body = QuizBody(intro=formula, questions=(ask,))
    record = Record(id="https://hoc.example.vn/a", code="a", title={"vi": "Khóa"})
    lesson = Lesson(id="kt", title="Kiểm tra", body=body)
    course = Course(
        slug="a", record=record, sections=(Section(id="s", title="", lessons=(lesson,)),)
    )
    told = WRITER.write(course, tmp_path / "a.tar.gz").notices
    assert "olx.formula_as_text" in {one.code for one in told}
    with tarfile.open(tmp_path / "a.tar.gz") as archive:
        parts = {one.name: archive.extractfile(one) for one in archive if one.isfile()}
        texts = {name: file.read().decode() for name, file in parts.items() if file}
    problems = [text for name, text in texts.items() if "/problem/" in name]
    assert len(problems) == 1
    root = etree.fromstring(problems[0])
    assert [one.tag for one in root.iter() if "math" in str(one.tag)] == []
    assert [one.text for one in root.iter("span") if one.get("class") == "math"] == ["a/2", "a/2"]
    # A page of HTML is taken as it is, so there the formula stays one.
    assert any("<mfrac>" in text for name, text in texts.items() if "/html/" in name)
    assert list(VERIFIER.verify(tmp_path / "a.tar.gz")) == []
