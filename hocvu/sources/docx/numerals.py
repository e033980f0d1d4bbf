"""Writes numbers in the formats of automatic numbering (ECMA-376-1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_UNITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_ORDINALS: Final = ("", "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_CHICAGO: Final = "*†‡§"
_LONGEST: Final = 64


def numeral(number: int, style: str, pattern: str = "") -> str:
    """Return `number` as `style` writes it.

    Args:
        number: The number to show.
        style: A value of ``w:numFmt``; one that is not known is written in digits.
        pattern: The first numbers in full for ``custom``, such as ``001, 002, 003, ...``.
    """
    if style in {"none", "bullet"}:
        return ""
    if style == "custom":
        first = pattern.partition(",")[0].strip()
        return str(number).zfill(len(first)) if first.isdecimal() else str(number)
    write = _STYLES.get(style)
    return write(number) if write and number > 0 else str(number)


def _roman(number: int) -> str:
    if number > 4999:
        return str(number)
    letters = []
    for value, symbol in _ROMAN:
        count, number = divmod(number, value)
        letters.append(symbol * count)
    return "".join(letters)


def _letters(number: int) -> str:
    """Return a, b, … z, aa, bb, … as Word does: a letter is repeated, not carried."""
    repeat, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * min(repeat + 1, _LONGEST)


def _cardinal(number: int) -> str:
    if number < 10:
        return _UNITS[number]
    if number >= 100:
        return str(number)
    tens, unit = divmod(number, 10)
    head = "mười" if tens == 1 else f"{_UNITS[tens]} mươi"
    if not unit:
        return head
    last = {1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(unit, _UNITS[unit])
    return f"{head} {last}"


def _ordinal(number: int) -> str:
    return f"thứ {_ORDINALS[number] if number < len(_ORDINALS) else _cardinal(number)}"


def _chicago(number: int) -> str:
    repeat, index = divmod(number - 1, len(_CHICAGO))
    return _CHICAGO[index] * min(repeat + 1, _LONGEST)


def _enclosed(first: str) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= 20 else str(number)


_STYLES: Final[dict[str, Callable[[int], str]]] = {
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "cardinalText": lambda number: _cardinal(number).capitalize(),
    "ordinalText": lambda number: _ordinal(number).capitalize(),
    "ordinal": _ordinal,
    "numberInDash": lambda number: f"- {number} -",
    "hex": lambda number: f"{number:X}",
    "chicago": _chicago,
    "decimalEnclosedCircle": _enclosed("①"),
    "decimalEnclosedParen": _enclosed("⑴"),
    "decimalEnclosedFullstop": _enclosed("⒈"),
}
