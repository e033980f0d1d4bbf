"""Set phrases of Vietnamese administrative documents (Nghị định 30/2020/NĐ-CP, phụ lục I)."""

from __future__ import annotations

import re
from typing import Final

NATION: Final = re.compile(
    r"C[ỘỌ]NG\s+H[ÒO][ÀA]?\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM"
)
"""The name of the nation, or of the Party, above a document: in capitals, unlike in a sentence."""

_FIXED: Final = re.compile(rf"{NATION.pattern}|ĐỘC\s+LẬP\s*[-–—]|KÍNH\s+GỬI", re.IGNORECASE)

MOTTO: Final = re.compile(r"Độc\s+lập\s*[-–—]\s*Tự\s+do", re.IGNORECASE)
"""The motto under it."""

SIGNED: Final = re.compile(
    r"(?:(?:KT|TM|TL|TUQ|T/M|K/T|Q)\.\s|Nơi nhận\s*:|(?:BỘ|THỨ|CỤC|VỤ|VIỆN) TRƯỞNG$|CHỦ TỊCH$"
    r"|(?:PHÓ )?THỦ TƯỚNG$|(?:PHÓ )?(?:TỔNG )?GIÁM ĐỐC$|CHÁNH VĂN PHÒNG$|HIỆU TRƯỞNG$)"
)
"""A line of the signature, with which the body ends."""

SIGN_HERE: Final = re.compile(r"\((?:ký|đã ký|ký tên)\b", re.IGNORECASE)
"""What stands under the name of who is to sign."""

ABOUT: Final = re.compile(r"(?:^|[\s(])[Vv]/[vV][:.]?\s+(.{8,})", re.DOTALL)
"""What an official letter is about, under its number."""


def is_motto(text: str) -> bool:
    """Tell if `text` is a fixed line of a letterhead."""
    return bool(_FIXED.match(text))
