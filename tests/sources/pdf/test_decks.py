"""PDF files of slides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hocvu.lesson import DocumentBody, Reading, SlidesBody
from hocvu.lesson.text import lines

Read = Callable[..., Reading]
Make = Callable[..., Path]


def test_pages_of_the_shape_of_slides_become_slides(make: Make, read: Read, draw: Any) -> None:
    pages = [
        [
            draw.text(60, 480, f"Title {number}", 40),
            draw.text(60, 380, f"First point of {number}", 24),
            draw.text(60, 300, f"Second point {number}", 24),
        ]
        for number in ("one", "two", "three")
    ]
    path = make(*pages, size=(960, 540))
    reading = read(path)
    assert isinstance(reading.body, SlidesBody)
    slides = reading.body.slides
    assert [slide.title for slide in slides] == ["Title one", "Title two", "Title three"]
    assert list(lines(slides[0].text)) == ["First point of one", "Second point one"]
    assert (slides[0].width, slides[0].height) == (1600, 900)
    assert reading.read == reading.kept
    assert reading.kept.slides == 3
    assert isinstance(read(path, form="document").body, DocumentBody)


def test_paper_printed_across_stays_a_document(make: Make, read: Read, draw: Any) -> None:
    page = [draw.text(60, 480, "Bang ke", 14)]
    assert isinstance(read(make(page, page, size=(842, 595))).body, DocumentBody)
    assert isinstance(read(make(page, size=(842, 595)), form="slides").body, SlidesBody)
