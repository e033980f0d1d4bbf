"""How long something takes, as people write it: ``1 giờ 30 phút``, ``90'``, ``2 ngày (16 tiết)``.

What is not understood to its last word is not guessed at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hocvu.identifiers import nfc, slug

PERIOD: Final = 45
"""Minutes of a `tiết`, the period in which training is counted."""
HOUR: Final = 60

_COARSE: Final = {"buoi": 4 * HOUR, "ngay": 8 * HOUR}
"""Half-days and days: only roughly so many minutes."""
_EXACT: Final = {
    "gio": HOUR, "h": HOUR, "tieng": HOUR, "phut": 1, "p": 1, "'": 1, "tiet": PERIOD,
}  # fmt: skip
_MINUTES: Final = _COARSE | _EXACT
_IDLE: Final = frozenset({
    "khoang", "tong", "cong", "so", "thoi", "luong", "va", "hoc", "tu", "len", "lop", "truc",
    "tuyen", "tiep", "ly", "thuyet", "thuc", "hanh",
})  # fmt: skip
"""Words, without their marks, that leave an amount as it is."""

_WORD: Final = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|\S")
_BRACKETS: Final = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number and its unit; no unit is that of the column."""

    number: float
    unit: str = ""


def read_minutes(text: str, bare: int) -> float | None:
    """Return minutes; None where the text is not understood.

    Brackets may say the same in another unit, or what it is made of.

    Args:
        text: What is written.
        bare: Minutes that a number without a unit counts.
    """
    words = nfc(text).casefold().replace("’", "'").replace("′", "'")
    outer, whole = _amounts(_BRACKETS.sub(" ", words))
    found = _sum(outer, bare) if whole else None
    for inside in _BRACKETS.findall(words):
        amounts, clear = _amounts(inside)
        if found is not None and any(one.unit for one in amounts):
            again = _sum(amounts, bare) if clear else None
            found, outer = _agreed(found, outer, again, amounts)
    return found


def _agreed(
    found: float, outer: list[_Amount], again: float | None, inner: list[_Amount]
) -> tuple[float | None, list[_Amount]]:
    """Return what two statements come to, and the one that counts: the exact one of them."""
    if _coarse(outer) and not _coarse(inner):
        return again, inner
    if _coarse(inner) and not _coarse(outer):
        return found, outer
    parts = sum(one.number * _MINUTES.get(one.unit, 0) for one in inner)
    return (found if abs(parts - found) < 1 else None), outer


def _coarse(amounts: list[_Amount]) -> bool:
    return any(one.unit in _COARSE for one in amounts)


def _sum(amounts: list[_Amount], bare: int) -> float | None:
    """Return the minutes of one amount, or of hours with their minutes."""
    match amounts:
        case [_Amount(number, unit)]:
            return number * _MINUTES.get(unit, bare)
        case [_Amount(hours, unit), _Amount(minutes, "phut" | "p" | "'" | "")] if (
            _MINUTES.get(unit) == HOUR and minutes < HOUR
        ):
            return hours * HOUR + minutes
        case _:
            return None


def _amounts(words: str) -> tuple[list[_Amount], bool]:
    """Return the amounts in a text, and whether nothing else is said that might matter."""
    amounts: list[_Amount] = []
    whole = True
    counted = False  # the last word was a number, which may have a unit yet
    for written in _WORD.findall(words):
        word = slug(written) or written
        if written[0].isdecimal():
            amounts.append(_Amount(float(written.replace(",", "."))))
        elif counted and word in _MINUTES:
            amounts[-1] = _Amount(amounts[-1].number, word)
        elif word not in _IDLE and word not in ",.+":
            whole = False
        counted = written[0].isdecimal()
    return amounts, whole
