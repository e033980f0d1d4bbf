"""What tests of recognition share: how many characters are wrong, pages made worse."""

from __future__ import annotations

import os
import unicodedata

import pytest
from rapidfuzz.distance import Levenshtein

from hocvu.lesson import DocumentBody, Reading
from hocvu.lesson.text import lines
from hocvu.tools import tesseract


def need_tesseract() -> None:
    """Skip without tesseract, on a developer's machine only."""
    if not tesseract.available():
        if os.environ.get("CI"):
            pytest.fail("tesseract is missing")
        pytest.skip("tesseract is not installed")


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def text_of(reading: Reading) -> str:
    """Return the text of a lesson without the captions that hocvu adds."""
    assert isinstance(reading.body, DocumentBody)
    return plain("\n".join(lines(b for b in reading.body.blocks if b.kind != "figure")))


def wrong(expected: str, read: str) -> float:
    """Return how many percent of the characters of `expected` are wrong."""
    return 100 * Levenshtein.distance(plain(expected), plain(read)) / len(plain(expected))
