"""Dates, months and durations as authors write them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

from pydantic_core import PydanticCustomError

from hocvu.lesson.record import Month
from hocvu.manifest.refusal import shown, text, wrong

_DURATION: Final = re.compile(
    r"P(?=[\dT])(?:(?P<weeks>\d+)W|(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?)"
)
_IN_WORDS: Final = re.compile(
    r"(?:(?P<hours>\d+)\s*(?:giờ|tiếng|h|hours?))?\s*"
    r"(?:(?P<minutes>\d+)\s*(?:phút|ph|p|m|min|minutes?)?)?",
    re.IGNORECASE,
)
_SECONDS: Final = {
    "weeks": 604_800,
    "years": 31_536_000,
    "months": 2_592_000,
    "days": 86_400,
    "hours": 3_600,
    "minutes": 60,
    "seconds": 1,
}
_PERIOD: Final = 45
"""Minutes of a teaching period (tiết)."""

_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_ISO_TIME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}\S*")
_SHOWN_DATE: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SPOKEN_DATE: Final = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}) năm (\d{4})", re.IGNORECASE)
_SHORT_YEAR: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})")
_MONTH: Final = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{2})|tháng (?P<mm>\d{1,2}) năm (?P<yy>\d{4})", re.IGNORECASE
)
_EXAMPLE: Final = "2026-03-20"


def date(value: Any) -> dt.date:
    """Return a date written year-month-day (ISO 8601)."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    words = text(value)
    if iso := _ISO_DATE.fullmatch(words):
        return _day(words, *iso.groups())
    if _MONTH.fullmatch(words):
        raise wrong("manifest.date_month", value=shown(words))
    if timed := _ISO_TIME.fullmatch(words):
        raise wrong("manifest.date_time", value=shown(words), instead=timed[1])
    if short := _SHORT_YEAR.fullmatch(words):
        raise wrong("manifest.date_short_year", value=shown(words), year=f"20{short[3]}")
    if found := _SHOWN_DATE.fullmatch(words) or _SPOKEN_DATE.fullmatch(words):
        day, month, year = found.groups()
        if int(month) > 12 >= int(day):
            meant = _day(words, year, day, month).isoformat()
            raise wrong("manifest.date_month_first", value=shown(words), near=meant)
        meant = _day(words, year, month, day).isoformat()
        raise wrong("manifest.date_form", value=shown(words), instead=meant)
    raise wrong("manifest.not_date", value=shown(words), example=_EXAMPLE)


def when(value: Any) -> dt.date | Month:
    """Return a date, or a month written ``2026-06`` or ``Tháng 6 năm 2026``."""
    if (
        isinstance(value, str)
        and not _ISO_DATE.fullmatch(value)
        and (found := _MONTH.fullmatch(text(value)))
    ):
        try:
            return Month.of(int(found["y"] or found["yy"]), int(found["m"] or found["mm"]))
        except ValueError:
            raise wrong("manifest.no_such_month", value=shown(value)) from None
    return date(value)


def first_day(value: dt.date | Month) -> dt.date:
    """Return the earliest day that `value` may mean."""
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(f"{value}-01")


def last_day(value: dt.date | Month) -> dt.date:
    """Return the latest day that `value` may mean."""
    if isinstance(value, dt.date):
        return value
    following = first_day(value) + dt.timedelta(days=31)
    return following.replace(day=1) - dt.timedelta(days=1)


def written(value: Any) -> dt.date | Month | None:
    """Return the date that `value` is, or None where it is none."""
    try:
        return when(value)
    except PydanticCustomError:
        return None


def duration(value: Any) -> str:
    """Return a duration by ISO 8601, such as ``PT45M``."""
    words = text(value)
    if _DURATION.fullmatch(words):
        if not seconds(words):
            raise wrong("manifest.duration_zero", value=words)
        return words
    if words.isdecimal():
        raise wrong("manifest.duration_no_unit", value=shown(words), near=f"PT{int(words)}M")
    if periods := re.fullmatch(r"(\d+)\s*tiết", words, re.IGNORECASE):
        near = iso(int(periods[1]) * _PERIOD)
        raise wrong("manifest.duration_periods", value=shown(words), near=near)
    found = _IN_WORDS.fullmatch(words)
    if found and (found["hours"] or found["minutes"]):
        instead = iso(int(found["hours"] or 0) * 60 + int(found["minutes"] or 0))
        raise wrong("manifest.duration_words", value=shown(words), instead=instead)
    raise wrong("manifest.not_duration", value=shown(words))


def iso(minutes: int) -> str:
    """Return a duration of `minutes` in ISO 8601."""
    hours, rest = divmod(minutes, 60)
    return f"PT{f'{hours}H' if hours else ''}{f'{rest}M' if rest or not hours else ''}"


def seconds(duration: str) -> float:
    """Return the seconds of a duration in ISO 8601; 0 where it is none."""
    found = _DURATION.fullmatch(duration)
    if not found:
        return 0
    return sum(float(found[unit] or 0) * each for unit, each in _SECONDS.items())


def _day(words: str, year: str, month: str, day: str) -> dt.date:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        raise wrong("manifest.no_such_date", value=shown(words)) from None
