"""Questions in a spreadsheet, and the template for them."""

from __future__ import annotations

import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hocvu.errors import Mistaken
from hocvu.lesson import Reading
from hocvu.lesson.text import lines
from hocvu.pipeline.choose import choose
from hocvu.sources.base import Source, Workspace
from hocvu.sources.quiz import write_template
from hocvu.sources.quiz.table import recognises
from hocvu.sources.quiz.xml import strings
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


ROWS = [
    ["Câu hỏi", "Phương án A", "Phương án B", "Đáp án đúng"],
    ["Thủ đô?", "Hà Nội", "Huế", "A"],
]


def test_a_workbook_of_another_program_is_a_quiz(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    for row in ROWS:
        made.active.append(row)
    made.save(tmp_path / "a.xlsx")
    (question,) = read(tmp_path / "a.xlsx").body.questions
    assert [c.right for c in question.choices] == [True, False]
    write_template(tmp_path / "b.xlsx")
    before = read(tmp_path / "b.xlsx").body
    openpyxl.load_workbook(tmp_path / "b.xlsx").save(tmp_path / "b.xlsx")
    assert read(tmp_path / "b.xlsx").body == before


def parts(path: Path, **members: str) -> Path:
    """Write a zip that looks like a workbook with these parts."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, text in members.items():
            folder = "xl/worksheets/" if name.startswith("sheet") else "xl/"
            archive.writestr(f"{folder}{name}.xml", text)
    return path


@pytest.mark.parametrize(
    "members",
    [
        {
            "sharedStrings": '<x:sst xmlns:x="urn:a"><x:si><x:t>C&#226;u h&#7887;i</x:t></x:si>'
            "<x:si><x:t>Đáp án đúng</x:t></x:si></x:sst>"
        },
        {
            "sharedStrings": "<sst><si><r><t>Câu </t></r><r><t>hỏi</t></r><rPh><t>x</t></rPh></si>"
            "<si><t>Đáp án</t></si></sst>"
        },
        {
            "sheet1": '<x:s xmlns:x="urn:a"><x:row><x:c t="inlineStr"><x:is><x:t>Câu hỏi</x:t>'
            "</x:is></x:c><x:c><x:is><x:t>Đáp án</x:t></x:is></x:c></x:row></x:s>"
        },
    ],
    ids=["prefix", "styles", "inline"],
)
def test_headings_are_found_however_the_xml_is_written(
    members: dict[str, str], tmp_path: Path
) -> None:
    assert recognises(parts(tmp_path / "a.xlsx", **members))


def test_looking_for_headings_is_bounded_and_safe(tmp_path: Path) -> None:
    outside = tmp_path / "b.txt"
    outside.write_text("Đáp án", "utf-8")
    entity = f'<!DOCTYPE s [<!ENTITY a SYSTEM "{outside.as_uri()}"><!ENTITY b "Đáp án">]>'
    for given in ("&a;", "&b;"):
        text = f"{entity}<sst><si><t>Câu hỏi</t></si><si><t>{given}</t></si></sst>"
        assert not recognises(parts(tmp_path / "a.xlsx", sharedStrings=text))
    cut = "<sst><si><t>Câu hỏi</t></si><si><t>Đáp"
    assert not recognises(parts(tmp_path / "a.xlsx", sharedStrings=cut))
    for row, count in ((b"<row><is><t>x</t></is></row>", 3), (b"<row/>", 0)):
        data = b"<s>" + row * 20 + b"<row><is><t>y</t></is></row></s>"
        assert list(strings(data, 5)) == ["x"] * count


def told(rows: list[list[Any]], path: Path) -> list[tuple[str, str | None, str]]:
    with pytest.raises(Mistaken) as raised:
        read(book(path, rows))
    return [
        (p.code.removeprefix("quiz."), p.origin.cell, p.hint_in("vi"))
        for p in raised.value.problems
    ]


@pytest.mark.parametrize(
    ("row", "code", "cell", "advised"),
    [
        (["Chọn bừa", "Gì?", "x", "y", "A"], "kind_unknown", "A2", "Chọn: Một đáp án"),
        (["Điền số", "Gì?", None, None, "vài"], "not_number", "E2", "15"),
        (["Ghép đôi", "Gì?", "a -> b", "c", None], "pair_open", "D2", "->"),
        (["Một đáp án", "Gì?", "x", "y", "A, B"], "two_right", "E2", "Loại câu"),
        (["Một đáp án", "Gì?", "x", None, "A"], "few_choices", "B2", "Phương án"),
        (["", "Gì?", None, None, None], "no_answers", "B2", "Đáp án đúng"),
        (["Đúng – Sai", "Gì?", None, None, "Có lẽ"], "not_truth", "E2", "Đúng hoặc Sai"),
        (["Đúng – Sai", "Gì?", None, None, None], "no_right", "B2", "Đáp án đúng"),
    ],
)
def test_one_mistake_is_told_once_and_advised_by_columns(
    row: list[Any], code: str, cell: str, advised: str, tmp_path: Path
) -> None:
    heads = ["Loại câu", "Câu hỏi", "Phương án A", "Phương án B", "Đáp án đúng"]
    ((found, place, hint),) = told([heads, row], tmp_path / "a.xlsx")
    assert (found, place) == (code, cell)
    assert advised in hint
    assert "- (" not in hint


def test_truth_may_be_a_cell_of_truth(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Loại câu", "Câu hỏi", "Phương án A", "Phương án B", "Đáp án đúng"],
        ["Đúng – Sai", "Một?", None, None, True],
        ["", "Hai?", None, None, False],
        ["Đúng – Sai", "Ba?", None, None, 1],
        ["", "Bốn?", "Đúng", "Sai", False],
    ]
    path = book(tmp_path / "a.xlsx", rows)
    made = openpyxl.load_workbook(path)
    made.active.append(["", "Năm?", None, None, 0])
    made.active["E6"].number_format = '"TRUE";"TRUE";"FALSE"'
    made.save(path)
    one, two, three, four, five = read(path).body.questions
    assert [q.answer for q in (one, two, three, five)] == [True, False, True, False]
    assert [c.right for c in four.choices] == [False, True]


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
