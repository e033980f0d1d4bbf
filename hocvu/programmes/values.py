"""What people write into the cells of a list of topics; None is what makes no sense."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from hocvu.identifiers import slug

_LESSON_PERIOD: Final = 45
"""Minutes of a `tiết`, the period in which training is counted."""

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")
_DATE: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTH: Final = re.compile(r"(?:tháng\s*)?(\d{1,2})\s*[/.-]\s*(\d{4})", re.IGNORECASE)


def hours(text: str) -> float | None:
    """Return hours from ``8``, ``8 giờ``, ``90 phút``, ``10 tiết`` or ``2 buổi``."""
    found = _NUMBER.search(text)
    if not found:
        return None
    number = float(found[0].replace(",", "."))
    words = f"-{slug(text)}-"
    if "-phut-" in words:
        return round(number / 60, 2)
    if "-tiet-" in words:
        return periods(text)
    if "-buoi-" in words:
        return number * 4
    return number * 8 if "-ngay-" in words else number


def periods(text: str) -> float | None:
    """Return hours from a number of periods."""
    found = _NUMBER.search(text)
    return round(float(found[0].replace(",", ".")) * _LESSON_PERIOD / 60, 2) if found else None


def date(text: str) -> dt.date | None:
    """Return a date; a month alone means its last day."""
    try:
        if text[:4].isdecimal():
            return dt.date.fromisoformat(text[:10])
        if found := _DATE.search(text):
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        if found := _MONTH.search(text):
            after = dt.date(int(found[2]) + int(found[1]) // 12, int(found[1]) % 12 + 1, 1)
            return after - dt.timedelta(days=1)
    except ValueError:
        pass
    return None


def audience(text: str) -> list[str] | None:
    """Return the kinds of officials that `text` names."""
    words = slug(text, 500)
    kinds = {"can-bo": "can_bo", "cong-chuc": "cong_chuc", "vien-chuc": "vien_chuc"}
    return [term for word, term in kinds.items() if word in words] or None
