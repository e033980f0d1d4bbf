"""Questions in a spreadsheet, and the template for them."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest

from hocvu.errors import Mistaken
from hocvu.lesson import Reading
from hocvu.lesson.text import lines
from hocvu.pipeline.choose import choose
from hocvu.sources.base import Source, Workspace
from hocvu.sources.quiz import write_template
from hocvu.tools.workbooks import new_workbook, read_workbook


def said(blocks: Any) -> str:
    return " / ".join(lines(blocks))


def read(path: Path) -> Reading:
    reader = choose(path, path.name)
    assert reader.name == "quiz"
    source = Source(path, path.name, path.parent)
    return reader.read(source, Workspace(path.parent / "w"), reader.options())


def book(path: Path, rows: list[list[Any]], merge: str = "", name: str = "Câu hỏi") -> Path:
    with new_workbook(path) as made:
        sheet = made.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
        if merge:
            sheet.merge_range(merge, "Gộp")
    return path


def test_the_template_is_always_the_same_bytes_and_reads_whole(tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_template(first)
    write_template(second)
    assert first.read_bytes() == second.read_bytes()
    reading = read(first)
    assert [q.kind for q in reading.body.questions] == [
        *("choice", "choice", "true_false", "text", "number", "match", "order", "essay")
    ]
    assert [q.id for q in reading.body.questions] == [f"C{n}" for n in range(1, 9)]
    assert reading.title == "Câu hỏi ôn tập"
    assert (reading.body.pass_score, reading.body.attempts, reading.body.reveal) == (80, 0, "each")
    assert reading.notices == ()
    assert reading.read.questions == 8
    order = reading.body.questions[6]
    assert said(order.items[0].content) == "Chào hỏi, tiếp nhận"


def test_the_template_guides_with_lists_and_instructions(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "a.xlsx"
    write_template(path)
    assert [sheet.name for sheet in read_workbook(path)] == ["Câu hỏi", "Thiết lập", "Hướng dẫn"]
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<dataValidation ") == 2
    assert "Một đáp án,Nhiều đáp án" in sheet


@pytest.mark.parametrize(
    "headings",
    [
        ["Câu hỏi", "Phương án A", "Phương án B", "Đáp án đúng"],
        ["CAU HOI", "phuong an A", "phuong an B", "dap an"],
        ["Question", "Choice 1", "Choice 2", "Answer"],
        ["Nội dung câu hỏi", "A", "B", "Đáp án"],
        [unicodedata.normalize("NFD", h) for h in ("Câu hỏi", "A", "Lựa chọn B", "Đáp án")],
    ],
)  # fmt: skip
def test_headings_may_be_spelt_in_many_ways(headings: list[str], tmp_path: Path) -> None:
    rows = [
        ["Bài kiểm tra"],
        [],
        headings,
        [unicodedata.normalize("NFD", "Ai ký?"), "Tôi", "Anh", "B"],
    ]
    question = read(book(tmp_path / "a.xlsx", rows)).body.questions[0]
    assert said(question.ask) == "Ai ký?"
    assert [c.right for c in question.choices] == [False, True]
    assert question.id == "c1"


def test_cells_that_are_wrong_are_named(tmp_path: Path) -> None:
    rows = [
        ["Mã câu", "Loại câu", "Câu hỏi", "Phương án A", "Phương án B", "Đáp án đúng", "Điểm"],
        ["C1", "Một đáp án", "Một?", "x", "y", "D", 1],
        ["C2", "Chọn bừa", "Hai?", "x", "y", "A", 1],
        ["C3", "Một đáp án", "Ba?", "x", "y", "A, B", 1],
        ["C4", "", "Bốn?", "x", "y", "A", "nhiều"],
        ["C5", "Điền số", "Năm?", None, None, "vài", 1],
        ["C6", "Ghép đôi", "Sáu?", "a -> b", "c", None, 1],
        ["C7", "", None, "x", "y", "A", 1],
        ["C8", "Một đáp án", "Tám?", "x", "y", None, -1],
    ]
    with pytest.raises(Mistaken) as raised:
        read(book(tmp_path / "a.xlsx", rows))
    told = [(p.code, p.origin.sheet, p.origin.cell) for p in raised.value.problems]
    assert {
        ("quiz.letter_unknown", "Câu hỏi", "F2"),
        ("quiz.kind_unknown", "Câu hỏi", "B3"),
        ("quiz.two_right", "Câu hỏi", "F4"),
        ("quiz.points", "Câu hỏi", "G5"),
        ("quiz.not_number", "Câu hỏi", "F6"),
        ("quiz.pair_open", "Câu hỏi", "E7"),
        ("quiz.no_text", "Câu hỏi", "C8"),
        ("quiz.no_right", "Câu hỏi", "C9"),
        ("quiz.points_negative", "Câu hỏi", "C9"),
    } <= set(told)
    assert "ô F2" in raised.value.problems[0].origin.describe()


def test_what_does_not_belong_is_told(tmp_path: Path) -> None:
    rows = [
        ["Câu hỏi", "Phương án A", "Phương án B", "Đáp án", "Người soạn"],
        ["Ai?", True, 12.5, "A", "Lan"],
    ]
    reading = read(book(tmp_path / "a.xlsx", rows))
    assert [(n.code, n.origin.cell) for n in reading.notices] == [("quiz.column_left_out", "E1")]
    assert [said(c.content) for c in reading.body.questions[0].choices] == ["Đúng", "12.5"]


def test_merged_questions_are_told(tmp_path: Path) -> None:
    rows = [["Câu hỏi", "Phương án A", "Phương án B", "Đáp án"],
            [None, "x", "y", "A"], [None, "z", "t", "B"]]  # fmt: skip
    with pytest.raises(Mistaken) as raised:
        read(book(tmp_path / "a.xlsx", rows, merge="A2:A3"))
    first = raised.value.problems[0]
    assert (first.code, first.origin.cell) == ("quiz.cell_merged", "A3")


def test_a_table_of_something_else_is_no_quiz(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["STT", "Họ tên", "Đáp án"], [1, "Lan", "x"]])
    reader = choose(path, path.name)
    assert reader.name != "quiz"
