"""Footnotes: out of the middle of the text, with their references; in place where in doubt."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocvu.lesson import DocumentBody, NoteRef, Reading
from hocvu.lesson.text import lines, walk
from hocvu.sources.pages.lines import Line, Run
from hocvu.sources.pages.marks import refer, references, unmark
from hocvu.tools import libreoffice

Read = Callable[..., Reading]
Make = Callable[..., Path]
FULL = "word " * 18 + "word"
SHORT = (60, 130, 160, 130)


def page(draw: Any, *foot: str, mark: str = "1", rule: tuple[int, ...] = SHORT) -> list[str]:
    """Return a page whose last line refers to a note and stops in the middle of a sentence."""
    body = [draw.text(60, 760 - 16 * i, f"l{i} {FULL}") for i in range(5)]
    said = [draw.text(60, 680, "the middle"), draw.text(118, 684, mark, 7)]
    return [*body, *said, draw.text(124, 680, "of a " + "word " * 15), draw.line(*rule), *foot]


def noted(reading: Reading) -> tuple[list[str], list[str]]:
    """Return the notes, and what stands before each reference."""
    assert isinstance(reading.body, DocumentBody)
    nodes = list(walk(reading.body.blocks))
    before = [
        nodes[i - 1].text[-6:].strip()  # type: ignore[union-attr]
        for i, node in enumerate(nodes)
        if isinstance(node, NoteRef)
    ]
    return [" ".join(lines(note.children)) for note in reading.body.notes], before


def test_note_leaves_the_sentence_whole(make: Make, read: Read, draw: Any) -> None:
    foot = [draw.text(60, 117, "1", 6), draw.text(66, 114, "A note that", 10)]
    foot += [draw.text(60, 102, "takes two lines.", 10)]
    reading = read(make(page(draw, *foot), [draw.text(60, 760, "sentence goes on.")]))
    assert noted(reading) == (["A note that takes two lines."], ["middle"])
    assert isinstance(reading.body, DocumentBody)
    assert any("word sentence goes on." in said for said in lines(reading.body.blocks))
    assert reading.read.words == reading.kept.words
    assert reading.read.notes == reading.kept.notes == 1
    assert reading.notices == ()


def test_mark_that_the_text_does_not_bear_is_left_and_told(
    make: Make, read: Read, draw: Any
) -> None:
    foot = [draw.text(60, 117, "2", 6), draw.text(66, 114, "About nothing.", 10)]
    reading = read(make(page(draw, *foot)))
    assert noted(reading) == ([], [])
    assert "2 About nothing." in " ".join(lines(reading.body.blocks))  # type: ignore[union-attr]
    (notice,) = reading.notices
    assert (notice.code, notice.origin.page) == ("pdf.footnotes_doubted", 1)
    assert (reading.read.notes, reading.kept.notes) == (1, 0)


@pytest.mark.parametrize(
    "foot",
    [
        # No line above and no gap: a table's remark, or the end of a form.
        [(114, "(1) What is filled in here.", 12), (98, "(2) And there.", 12)],
        # Small, but not begun by a mark.
        [(114, "Small print of the publisher", 9)],
    ],
)
def test_other_feet_are_left_alone(make: Make, read: Read, draw: Any, foot: Any) -> None:
    texts = [draw.text(60, y, said, size) for y, said, size in foot]
    reading = read(make(page(draw, *texts, rule=(60, 810, 160, 810))))
    assert noted(reading) == ([], [])
    assert reading.notices == ()


def test_note_goes_on_over_the_page(make: Make, read: Read, draw: Any) -> None:
    foot = [draw.text(60, 117, "1", 6), draw.text(66, 114, "A note that goes " + "on " * 40, 10)]
    second = [
        draw.text(60, 760, "sentence goes on."),
        draw.line(60, 130, 500, 130),
        draw.text(60, 114, "and ends here.", 10),
    ]
    notes, _ = noted(read(make(page(draw, *foot), second)))
    assert len(notes) == 1
    assert notes[0].endswith("on and ends here.")


def test_level_mark_and_star_under_a_line(make: Make, read: Read, draw: Any) -> None:
    for mark in ("1", "*"):
        foot = [draw.text(60, 114, f"{mark} Its words.", 10)]
        reading = read(make(page(draw, *foot, mark=mark)))
        assert noted(reading) == (["Its words."], ["middle"])
        assert reading.read.words == reading.kept.words


def test_note_on_the_page_after_its_mark(make: Make, read: Read, draw: Any) -> None:
    rule = draw.line(*SHORT)
    second = [draw.text(60, 760, "sentence goes on."), rule, draw.text(60, 114, "1 Late.", 10)]
    assert noted(read(make(page(draw, rule=(0, 0, 1, 1)), second))) == (["Late."], ["middle"])


def test_exponents_are_no_references() -> None:
    for said, found in (("of 20 m", 0), ("5 km", 0), ("the law", 1), ("Lâm", 1)):
        line = Line([Run(said), Run("2", ("sup",))], 0, 9, 9, 9, False, 1, 0)
        assert len(list(references(line, {"2"}))) == found, said


@settings(max_examples=40)
@given(st.lists(st.text("ab 12*()²m,.", max_size=8), min_size=1, max_size=5), st.data())
def test_marks_alone_are_taken_out(texts: list[str], data: st.DataObject) -> None:
    runs = [Run(text, data.draw(st.sampled_from([(), ("sup",)]))) for text in texts]
    line = Line(runs, 0, 9, 9, 9, False, 1, 0)
    wanted = {"1", "2", "*", "(1)"}
    places = list(references(line, wanted))
    said = line.text
    taken = sum(end - start for _, start, end, _ in places)
    refer(line, {mark: [mark] for mark in wanted})
    assert len(line.text.replace(" ", "")) == len(said.replace(" ", "")) - taken
    assert sum(bool(run.note) for run in line.runs) == len(places)


@settings(max_examples=20)
@given(st.sampled_from(["1", "12", "(1)", "*"]), st.text("ab .", min_size=1, max_size=6))
def test_unmark_keeps_the_words(mark: str, rest: str) -> None:
    line = Line([Run(mark), Run(f" {rest}c")], 0, 9, 9, 9, False, 1, 0)
    unmark(line, mark)
    assert line.text == f"{rest}c".lstrip(" .")


# Engines and long documents.


def legal_text(path: Path, shared: Path, seed: int, restart: str, *, tables: bool) -> list[str]:
    """Write a document of many footnotes in OpenDocument and return them."""
    plan = (shared / "materials/documents/kh-bkhcn-2025.md").read_text("utf-8")
    found = (part.strip() for part in re.split(r"(?<=[.;:])\s+|\n+", plan))
    sentences = [s for s in found if len(s) > 30 and not set(s) & set("|#*<&")]
    dice = random.Random(seed)
    notes: list[str] = []

    def para() -> str:
        said: list[str] = []
        for _ in range(dice.randint(2, 5)):
            words = dice.choice(sentences).split()
            cut = dice.randint(3, len(words)) if dice.random() < 0.17 else 0
            said += words[:cut]
            if cut:
                many = dice.randint(1, 18) if dice.random() < 0.2 else dice.randint(1, 2)
                notes.append(" ".join(dice.choice(sentences) for _ in range(many)))
                said[-1] += (
                    f'<text:note text:id="ftn{len(notes)}" text:note-class="footnote">'
                    f"<text:note-citation>{len(notes)}</text:note-citation><text:note-body>"
                    f'<text:p text:style-name="F">{notes[-1]}</text:p></text:note-body></text:note>'
                )
            said += words[cut:]
        return " ".join(said)

    def table() -> str:
        cell = '<table:table-cell table:style-name="c"><text:p>{}</text:p></table:table-cell>'
        rows = "".join(
            f"<table:table-row>{''.join(cell.format(para()) for _ in range(2))}</table:table-row>"
            for _ in range(2)
        )
        columns = '<table:table-column table:number-columns-repeated="2"/>'
        return f"<table:table>{columns}{rows}</table:table>"

    body = ""
    for index in range(30):
        body += table() if tables and index % 6 == 5 else ""
        body += f'<text:p text:style-name="P">{para()}</text:p>'
    spaces = {"office", "text", "style", "table"}
    names = "".join(
        f' xmlns:{space}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"' for space in spaces
    )
    fo = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document{names} xmlns:fo="{fo}" '
        'office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:styles>'
        '<style:style style:name="P" style:family="paragraph"><style:paragraph-properties '
        'fo:text-align="justify" fo:text-indent="1cm" fo:margin-bottom="6pt"/>'
        '<style:text-properties fo:font-size="13pt"/></style:style>'
        '<style:style style:name="F" style:family="paragraph">'
        '<style:text-properties fo:font-size="10pt"/></style:style>'
        '<style:style style:name="A" style:family="text">'
        '<style:text-properties style:text-position="super 58%"/></style:style>'
        '<text:notes-configuration text:note-class="footnote" text:citation-style-name="A" '
        'text:start-value="0" text:footnotes-position="page" style:num-format="1" '
        f'text:start-numbering-at="{restart}"/></office:styles><office:automatic-styles>'
        '<style:page-layout style:name="p"><style:page-layout-properties fo:page-width="21cm" '
        'fo:page-height="29.7cm" fo:margin="2.5cm"><style:footnote-sep style:width="0.02cm" '
        'style:distance-before-sep="0.1cm" style:distance-after-sep="0.1cm" '
        'style:line-style="solid" style:rel-width="25%" style:color="#000000" '
        'style:adjustment="left"/></style:page-layout-properties>'
        "</style:page-layout>"
        '<style:style style:name="c" style:family="table-cell"><style:table-cell-properties '
        'fo:border="0.5pt solid #000000"/></style:style></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" '
        'style:page-layout-name="p"/></office:master-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>",
        "utf-8",
    )
    return notes


@pytest.mark.long
def test_every_note_of_long_documents(tmp_path: Path, shared: Path, read: Read) -> None:
    documents = {}
    for seed, restart, tables in ((1, "document", False), (2, "page", True), (3, "page", False)):
        path = tmp_path / f"{seed}.fodt"
        documents[path] = legal_text(path, shared, seed, restart, tables=tables)
    made = libreoffice.convert_all(list(documents), tmp_path, "pdf:writer_pdf_Export", "pdf")
    for path, notes in documents.items():
        reading = read(made[path])
        found, _ = noted(reading)
        assert Counter("".join(n.split()) for n in found) == Counter(
            "".join(n.split()) for n in notes
        )
        # A mark may be parted from the first word in one reading and not in the other.
        assert 0 <= reading.read.words - reading.kept.words <= len(notes)
