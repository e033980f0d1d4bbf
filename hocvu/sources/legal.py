"""Recognises the divisions of a Vietnamese legal text from how a line begins.

The divisions and the way they are numbered are those of Nghị định 30/2020/NĐ-CP, phụ lục I, and
of Nghị định 78/2025/NĐ-CP: phần, chương, mục, tiểu mục, điều, khoản (``1.``) and điểm
(``a)``, with ``đ)`` after ``d)``).
"""

from __future__ import annotations

import re
from typing import Final

from hocvu.lesson import LegalLevel

RANK: Final[dict[LegalLevel, int]] = {
    "phan": 1,
    "chuong": 2,
    "muc": 3,
    "tieu_muc": 4,
    "dieu": 5,
    "khoan": 6,
    "diem": 7,
}
"""Order of the divisions, the widest first."""

HEADINGS: Final[frozenset[LegalLevel]] = frozenset({"phan", "chuong", "muc", "tieu_muc", "dieu"})
"""Divisions that bear a name; khoản and điểm are paragraphs."""

SMALL: Final = "a-z" + "".join(c for c in map(chr, range(0xDF, 0x1EFA)) if c.islower())
"""Small letters for a class of a pattern: in Unicode they stand among the capitals."""

_ROMAN: Final = r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_ORDINAL: Final = (
    r"(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)(?:\s(?:một|hai|ba|bốn|tư|lăm|năm|sáu))?"
)
_NUMBER: Final = rf"(?:\d{{1,3}}[a-zđ]?|(?=[IVXLCDM]){_ROMAN}|(?:thứ\s)?{_ORDINAL}|[A-H])"
# A named division ends the line, or is parted from its name by a point, colon or dash. Without
# one, only a capital can begin the name: "Chương II của Luật này" is running text.
_AFTER: Final = rf"(?:\s*$|\s*[.:]|\s+[-–—]\s|\s+(?=[^\W\d_{SMALL}]))"

_WORDS: Final[tuple[tuple[LegalLevel, str, str, str], ...]] = (
    ("phan", "Phần|PHẦN", _NUMBER, _AFTER),
    ("chuong", "Chương|CHƯƠNG", _NUMBER, _AFTER),
    ("muc", "Mục|MỤC", _NUMBER, _AFTER),
    ("tieu_muc", "Tiểu [mM]ục|TIỂU MỤC", _NUMBER, _AFTER),
    ("dieu", "Điều|ĐIỀU", r"\d{1,4}[a-zđ]?", r"(?:\s*$|\s*[.:]|\s+[-–—]\s)"),
)
_NAMED: Final = tuple(
    (level, re.compile(rf"(?:{word})\s+(?i:{number}){after}"))
    for level, word, number, after in _WORDS
)
_CLAUSE: Final = re.compile(r"\d{1,3}[a-zđ]?\.(?:\s|$)")
_POINT: Final = re.compile(r"[a-zđ]\d?\)(?:\s|$)")
_ROMAN_HEADING: Final = re.compile(rf"(?=[IVXL]){_ROMAN}(?:\s*[.:)]|\s+[-–—]|/)\s*(?=\S|$)")
_LETTER_HEADING: Final = re.compile(r"[A-H]\s*[.:]\s*(?=\S|$)")
_ANNEX: Final = re.compile(rf"(?:Phụ lục|PHỤ LỤC)(?:\s+(?i:{_NUMBER}))?{_AFTER}")


def legal_level(text: str) -> LegalLevel | None:
    """Return the division that a paragraph beginning with `text` opens.

    Args:
        text: A paragraph's text in NFC, its automatic number before it.

    Returns:
        The division, or None where the text opens none: ``Điều 5 của Luật này`` is a mention,
        ``1.1.`` and ``21.8.2025`` are no khoản.
    """
    start = text.lstrip()
    for level, pattern in _NAMED:
        if pattern.match(start):
            return level
    if _CLAUSE.match(start):
        return "khoan"
    return "diem" if _POINT.match(start) else None


def roman_heading(text: str) -> bool:
    """Tell if `text` opens a numbered part of a plan or report: ``I.``, ``IV -`` or ``A.``."""
    start = text.lstrip()
    return bool(_ROMAN_HEADING.match(start) or _LETTER_HEADING.match(start))


def annex_heading(text: str) -> bool:
    """Tell if `text` opens an annex: ``Phụ lục``, ``PHỤ LỤC II``, ``Phụ lục 1: Mẫu``."""
    return bool(_ANNEX.match(text.lstrip()))
