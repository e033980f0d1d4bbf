"""Questions in the formats of other systems: GIFT, Aiken, Moodle XML and QTI."""

from __future__ import annotations

import pickle
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocvu.errors import Damaged, Mistaken, SourceError, TooLarge
from hocvu.lesson.text import lines
from hocvu.pipeline.choose import choose
from hocvu.sources.base import Source, Workspace
from hocvu.sources.quiz import aiken

DATA = Path(__file__).parent / "data"


def said(blocks: Any) -> str:
    return " / ".join(lines(blocks))


def codes(reading: Any) -> list[str]:
    return sorted(notice.code.removeprefix("quiz.") for notice in reading.notices)


def test_gift(data: Any) -> None:
    reading = data("du-loai.gift")
    questions = {q.id: q for q in reading.body.questions}
    assert list(questions) == ["Q01", "TF", "c3", "N", "N2", "N3", "M", "MA", "E", "c10"]
    one = questions["Q01"]
    assert [(said(c.content), c.right, said(c.feedback)) for c in one.choices] == [
        ("Chứng thực", False, "Không được"),
        ("Từ chối", True, "Đúng rồi"),
        ("Hẹn lại", False, ""),
    ]
    assert said(one.feedback) == "Xem Điều 22"
    assert (said(questions["TF"].wrong), said(questions["TF"].right)) == (
        "sai mất rồi",
        "đúng rồi",
    )
    assert said(questions["c3"].ask) == "Nơi nộp hồ sơ là _____ của xã."
    assert [(a.text, a.share) for a in questions["c3"].accepted] == [
        ("một cửa", 1.0),
        ("mot cua", 0.5),
    ]
    spans = [(a.low, a.high, a.share) for q in ("N", "N2", "N3") for a in questions[q].accepted]
    assert spans == [(3.13, 3.15, 1), (1, 5, 1), (1822, 1822, 1), (1820, 1824, 0.5)]
    assert said(questions["N3"].wrong) == "Sai năm"
    assert questions["M"].pairs == {"a": "a", "b": "b"}
    several = questions["MA"]
    assert (several.multiple, several.partial) == (True, True)
    assert [c.right for c in several.choices] == [True, True, False]
    assert said(questions["E"].ask) == "Viết {tự do} 3=3"
    assert said(questions["c10"].ask) == "Câu đậm"
    assert codes(reading) == ["category", "part_right", "text_moved"]
    assert reading.read.questions == reading.kept.questions == 10


@pytest.mark.parametrize(
    "text", ["Gì? {=a ~b\n", "Gì =a ~b}\n", "Gì? {=a {~b}\n", "Một\nhai }{ ba\n"]
)
def test_gift_braces_that_do_not_fit(text: str, mistakes: Any) -> None:
    found = mistakes(f"Đầu? {{T}}\n\n{text}", "a.gift")
    assert found == [("braces", 3 + text.partition("}{")[0].count("\n") * ("}{" in text))]


def test_aiken(read: Any, mistakes: Any) -> None:
    reading = read("Ai ký?\nA. Tôi\nB) Anh\nANSWER: B\n\nHai?\nA. x\nB. y\nANSWER: A\n", "a.txt")
    assert [[c.right for c in q.choices] for q in reading.body.questions] == [
        [False, True],
        [True, False],
    ]
    assert reading.read.questions == 2
    assert mistakes("Ai?\nA. x\nB. y\nANSWER: D\n", "b.txt") == [("letter_unknown", 4)]
    assert mistakes("Ai?\nA. x\nB. y\nANSWER: A\n\nHai?\nA. z\n", "c.txt") == [
        ("few_choices", 6),
    ]


AIKEN = "ANSWER: C\n"


@pytest.mark.parametrize(
    ("text", "told", "questions"),
    [
        ("Mot?\nA. x\nB. y\n\nHai?\nA. mot\nB. hai\nC. ba\n" + AIKEN, [("no_right", 1)], 2),
        ("Mot?\nA. x\nB. y\nHai?\nA. mot\nB. hai\nC. ba\n" + AIKEN, [("no_right", 1)], 2),
        ("\nMot?\na) x\nb) y\n\nHai?\na) x\nb) y\n", [("no_right", 2), ("no_right", 6)], 2),
        (
            "Mot?\nA. x\nB. y\n\nHai?\nA. x\nB. y\n\nBa?\nA. x\nB. y\nC. z\nANSWER: D\n",
            [("letter_unknown", 13), ("no_right", 1), ("no_right", 5)],
            3,
        ),
    ],
    ids=["empty line", "letters alone", "small letters", "twice"],
)
def test_aiken_without_an_answer_is_a_question_of_its_own(
    text: str, told: list[Any], questions: int, mistakes: Any
) -> None:
    assert sorted(mistakes(text, "a.aiken")) == told
    assert aiken.tally(text) == questions


def test_aiken_choices_that_go_on_are_no_new_question(read: Any) -> None:
    text = "A. Gì đây?\nA. mot\n\nhai\nB. ba:\na) bon\nC. nam\nANSWER: C\n"
    reading = read(text, "a.aiken")
    (question,) = reading.body.questions
    assert said(question.ask) == "A. Gì đây?"
    assert [said(c.content) for c in question.choices] == ["mot / hai", "ba:", "bon", "nam"]
    assert reading.read.questions == aiken.tally(text) == 1


def told_of(text: str, name: str, read: Any) -> list[tuple[str, str]]:
    with pytest.raises(Mistaken) as raised:
        read(text, name)
    return [(p.code.removeprefix("quiz."), p.hint_in("vi")) for p in raised.value.problems]


@pytest.mark.parametrize(
    ("name", "text", "code", "advised"),
    [
        ("a.gift", "Gì? {=a =b ~c}\n", "two_right", "~%50%"),
        ("a.gift", "Gì? {~a ~b}\n", "no_right", "dấu ="),
        ("a.gift", "Gì? {chữ}\n", "no_answers", "ngoặc nhọn"),
        ("a.gift", "Gì? {#abc}\n", "not_number", "15:0.5"),
        ("a.gift", "Gì? {=a -> b =c}\n", "pair_open", "=vế trái"),
        ("a.aiken", "Gì?\nA. x\nB. y\nANSWER:\n", "no_right", "ANSWER:"),
        ("a.aiken", "Gì?\nA. x\nANSWER: A\n", "few_choices", "ANSWER:"),
        (
            "a.xml",
            "<quiz><question type='numerical'><questiontext><text>Gì?</text></questiontext>"
            "<answer fraction='100'><text>b</text></answer></question></quiz>",
            "not_number",
            "xuất lại",
        ),
    ],
)
def test_one_mistake_is_told_once_and_advised_in_its_format(
    name: str, text: str, code: str, advised: str, read: Any
) -> None:
    ((found, hint),) = told_of(text, name, read)
    assert found == code
    assert advised in hint
    assert "- (" not in hint


def test_a_mistake_keeps_its_hint_between_processes(read: Any) -> None:
    with pytest.raises(Mistaken) as raised:
        read("Gì? {~a ~b}\n", "a.gift")
    again = pickle.loads(pickle.dumps(raised.value))
    assert [p.hint_in("en") for p in again.problems] == [
        p.hint_in("en") for p in raised.value.problems
    ]


def test_moodle(data: Any) -> None:
    reading = data("moodle.xml")
    kinds = [(q.kind, q.points) for q in reading.body.questions]
    assert [kind for kind, _ in kinds] == [
        *("choice", "true_false", "text", "number", "match", "order", "essay")
    ]
    one, _, text, number, match, order, essay = reading.body.questions
    assert one.points == 2
    assert said(one.ask) == "Chọn đúng"
    assert "alert" not in one.model_dump_json()
    assert reading.kept.images == 1, "the picture inside the file"
    assert text.exact
    assert (number.accepted[0].low, number.accepted[0].high) == (3.13, 3.15)
    assert len(match.answers) == 3
    assert [said(i.content) for i in order.items] == ["m", "n"]
    assert essay.id.isalnum()
    assert (reading.read.questions, reading.kept.questions) == (8, 7)
    assert codes(reading) == ["category", "left_out", "markdown.html_lost"]
    assert {n.origin.line for n in reading.notices if n.code == "quiz.left_out"} == {11}


def test_qti_choice_match_order_and_text(data: Any) -> None:
    choice = data("qti21-choice.xml").body.questions[0]
    assert (choice.id, said(choice.ask)) == ("choice1", "Bản chính tẩy xóa? / Chọn một")
    assert [c.right for c in choice.choices] == [False, True]
    match = data("qti30-match.xml").body.questions[0]
    assert match.pairs == {"a": "x", "b": "y"}
    assert [a.id for a in match.answers] == ["x", "y", "z"]
    order = data("qti21-order.xml").body.questions[0]
    assert [(i.id, said(i.content)) for i in order.items] == [
        ("b", "Một"),
        ("a", "Hai"),
        ("c", "Ba"),
    ]
    assert "người chấm" not in said(order.ask)
    text = data("qti30-text.xml").body.questions[0]
    assert said(text.ask) == "Richard of _____ king."
    assert (text.points, text.exact) == (2, True)
    assert [(a.text, a.share) for a in text.accepted] == [("York", 1.0), ("york", 0.5)]


def test_qti_numbers_with_a_tolerance_and_kinds_that_are_not_read(read: Any) -> None:
    item = (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="n">'
        '<responseDeclaration identifier="R" cardinality="single" baseType="float">'
        "<correctResponse><value>3.14</value></correctResponse></responseDeclaration>"
        '<itemBody><p>Pi <textEntryInteraction responseIdentifier="R"/></p></itemBody>'
        '<responseProcessing><equal toleranceMode="absolute" tolerance="0.01 0.01"/>'
        "</responseProcessing></assessmentItem>"
    )
    accepted = read(item, "n.xml").body.questions[0].accepted[0]
    assert (accepted.low, accepted.high) == (3.13, 3.15)
    with pytest.raises(SourceError) as raised:
        read(item.replace("textEntryInteraction", "hotspotInteraction"), "h.xml")
    told = [p.code for p in getattr(raised.value, "problems", ())]
    assert told == ["quiz.none", "quiz.left_out"]


def qti_package(path: Path, root: Path, *, test: bool) -> Path:
    """Write a package of three items, one of them with a picture, and a test of two."""
    manifest = ['<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>']
    with zipfile.ZipFile(path, "w") as archive:
        for n in (1, 2, 3):
            href = f"items/i{n}.xml"
            manifest.append(
                f'<resource identifier="r{n}" type="imsqti_item_xmlv2p1" href="{href}">'
                f'<file href="{href}"/></resource>'
            )
            item = (DATA / "qti21-choice.xml").read_text("utf-8").replace('"choice1"', f'"i{n}"')
            item = item.replace("<prompt>", '<prompt><img src="../img/a.png" alt="hình"/>')
            archive.writestr(href, item)
        picture = root / "content/chung-thuc/hinh-doi-chieu.png"
        archive.writestr("img/a.png", picture.read_bytes())
        if test:
            manifest.append('<resource identifier="t" type="imsqti_test_xmlv2p1" href="t.xml"/>')
            archive.writestr(
                "t.xml",
                '<assessmentTest title="Bài thi"><testPart><assessmentSection>'
                '<ordering shuffle="true"/><assessmentItemRef href="items/i3.xml"/>'
                '<assessmentItemRef href="items/i1.xml"/></assessmentSection></testPart>'
                "</assessmentTest>",
            )
        archive.writestr("imsmanifest.xml", "".join([*manifest, "</resources></manifest>"]))
    return path


def test_a_package_of_items_in_the_order_of_its_test(tmp_path: Path, root: Path) -> None:
    path = qti_package(tmp_path / "đề.zip", root, test=True)
    reader = choose(path, path.name)
    source = Source(path, path.name, tmp_path)
    reading = reader.read(source, Workspace(tmp_path / "w"), reader.options())
    assert reading.title == "Bài thi"
    assert [q.id for q in reading.body.questions] == ["i3", "i1"]
    assert reading.body.shuffle
    assert reading.kept.images == 2
    assert [(n.code, n.origin.member) for n in reading.notices] == [
        ("quiz.left_out", "items/i2.xml")
    ]
    plain = qti_package(tmp_path / "câu.zip", root, test=False)
    reading = reader.read(Source(plain, "a", tmp_path), Workspace(tmp_path / "v"), reader.options())
    assert [q.id for q in reading.body.questions] == ["i1", "i2", "i3"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<quiz><question type='essay'>", Damaged),
        (b"<quiz>" + b"<a>" * 400 + b"</a>" * 400 + b"</quiz>", TooLarge),
        (b'<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>', SourceError),
    ],
    ids=["cut", "deep", "entities"],
)
def test_bad_xml_is_refused(data: bytes, kind: type[SourceError], tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(data)
    reader = choose(path, path.name)
    with pytest.raises(kind):
        reader.read(Source(path, "a.xml", tmp_path), Workspace(tmp_path / "w"), reader.options())


def test_no_file_outside_is_read_through_xml(tmp_path: Path) -> None:
    (tmp_path / "mật.txt").write_text("bí mật", "utf-8")
    path = tmp_path / "a.xml"
    path.write_text(
        f'<!DOCTYPE quiz [<!ENTITY x SYSTEM "{(tmp_path / "mật.txt").as_uri()}">]><quiz>'
        "<question type='essay'><name><text>a</text></name><questiontext><text>Lộ &x; ra?"
        "</text></questiontext></question></quiz>",
        "utf-8",
    )
    reader = choose(path, path.name)
    reading = reader.read(
        Source(path, "a.xml", tmp_path), Workspace(tmp_path / "w"), reader.options()
    )
    assert "bí mật" not in reading.model_dump_json()


SAMPLES = sorted(path for path in DATA.iterdir() if path.suffix != ".md")


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_damaged_files_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, sample: Path, data: st.DataObject
) -> None:
    whole = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        kind = data.draw(st.sampled_from(["flip", "cut", "drop", "double"]))
        if kind == "flip":
            whole[at] = data.draw(st.integers(0, 255))
        elif kind == "cut":
            del whole[max(1, at) :]
        elif kind == "drop":
            del whole[at : at + 20]
        else:
            whole[at:at] = whole[at : at + 60]
        whole = whole or bytearray(b"x")
    path = tmp_path_factory.getbasetemp() / f"hỏng{sample.suffix}"
    path.write_bytes(bytes(whole))
    with suppress(SourceError):
        reader = choose(path, path.name)
        source = Source(path, path.name, path.parent)
        reader.read(source, Workspace(path.parent / "w"), reader.options())


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from("{}=~#%:\\\n->T.150 aâ[]/$"), max_size=80))
def test_any_gift_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "bất kỳ.gift"
    path.write_text(text or "x", "utf-8")
    with suppress(SourceError):
        reader = choose(path, path.name)
        source = Source(path, path.name, path.parent)
        reader.read(source, Workspace(path.parent / "w"), reader.options())
