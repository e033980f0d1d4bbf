"""Reads the numbers (số, ký hiệu) of Vietnamese documents and where texts cite them.

The forms are those of Nghị định 30/2020/NĐ-CP, of the law on legal documents and of the Party:
``91/2025/QH15``, ``178/2024/NĐ-CP``, ``21-TB/VPTW``, ``700/QĐ-TTg``, ``5673/BNV-CCVC`` and, in
drafts, ``/QĐ-BKHCN``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hocvu.identifiers import nfc
from hocvu.manifest.profile import document_types

# What typists put for the hyphen and for Đ, each replaced by one character.
_VARIANTS: Final = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹣－", "-") | {"Ð": "Đ", "ð": "đ", "／": "/"}
)

_UPPER: Final = "A-ZĐĂÂÊÔƠƯ"
_ORGAN: Final = rf"[{_UPPER}][{_UPPER}&][{_UPPER}a-zđ0-9&]{{0,14}}"
_ORGANS: Final = rf"{_ORGAN}(?:-{_ORGAN}){{0,4}}"
_TYPES: Final = "|".join(sorted(document_types(), key=len, reverse=True))
_N: Final = r"[0-9]{1,6}[A-Za-zđĐ]?"
_YEAR: Final = r"(?:19|20)[0-9]{2}"
_DASH: Final = r" ?- ?"

_NUMBER: Final = re.compile(
    r"(?<![\w/&.-])(?:"
    rf"(?P<n1>{_N})/(?P<y1>{_YEAR})/(?P<o1>(?:UBTV)?QH[0-9]{{0,2}})"
    rf"|(?P<n2>{_N})?/(?P<y2>{_YEAR})/(?P<t2>{_TYPES}){_DASH}(?P<o2>{_ORGANS})"
    rf"|(?P<n3>{_N}){_DASH}(?P<t3>{_TYPES})/(?P<o3>{_ORGANS})"
    rf"|(?P<n4>{_N})?/(?P<t4>{_TYPES}){_DASH}(?P<o4>{_ORGANS})"
    rf"|(?P<n5>{_N})/(?P<o5>{_ORGAN}-{_ORGANS})"
    r")(?![\w&]|[-/]\w)"
)

_NAMES: Final = "|".join(
    sorted({*document_types().values(), "Luật", "Bộ luật", "Hiến pháp"}, key=len, reverse=True)
)
_NAMED: Final = re.compile(
    rf"(?i:\b(?P<name>{_NAMES})\b)(?:\s[^,;:.()]{{1,120}}?)?\s*(?:số:?\s*)?$"
)
_DIVISION: Final = r"(?i:điểm\s+(?:[a-zđ]{1,2}|\d+)|khoản\s+\d+[a-zđ]?|điều\s+\d+[a-zđ]?)"
_DIVISIONS: Final = re.compile(rf"(?:{_DIVISION}(?:\s*,\s*|\s+)(?:của\s+)?){{1,4}}$")
_DATED: Final = re.compile(
    r"\s*,?\s*(?:ban hành\s+)?ngày\s+(\d{1,2})(?:/|\s+tháng\s+)(\d{1,2})(?:/|\s+năm\s+)(\d{4})"
)
_BEFORE: Final = 240


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """The number of a document, in its parts.

    Attributes:
        text: The number as it should be written: NFC, with plain hyphens and no spaces.
        number: The serial number with its letter; empty in a draft.
        year: The year, where the form has one.
        type: The abbreviation of the type (``NĐ``); ``CV`` for an official letter without one;
            empty for laws and resolutions of the National Assembly.
        organisation: The issuer's abbreviations, joined by hyphens: ``CP``, ``BNV-CCVC``.
        party: Whether it is in the Party's form, ``N-TYPE/ORG``.
    """

    text: str
    number: str
    organisation: str
    type: str = ""
    year: int | None = None
    party: bool = False

    @property
    def draft(self) -> bool:
        """Whether the document has no serial number yet."""
        return not self.number

    @property
    def type_name(self) -> str:
        """The type in Vietnamese; empty where the number does not tell it."""
        return document_types().get(self.type, "")


@dataclass(frozen=True, slots=True)
class Citation:
    """A place where a text cites a document.

    Attributes:
        text: The citation as it stands, from the first division or the type to the date.
        number: The document's number.
        start: Index of `text` in the NFC form of what was searched.
        article: ``Điều``; empty when none is cited.
        clause: ``khoản``.
        point: ``điểm``.
        date: The date that follows the number.
    """

    text: str
    number: DocumentNumber
    start: int
    article: str = ""
    clause: str = ""
    point: str = ""
    date: dt.date | None = None


def parse_number(text: str) -> DocumentNumber | None:
    """Return the document number that `text` is, or None.

    Any dash, decomposed Unicode and white space around it are taken.
    """
    found = _NUMBER.fullmatch(_plain(text).strip())
    return _number(found) if found else None


def find_numbers(text: str) -> tuple[DocumentNumber, ...]:
    """Return the document numbers in `text`, in order, repeated ones too."""
    return tuple(_number(found) for found in _NUMBER.finditer(_plain(text)))


def find_citations(text: str) -> tuple[Citation, ...]:
    """Return the citations of documents in `text`, in order.

    Divisions are read in both orders: ``Điều 5 khoản 2 Nghị định …`` and ``khoản 3, Điều 16, Nghị
    định …``.
    """
    return tuple(_citations(_plain(text), nfc(text)))


def cited_number(text: str) -> str | None:
    """Return the first document number in `text`, or None."""
    numbers = find_numbers(text)
    return numbers[0].text if numbers else None


def _citations(plain: str, original: str) -> Iterator[Citation]:
    end = 0
    for found in _NUMBER.finditer(plain):
        start = found.start()
        before = plain[max(end, start - _BEFORE) : start]
        divisions: dict[str, str] = {}
        if named := _NAMED.search(before):
            start -= len(before) - named.start()
            before = before[: named.start()]
        if inside := _DIVISIONS.search(before):
            start -= len(before) - inside.start()
            for word, value in re.findall(r"(\w+)\s+(\w+)", inside.group().replace("của", "")):
                divisions.setdefault(word.casefold(), value)
        dated = _DATED.match(plain, found.end())
        date = _date(dated) if dated else None
        end = dated.end() if dated and date else found.end()
        yield Citation(
            original[start:end],
            _number(found),
            start,
            divisions.get("điều", ""),
            divisions.get("khoản", ""),
            divisions.get("điểm", ""),
            date,
        )


def _plain(text: str) -> str:
    """Return `text` in NFC with plain hyphens, of the same length as its NFC form."""
    return nfc(text).translate(_VARIANTS)


def _number(found: re.Match[str]) -> DocumentNumber:
    form = found.lastgroup or ""
    which = form[-1]
    parts = found.groupdict()
    number = parts.get(f"n{which}") or ""
    year = parts.get(f"y{which}")
    kind = parts.get(f"t{which}") or ("CV" if which == "5" else "")
    return DocumentNumber(
        text=found.group().replace(" ", ""),
        number=number,
        organisation=parts[f"o{which}"],
        type=kind,
        year=int(year) if year else None,
        party=which == "3",
    )


def _date(found: re.Match[str]) -> dt.date | None:
    day, month, year = map(int, found.groups())
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
