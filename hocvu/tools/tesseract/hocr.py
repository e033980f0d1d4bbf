"""Reads hOCR, in which tesseract tells lines and words with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from hocvu.identifiers import nfc

_LINES: Final = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_BOX: Final = re.compile(r"\bbbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_SURE: Final = re.compile(r"\bx_wconf (\d+)")
_SIZE: Final = re.compile(r"\bx_size (\d+(?:\.\d+)?)")
_SLOPE: Final = re.compile(r"\bbaseline (-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)")

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its text in NFC, its box in pixels, and from 0 to 100 how sure it is."""

    text: str
    box: Box
    sure: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words.

    Attributes:
        words: Its words from left to right; never empty.
        size: Height of its letters with their ascenders and descenders, in pixels.
        baseline: Where its letters stand, in pixels from the top, at its left end.
        block: Which block of the page it belongs to, from 0.
    """

    words: tuple[Word, ...]
    size: float
    baseline: float
    block: int


def read_hocr(said: str) -> list[Line]:
    """Return the lines of a page in reading order; what cannot be read as hOCR holds none."""
    parser = etree.HTMLParser(no_network=True, huge_tree=False)
    root = etree.fromstring(f"<html><body>{said}</body></html>", parser)
    lines: list[Line] = []
    block = -1
    for element in root.iter():
        kind = element.get("class", "") if isinstance(element.tag, str) else ""
        if kind == "ocr_carea":
            block += 1
        elif kind in _LINES and (words := tuple(_words(element))):
            title = element.get("title", "")
            size = _SIZE.search(title)
            box = _box(title)
            slope = _SLOPE.search(title)
            height = float(size[1]) if size else box[3] - box[1]
            # The baseline is told from the bottom left corner of the line's box.
            baseline = box[3] + (float(slope[2]) if slope else 0.0)
            lines.append(Line(words, height, baseline, max(0, block)))
    return lines


def _words(line: etree._Element) -> Iterator[Word]:
    for element in line.iter():
        if not isinstance(element.tag, str) or element.get("class") != "ocrx_word":
            continue
        text = nfc(" ".join("".join(map(str, element.itertext())).split()))
        title = element.get("title", "")
        sure = _SURE.search(title)
        if text:
            yield Word(text, _box(title), int(sure[1]) if sure else 0)


def _box(title: str) -> Box:
    found = _BOX.search(title)
    return tuple(map(float, found.groups())) if found else (0, 0, 0, 0)  # type: ignore[return-value]
