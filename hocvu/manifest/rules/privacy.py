"""No identity-card, phone number or private address in a text that learners' systems keep.

Luật 91/2025/QH15 on personal data. Numbers of documents, money, tax codes, accounts and
ISBN look alike; what stands around a number tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hocvu.errors import Severity
from hocvu.manifest.profile import former_provinces, provinces
from hocvu.manifest.setting import Setting
from hocvu.manifest.walking import Path, texts
from hocvu.written.tree import Tree

_NOT_TEXT: Final = frozenset(
    {"id", "source", "captions", "transcript", "options", "content", "of", "provinces", "communes"}
)
_BEFORE: Final = r"(?<![\w./&=+-])"
_AFTER: Final = r"(?![\w/&]|[-.,]\d)"
# Three digits of the province of birth, one of century and sex, two of the year (Thông tư
# 59/2021/TT-BCA), in one piece or in groups of three.
_IDENTITY: Final = re.compile(rf"{_BEFORE}0\d\d ?[0-3]\d\d ?\d{{3}} ?\d{{3}}{_AFTER}")
_NAMED_IDENTITY: Final = re.compile(
    r"(?:CCCD|CMND|CMTND?|căn cước(?: công dân)?|chứng minh(?: nhân dân| thư)?|định danh cá nhân)"
    rf"[^\d\n.;]{{0,20}}(?P<number>\d{{3}}[ .]?\d{{3}}[ .]?\d{{3}}(?:[ .]?\d{{3}})?){_AFTER}",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    rf"{_BEFORE}(?:\+84[ .-]?|(?<!\+)0)(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)"
    rf"(?:[ .-]?\d){{7}}{_AFTER}"
)
_MAIL: Final = re.compile(
    r"[\w.+-]+@(?:gmail|yahoo|hotmail|outlook|icloud|live)\.\w+(?:\.\w+)?", re.IGNORECASE
)
_OTHER: Final = re.compile(
    r"(?:ISBN|ISSN|MST|mã số thuế|tài khoản|STK|số tiền|mã vạch|serial|mã hồ sơ)\D{0,15}$",
    re.IGNORECASE,
)
_MONEY: Final = re.compile(r"\s*(?:đồng|vnđ|vnd|đ\b|usd|triệu|tỷ|m²|km)", re.IGNORECASE)


def check(tree: Tree, setting: Setting) -> None:
    """Report personal numbers; the message does not repeat them."""
    inside = texts(tree.value, _NOT_TEXT)
    together = "\n".join(text for _, text in inside)
    if not any(form.search(together) for form in (_IDENTITY, _NAMED_IDENTITY, _PHONE, _MAIL)):
        return
    severity: Severity = "error" if setting.checks.for_publish else "warning"
    for path, text in inside:
        told = [masked(number) for number in identities(text)]
        _tell(tree, "manifest.personal_identity", path, "error", told)
        phones = [masked(found.group()) for found in _PHONE.finditer(text) if not _else(found)]
        _tell(tree, "manifest.personal_phone", path, severity, phones)
        mails = [masked(found.group()) for found in _MAIL.finditer(text)]
        _tell(tree, "manifest.personal_mail", path, "warning", mails)


def identities(text: str) -> Iterator[str]:
    """Yield the identity-card numbers in `text`."""
    for found in _NAMED_IDENTITY.finditer(text):
        yield found["number"]
    for found in _IDENTITY.finditer(_NAMED_IDENTITY.sub(" ", text)):
        province = found.group()[1:3]
        if (province in provinces() or province in former_provinces()) and not _else(found):
            yield found.group()


def masked(number: str) -> str:
    """Return what may be shown of a number."""
    return f"{number[:3]}…{number[-2:]}"


def _else(found: re.Match[str]) -> bool:
    """Tell whether what stands around a number says that it is something else."""
    text = found.string
    return bool(_OTHER.search(text[: found.start()]) or _MONEY.match(text, found.end()))


def _tell(tree: Tree, code: str, path: Path, severity: Severity, numbers: list[str]) -> None:
    if numbers:
        tree.report(code, path, severity, params={"value": ", ".join(numbers)})
