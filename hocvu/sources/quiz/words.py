"""How authors write what an answer or a setting is: truth, numbers, percentages."""

from __future__ import annotations

import math
import re
from typing import Final

from hocvu.identifiers import slug
from hocvu.lesson import Range

_TRUE: Final = frozenset({"dung", "d", "true", "t", "right", "correct"})
_FALSE: Final = frozenset({"sai", "s", "false", "f", "wrong", "incorrect"})
_YES: Final = frozenset({"co", "yes", "true", "x", "1", "bat", "on"})
_NO: Final = frozenset({"khong", "no", "false", "0", "tat", "off", ""})
_NUMBER: Final = r"[-+−]?\d+(?:[.,]\d+)*"
_SPAN: Final = re.compile(
    rf"(?:từ\s+|from\s+)?({_NUMBER})\s*(?:\.\.\.?|…|đến|to)\s*({_NUMBER})", re.IGNORECASE
)
_NEAR: Final = re.compile(rf"({_NUMBER})\s*\(?\s*(?:±|\+/?[-−])\s*({_NUMBER})\s*\)?")
_ALONE: Final = re.compile(_NUMBER)
_THOUSANDS: Final = re.compile(r"[-+−]?\d{1,3}(?:\.\d{3})+|[-+−]?\d{1,3}(?:,\d{3}){2,}")
_MOST: Final = 1e15


def truth(words: str) -> bool | None:
    """Return whether `words` say that a statement is true or false; None when neither."""
    key = slug(words)
    return True if key in _TRUE else False if key in _FALSE else None


def yes(words: str) -> bool | None:
    """Return what `words` say to a question; None when neither yes nor no."""
    key = slug(words)
    return True if key in _YES else False if key in _NO else None


def grouped(words: str) -> bool:
    """Tell if a number in `words` may be meant in thousands: ``15.000``."""
    return any(_THOUSANDS.fullmatch(number) for number in _ALONE.findall(words))


def number(words: str) -> float | None:
    """Return a number as people in Vietnam write it: ``1,5`` and ``1.5``, ``15.000`` and more."""
    words = words.strip().replace("−", "-")
    if not _ALONE.fullmatch(words):
        return None
    if _THOUSANDS.fullmatch(words):
        words = words.replace(".", "").replace(",", "")
    words = words.replace(",", ".")
    if words.count(".") > 1:
        return None
    value = float(words)
    return value if math.isfinite(value) and abs(value) <= _MOST else None


def span(words: str) -> Range | None:
    """Return the numbers that ``15``, ``15 ± 0,5`` or ``10..20`` mean; None when it is none."""
    words = words.strip()
    if found := _NEAR.fullmatch(words):
        middle, off = number(found[1]), number(found[2])
        if middle is None or off is None:
            return None
        # Rounded, so that 0.1 + 0.2 is what the author wrote.
        low, high = round(middle - abs(off), 12), round(middle + abs(off), 12)
        return Range(low=low, high=high)
    if found := _SPAN.fullmatch(words):
        first, last = number(found[1]), number(found[2])
        if first is None or last is None:
            return None
        return Range(low=first, high=last)
    value = number(words)
    return None if value is None else Range(low=value, high=value)


def percent(words: str) -> int | None:
    """Return a whole percentage: ``80``, ``80%``, ``8/10``."""
    parts = [number(part) for part in words.strip().removesuffix("%").split("/")]
    values = [part for part in parts if part is not None]
    if len(values) != len(parts) or len(values) > 2:
        return None
    if len(values) == 2:
        if values[1] <= 0:
            return None
        values = [100 * values[0] / values[1]]
    share = round(values[0]) if values else -1
    return share if 0 <= share <= 100 else None
