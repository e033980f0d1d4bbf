"""Questions in Markdown."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocvu.errors import SourceError
from hocvu.lesson.text import lines
from hocvu.pipeline.choose import choose
from hocvu.sources.base import Source, Workspace
from hocvu.sources.quiz.native import recognises

SINGLE = "Câu 1. Ai ký?\n- ( ) Văn thư\n- (x) Chủ tịch\n"


def said(blocks: Any) -> str:
    return " / ".join(lines(blocks))


def test_every_kind_of_question(data: Any) -> None:
    reading = data("du-loai.md")
    quiz = reading.body
    assert reading.title == "Kiểm tra chứng thực"
    assert (quiz.pass_score, quiz.attempts, quiz.pick) == (70, 3, 0)
    assert said(quiz.intro) == "Đọc kỹ từng câu."
    assert [(q.id, q.kind) for q in quiz.questions] == [
        ("c1", "choice"),
        ("viec", "choice"),
        ("c3", "true_false"),
        ("c4", "text"),
        ("c5", "number"),
        ("c6", "match"),
        ("c7", "order"),
        ("c8", "essay"),
        ("c9", "choice"),
    ]
    one, several, truth, text, number, match, order, essay, letters = quiz.questions
    assert one.points == 2
    assert [(c.id, c.right, said(c.feedback)) for c in one.choices] == [
        ("a", False, "Không được."),
        ("b", True, "Đúng."),
    ]
    assert said(one.feedback) == "Xem Điều 22."
    assert several.multiple
    assert [c.right for c in several.choices] == [True, False, True]
    assert truth.answer is True
    assert said(truth.wrong) == "Xem lại nhé."
    assert [a.text for a in text.accepted] == ["một cửa", "bộ phận một cửa"]
    assert (number.accepted[0].low, number.accepted[0].high) == (4, 4)
    assert match.pairs == {"a": "a", "b": "b"}
    assert [said(a.content) for a in match.answers] == ["Giấy hẹn", "Phiếu bổ sung", "Thừa"]
    assert [(i.id, said(i.content)) for i in order.items] == [
        ("b", "Một"),
        ("a", "Hai"),
        ("c", "Ba"),
    ]
    assert said(essay.model) == "gợi ý gì đó"
    assert said(letters.feedback) == "theo Hiến pháp."
    assert not letters.shuffle, "a choice speaks of the others"
    assert reading.read.questions == reading.kept.questions == 9
    assert reading.notices == ()


@pytest.mark.parametrize(
    "text",
    [
        "# Việc đã làm\n\n- [x] Xong\n- [ ] Chưa\n",
        "# Bài\n\nHồ sơ -> trả\n\n- Nhận -> xử lý\n- Xử lý -> trả\n",
        "Điều 5\n\na) Khoản một\nb) Khoản hai\n",
        "Tiêu đề\n=====\n\nChữ = số\n",
        "1. Một\n2. Hai\n",
        "```\nCâu 1. Gì?\n- (x) A\n- ( ) B\n```\n",
    ],
    ids=["tasks", "arrows", "clauses", "setext", "list", "code"],
)
def test_a_document_stays_a_document(text: str, tmp_path: Path) -> None:
    path = tmp_path / "bài.md"
    path.write_text(text, "utf-8")
    assert choose(path, path.name).name == "markdown"


@pytest.mark.parametrize(
    "text",
    [
        SINGLE,
        "Câu 1: Chọn\n- [x] A\n- [ ] B\n",
        "Ai?\nA. Tôi\nB. Anh\nĐáp án: B\n",
        "Đất nước nào?\n\nĐáp án: Việt Nam\n",
        "---\nđiểm đạt: 50%\n---\nKhông có gì\n",
        "---\nloại: trắc nghiệm\n---\nKhông có gì\n",
        "**Question 1.** Who?\n\n* (x) Me\n* ( ) You\n",
        "### Câu 2\nAi?\n- (x) A\n- ( ) B\n",
    ],
)
def test_what_makes_a_quiz(text: str) -> None:
    assert recognises(text)
    assert recognises(unicodedata.normalize("NFC", text))


def test_ids_last_when_a_typo_is_mended_or_a_question_is_put_before(read: Any) -> None:
    two = SINGLE + "\nCâu 2. Hai? {#hai}\n- (x) X\n- ( ) Y\n"
    first = read(two).body.questions
    mended = read(two.replace("Ai ký", "Ai kí ạ").replace("Chủ tịch", "Chủ tịch xã")).body.questions
    assert [q.id for q in first] == [q.id for q in mended] == ["c1", "hai"]
    assert [c.id for c in first[0].choices] == [c.id for c in mended[0].choices]
    moved = read("Câu 9. Mới?\n- (x) A\n- ( ) B\n\n" + two).body.questions
    assert [q.id for q in moved] == ["c9", "c1", "hai"]


def test_questions_without_numbers_are_told_apart_by_empty_lines(read: Any) -> None:
    text = "Ai ký?\n- (x) Tôi\n- ( ) Anh\n\nKhi nào?\n\n- ( ) Mai\n- (x) Nay\n\n> Nhớ nhé.\n"
    quiz = read(text).body
    assert [said(q.ask) for q in quiz.questions] == ["Ai ký?", "Khi nào?"]
    assert said(quiz.questions[1].feedback) == "Nhớ nhé."


def test_a_question_may_hold_a_list_a_table_and_a_footnote(read: Any) -> None:
    text = (
        "Câu 1. Các bước:\n\n1. Nhận[^1]\n2. Trả\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "Bước nào trước?\n- (x) Nhận\n  hồ sơ\n\n  và kiểm tra\n- ( ) Trả\n\n[^1]: Tại quầy.\n"
    )
    quiz = read(text).body
    question = quiz.questions[0]
    kinds = [block.kind for block in question.ask]
    assert kinds == ["paragraph", "list", "table", "paragraph"]
    assert said(question.choices[0].content) == "Nhận hồ sơ / và kiểm tra"
    assert [said(note.children) for note in quiz.notes] == ["Tại quầy."]


def test_sections_and_last_words_are_kept(read: Any) -> None:
    text = (
        f"# Bài thi\n\nMở đầu.\n\n## Phần I\n\n{SINGLE}\n## Phần II\n\nCâu 2. Hai?\n= 2\n\n## Hết\n"
    )
    reading = read(text)
    quiz = reading.body
    assert reading.title == "Bài thi"
    assert said(quiz.intro) == "Mở đầu. / Phần I / Hết"
    assert said(quiz.questions[1].ask) == "Phần II / Hai?"
    assert [n.code for n in reading.notices] == ["quiz.text_moved"]


@pytest.mark.parametrize(
    ("answer", "low", "high"),
    [
        ("15", 15, 15),
        ("-3,5", -3.5, -3.5),
        ("15 ± 0,5", 14.5, 15.5),
        ("0.1 +- 0.2", -0.1, 0.3),
        ("10..20", 10, 20),
        ("từ 10 đến 20", 10, 20),
        ("15.000", 15000, 15000),
        ("1.234.567", 1234567, 1234567),
    ],
)
def test_numbers_as_people_write_them(read: Any, answer: str, low: float, high: float) -> None:
    reading = read(f"Câu 1. Bao nhiêu?\nĐáp án: {answer}\n")
    accepted = reading.body.questions[0].accepted[0]
    assert (accepted.low, accepted.high) == (low, high)
    grouped = [n.code for n in reading.notices] == ["quiz.number_grouped"]
    assert grouped == (".000" in answer or ".234" in answer)


def test_settings_in_both_languages_and_options_that_go_before(read: Any) -> None:
    vi = read(f"---\ntên: A\nsố lần: 2\ntrộn: có\nhiện đáp án: khi đạt\n---\n{SINGLE}")
    en = read(f"---\ntitle: A\nattempts: 2\nshuffle: yes\nreveal: passed\n---\n{SINGLE}")
    assert vi.body == en.body
    assert vi.title == en.title == "A"
    assert (vi.body.attempts, vi.body.shuffle, vi.body.reveal) == (2, True, "passed")
    told = read(f"---\nsố lần: 2\n---\n{SINGLE}", attempts=5, pass_score="90%").body
    assert (told.attempts, told.pass_score) == (5, 90)
    fixed = read(f"---\ntrộn đáp án: không\n---\n{SINGLE}").body
    assert not fixed.questions[0].shuffle


ERRORS = {
    "no_right": ("Câu 1. Ai?\n- ( ) A\n- ( ) B\n", 1),
    "two_right": ("Câu 1. Ai?\n- (x) A\n- (x) B\n", 3),
    "few_choices": ("Câu 1. Ai?\n- (x) A\n", 1),
    "same_choice": ("Câu 1. Ai?\n- (x) A\n- ( ) B\n- ( ) A\n", 4),
    "empty_choice": ("Câu 1. Ai?\n- (x) A\n- ( )\n", 3),
    "no_answers": (f"{SINGLE}\nCâu 2. Không có đáp án\n", 5),
    "no_text": ("Câu 1.\n- (x) A\n- ( ) B\n", 1),
    "points_negative": ("Câu 1. Ai? (-2 điểm)\n- (x) A\n- ( ) B\n", 1),
    "points": ("Câu 1. Ai?\nĐiểm: nhiều\n- (x) A\n- ( ) B\n", 1),
    "mixed_marks": ("Câu 1. Ai?\n- (x) A\n- [ ] B\n", 1),
    "order_numbers": ("Câu 1. Xếp\n- [1] A\n- [3] B\n", 1),
    "letter_unknown": ("Câu 1. Ai?\nA. Tôi\nB. Anh\nĐáp án: D\n", 4),
    "same_id": ("Câu 1. Ai? {#a}\n= x\n\nCâu 2. Ai? {#a}\n= y\n", 4),
    "range_inverted": ("Câu 1. Mấy?\n= 20..10\n", 1),
    "setting_value": (f"---\nđiểm đạt: cao\n---\n{SINGLE}", 2),
    "pick_too_many": (f"---\nrút: 5\n---\n{SINGLE}", None),
    "few_pairs": ("Câu 1. Ghép\n- a -> b\n- -> c\n", 1),
    "none": ("---\nđiểm đạt: 5\n---\nKhông có câu nào.\n", None),
    "too_many_choices": (
        "Câu 1. Ai?\n- (x) 0\n" + "".join(f"- ( ) {n}\n" for n in range(1, 40)),
        1,
    ),
}


@pytest.mark.parametrize("code", ERRORS)
def test_mistakes_are_told_with_their_lines(code: str, mistakes: Any) -> None:
    text, line = ERRORS[code]
    assert (code, line) in mistakes(text)


def test_all_mistakes_are_told_in_one_run(mistakes: Any) -> None:
    codes = ("no_right", "two_right", "same_choice")
    pieces = [ERRORS[code][0].replace("Câu 1", f"Câu {n}") for n, code in enumerate(codes, 1)]
    text = "\n".join(pieces)
    assert [code for code, _ in mistakes(text)] == ["no_right", "two_right", "same_choice"]


def test_mixed_marks_are_told_once(mistakes: Any) -> None:
    assert mistakes(ERRORS["mixed_marks"][0]) == [("mixed_marks", 1)]


def numbered(*questions: str) -> str:
    """Return questions by bare numbers; one without a mark has no answers."""
    answers = "- (x) một\n- ( ) hai\n"
    return "\n".join(f"{q.rstrip('*')}\n{answers if q.endswith('*') else ''}" for q in questions)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (numbered("1. Một?*", "2. Hai?", "3. Ba?*"), [5]),
        (numbered("1. Một?*", "2. Hai?", "3. Ba?", "4. Bốn?*"), [5, 7]),
        (numbered("1. Một?*", "2. Hai?*", "3. Ba?"), [9]),
        (numbered("1. Một?", "2. Hai?*"), [1]),
        (numbered("Đọc kỹ.\n", "**1.** Một?*", "**2.** Hai?", "## Phần II", "**1.** Ba?*"), [8]),
        (numbered("## 1. Một?*", "## 2. Hai?", "## 3. Ba?*"), [5]),
        (numbered("1. Một?*", "3. Hai?", "4. Ba?*"), [5]),
    ],
    ids=["middle", "two", "last", "first", "section", "headings", "gap"],
)
def test_numbered_questions_without_answers_are_told(
    text: str, lines: list[int], mistakes: Any
) -> None:
    assert mistakes(text) == [("no_answers", line) for line in lines]


STEPS = "1. Nhận\n2. Trả\n"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (f"Đọc kỹ:\n{STEPS}\n" + numbered("1. Một?*", "2. Hai?*"), ["Một?", "Hai?"]),
        (f"Cho các bước:\n\n{STEPS}\nBước nào?\n- (x) a\n- ( ) b\n", None),
        (numbered("1. Một?*", f"2. Các bước\n{STEPS}Bước nào?*", "3. Ba?*"), None),
        (numbered("1. Một?*", "2. Các bước\n1) Nhận\n2) Trả\nBước nào?*", "3. Ba?*"), None),
        (numbered("1. Một?*", "2. Hai?*", f"Lưu ý:\n{STEPS}"), ["Một?", "Hai?"]),
        (numbered("## 1. Mục đích", "## 2. Phần hai", "1. Một?*", "2. Hai?*"), ["Một?", "Hai?"]),
        (numbered("## 1. Phần một", "1. Một?*", "## 2. Phần hai", "1. Hai?*"), None),
    ],
    ids=["intro", "own", "inside", "other sign", "closing", "headings", "parts"],
)
def test_numbered_lists_are_no_questions(text: str, asked: list[str] | None, read: Any) -> None:
    found = [said(question.ask) for question in read(text).body.questions]
    assert asked is None or found == asked


def test_a_picture_beside_the_file_is_kept(read: Any, tmp_path: Path, root: Path) -> None:
    picture = root / "content/chung-thuc/hinh-doi-chieu.png"
    (tmp_path / "hình.png").write_bytes(picture.read_bytes())
    reading = read("Câu 1. Đây là gì?\n\n![Hai bản](hình.png)\n\n- (x) Hai bản\n- ( ) Một bản\n")
    assert reading.kept.images == 1
    assert len(reading.assets) == 1
    assert reading.dependencies == (tmp_path / "hình.png",)


PIECES = st.sampled_from(
    ["Câu 1.", "Câu 2: Ai?", "## Phần", "- (x) A", "- ( ) B", "- [x] C", "- [2] D", "A. x", "B) y",
     "Đáp án: B", "Đáp án: 1..2", "= x | y", "> Đúng: ừ", "  > lời", "", "chữ", "- a -> b", "```",
     "<!-- x", "-->", "Tự luận", "Điểm: 2", "1. một", "[^1]: n", "x[^1]", "---",
     "điểm đạt: 5", "{#a}"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=25))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, parts: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "bất kỳ.md"
    path.write_text("\n".join(parts), "utf-8", errors="replace")
    source = Source(path, path.name, path.parent)
    with suppress(SourceError):
        reader = choose(path, path.name)
        reading = reader.read(source, Workspace(path.parent / "w"), reader.options())
        questions = getattr(reading.body, "questions", ())
        assert len({q.id for q in questions}) == len(questions)
        assert reading.kept.questions == len(questions)
