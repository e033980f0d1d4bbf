"""The plain counts of words: equal to what is kept, and more than that when a parser loses some."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocvu.errors import Origin
from hocvu.pipeline.accounting import differences
from hocvu.sources.quiz.plain import aiken_words, gift_words, markup_words

MOODLE = (
    '<?xml version="1.0"?><quiz><question type="multichoice"><name><text>Tên riêng</text></name>'
    "<questiontext><text>Hai cộng hai là mấy?</text></questiontext>{}<single>true</single>"
    '<answer fraction="100"><text>Bốn</text></answer><answer fraction="0"><text>Năm</text></answer>'
    "</question></quiz>"
)
QTI = (
    '<?xml version="1.0"?><assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" '
    'identifier="a" title="Tên"><responseDeclaration identifier="R" cardinality="single">'
    "<correctResponse><value>x</value></correctResponse></responseDeclaration><itemBody><p>Hỏi "
    '<b>gì</b>?</p><choiceInteraction responseIdentifier="R" maxChoices="1">{}'
    '<simpleChoice identifier="x">Một hai</simpleChoice><simpleChoice identifier="y">Ba'
    "</simpleChoice></choiceInteraction></itemBody></assessmentItem>"
)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.gift", "::Tên:: Ai ký?{{{}=Chủ tịch#Đúng rồi ~%50%Thư ký}}\n", "Đọc kỹ trước đã "),
        ("a.xml", MOODLE, "<briefing><text>Đọc kỹ trước đã</text></briefing>"),
        ("a.xml", QTI, "<p>Đọc kỹ trước đã</p>"),
    ],
)
def test_what_a_parser_does_not_know_is_missed(read: Any, name: str, text: str, words: str) -> None:
    for inside, lost in (("", 0), (words, 4)):
        reading = read(text.format(inside), name)
        assert reading.read.words - reading.kept.words == lost
        found = [n.code for n in differences(reading, reading.notices, Origin())]
        assert found == ["source.words_lost"] * bool(lost)


def test_words_of_what_is_left_out_are_told(read: Any) -> None:
    hint = "<hint><text>Nghĩ lại đi bạn</text></hint>"
    reading = read(MOODLE.format(hint), "a.xml")
    assert [n.params["words"] for n in reading.notices] == [4]
    assert list(differences(reading, reading.notices, Origin())) == []


@pytest.mark.parametrize("name", ["du-loai.gift", "moodle.xml", "qti21-choice.xml"])
def test_nothing_is_missed_of_whole_files(data: Any, name: str) -> None:
    reading = data(name)
    assert reading.read.words
    assert list(differences(reading, reading.notices, Origin())) == []


def test_what_is_no_text_is_not_counted() -> None:
    assert markup_words("<p>Chữ <b>đ</b>ậm<br>mới</p><script>var a = 1;</script>&nbsp;") == 3
    assert gift_words("// bỏ\n$CATEGORY: bỏ\n\n::bỏ:: Pi? {#3.14:0.01#tốt}\n") == 2
    assert gift_words("Đúng? {FALSE#sai rồi}\n\nNhiều {#=1822:0 =%50%1822:2#gần}\n") == 5
    assert gift_words("A \\{b\\} {=x -> y =z\\=z -> t}\n") == 6
    assert aiken_words("Ai ký?\nA. Tôi\nB) Anh\nANSWER: B\n") == 4


@settings(max_examples=30)
@given(
    st.lists(
        st.text("abcđ ", min_size=1, max_size=12).map(lambda s: f"x{s}"), min_size=3, max_size=3
    )
)
def test_counts_are_those_of_the_words(said: list[str]) -> None:
    ask, right, wrong = said
    words = sum(len(text.split()) for text in said)
    assert gift_words(f"{ask} {{={right} ~{wrong}}}\n") == words
    assert aiken_words(f"{ask}\nA. {right}\nB. {wrong}\nANSWER: A\n") == words
