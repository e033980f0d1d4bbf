"""The title of a document, by the layout of Vietnamese administrative documents.

Nghị định 30/2020/NĐ-CP, phụ lục I: letterhead, number, place and date, then the kind of document
in capitals and below it what it is about; an official letter has only "V/v" under its number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import Final

from hocvu.sources.legal import HEADINGS, SMALL, legal_level, roman_heading
from hocvu.sources.wording import ABOUT, is_motto

_KINDS: Final = (
    "BÁO CÁO|BIÊN BẢN|BÀI GIẢNG|BÀI|BẢN TIN|CHUYÊN ĐỀ|CHƯƠNG TRÌNH|CHỈ THỊ|CHIẾN LƯỢC|CẨM NANG"
    "|CÔNG ĐIỆN|DỰ ÁN|DỰ THẢO|GIÁO TRÌNH|GIẤY MỜI|HIẾN PHÁP|HỢP ĐỒNG|HƯỚNG DẪN|KẾ HOẠCH|KẾT LUẬN"
    "|LUẬT|LỆNH|NGHỊ ĐỊNH|NGHỊ QUYẾT|NỘI QUY|PHÁP LỆNH|PHƯƠNG ÁN|QUY CHẾ|QUY CHUẨN|QUY TRÌNH"
    "|QUY ĐỊNH|QUYẾT ĐỊNH|SỔ TAY|THÔNG BÁO|THÔNG CÁO|THÔNG TƯ|THƯ|TIÊU CHUẨN|TÀI LIỆU|TỜ TRÌNH"
    "|VĂN BẢN|ĐƠN|ĐỀ ÁN|ĐỀ CƯƠNG|ĐỀ TÀI|BỘ LUẬT"
)
_KIND: Final = re.compile(rf"(?:{_KINDS})(?!\w)")
KINDS: Final = frozenset(
    {*_KINDS.split("|"), "THÔNG TƯ LIÊN TỊCH", "VĂN BẢN HỢP NHẤT"} - {"DỰ THẢO", "BÀI", "VĂN BẢN"}
)
"""Kinds of documents, as they stand alone on a line above a title."""
_ISSUER: Final = re.compile(
    r"(?:UBND|HĐND|ỦY BAN|UỶ BAN|HỘI ĐỒNG|BỘ|SỞ|PHÒNG|TRƯỜNG|HỌC VIỆN|TỈNH|THÀNH PHỐ|HUYỆN|XÃ"
    rf"|PHƯỜNG|ĐẢNG|CÔNG AN|TRUNG TÂM|CỤC|VỤ|BAN)\s[^{SMALL}]*$"
)
_NO_SUBJECT: Final = re.compile(
    r"\(|Căn cứ|Kính gửi|Thực hiện|Theo |Số:|[-–—_*=\s]+$|Hôm nay|Họ (?:và )?tên"
    r"|.{0,60}ngày\b.{0,12}tháng\b"
)
_JUNK: Final = re.compile(
    r"microsoft word|^(?:document|untitled|title|tài liệu|văn bản)\d*$|\.docx?$|^\W*$"
    r"|word document|slide 1|[/\\]",
    re.IGNORECASE,
)
LOOKED_AT: Final = 40
_LONGEST: Final = 300
_MOST_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or table at the beginning of a document.

    Attributes:
        text: Its text; that of a table's cells apart from each other is in `cells`.
        centred: It is centred.
        bold: All its letters are bold.
        heading: The document itself says that it is a heading.
        title: The document itself says that it is the title.
        item: It is an item of a list.
        cells: The lines of a table, which is only looked at for what a letter is about.
    """

    text: str = ""
    centred: bool = False
    bold: bool = False
    heading: bool = False
    title: bool = False
    item: bool = False
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """A title, and the indices of the lines that it and the letterhead before it stand in."""

    text: str = ""
    places: frozenset[int] = frozenset()


def find_title(lines: Sequence[Line], core: str = "") -> Title:
    """Return the title of a document.

    Args:
        lines: How it begins; only the first `LOOKED_AT` are looked at.
        core: The title among its properties, which is often stale.
    """
    head = list(enumerate(lines[:LOOKED_AT]))
    for _, line in head:
        if line.title and line.text:
            return Title(line.text)
    found = _by_kind(head) or _by_subject(head) or _by_look(head)
    if found:
        return found
    heading = next((line.text for _, line in head if line.heading and line.text), "")
    core = " ".join(core.split())
    return Title(heading or ("" if _JUNK.search(core) else core))


def _by_kind(head: Sequence[tuple[int, Line]]) -> Title | None:
    """Return the kind of document in capitals with the lines below it that say what it is about."""
    for place, (index, line) in enumerate(head):
        text = line.text
        if line.heading or legal_level(text) in HEADINGS or roman_heading(text):
            break
        if not _KIND.match(text) or text != text.upper() or len(text) > _LONGEST:
            continue
        parts, last = [text], index
        for below_index, below in head[place + 1 : place + 1 + _MOST_LINES]:
            if not below.text and not below.cells:
                continue
            if not _is_subject(below, line, len(parts)):
                break
            parts.append(below.text)
            last = below_index
        return Title(_join(parts), frozenset(range(last + 1)))
    return None


def _is_subject(below: Line, kind: Line, lines_so_far: int) -> bool:
    text = below.text
    if not text or below.heading or below.item or _NO_SUBJECT.match(text) or len(text) > _LONGEST:
        return False
    if legal_level(text) or roman_heading(text) or is_motto(text):
        return False
    if below.centred or kind.centred:
        return below.centred and (below.bold or lines_so_far == 1)
    return lines_so_far == 1


def _join(parts: Sequence[str]) -> str:
    """Return the kind and the subject as one title, the kind no longer in capitals."""
    if len(parts) == 1:
        return parts[0]
    return " ".join((parts[0].capitalize(), *parts[1:])) if len(parts[0]) < 40 else " ".join(parts)


def _by_subject(head: Sequence[tuple[int, Line]]) -> Title | None:
    """Return what an official letter is about ("V/v"), which stands in its letterhead."""
    for index, line in head[: LOOKED_AT // 2]:
        for text in (line.text, *line.cells):
            about = ABOUT.search(text)
            if about and len(about[1]) <= _LONGEST:
                subject = about[1].strip().rstrip(".;")
                return Title(subject[:1].upper() + subject[1:], frozenset(range(index + 1)))
    return None


def _by_look(head: Sequence[tuple[int, Line]]) -> Title | None:
    """Return the first centred bold lines that are neither letterhead nor a numbered part."""
    parts: list[tuple[int, str]] = []
    for index, line in head:
        text = line.text
        if not any(c.isalnum() for c in text):
            continue
        fits = line.centred and line.bold and not line.heading
        if not fits or is_motto(text) or _NO_SUBJECT.match(text):
            if _without_issuer(parts) or (not fits and len(text) > _LONGEST):
                break
            continue
        if legal_level(text) or roman_heading(text) or len(parts) == _MOST_LINES:
            break
        parts.append((index, text))
    # A body that stands alone is the title after all: "PHÒNG CHÁY TRONG TRƯỜNG HỌC".
    lines = _without_issuer(parts) or parts
    whole = " ".join(text for _, text in lines)
    fits_one = lines and len(whole) <= _LONGEST
    return Title(whole, frozenset(range(lines[-1][0] + 1))) if fits_one else None


def _without_issuer(parts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return `parts` without the names of public bodies that they begin with."""
    return list(dropwhile(lambda part: bool(_ISSUER.match(part[1])), parts))
