"""Finds headings: those that a document names, and where it names none, those that look like it.

Few Vietnamese documents use heading styles: parts are told by "Chương", "Điều" or "I.", by bold,
by capitals and by being centred (Nghị định 30/2020/NĐ-CP, phụ lục I).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hocvu.lesson import LegalLevel
from hocvu.sources.docx.paragraphs import Para, Piece
from hocvu.sources.legal import (
    HEADINGS,
    RANK,
    annex_heading,
    legal_level,
    roman_heading,
)
from hocvu.sources.wording import is_motto

Mode = Literal["auto", "styles"]
DEEPEST: Final = 6

_LONGEST: Final = 250
_LONGEST_PLAIN: Final = 160
_LONGEST_CAPITALS: Final = 150
_CAPITALS_RANK: Final = 5
_ANNEX_RANK: Final = 6
_LETTER_RANK: Final = 22
_ROMAN_RANK: Final = 25
_LONE_RANK: Final = 55
_NUMBER_RANK: Final = 60
_NUMBER: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+\S")
_LETTER: Final = re.compile(r"[A-H]\s*[.:]")
_SIGNING: Final = re.compile(
    r"(?:TM|KT|TL|TUQ|T/M|Q)\s*\.\s|NƠI NHẬN|Nơi nhận|CHỦ TỊCH$|PHÓ CHỦ TỊCH$|BỘ TRƯỞNG$"
    r"|THỨ TRƯỞNG$|(?:PHÓ )?GIÁM ĐỐC$|CHÁNH VĂN PHÒNG$|(?:PHÓ )?THỦ TƯỚNG$|NGƯỜI [^\W\d]"
    r"|ĐẠI DIỆN|XÁC NHẬN"
)
_MIDDLE_OF_SENTENCE: Final = (";", ",")


@dataclass(frozen=True, slots=True)
class Found:
    """A paragraph that is a heading: its level from 1 to 6, and its division in a legal text."""

    level: int
    legal: LegalLevel | None = None


def find_headings(
    pieces: Sequence[Piece], mode: Mode, skip: frozenset[int] = frozenset()
) -> Mapping[int, Found]:
    """Return the headings among `pieces` by their index.

    Args:
        pieces: The paragraphs and tables of a body.
        mode: ``styles`` trusts the document's styles alone.
        skip: Indices of the letterhead and title, which are no headings.
    """
    paragraphs = [(i, p) for i, p in enumerate(pieces) if isinstance(p, Para) and p.line]
    found = {i: Found(min(p.heading, DEEPEST), _division(p)) for i, p in paragraphs if p.heading}
    if mode == "styles":
        return found
    named = any(heading.legal for heading in found.values())
    styled = any(p.heading and p.style.name.lower() != "title" for _, p in paragraphs)
    legal_text = any(_division(p) == "dieu" for _, p in paragraphs)
    last = max((i for i, p in enumerate(pieces) if not isinstance(p, Para) or p.line), default=0)
    ranks: dict[int, int] = {}
    for place, (i, p) in enumerate(paragraphs):
        if i in found or i in skip:
            continue
        rank = None if named else _division_rank(p)
        if rank is None and not styled:
            below = paragraphs[place + 1][1].text if place + 1 < len(paragraphs) else ""
            follower = below if i < last else None
            rank = _look_rank(p, follower, legal_text)
        if rank is not None:
            ranks[i] = rank
    return found | _levels(ranks, paragraphs, found)


def _levels(
    ranks: Mapping[int, int], paragraphs: Sequence[tuple[int, Para]], found: Mapping[int, Found]
) -> dict[int, Found]:
    """Give the ranks that occur levels from 1, below what the document itself names."""
    top = 1 if any(p.heading == 1 and p.style.name.lower() != "title" for _, p in paragraphs) else 0
    named = [rank for rank in sorted(set(ranks.values())) if rank > _ANNEX_RANK]
    # Centred capitals ("LỜI NÓI ĐẦU") and annexes stand beside the widest division.
    order = {rank: min(place + top, DEEPEST) for place, rank in enumerate(named, 1)}
    beside = {_CAPITALS_RANK: top + 1, _ANNEX_RANK: top + 1}
    by_index = dict(paragraphs)
    return {
        i: Found((order | beside)[rank], _division(by_index[i]))
        for i, rank in ranks.items()
        if i not in found
    }


def _division(p: Para) -> LegalLevel | None:
    level = legal_level(p.line)
    return level if level in HEADINGS else None


def _division_rank(p: Para) -> int | None:
    """Return the rank of a named division that stands as a heading, not in running text."""
    level = _division(p)
    if level is None:
        return None
    looks = p.bold or p.align == "center" or p.capitals
    plain = len(p.line) <= _LONGEST_PLAIN and not p.line.endswith((*_MIDDLE_OF_SENTENCE, "."))
    fits = len(p.line) <= _LONGEST and (looks or plain or bool(p.number))
    return RANK[level] * 10 if fits else None


def _look_rank(p: Para, follower: str | None, legal_text: bool) -> int | None:
    """Return the rank of a paragraph that looks like a heading by number, bold or capitals.

    `follower` is the text below it, None where nothing is: capitals there close a text.
    """
    text = p.line
    if len(text) > _LONGEST or text.endswith(_MIDDLE_OF_SENTENCE) or not (p.bold or p.capitals):
        return None
    if _SIGNING.match(text) or is_motto(text) or (follower or "").startswith(("(Ký", "(ký")):
        return None
    numbered = _number_rank(text)
    if numbered is not None:
        return None if legal_text and numbered >= _NUMBER_RANK else numbered
    if p.label or not (p.bold and p.capitals) or sum(c.isalpha() for c in text) < 4:
        return None
    if len(text) > _LONGEST_CAPITALS or follower is None:
        return None
    return _CAPITALS_RANK if p.align == "center" else _LONE_RANK


def _number_rank(text: str) -> int | None:
    """Return the rank of a numbered part: an annex, ``A.``, ``II.``, ``1.`` or ``1.1.``."""
    if annex_heading(text):
        return _ANNEX_RANK
    if roman_heading(text):
        return _LETTER_RANK if _LETTER.match(text) and text[0] not in "CD" else _ROMAN_RANK
    number = _NUMBER.match(text)
    return _NUMBER_RANK + 10 * number[1].count(".") if number else None
