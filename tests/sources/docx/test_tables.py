"""Tables keep every cell, merged as in the document."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocvu.errors import TooLarge
from hocvu.lesson import Reading
from hocvu.lesson.text import lines

BARE = '<w:tblPr><w:tblStyle w:val="G"/><w:tblBorders><w:top w:val="nil"/></w:tblBorders></w:tblPr>'
LINES = '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>'


def cell(docx: Any, text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{docx.p(text)}</w:tc>"


def table(*rows: str, properties: str = LINES) -> str:
    return f"<w:tbl>{properties}{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def grid(block: Any) -> list[list[tuple[str, int, int]]]:
    return [
        [(" ".join(lines(c.children)), c.colspan, c.rowspan) for c in r.cells] for r in block.rows
    ]


def test_cells_merged_across_and_down(docx: Any) -> None:
    first, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    (block,) = docx.blocks(
        table(
            row(cell(docx, "a", first), cell(docx, "b", wide)),
            row(cell(docx, "", more), cell(docx, "c"), cell(docx, "d")),
            row(cell(docx, "e", first), cell(docx, "f", wide + first)),
            row(cell(docx, "", more), cell(docx, "g", wide + more)),
        )
    )
    assert grid(block) == [
        [("a", 1, 2), ("b", 2, 1)],
        [("c", 1, 1), ("d", 1, 1)],
        [("e", 1, 2), ("f g", 2, 2)],
        [],
    ]


def test_a_merge_of_other_columns_is_no_merge(docx: Any) -> None:
    (block,) = docx.blocks(
        table(
            row(cell(docx, "a", '<w:vMerge w:val="restart"/>'), cell(docx, "b")),
            row(cell(docx, "c", '<w:gridSpan w:val="2"/><w:vMerge/>')),
        )
    )
    assert grid(block) == [[("a", 1, 1), ("b", 1, 1)], [("c", 2, 1)]]


def test_header_rows_and_indented_rows(docx: Any) -> None:
    (block,) = docx.blocks(
        table(
            row(cell(docx, "Cột 1"), cell(docx, "Cột 2"), properties="<w:tblHeader/>"),
            row(cell(docx, "x"), properties='<w:gridBefore w:val="1"/>'),
            row(cell(docx, "y"), cell(docx, "z"), properties='<w:tblHeader w:val="0"/>'),
        )
    )
    assert [r.header for r in block.rows] == [True, False, False]
    assert all(c.header for c in block.rows[0].cells)
    assert grid(block)[1] == [("", 1, 1), ("x", 1, 1)]


def test_a_first_row_in_bold_names_the_columns(docx: Any) -> None:
    def bold(text: str) -> str:
        return f"<w:tc>{docx.p(text, run=docx.bold)}</w:tc>"

    names, values = row(bold("STT"), bold("Tên")), row(cell(docx, "1"), cell(docx, "x"))
    (block,) = docx.blocks(table(names, values))
    assert [r.header for r in block.rows] == [True, False]
    for other in (table(names, names), table(values, names), table(names, values, properties="")):
        (block,) = docx.blocks(other)
        assert not any(r.header for r in block.rows)


def test_rows_in_controls_and_deleted_rows(docx: Any) -> None:
    controlled = f"<w:sdt><w:sdtContent>{row(cell(docx, 'trong'))}</w:sdtContent></w:sdt>"
    reading = docx.read(table(controlled, row(cell(docx, "xóa"), properties="<w:del/>")))
    (block,) = docx.body(reading).blocks
    assert grid(block) == [[("trong", 1, 1)]]
    assert docx.codes(reading) == ["docx.changes"]
    assert reading.read.words == reading.kept.words == 1


def test_tables_in_tables_lists_in_cells(docx: Any) -> None:
    inner = table(row(cell(docx, "trong")))
    (block,) = docx.blocks(table(row(f"<w:tc>{docx.p('ngoài')}{inner}{docx.p('')}</w:tc>")))
    assert [b.kind for b in block.rows[0].cells[0].children] == ["paragraph", "table"]
    assert docx.read(table(row(f"<w:tc>{inner}</w:tc>"))).kept.tables == 2


@pytest.mark.parametrize(
    ("properties", "layout"),
    [
        ("", True),
        (LINES, False),
        ('<w:tblPr><w:tblStyle w:val="G"/></w:tblPr>', False),
        ('<w:tblPr><w:tblStyle w:val="N"/></w:tblPr>', True),
        (BARE, True),
    ],
)
def test_tables_that_only_place_text(docx: Any, properties: str, layout: bool) -> None:
    styles = (
        '<w:style w:type="table" w:styleId="N"><w:name w:val="Normal Table"/></w:style>'
        '<w:style w:type="table" w:styleId="G"><w:basedOn w:val="N"/><w:name w:val="Table Grid"/>'
        '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr></w:style>'
    )
    markup = table(row(cell(docx, "a"), cell(docx, "b")), properties=properties)
    (block,) = docx.blocks(markup, {"styles": styles})
    assert block.layout is layout


def test_a_caption_above(docx: Any) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="caption"/></w:style>'
    body = docx.p("Bảng 1. Tên", '<w:pStyle w:val="C"/>') + table(row(cell(docx, "a")))
    (block,) = docx.blocks(body, {"styles": styles})
    assert [n.text for n in block.caption] == ["Bảng 1. Tên"]


def test_nesting_is_limited_before_anything_recurses(docx: Any) -> None:
    markup = docx.p("đáy")
    for depth in range(1, 60):
        markup = table(row(f"<w:tc>{markup}</w:tc>"))
        if depth == 14:
            reading = docx.read(markup)
            assert Reading.model_validate_json(reading.model_dump_json()) == reading
    with pytest.raises(TooLarge):
        docx.read(markup)


_SPANS = st.lists(
    st.lists(
        st.tuples(st.integers(1, 3), st.sampled_from(["", "restart", "continue"])),
        min_size=1,
        max_size=4,
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(_SPANS)
def test_no_cell_is_lost(
    tmp_path_factory: pytest.TempPathFactory, docx_class: Any, rows: Any
) -> None:
    docx = docx_class(tmp_path_factory.mktemp("t"))
    number = 0
    markup = []
    for spans in rows:
        cells = []
        for span, merge in spans:
            number += 1
            merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
            cells.append(cell(docx, f"ô{number}", f'<w:gridSpan w:val="{span}"/>{merged}'))
        markup.append(row(*cells))
    (block,) = docx.blocks(table(*markup))
    found = sorted(word for line in lines([block]) for word in line.split())
    assert found == sorted(f"ô{n}" for n in range(1, number + 1))
