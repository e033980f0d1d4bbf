"""Pages drawn by hand: what their places on the page must make of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hocvu.errors import Damaged
from hocvu.lesson import Block, DocumentBody, Group, Heading, ListBlock, Paragraph, Reading, Table
from hocvu.lesson.text import body_lines, inline_text, lines, walk
from hocvu.sources.pdf import READER

Read = Callable[..., Reading]
Make = Callable[..., Path]
FULL = "word " * 18 + "word"  # About as wide as a line of these pages.


def blocks_of(reading: Reading) -> tuple[Block, ...]:
    assert isinstance(reading.body, DocumentBody)
    return reading.body.blocks


def codes(reading: Reading) -> list[str]:
    return [notice.code for notice in reading.notices]


def body(draw: Any, top: float = 760, count: int = 4, page: int = 0) -> list[str]:
    """Return lines of text that are not the same on any two pages."""
    said = [f"p{page}l{index} {FULL}" for index in range(count - 1)]
    return [draw.text(60, top - 16 * i, text) for i, text in enumerate([*said, f"p{page} end."])]


def test_lines_become_paragraphs(make: Make, read: Read, draw: Any) -> None:
    path = make(
        [
            draw.text(60, 760, FULL),
            draw.text(60, 744, "ends here."),
            draw.text(60, 728, "Another begins " + "word " * 15),
            draw.text(60, 712, "and ends QD-"),
            draw.text(60, 696, "TTg."),
            draw.text(60, 640, "Far below."),
        ]
    )
    said = list(body_lines(read(path).body))
    assert said[0] == f"{FULL} ends here."
    assert said[1].endswith("and ends QD-TTg.")
    assert said[2] == "Far below."


def test_paragraph_goes_on_over_the_page(make: Make, read: Read, draw: Any) -> None:
    path = make(
        [*body(draw), draw.text(60, 696, FULL)],
        [draw.text(60, 760, "and its end."), draw.text(60, 720, "1. New.")],
    )
    said = list(body_lines(read(path).body))
    assert said[-2].endswith(f"{FULL} and its end.")
    assert said[-1] == "1. New."


def test_running_head_foot_and_numbers_are_left_out_and_told(
    make: Make, read: Read, draw: Any
) -> None:
    heads = ("{} GAZETTE No 7", "GAZETTE No 7 {}")
    pages = [
        [
            draw.text(60, 810, heads[page % 2].format(page + 41)),
            *body(draw, page=page),
            draw.text(60, 690, f"Form {page}"),
            draw.text(290, 30, f"- {page} -"),
        ]
        for page in range(1, 5)
    ]
    reading = read(make(*pages))
    said = " ".join(body_lines(reading.body))
    assert "GAZETTE" not in said
    assert [f"Form {page}" in said for page in range(1, 5)] == [True] * 4
    told = [n for n in reading.notices if n.code == "pdf.running_text"]
    assert [n.params["pages"] for n in told] == [4, 4]
    assert reading.kept.words + sum(int(n.params["words"]) for n in told) == reading.read.words


def test_texts_that_differ_do_not_run(make: Make, read: Read, draw: Any) -> None:
    pages = [
        [draw.text(60, 810, f"Chapter on {name}."), *body(draw, page=ord(name))] for name in "xyz"
    ]
    said = list(body_lines(read(make(*pages)).body))
    assert [f"Chapter on {name}." in said for name in "xyz"] == [True] * 3


def test_drawn_table_keeps_its_cells(make: Make, read: Read, draw: Any) -> None:
    xs, ys = (60, 200, 340, 480), (600, 640, 680, 720)
    path = make(
        [
            *body(draw, 800, 3),
            draw.grid(xs, ys[:3]),
            # The first row has one line less: two cells are one.
            draw.line(60, 720, 480, 720),
            draw.line(60, 680, 60, 720),
            draw.line(480, 680, 480, 720),
            draw.line(340, 680, 340, 720),
            draw.text(70, 700, "Both", font="F2"),
            draw.text(350, 700, "Third", font="F2"),
            draw.text(70, 660, "a1"),
            draw.text(210, 660, "a2"),
            draw.text(210, 648, "more"),
            draw.text(350, 660, "a3"),
            draw.text(70, 620, "b1"),
            draw.text(350, 620, "b3"),
            draw.text(60, 560, "After."),
        ]
    )
    reading = read(path)
    before, table, after = blocks_of(reading)
    assert isinstance(before, Paragraph)
    assert isinstance(table, Table)
    assert [[(c.colspan, list(lines(c.children))) for c in row.cells] for row in table.rows] == [
        [(2, ["Both"]), (1, ["Third"])],
        [(1, ["a1"]), (1, ["a2 more"]), (1, ["a3"])],
        [(1, ["b1"]), (1, []), (1, ["b3"])],
    ]
    assert [row.header for row in table.rows] == [True, False, False]
    assert isinstance(after, Paragraph)
    assert reading.read.words == reading.kept.words


def test_table_over_two_pages_is_one(make: Make, read: Read, draw: Any) -> None:
    xs = (60, 200, 480)

    def page(*rows: tuple[str, str]) -> list[str]:
        ys = [760 - 30 * index for index in range(len(rows) + 2)]
        said = [("No", "What"), *rows]
        return [
            draw.grid(xs, ys[::-1]),
            *(draw.text(70, y - 20, a) for y, (a, _) in zip(ys, said, strict=False)),
            *(draw.text(210, y - 20, b) for y, (_, b) in zip(ys, said, strict=False)),
        ]

    reading = read(make(page(("1", "one"), ("2", "two and")), page(("", "a half"), ("3", "three"))))
    (table,) = blocks_of(reading)
    assert isinstance(table, Table)
    assert [[" ".join(lines(c.children)) for c in row.cells] for row in table.rows] == [
        *(["No", "What"], ["1", "one"], ["2", "two and a half"], ["3", "three"])
    ]
    (notice,) = reading.notices
    assert (notice.code, notice.params["words"]) == ("pdf.repeated_head", 2)


def test_row_cut_by_the_page_needs_no_line_above(make: Make, read: Read, draw: Any) -> None:
    xs = (60, 120, 300, 480)
    cut = [draw.grid(xs, (60, 100, 140)), *body(draw)]
    cut += [draw.text(x + 5, 120, said) for x, said in zip(xs, ("1", "one", "first"), strict=False)]
    cut += [draw.text(x + 5, 80, said) for x, said in zip(xs, ("2", "two", "of"), strict=False)]
    rest = [draw.grid(xs, (700, 740)), *(draw.line(x, 740, x, 780) for x in xs)]
    rest += [draw.text(125, 760, "halves"), draw.text(305, 760, "two pages")]
    rest += [draw.text(x + 5, 720, said) for x, said in zip(xs, ("3", "x", "y"), strict=False)]
    _, table = blocks_of(read(make(cut, rest)))
    assert isinstance(table, Table)
    assert [[" ".join(lines(c.children)) for c in row.cells] for row in table.rows] == [
        *(["1", "one", "first"], ["2", "two halves", "of two pages"], ["3", "x", "y"])
    ]


def test_table_without_outer_lines_keeps_its_outer_columns(
    make: Make, read: Read, draw: Any
) -> None:
    ys, xs = (540, 580, 620, 660), (60, 200, 340)
    drawn = [draw.line(60, y, 480, y) for y in ys] + [draw.line(x, 540, x, 660) for x in xs[1:]]
    said = [
        draw.text(x + 5, y + 22 - 14 * part, said)
        for row, y in enumerate(reversed(ys[:3]))
        for column, x in enumerate(xs)
        for part, said in enumerate((f"{row}-{column}", "more")[: 1 + column % 2])
    ]
    _, table = blocks_of(read(make([*body(draw), *drawn, *said])))
    assert isinstance(table, Table)
    assert [[" ".join(lines(c.children)) for c in row.cells] for row in table.rows] == [
        [f"{row}-{column}" + " more" * (column % 2) for column in range(len(xs))]
        for row in range(3)
    ]


def test_lines_that_stick_out_around_nothing_make_no_row(make: Make, read: Read, draw: Any) -> None:
    drawn = [draw.line(40, y, 500, y) for y in (600, 640, 680)]
    drawn += [draw.line(x, 580, x, 700) for x in (60, 200, 480)]
    said = [draw.text(x, y, "word") for x in (70, 210) for y in (610, 650)]
    _, table = blocks_of(read(make([*body(draw, 800, 3), *drawn, *said])))
    assert isinstance(table, Table)
    assert [len(row.cells) for row in table.rows] == [2, 2]


def test_frame_around_text_is_a_box(make: Make, read: Read, draw: Any) -> None:
    path = make([*body(draw), draw.grid((60, 300), (600, 650)), draw.text(70, 620, "Inside")])
    (_, box) = blocks_of(read(path))
    assert isinstance(box, Group)
    assert list(lines(box.children)) == ["Inside"]


def test_frame_around_the_page_is_nothing(make: Make, read: Read, draw: Any) -> None:
    reading = read(make([*body(draw), draw.grid((30, 565), (30, 815))]))
    assert [block.kind for block in blocks_of(reading)] == ["paragraph"]


def test_two_columns_are_read_one_after_the_other(make: Make, read: Read, draw: Any) -> None:
    half = "word " * 7
    left = [draw.text(60, 700 - 14 * i, half + f"L{i}") for i in range(6)]
    right = [draw.text(330, 700 - 14 * i, half + f"R{i}") for i in range(6)]
    path = make([draw.text(60, 740, FULL), *left, *right])
    said = " ".join(body_lines(read(path).body)).replace("word ", "")
    assert said.endswith(" ".join([*(f"L{i}" for i in range(6)), *(f"R{i}" for i in range(6))]))


def test_text_box_above_is_read_first(make: Make, read: Read, draw: Any) -> None:
    path = make([*body(draw, 600), draw.text(60, 800, "LETTERHEAD")])
    assert next(iter(body_lines(read(path).body))) == "LETTERHEAD"


def test_bullets_are_nested_lists(make: Make, read: Read, draw: Any) -> None:
    items = [(60, "one"), (80, "deeper"), (80, "deeper too"), (60, "two")]
    path = make([draw.text(x, 700 - 20 * i, f"\x95 {said}") for i, (x, said) in enumerate(items)])
    reading = read(path)
    (outer,) = blocks_of(reading)
    assert isinstance(outer, ListBlock)
    assert [list(lines(item.children)) for item in outer.items] == [
        ["one", "deeper", "deeper too"],
        ["two"],
    ]
    assert reading.read.words == reading.kept.words == 5


def test_headings_have_levels_by_number_and_size(make: Make, read: Read, draw: Any) -> None:
    path = make(
        [
            draw.text(60, 790, "The whole", 20, "F2"),
            draw.text(60, 760, "I. First part", 12, "F2"),
            draw.text(60, 740, "1. A piece", 12, "F2"),
            *body(draw, 710),
            draw.text(60, 630, "II. Second part", 12, "F2"),
            *body(draw, 600),
        ]
    )
    found = [b for b in blocks_of(read(path)) if isinstance(b, Heading)]
    assert [(b.level, inline_text(b.children)) for b in found] == [
        *((1, "The whole"), (1, "I. First part"), (2, "1. A piece"), (1, "II. Second part"))
    ]
    assert not any("bold" in node.marks for node in walk(found) if node.kind == "text")


def test_web_links_are_kept_and_others_told(make: Make, read: Read, draw: Any) -> None:
    def link(y: int, address: str) -> str:
        return (
            f"<< /Type /Annot /Subtype /Link /Rect [58 {y - 4} 200 {y + 12}] "
            f"/A << /S /URI /URI ({address}) >> >> "
        )

    path = make(
        [draw.text(60, 700, "See here"), draw.text(60, 640, "And there")],
        annotations={0: link(700, "https://example.vn/a") + link(640, "file:///etc/passwd")},
    )
    reading = read(path)
    found = [node for node in walk(blocks_of(reading)) if node.kind == "link"]
    assert [(node.href, inline_text(node.children)) for node in found] == [
        ("https://example.vn/a", "See here")
    ]
    assert codes(reading) == ["pdf.link_dropped"]


def test_pictures_stand_where_they_stood(make: Make, read: Read, draw: Any) -> None:
    shown = "q 100 0 0 80 60 600 cm /Im Do Q"
    reading = read(make([*body(draw), shown, draw.text(60, 560, "Under it.")]))
    assert [block.kind for block in blocks_of(reading)] == ["paragraph", "figure", "paragraph"]
    assert reading.kept.images == reading.read.images == 1


def test_logo_on_every_page_is_left_out_and_told(make: Make, read: Read, draw: Any) -> None:
    logo = "q 50 0 0 40 500 790 cm /Im Do Q"
    pages = [[*body(draw, page=page), logo] for page in range(3)]
    reading = read(make(*pages))
    assert reading.kept.images == 0
    assert codes(reading) == ["pdf.repeated_pictures"]


def test_page_of_little_text_over_a_picture_keeps_both(make: Make, read: Read, draw: Any) -> None:
    scan = "q 595 0 0 842 0 0 cm /Im Do Q"
    reading = read(make([scan, draw.text(60, 700, "Stamp 12")], body(draw)), ocr=False)
    kinds = [block.kind for block in blocks_of(reading)]
    assert kinds[0] == "figure"
    assert "Stamp 12" in body_lines(reading.body)
    (notice,) = reading.notices
    assert (notice.code, notice.params["pages"]) == ("ocr.off", "1")


def test_recognised_text_under_a_scan_is_kept_and_doubted(
    make: Make, read: Read, draw: Any
) -> None:
    scan = "q 595 0 0 842 0 0 cm /Im Do Q"
    reading = read(make(["3 Tr", *body(draw), scan]), ocr=False)
    assert [block.kind for block in blocks_of(reading)] == ["figure", "paragraph"]
    assert codes(reading) == ["pdf.scan_with_text"]


def test_text_without_table_lines_is_kept_in_order_and_told(
    make: Make, read: Read, draw: Any
) -> None:
    rows = [
        draw.text(x, 700 - 20 * row, f"{'abcd'[row]}{'xyz'[column]}")
        for row in range(4)
        for column, x in enumerate((60, 220, 380))
    ]
    reading = read(make(rows))
    expected = [f"{'abcd'[row]}{'xyz'[column]}" for row in range(4) for column in range(3)]
    assert " ".join(body_lines(reading.body)).split() == expected
    assert "pdf.table_unclear" in codes(reading)


def test_page_on_its_side_is_read(make: Make, read: Read, draw: Any) -> None:
    path = make([draw.text(100 + 16 * i, 60, f"{FULL} {i}", 10, turn=90) for i in range(3)])
    reading = read(path)
    assert " ".join(body_lines(reading.body)) == " ".join(f"{FULL} {i}" for i in range(3))
    assert reading.read.words == reading.kept.words


def test_blank_page_is_told(make: Make, read: Read, draw: Any) -> None:
    reading = read(make(body(draw), [], body(draw)))
    (notice,) = reading.notices
    assert (notice.code, notice.origin.page, notice.severity) == ("pdf.blank_page", 2, "info")


@pytest.mark.parametrize("share", [0.0, 0.01, 0.2])
def test_cut_file_is_damaged(shared: Path, read: Read, tmp_path: Path, share: float) -> None:
    data = (shared / "materials/documents/cv-bnv-2026.pdf").read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(Damaged) as caught:
        read(path)
    assert caught.value.origin.file == "cut.pdf"


def test_content_tells_a_pdf() -> None:
    assert READER.accepts(b"%PDF-1.7\n", Path("a.docx"))
    assert READER.accepts(b"\n\njunk %PDF-1.4", Path("a.pdf"))
    assert not READER.accepts(b"PK\x03\x04", Path("a.pdf"))
