"""What stands inside paragraphs: marks, links, fields, symbols, changes, notes."""

from __future__ import annotations

from typing import Any

import pytest

from hocvu.lesson import Link, NoteRef, Text
from hocvu.lesson.text import body_lines, inline_text, walk

UNDERLINED = '<w:u w:val="single"/>'


def run(inner: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def t(text: str, properties: str = "") -> str:
    return run(f'<w:t xml:space="preserve">{text}</w:t>', properties)


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def char(kind: str) -> str:
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


def field(instruction: str, result: str) -> str:
    return (
        char("begin")
        + run(f"<w:instrText>{instruction}</w:instrText>")
        + char("separate")
        + result
        + char("end")
    )


def text_of(docx: Any, markup: str, **more: Any) -> str:
    return "\n".join(body_lines(docx.read(markup, **more).body))


def test_marks_and_joined_runs(docx: Any) -> None:
    (block,) = docx.blocks(
        paragraph(
            t("a", "<w:b/>"),
            t("b", "<w:b/>"),
            t("c", '<w:b w:val="0"/><w:i/>'),
            t("d", '<w:vertAlign w:val="superscript"/><w:u w:val="single"/><w:strike/>'),
            t("e", '<w:u w:val="none"/><w:highlight w:val="yellow"/>'),
        )
    )
    assert [(n.text, n.marks) for n in block.children] == [
        ("ab", ("bold",)),
        ("c", ("italic",)),
        ("d", ("underline", "strike", "sup")),
        ("e", ("highlight",)),
    ]


def test_text_is_composed_across_runs(docx: Any) -> None:
    (block,) = docx.blocks(paragraph(t("Vie\u0323", "<w:b/>"), t("\u0302t"), t("Nam")))
    assert inline_text(block.children) == "ViệtNam"


def test_spaces_breaks_and_hyphens(docx: Any) -> None:
    markup = paragraph(
        t("  a"),
        run("<w:tab/>"),
        t("b"),
        run("<w:br/>"),
        t("c"),
        run('<w:br w:type="page"/>'),
        t("d"),
        run("<w:noBreakHyphen/><w:softHyphen/>"),
        t("e  "),
    )
    assert text_of(docx, markup) == "a\tb c d\u2011\u00ade"


def test_links_outside_inside_and_refused(docx: Any) -> None:
    markup = (
        paragraph(
            f'<w:hyperlink r:id="x">{t("ngoài", UNDERLINED)}</w:hyperlink>',
            f'<w:hyperlink w:anchor="dấu">{t("trong")}</w:hyperlink>',
            f'<w:hyperlink r:id="y">{t("tệp")}</w:hyperlink>',
            f'<w:hyperlink w:anchor="không có">{t("hỏng")}</w:hyperlink>',
            field(' HYPERLINK "https://vi.example/b" \\o "gợi ý" ', t("trường")),
            f'<w:fldSimple w:instr=" REF dấu \\h ">{t("xem")}</w:fldSimple>',
        )
        + f'<w:p><w:bookmarkStart w:id="1" w:name="dấu"/>{t("Đích")}</w:p>'
    )
    links = {"x": ("hyperlink", "!https://vi.example/a"), "y": ("hyperlink", "!file:///c:/a.doc")}
    reading = docx.read(markup, links=links)
    blocks = docx.body(reading).blocks
    anchor = blocks[1].anchor
    assert anchor
    found = [(n.href, inline_text(n.children)) for n in walk(blocks) if isinstance(n, Link)]
    assert found == [
        ("https://vi.example/a", "ngoài"),
        (f"#{anchor}", "trong"),
        ("https://vi.example/b", "trường"),
        (f"#{anchor}", "xem"),
    ]
    assert inline_text(blocks[0].children) == "ngoàitrongtệphỏngtrườngxem"
    assert "docx.links_lost" in docx.codes(reading)


def test_fields_show_their_results_alone(docx: Any) -> None:
    inner = field(" PAGE ", t("7"))
    nested = paragraph(
        t("x "),
        char("begin"),
        run("<w:instrText> IF </w:instrText>"),
        inner,
        run("<w:instrText> = 1 </w:instrText>"),
        char("separate"),
        t("kết quả"),
        char("end"),
        t(" y"),
    )
    assert text_of(docx, nested) == "x kết quả y"


def test_a_field_over_paragraphs_and_one_without_end(docx: Any) -> None:
    over = paragraph(
        char("begin"), run("<w:instrText>TOC</w:instrText>"), char("separate"), t("một")
    )
    assert text_of(docx, over + paragraph(t("hai"), char("end"))) == "một\nhai"
    unclosed = paragraph(char("begin"), run("<w:instrText>X</w:instrText>"), t("giữ"))
    assert text_of(docx, unclosed + paragraph(t("lại"))) == "giữ\nlại"


def test_changes_are_taken_as_accepted(docx: Any) -> None:
    markup = (
        paragraph(
            t("giữ "),
            f"<w:ins>{t('thêm ')}</w:ins>",
            "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>",
            f"<w:moveFrom>{t('cũ')}</w:moveFrom><w:moveTo>{t('mới')}</w:moveTo>",
        )
        + "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
        + t("nối ")
        + "</w:p>"
        + paragraph(t("liền"))
    )
    reading = docx.read(markup)
    assert list(body_lines(reading.body)) == ["giữ thêm mới", "nối liền"]
    (notice,) = reading.notices
    assert (notice.code, notice.params["count"]) == ("docx.changes", 4)
    assert reading.read.words == reading.kept.words == 5


def test_a_drop_cap_belongs_to_its_word(docx: Any) -> None:
    markup = docx.p("T", '<w:framePr w:dropCap="drop"/>') + docx.p("rong chương này")
    assert text_of(docx, markup) == "Trong chương này"


def test_hidden_text_is_left_out_and_told(docx: Any) -> None:
    reading = docx.read(
        paragraph(t("thấy "), t("ẩn hẳn", "<w:vanish/>"), t("rõ", '<w:vanish w:val="0"/>'))
    )
    assert list(body_lines(reading.body)) == ["thấy rõ"]
    assert [(n.code, n.params["count"]) for n in reading.notices] == [("docx.hidden", 2)]
    assert reading.read.words == 2


def test_symbols_become_unicode(docx: Any) -> None:
    markup = paragraph(
        run('<w:sym w:font="Symbol" w:char="F061"/>'),
        run('<w:sym w:font="Wingdings" w:char="F0FC"/>'),
        t("\uf0e0", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),
        run('<w:sym w:font="Lạ" w:char="F041"/>'),
    )
    reading = docx.read(markup)
    assert "".join(body_lines(reading.body)) == "α✓→□"
    assert docx.codes(reading) == ["docx.symbol_lost"]


OLD = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'


def test_old_fonts_become_unicode(docx: Any) -> None:
    hyphen = run("<w:softHyphen/>").replace("<w:r>", f"<w:r><w:rPr>{OLD}</w:rPr>")
    reading = docx.read(
        paragraph(t("§iÒu lÖ ", OLD), t("Điều lệ ", OLD), t("nhµ n", OLD), hyphen, t("íc", OLD))
    )
    assert list(body_lines(reading.body)) == ["Điều lệ Điều lệ nhà nước"]
    assert [(n.code, n.params["count"]) for n in reading.notices] == [("oldfonts.converted", 4)]


def test_old_fonts_of_styles_and_themes(docx: Any) -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" '
        'w:hAnsiTheme="minorHAnsi"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="H"/><w:rPr>'
        '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="V"><w:name w:val="V"/><w:rPr>'
        '<w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/></w:rPr></w:style>'
    )
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements>'
        '<a:fontScheme><a:minorFont><a:latin typeface=".VnTime"/></a:minorFont></a:fontScheme>'
        "</a:themeElements></a:theme>"
    )
    body = (
        paragraph(t("chÝnh s¸ch"))
        + f'<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr>{t("quyÕt ®Þnh")}</w:p>'
        + paragraph(t("toång soá", '<w:rStyle w:val="V"/>'))
    )
    reading = docx.read(
        body, {"styles": styles, "theme1.xml": theme}, {"th": ("theme", "theme1.xml")}
    )
    assert list(body_lines(reading.body)) == ["chính sách", "QUYẾT ĐỊNH", "tổng số"]


def test_footnotes_and_endnotes(docx: Any) -> None:
    parts = {
        "footnotes": f'<w:footnote w:type="separator" w:id="0">{paragraph()}</w:footnote>'
        f'<w:footnote w:id="5">{paragraph(run("<w:footnoteRef/>"), t(" chú năm"))}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph(t("chú hai"))}</w:footnote>'
        f'<w:footnote w:id="9">{paragraph(t("không ai nhắc"))}</w:footnote>',
        "endnotes": f'<w:endnote w:id="2">{paragraph(t("cuối"))}</w:endnote>',
    }
    markup = paragraph(
        t("a"),
        run('<w:footnoteReference w:id="5"/>'),
        run('<w:endnoteReference w:id="2"/>'),
        run('<w:footnoteReference w:id="2"/>'),
        run('<w:footnoteReference w:id="77"/>'),
    )
    reading = docx.read(markup, parts)
    notes = docx.body(reading).notes
    found = [(n.label, inline_text(n.children[0].children)) for n in notes]
    assert found == [("1", "chú năm"), ("i", "cuối"), ("2", "chú hai")]
    refs = [n.note for n in walk(docx.body(reading).blocks) if isinstance(n, NoteRef)]
    assert refs == [n.id for n in notes]
    assert docx.codes(reading) == ["docx.note_missing"]


def test_forms_show_their_state(docx: Any) -> None:
    box = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox>'
        '</w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    choice = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
        '<w:listEntry w:val="Nam"/><w:listEntry w:val="Nữ"/></w:ddList></w:ffData></w:fldChar>'
        "</w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert text_of(docx, paragraph(box, t(" "), choice)) == "☒ Nữ"


def test_wrappers_are_walked_through(docx: Any) -> None:
    tagged = paragraph(f"<w:smartTag>{t('a')}</w:smartTag>")
    markup = (
        f"<w:sdt><w:sdtContent>{tagged}</w:sdtContent></w:sdt>"
        + paragraph(
            f"<w:sdt><w:sdtContent>{t('b')}</w:sdtContent></w:sdt>", f"<w:bdo>{t('c')}</w:bdo>"
        )
        + f"<w:customXml>{paragraph(t('d'))}</w:customXml>"
    )
    assert text_of(docx, markup) == "a\nbc\nd"


def test_ruby_keeps_both_texts(docx: Any) -> None:
    ruby = f"<w:ruby><w:rt>{t('hàn')}</w:rt><w:rubyBase>{t('漢')}</w:rubyBase></w:ruby>"
    assert text_of(docx, paragraph(run(ruby))) == "漢(hàn)"


@pytest.mark.parametrize("name", ["altChunk"])
def test_what_is_in_other_files_is_told(docx: Any, name: str) -> None:
    reading = docx.read(f'<w:{name} r:id="x"/>' + paragraph(t("a")))
    assert docx.codes(reading) == ["docx.chunk_lost"]


def test_code_and_quotations(docx: Any) -> None:
    parts = {
        "styles": '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="Source Code"/>'
        "</w:style>"
        '<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style>'
    }
    code = '<w:pStyle w:val="C"/>'
    quote = '<w:pStyle w:val="Q"/>'
    body = docx.p("def f():", code) + docx.p("  return 1", code) + docx.p("Trích", quote)
    blocks = docx.blocks(body, parts)
    assert [b.kind for b in blocks] == ["code", "group"]
    assert blocks[0].text == "def f():\n  return 1"
    assert blocks[1].role == "quote"


def test_texts_keep_their_marks_in_links(docx: Any) -> None:
    markup = paragraph(f'<w:hyperlink r:id="x">{t("a", "<w:b/>")}{t("b")}</w:hyperlink>')
    (block,) = docx.blocks(markup, links={"x": ("hyperlink", "!mailto:a@vi.example")})
    (link,) = block.children
    assert link.children == (Text(text="a", marks=("bold",)), Text(text="b"))
