"""The title of a document, by the layout of Vietnamese administrative documents.

Nghị định 30/2020/NĐ-CP, phụ lục I: letterhead, number, place and date, then the kind of document
in capitals and below it what it is about; an official letter has only "V/v" under its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hocvu.lesson import Table
from hocvu.lesson.text import lines
from hocvu.sources.docx.headings import is_motto
from hocvu.sources.docx.paragraphs import Para, Piece
from hocvu.sources.legal import legal_level, roman_heading

_KINDS: Final = (
    "BÁO CÁO|BIÊN BẢN|BÀI GIẢNG|BÀI|BẢN TIN|CHUYÊN ĐỀ|CHƯƠNG TRÌNH|CHỈ THỊ|CHIẾN LƯỢC|CẨM NANG"
    "|CÔNG ĐIỆN|DỰ ÁN|DỰ THẢO|GIÁO TRÌNH|GIẤY MỜI|HIẾN PHÁP|HỢP ĐỒNG|HƯỚNG DẪN|KẾ HOẠCH|KẾT LUẬN"
    "|LUẬT|LỆNH|NGHỊ ĐỊNH|NGHỊ QUYẾT|NỘI QUY|PHÁP LỆNH|PHƯƠNG ÁN|QUY CHẾ|QUY CHUẨN|QUY TRÌNH"
    "|QUY ĐỊNH|QUYẾT ĐỊNH|SỔ TAY|THÔNG BÁO|THÔNG CÁO|THÔNG TƯ|THƯ|TIÊU CHUẨN|TÀI LIỆU|TỜ TRÌNH"
    "|VĂN BẢN|ĐƠN|ĐỀ ÁN|ĐỀ CƯƠNG|ĐỀ TÀI|BỘ LUẬT"
)
_KIND: Final = re.compile(rf"(?:{_KINDS})(?!\w)")
_ABOUT: Final = re.compile(r"(?:^|\s)[Vv]/[vV][:.]?\s+(.{8,})", re.DOTALL)
_NO_SUBJECT: Final = re.compile(
    r"\(|Căn cứ|Kính gửi|Thực hiện|Theo |Số:|[-–—_*=\s]+$|Hôm nay|Họ (?:và )?tên"
    r"|.{0,60}ngày\b.{0,12}tháng\b"
)
_JUNK: Final = re.compile(
    r"microsoft word|^(?:document|untitled|title|tài liệu|văn bản)\d*$|\.docx?$|^\W*$"
    r"|word document|slide 1|[/\\]",
    re.IGNORECASE,
)
_LOOKED_AT: Final = 40
_LONGEST: Final = 300
_MOST_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Title:
    """A title, and the indices of the pieces that it and the letterhead before it stand in."""

    text: str = ""
    places: frozenset[int] = frozenset()


def find_title(pieces: Sequence[Piece], core: str) -> Title:
    """Return the title of a document.

    Args:
        pieces: The paragraphs and tables of its body.
        core: The title among its properties, which is often stale.
    """
    head = list(enumerate(pieces[:_LOOKED_AT]))
    for _, piece in head:
        if isinstance(piece, Para) and piece.style.name.lower() == "title" and piece.text:
            return Title(piece.text)
    found = _by_kind(head) or _by_subject(head) or _by_look(head)
    if found:
        return found
    heading = next((p.text for _, p in head if isinstance(p, Para) and p.heading and p.text), "")
    core = " ".join(core.split())
    return Title(heading or ("" if _JUNK.search(core) else core))


def _by_kind(head: Sequence[tuple[int, Piece]]) -> Title | None:
    """Return the kind of document in capitals with the lines below it that say what it is about."""
    for place, (index, piece) in enumerate(head):
        if not isinstance(piece, Para) or piece.heading or not _KIND.match(piece.text):
            continue
        first = piece.text
        if first != first.upper() or len(first) > _LONGEST:
            continue
        parts, last = [first], index
        for below_index, below in head[place + 1 : place + 1 + _MOST_LINES]:
            if not isinstance(below, Para) or not _is_subject(below, piece, len(parts)):
                if isinstance(below, Para) and not below.text:
                    continue
                break
            parts.append(below.text)
            last = below_index
        return Title(_join(parts), frozenset(range(last + 1)))
    return None


def _is_subject(below: Para, kind: Para, lines_so_far: int) -> bool:
    text = below.text
    if not text or below.heading or below.label or _NO_SUBJECT.match(text) or len(text) > _LONGEST:
        return False
    if legal_level(text) or roman_heading(text) or is_motto(text):
        return False
    if below.align == "center" or kind.align == "center":
        return below.align == "center" and (below.bold or lines_so_far == 1)
    return lines_so_far == 1


def _join(parts: Sequence[str]) -> str:
    """Return the kind and the subject as one title, the kind no longer in capitals."""
    if len(parts) == 1:
        return parts[0]
    return " ".join((parts[0].capitalize(), *parts[1:])) if len(parts[0]) < 40 else " ".join(parts)


def _by_subject(head: Sequence[tuple[int, Piece]]) -> Title | None:
    """Return what an official letter is about ("V/v"), which stands in its letterhead."""
    for index, piece in head[: _LOOKED_AT // 2]:
        for text in _texts(piece):
            about = _ABOUT.search(text)
            if about and len(about[1]) <= _LONGEST:
                subject = about[1].strip().rstrip(".;")
                return Title(subject[:1].upper() + subject[1:], frozenset(range(index + 1)))
    return None


def _by_look(head: Sequence[tuple[int, Piece]]) -> Title | None:
    """Return the first centred bold lines that are neither letterhead nor a numbered part."""
    parts: list[str] = []
    last = -1
    for index, piece in head:
        if not isinstance(piece, Para) or not piece.text:
            continue
        fits = piece.align == "center" and piece.bold and not piece.heading
        if not fits or is_motto(piece.text) or _NO_SUBJECT.match(piece.text):
            if parts or (not fits and len(piece.text) > _LONGEST):
                break
            continue
        if legal_level(piece.text) or roman_heading(piece.text):
            break
        parts.append(piece.text)
        last = index
        if len(parts) == _MOST_LINES:
            break
    text = " ".join(parts)
    return Title(text, frozenset(range(last + 1))) if parts and len(text) <= _LONGEST else None


def _texts(piece: Piece) -> Iterator[str]:
    if isinstance(piece, Para):
        yield piece.text
    elif isinstance(piece, Table):
        yield from (" ".join(line.split()) for line in lines([piece]))
