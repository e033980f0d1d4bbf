"""Tables without lines: made where columns are unmistakable, never of letterheads or prose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from hocvu.lesson import DocumentBody, Reading, Table
from hocvu.lesson.text import lines, walk

Read = Callable[..., Reading]
Make = Callable[..., Path]
FULL = "word " * 18 + "word"
HEAD = ("No", "Content", "Hours")
ROWS = (("1", "Digital skills", "12"), ("2", "Records", "8"), ("3", "Public services", "16"))


def columns(draw: Any, rows: Sequence[Sequence[str]], xs: Sequence[int], y: int = 680) -> list[str]:
    return [
        draw.text(x, y - 18 * number, said)
        for number, row in enumerate(rows)
        for x, said in zip(xs, row, strict=False)
        if said
    ]


def page(draw: Any, *said: str) -> list[str]:
    return [draw.text(60, 740, FULL), draw.text(60, 724, "Before."), *said]


def tables(reading: Reading) -> list[list[list[str]]]:
    assert isinstance(reading.body, DocumentBody)
    return [
        [[" ".join(lines(cell.children)) for cell in row.cells] for row in node.rows]
        for node in walk(reading.body.blocks)
        if isinstance(node, Table)
    ]


def test_columns_of_figures_are_a_table(make: Make, read: Read, draw: Any) -> None:
    after = draw.text(60, 560, "After.")
    reading = read(make(page(draw, *columns(draw, (HEAD, *ROWS), (60, 160, 420)), after)))
    assert tables(reading) == [[list(HEAD), *map(list, ROWS)]]
    assert [block.kind for block in reading.body.blocks] == ["paragraph", "table", "paragraph"]  # type: ignore[union-attr]
    (notice,) = reading.notices
    assert (notice.code, notice.origin.page) == ("pdf.table_aligned", 1)
    assert reading.read.words == reading.kept.words


def test_text_of_a_cell_goes_on_under_it(make: Make, read: Read, draw: Any) -> None:
    said = columns(draw, (HEAD, *ROWS[:2]), (60, 160, 420))
    said += [draw.text(160, 632, "of communes"), *columns(draw, ROWS[2:], (60, 160, 420), 612)]
    ((_, _, second, third),) = tables(read(make(page(draw, *said))))
    assert second == ["2", "Records of communes", "8"]
    assert third == list(ROWS[2])


def test_table_between_three_lines(make: Make, read: Read, draw: Any) -> None:
    rows = (("Model", "Kind"), ("First", "large"), ("Second", "small"), ("Third", "small"))
    prose = [draw.text(60, 680 - 18 * i, "and so the words run on here") for i in range(5)]
    rules = [draw.line(320, y, 540, y) for y in (694, 676, 620)]
    reading = read(make(page(draw, *columns(draw, rows, (330, 450)), *rules, *prose)))
    assert tables(reading) == [[list(row) for row in rows]]


@pytest.mark.parametrize(
    ("rows", "xs"),
    [
        # A signature of three.
        (
            [("Made by", "Seen by", "Director"), ("(ký, ho ten)",) * 3, ("2021", "2022", "2023")],
            (60, 220, 400),
        ),
        # Names and what is filled in.
        (
            [
                ("Order:", "A", "Place:", "B"),
                ("Made:", "C", "Seen:", "D"),
                ("Sent:", "E", "By:", "F"),
            ],
            (60, 160, 320, 450),
        ),
        # A list of contents.
        (
            [("First part", "3"), ("Second part", "7"), ("Third part", "12"), ("Fourth", "12")],
            (60, 500),
        ),
        # Two rows.
        ([HEAD, ROWS[0]], (60, 160, 420)),
        # Nothing stands under anything.
        ([("a", "1"), ("          b", "   2222"), ("c", "        33333")], (60, 300)),
    ],
)
def test_other_columns_stay_text(
    make: Make, read: Read, draw: Any, rows: Sequence[Sequence[str]], xs: Sequence[int]
) -> None:
    reading = read(make(page(draw, *columns(draw, rows, xs))))
    assert tables(reading) == []
    assert reading.read.words == reading.kept.words


def test_two_columns_of_prose_stay_text(make: Make, read: Read, draw: Any) -> None:
    half = "word " * 7
    said = [(half + f"{i}", f"{i} " + half) for i in range(9)]
    assert tables(read(make(columns(draw, said, (60, 330))))) == []


@pytest.mark.long
def test_only_what_is_one_in_the_corpus(shared: Path, read: Read) -> None:
    made = {}
    for path in sorted((shared / "materials").glob("*/pdf/*.pdf")):
        if path.name.startswith(("phapluat", "mauvanban", "markitdown")) and (
            path.stat().st_size < 6e5 or path.name.startswith("mauvanban__25")
        ):
            found = [n for n in read(path, ocr=False).notices if n.code == "pdf.table_aligned"]
            made.update({(path.name[:20], n.origin.page): n.params["count"] for n in found})
    assert made == {
        ("markitdown__8555bb83", 1): 1,
        ("mauvanban__25c99b85_", 5): 2,
    }
