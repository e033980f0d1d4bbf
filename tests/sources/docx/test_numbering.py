"""Automatic numbers become text as Word shows them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvu.lesson import Heading, ListBlock, Paragraph
from hocvu.sources.docx.numerals import numeral


def level(index: int, style: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels: str, nums: str = "") -> dict[str, str]:
    nums = nums or '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return {"numbering": f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}'}


def at(index: int, list_id: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{list_id}"/></w:numPr>'


def labels(blocks: Any) -> list[str]:
    found: list[str] = []
    for block in blocks:
        if isinstance(block, ListBlock):
            for item in block.items:
                found.append(item.label)
                found.extend(labels(item.children))
        elif isinstance(block, Heading | Paragraph) and block.label:
            found.append(block.label)
    return found


def test_levels_compose_and_restart(docx: Any) -> None:
    levels = (
        level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerRoman", "(%3)")
    )
    body = "".join(docx.p("x", at(i)) for i in (0, 1, 1, 2, 2, 0, 1, 2))
    blocks = docx.blocks(body, numbering(levels))
    assert labels(blocks) == ["1.", "1.1", "1.2", "(i)", "(ii)", "2.", "2.1", "(i)"]
    assert len(blocks) == 1


def test_restart_never_and_after_a_given_level(docx: Any) -> None:
    levels = (
        level(0, "upperRoman", "Chương %1")
        + level(1, "decimal", "Mục %2")
        + level(2, "decimal", "Điều %3.", '<w:lvlRestart w:val="0"/>')
        + level(3, "lowerLetter", "%4)", '<w:lvlRestart w:val="1"/>')
    )
    body = "".join(docx.p("Tên", at(i)) for i in (0, 1, 2, 3, 2, 3, 0, 1, 2, 3))
    found = labels(docx.blocks(body, numbering(levels)))
    assert [x for x in found if x.startswith("Điều")] == ["Điều 1.", "Điều 2.", "Điều 3."]
    assert [x for x in found if x.endswith(")")] == ["a)", "b)", "a)"]


def test_overrides_start_anew_and_share_otherwise(docx: Any) -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        '<w:num w:numId="4"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1/", start=3)}'
        "</w:lvlOverride></w:num>"
    )
    body = "".join(docx.p("x", at(0, n)) for n in (1, 1, 2, 3, 3, 1))
    assert labels(docx.blocks(body, numbering(level(0, "decimal", "%1."), nums))) == [
        "1.",
        "2.",
        "3.",
        "5.",
        "6.",
        "7.",
    ]
    alone = docx.blocks(docx.p("x", at(0, 4)), numbering(level(0, "decimal", "%1."), nums))
    assert labels(alone) == ["C/"]


def test_a_style_brings_its_list_and_level(docx: Any) -> None:
    parts = numbering(
        level(0, "decimal", "Phần %1:", '<w:pStyle w:val="A"/>')
        + level(1, "decimal", "%1.%2", '<w:pStyle w:val="B"/>')
    )
    parts["styles"] = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:name w:val="B"/>'
        "</w:style>"
    )
    body = "".join(
        docx.p("x", f'<w:pStyle w:val="{s}"/>{more}')
        for s, more in (
            ("A", ""),
            ("B", ""),
            ("B", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            ("B", ""),
        )
    )
    assert labels(docx.blocks(body, parts)) == ["Phần 1:", "1.1", "1.2"]


def test_legal_style_and_linked_definitions(docx: Any) -> None:
    nums = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    parts = {
        "numbering": '<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="S"/>'
        + level(0, "upperRoman", "%1.")
        + level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="S"/>'
        + f"</w:abstractNum>{nums}"
    }
    body = "".join(docx.p("x", at(i)) for i in (0, 0, 1))
    assert labels(docx.blocks(body, parts)) == ["I.", "II.", "2.1"]


def test_bullets_have_no_label_and_lists_nest_by_indent(docx: Any) -> None:
    parts = {
        "numbering": '<w:abstractNum w:abstractNumId="0">'
        + level(0, "decimal", "%1.")
        + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
        + level(0, "bullet", "\uf0b7")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    }
    body = docx.p("một", at(0) + '<w:ind w:left="360"/>')
    body += docx.p("con", at(0, 2) + '<w:ind w:left="720"/>') * 2
    body += docx.p("hai", at(0) + '<w:ind w:left="360"/>')
    (outer,) = docx.blocks(body, parts)
    assert outer.ordered
    assert [item.label for item in outer.items] == ["1.", "2."]
    inner = outer.items[0].children[1]
    assert not inner.ordered
    assert [item.label for item in inner.items] == ["", ""]


def test_clauses_of_a_legal_text_are_paragraphs(docx: Any) -> None:
    parts = numbering(level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)"))
    body = docx.p("Điều 1. Phạm vi", run=docx.bold)
    body += docx.p("Khoản", at(0)) + docx.p("Điểm", at(1)) + docx.p("đ) Điểm gõ tay")
    heading, *clauses = docx.blocks(body, parts)
    assert (heading.kind, heading.legal) == ("heading", "dieu")
    assert [(c.legal, c.label) for c in clauses] == [("khoan", "1."), ("diem", "a)"), ("diem", "")]


def test_labels_are_no_words_of_the_file(docx: Any) -> None:
    reading = docx.read(docx.p("hai từ", at(0)), numbering(level(0, "decimal", "Bước %1 :")))
    assert reading.kept.words == reading.read.words == 2


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("decimal", ["1", "4", "9", "27"]),
        ("decimalZero", ["01", "04", "09", "27"]),
        ("upperRoman", ["I", "IV", "IX", "XXVII"]),
        ("lowerRoman", ["i", "iv", "ix", "xxvii"]),
        ("upperLetter", ["A", "D", "I", "AA"]),
        ("lowerLetter", ["a", "d", "i", "aa"]),
        ("cardinalText", ["Một", "Bốn", "Chín", "Hai mươi bảy"]),
        ("ordinalText", ["Thứ nhất", "Thứ tư", "Thứ chín", "Thứ hai mươi bảy"]),
        ("decimalEnclosedCircle", ["①", "④", "⑨", "27"]),
        ("numberInDash", ["- 1 -", "- 4 -", "- 9 -", "- 27 -"]),
        ("none", ["", "", "", ""]),
        ("unheard-of", ["1", "4", "9", "27"]),
    ],
)
def test_numerals(style: str, shown: list[str]) -> None:
    assert [numeral(n, style) for n in (1, 4, 9, 27)] == shown


def test_custom_numerals() -> None:
    assert numeral(7, "custom", "001, 002, 003, ...") == "007"


@given(
    st.integers(-(10**6), 10**6),
    st.sampled_from(["upperRoman", "lowerLetter", "ordinalText", "chicago", "custom", "hex"]),
)
def test_any_number_is_written_shortly(number: int, style: str) -> None:
    assert 0 < len(numeral(number, style)) < 100


@given(st.integers(1, 3999))
def test_roman_numbers_read_back(number: int) -> None:
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    digits = [values[c] for c in numeral(number, "upperRoman")]
    following = [*digits[1:], 0]
    assert sum(-a if a < b else a for a, b in zip(digits, following, strict=True)) == number
