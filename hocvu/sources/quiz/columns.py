"""The columns of the spreadsheet for questions, and how their headings may be spelt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from hocvu.identifiers import slug
from hocvu.sources.quiz.drafts import Kind

HEADINGS: Final = {
    "name": "Mã câu",
    "kind": "Loại câu",
    "ask": "Câu hỏi",
    "answer": "Đáp án đúng",
    "points": "Điểm",
    "right": "Phản hồi khi đúng",
    "wrong": "Phản hồi khi sai",
    "feedback": "Giải thích",
}
"""The columns beside the choices, as the template names them."""

CHOICE: Final = "Phương án"
SETTINGS: Final = "Thiết lập"

_SPELT: Final = {
    "name": ("ma-cau", "ma", "ma-cau-hoi", "id", "code"),
    "number": ("stt", "so-thu-tu", "tt", "cau-so", "no"),
    "kind": ("loai-cau", "loai", "loai-cau-hoi", "dang-cau", "dang-cau-hoi", "type"),
    "ask": ("cau-hoi", "noi-dung", "noi-dung-cau-hoi", "question"),
    "answer": ("dap-an-dung", "dap-an", "tra-loi-dung", "answer", "correct-answer", "key"),
    "points": ("diem", "so-diem", "points", "score"),
    "right": ("phan-hoi-khi-dung", "phan-hoi-dung", "khi-dung", "feedback-right"),
    "wrong": ("phan-hoi-khi-sai", "phan-hoi-sai", "khi-sai", "feedback-wrong"),
    "feedback": ("giai-thich", "phan-hoi", "ghi-chu-giai-thich", "explanation", "feedback"),
}
_BY_SPELLING: Final = {form: name for name, forms in _SPELT.items() for form in forms}
_CHOICE: Final = re.compile(r"(?:phuong-an|lua-chon|dap-an|choice|option)-([a-z]|\d{1,2})")
_LETTER: Final = re.compile(r"[a-z]")

KINDS: Final[dict[Kind, str]] = {
    "single": "Một đáp án",
    "multiple": "Nhiều đáp án",
    "true_false": "Đúng – Sai",
    "text": "Điền từ",
    "number": "Điền số",
    "match": "Ghép đôi",
    "order": "Sắp xếp",
    "essay": "Tự luận",
}
"""The kinds of questions, as the template names them."""

_KINDS: Final[dict[Kind, tuple[str, ...]]] = {
    "single": ("mot-dap-an", "mot-lua-chon", "chon-mot", "trac-nghiem", "single"),
    "multiple": ("nhieu-dap-an", "nhieu-lua-chon", "chon-nhieu", "multiple"),
    "true_false": ("dung-sai", "true-false"),
    "text": ("dien-tu", "tra-loi-ngan", "dien-khuyet", "text", "short-answer"),
    "number": ("dien-so", "so", "number", "numeric"),
    "match": ("ghep-doi", "ghep-cap", "noi", "match", "matching"),
    "order": ("sap-xep", "thu-tu", "sap-thu-tu", "order", "ordering"),
    "essay": ("tu-luan", "essay"),
}
_BY_KIND: Final = {form: kind for kind, forms in _KINDS.items() for form in forms}


def column_of(heading: str) -> str | None:
    """Return the column that `heading` names: its name, or a choice's letter; None for others."""
    key = slug(heading)
    if key in _BY_SPELLING:
        return _BY_SPELLING[key]
    if found := _CHOICE.fullmatch(key):
        token = found[1]
        return token if _LETTER.fullmatch(token) else _numbered(int(token))
    return key if _LETTER.fullmatch(key) else None


def is_heading(row: Sequence[str]) -> bool:
    """Tell if a row holds the headings: one of questions, and one of answers or choices."""
    columns = {column_of(cell) for cell in row if cell}
    return "ask" in columns and ("answer" in columns or {"a", "b"} <= columns)


def kind_of(words: str) -> Kind | None:
    """Return the kind of question that `words` name, None when they name none."""
    return _BY_KIND.get(slug(words))


def _numbered(number: int) -> str | None:
    return chr(ord("a") + number - 1) if 1 <= number <= 26 else None
