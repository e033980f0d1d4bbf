"""Every PDF with text keeps its words in order, in tables too, or tells what it leaves out."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from rapidfuzz.distance import LCSseq
from second_reader import ORDERS, grounds, reference, tokens

from hocvu.errors import Encrypted
from hocvu.lesson import DocumentBody, Reading
from hocvu.lesson.text import lines

Read = Callable[..., Reading]
BAR = 0.995
FEWEST = 50
"""Words that a file must have to be judged by its own share."""
EXPLAINED = {
    "docling__0b45cbce__chunking.pdf": "a drawing whose figures are no table; that is told",
    "markitdown__8555bb83__movie-theater-booking-2024.pdf": "lines printed over other lines",
    "phapluat-8ch__7282c9d7__thong-tu-so-09-2026-tt-bnv-469696.pdf": "cells that span rows go on "
    "over a page, where pdfplumber begins them anew",
    "phapluat-8ch__da9d34d3__quyet-dinh-so-135-qd-bldtbxh-41357.pdf": "tables on their side, some "
    "of whose cells pdfplumber cuts along their lines of text",
}


@dataclass(frozen=True)
class Share:
    """How much of a file is in the lesson, in words."""

    expected: int
    ordered: int
    """In order, or told as left out."""


def told(reading: Reading) -> int:
    """Return how many words the notices say were left out."""
    words = 0
    for notice in reading.notices:
        if notice.code == "pdf.running_text":
            words += len(tokens(str(notice.params["text"]))) * int(notice.params["pages"])
        elif notice.code == "pdf.repeated_head":
            words += int(notice.params["words"])
    return words


def with_notes_last(expected: list[str], notes: list[list[str]]) -> list[str]:
    """Return the words with the footnotes' after the text, as a lesson has them."""
    text, moved = list(expected), []
    for note in notes:
        size = len(note)
        starts = (at for at in range(len(text)) if text[at : at + size] == note)
        at = next(starts, None)
        if at is not None:
            # The number before it is the link of the lesson's own.
            del text[at - (at > 0 and text[at - 1].isdigit()) : at + size]
            moved += note
    return text + moved


def share(path: Path, reading: Reading) -> Share:
    body = reading.body
    assert isinstance(body, DocumentBody)
    notes = [words for note in body.notes if (words := tokens("\n".join(lines(note.children))))]
    kept = tokens("\n".join(lines(body.blocks))) + [word for note in notes for word in note]
    seen = grounds(path)
    shares = []
    for order in ORDERS:
        expected = with_notes_last(reference(path, order, seen), notes)
        # Only what is really missing can have been told, and each note's number in the text.
        missing = (Counter(expected) - Counter(kept)).total()
        ordered = LCSseq.similarity(expected, kept) + min(missing, told(reading) + len(notes))
        shares.append(Share(len(expected), ordered))
    return max(shares, key=lambda one: one.ordered / max(1, one.expected))


@pytest.mark.long
def test_words_of_every_file_are_in_order(shared: Path, read: Read) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    shares: dict[str, Share] = {}
    for folder in ("corpus/pdf", "documents"):
        for path in sorted((shared / "materials" / folder).glob("*.pdf")):
            try:
                reading = read(path, ocr=False)
            except Encrypted:
                continue
            if isinstance(reading.body, DocumentBody):
                shares[path.name] = share(path, reading)
    for name, one in shares.items():
        print(f"{name[:60]:60} {one.expected:6} {one.ordered / max(1, one.expected):.4f}")
    ordered, expected = (
        sum(getattr(s, k) for s in shares.values()) for k in ("ordered", "expected")
    )
    print(f"all: {ordered} of {expected} words, {ordered / expected:.4%}")
    assert ordered >= BAR * expected
    below = {
        name
        for name, one in shares.items()
        if one.expected >= FEWEST and one.ordered < BAR * one.expected
    }
    assert below <= set(EXPLAINED), below - set(EXPLAINED)
