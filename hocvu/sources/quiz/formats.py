"""Which format a file of questions is in: its content decides, its name where content cannot."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocvu.errors import Damaged, HocvuError, Missing, TooLarge
from hocvu.sources.base import Source
from hocvu.sources.quiz import aiken, gift, moodle, native, qti, qti_package, table
from hocvu.sources.quiz.drafts import Desk, Paper
from hocvu.sources.text import decode, is_text

_LARGEST_TEXT: Final = 16 << 20
_LARGEST_XML: Final = 256 << 20
_ROOT: Final = re.compile(rb"<(?![?!])(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_MARKDOWN: Final = frozenset({".md", ".markdown"})
_ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Format:
    """One way of writing questions: its name, and what reads it at a desk."""

    name: str
    read: Callable[[Desk], Paper]


def format_of(head: bytes, path: Path) -> Format | None:
    """Return the format of `path`, which begins with `head`; None when it holds no questions."""
    suffix = path.suffix.lower()
    if head.startswith(_ZIP):
        return _packed(path)
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if plain.startswith(b"<") and suffix not in _MARKDOWN:
        root = _ROOT.search(plain)
        return _XML.get(root[1].decode("ascii")) if root else None
    known = suffix in {*_MARKDOWN, ".txt", ".gift", ".aiken"}
    if not known or not is_text(head):
        return None
    try:
        text = _text(path) or ""
    except OSError:
        return None
    return _written(text, suffix)


def opened(source: Source) -> Format:
    """Return the format of `source`, which is said to be questions.

    Raises:
        Missing: It is not there.
        TooLarge: It is larger than is read.
        Damaged: It is empty, or no file of questions.
    """
    place = source.at()
    try:
        with source.path.open("rb") as stream:
            head = stream.read(4096)
        size = source.path.stat().st_size
    except FileNotFoundError as error:
        raise Missing("source.missing", origin=place) from error
    if not head.strip():
        raise Damaged("source.empty", origin=place)
    packed = head.startswith(_ZIP)
    limit = _LARGEST_TEXT if is_text(head) and b"<" not in head[:64] else _LARGEST_XML
    if not packed and size > limit:
        raise TooLarge("quiz.too_large", origin=place, limit=limit >> 20)
    found = format_of(head, source.path)
    if found is None:
        raise Damaged("quiz.not_questions", origin=place)
    return found


def _written(text: str, suffix: str) -> Format | None:
    if suffix == ".gift":
        return _GIFT
    if suffix == ".aiken":
        return _AIKEN
    if suffix == ".txt" and aiken.recognises(text):
        return _AIKEN
    if suffix == ".txt" and gift.recognises(text):
        return _GIFT
    return _NATIVE if native.recognises(text) else None


def _packed(path: Path) -> Format | None:
    try:
        if table.recognises(path):
            return _TABLE
        return _QTI_PACKAGE if qti_package.recognises(path) else None
    except HocvuError:
        return None


def _text(path: Path) -> str | None:
    if path.stat().st_size > _LARGEST_TEXT:
        return None
    decoded = decode(path.read_bytes())
    return decoded.text if decoded else None


def _textual(read: Callable[[str, Desk], Paper]) -> Callable[[Desk], Paper]:
    def read_file(desk: Desk) -> Paper:
        decoded = decode(desk.source.path.read_bytes())
        if decoded is None:
            raise Damaged("quiz.not_questions", origin=desk.source.at())
        if decoded.encoding == "cp1258":
            desk.notices.add("markdown.encoding")
        return read(decoded.text, desk)

    return read_file


_NATIVE: Final = Format("markdown", _textual(native.read))
_GIFT: Final = Format("gift", _textual(gift.read))
_AIKEN: Final = Format("aiken", _textual(aiken.read))
_TABLE: Final = Format("xlsx", table.read)
_QTI_PACKAGE: Final = Format("qti-package", qti_package.read)
_MOODLE: Final = Format("moodle", moodle.read)
_QTI: Final = Format("qti", qti.read)
_XML: Final = {
    "quiz": _MOODLE,
    "assessmentItem": _QTI,
    "qti-assessment-item": _QTI,
}
