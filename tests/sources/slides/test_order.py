"""The words of real decks stand in the order in which a reader meets them.

That is a slide's title, then its shapes in the file's order, which authors set as the reading
order, then what the speaker says to it. A file may draw the title last, and a presentation of
PowerPoint 97–2003 keeps all speaker's notes behind all slides: a plain reading from the first byte
to the last would have words of one slide among those of another.
"""

from __future__ import annotations

import os
import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pptx
import pytest
from lxml import etree
from pptx.util import Inches
from rapidfuzz.distance import LCSseq

from hocvu.errors import HocvuError, Origin
from hocvu.identifiers import nfc
from hocvu.lesson.text import body_lines, lines
from hocvu.sources.base import Notices, Source
from hocvu.sources.slides.deck import Page, open_deck
from hocvu.sources.slides.prepare import prepare
from hocvu.sources.slides.shapes import read_shapes, read_title
from hocvu.sources.slides.text import Context
from hocvu.tools import libreoffice

CORPUS = Path(__file__).parents[4] / "shared" / "materials" / "corpus"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TITLES = {"title", "ctrTitle"}
LEAST = 0.99


def read_in_order(page: Page, path: Path) -> tuple[str, list[str]]:
    """Return a slide's title and all its words as a learner meets them."""
    source = Source(path, path.name, path.parent)
    context = Context(page.related, Notices(source), source.at(), page.layout)
    title, holder = read_title(page.shapes, context)
    said = lines(tuple(read_shapes(page.shapes, context, skip=holder)))
    return title, " ".join([title, *said]).split()


def drawn(slide: etree._Element) -> Iterator[tuple[int | None, list[str]]]:
    """Yield each shape's words in file order; its top, where the slide does not name it a title."""
    for shape in slide.iter(f"{P}sp", f"{P}graphicFrame"):
        if any(above.tag == f"{MC}Fallback" for above in shape.iterancestors()):
            continue
        words: list[str] = []
        for paragraph in shape.iter(f"{A}p"):
            pieces = [
                (item.text or "") if item.tag == f"{A}t" else " "
                for item in paragraph.iter(f"{A}t", f"{A}br")
                if (parent := item.getparent()) is None or parent.get("type") != "slidenum"
            ]
            words += nfc("".join(pieces)).split()
        offset = shape.find(f"{P}spPr/{A}xfrm/{A}off")
        named = (ph := shape.find(f".//{P}nvPr/{P}ph")) is not None and ph.get("type") in TITLES
        yield None if named or offset is None else int(offset.get("y", "0")), words


def slides(path: Path) -> list[etree._Element]:
    """Return the slides in the order in which they are shown, by the names in the file."""
    with zipfile.ZipFile(path) as container:
        folder = "ppt/_rels/presentation.xml.rels"
        links = {
            link.get("Id"): posixpath.normpath(posixpath.join("ppt", link.get("Target", "")))
            for link in etree.fromstring(container.read(folder))
        }
        shown = etree.fromstring(container.read("ppt/presentation.xml")).iter(f"{P}sldId")
        key = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
        return [etree.fromstring(container.read(links[slide.get(key)])) for slide in shown]


def title_first(shapes: list[tuple[int | None, list[str]]], title: str) -> list[str]:
    """Return the words in file order, those of the shape that is the title before the others."""
    found = next((i for i, (_, words) in enumerate(shapes) if words == title.split()), None)
    order = range(len(shapes))
    if found is not None and title:
        order = [found, *(i for i in order if i != found)]
        places = [top for top, words in shapes if top is not None and words]
        top = shapes[found][0]
        # What no author named a title must be drawn above the rest.
        assert top is None or top == min(places)
    return [word for i in order for word in shapes[i][1]]


def share(path: Path) -> float:
    """Return how much of a presentation's text is read in order."""
    kept = total = 0
    for page, slide in zip(open_deck(path, Origin()).pages, slides(path), strict=True):
        title, ours = read_in_order(page, path)
        theirs = title_first(list(drawn(slide)), title)
        kept += LCSseq.similarity(theirs, ours)
        total += len(theirs)
    return kept / total if total else 1.0


@pytest.mark.parametrize("path", sorted(CORPUS.glob("pptx/*")), ids=lambda p: p.name[:20])
def test_words_of_a_deck_are_read_in_order(path: Path) -> None:
    assert share(path) >= LEAST


@pytest.mark.long
@pytest.mark.parametrize(
    "path", sorted([*CORPUS.glob("ppt/*"), *CORPUS.glob("odp/*")]), ids=lambda p: p.name[:20]
)
def test_words_of_an_old_deck_are_read_in_order(path: Path, tmp_path: Path) -> None:
    if libreoffice.ENGINE.find() is None and not os.environ.get("CI"):
        pytest.skip("LibreOffice is not installed")
    source = Source(path, path.name, path.parent)
    try:
        ready = prepare(source, tmp_path, Notices(source))
    except HocvuError:
        pytest.skip("it is refused")
    assert share(ready.text) >= LEAST


@pytest.mark.long
def test_what_is_said_to_a_slide_follows_it(read: Any) -> None:
    (path,) = CORPUS.glob("ppt/*SampleShow.ppt")
    said = " ".join(body_lines(read(path, width=320).body))
    places = [said.index(part) for part in ("first slide", "notes of the first", "second slide")]
    assert places == sorted(places)


def boxes(*tops: float) -> Any:
    """Return a slide with one text box at each of `tops`, in inches, one inch high."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for number, top in enumerate(tops):
        box = slide.shapes.add_textbox(Inches(number), Inches(top), Inches(2), Inches(1))
        box.text_frame.text = f"ô {number}"
    return deck


@pytest.mark.parametrize(
    ("tops", "title"),
    [((3, 0.5, 4), "ô 1"), ((0.5, 0.6, 4), ""), ((0.5, 0.5), ""), ((3, 0.5, 1.2), "ô 1")],
)
def test_a_box_beside_others_is_no_title(
    tops: tuple[float, ...], title: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.pptx"
    boxes(*tops).save(path)
    (page,) = open_deck(path, Origin()).pages
    told, words = read_in_order(page, path)
    assert told == title
    first = [title] if title else []
    rest = [f"ô {number}" for number in range(len(tops)) if f"ô {number}" != title]
    assert " ".join(words) == " ".join([*first, *rest])
