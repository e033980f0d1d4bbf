"""What people write into the cells of a list of topics; None is what makes no sense."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from typing import Final

from hocvu.identifiers import slug
from hocvu.programmes.durations import HOUR, PERIOD, read_minutes

_DATE: Final = re.compile(r"(?<![\d/])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_MONTH: Final = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{4})(?![\d/-])")
_OF_A_MONTH: Final = frozenset({
    "t", "thang", "nam", "truoc", "trong", "het", "den", "cuoi", "han", "hoan", "thanh", "xong",
})  # fmt: skip
"""Words, without their marks, beside a month; what stands by others may be another number."""


def hours(text: str) -> float | None:
    """Return hours from ``8``, ``8 giờ``, ``90 phút``, ``10 tiết`` or ``2 buổi``."""
    return _hours(read_minutes(text, HOUR))


def periods(text: str) -> float | None:
    """Return hours from a number of periods."""
    return _hours(read_minutes(text, PERIOD))


def _hours(minutes: float | None) -> float | None:
    return None if minutes is None else round(minutes / HOUR, 2)


def date(text: str) -> dt.date | None:
    """Return a date; a month alone means its last day."""
    try:
        if text[:4].isdecimal():
            return dt.date.fromisoformat(text[:10])
        if found := _DATE.search(text):
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        if found := _MONTH.search(text):
            around = slug(f"{text[: found.start()]} {text[found.end() :]}", 500)
            if not around or set(around.split("-")) <= _OF_A_MONTH:
                return _last_day(int(found[2]), int(found[1]))
    except ValueError:
        pass
    return None


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, monthrange(year, month)[1])


def audience(text: str) -> list[str] | None:
    """Return the kinds of officials that `text` names."""
    words = slug(text, 500)
    kinds = {"can-bo": "can_bo", "cong-chuc": "cong_chuc", "vien-chuc": "vien_chuc"}
    return [term for word, term in kinds.items() if word in words] or None
