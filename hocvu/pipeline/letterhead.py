"""Reads what an administrative document says of itself above its text: number, date, issuer.

The layout is that of Nghị định 30/2020/NĐ-CP, phụ lục I. It serves suggestions for a record,
which their author checks.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from hocvu.lesson import Reading
from hocvu.lesson.text import body_lines
from hocvu.manifest.document_numbers import find_numbers

_LINES: Final = 40
_NUMBERED: Final = re.compile(r"(?:^|\s)Số\s*:?\s*(?=\d)([^\s]+(?:\s*[/-]\s*[^\s]+){1,4})")
_DATED: Final = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_ISSUER: Final = re.compile(
    r"(?:(?:UBND|HĐND|ỦY BAN|UỶ BAN|HỘI ĐỒNG|BỘ|SỞ|PHÒNG|TRƯỜNG|HỌC VIỆN|BAN|CỤC|TỔNG CỤC|TRUNG TÂM"
    r"|CHÍNH PHỦ|QUỐC HỘI|THỦ TƯỚNG)(?!\w))[^.;:/\d]*$"
)
_NATION: Final = re.compile(r"\s*(?:CỘNG\s+H[ÒO][ÀA]|ĐẢNG\s+CỘNG\s+SẢN|Độc\s+lập).*", re.DOTALL)
_BODY: Final = re.compile(r"(?:Điều|Chương)\s+[\dIVX]+|Căn cứ\s|Kính gửi")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a document says of itself; empty or None where it does not."""

    number: str = ""
    date: dt.date | None = None
    issuer: str = ""


def letterhead_of(reading: Reading) -> Letterhead:
    """Return what the document that `reading` was made from says of itself.

    What runs at the top of pages is no part of a lesson, but it is looked at here.
    """
    running = (str(n.params["text"]) for n in reading.notices if "text" in n.params)
    return _find([*islice(running, 10), *islice(body_lines(reading.body), _LINES)])


def _find(lines: Iterable[str]) -> Letterhead:
    number, date, issuer = "", None, ""
    for line in _head(lines):
        text = " ".join(line.split())
        before, found = text, _NUMBERED.search(text)
        if found:
            before = text[: found.start()]
        office = _NATION.sub("", before).strip(" -–—_*")
        capitals = office == office.upper() and len(office) <= 120
        if not number and capitals and _ISSUER.match(office):
            issuer = office
        if found and not number:
            numbers = find_numbers(found[1])
            number = numbers[0].text if numbers else ""
        date = date or _date(text)
    # Without a number or the date it is no letterhead but a heading in capitals.
    return Letterhead(number, date, issuer if number or date else "")


def _head(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines before the text itself begins."""
    for line in lines:
        if _BODY.match(line.strip()):
            return
        yield line


def _date(text: str) -> dt.date | None:
    found = _DATED.search(text)
    if not found:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
