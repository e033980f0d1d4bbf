"""Choices that speak of the others, as "Cả A và B" does, and so must keep their order."""

from __future__ import annotations

import re
from typing import Final

_OTHERS: Final = re.compile(
    r"\b(?:cả|hai|ba|bốn|các|tất cả|mọi|những)\b.{0,30}"
    r"\b(?:phương án|đáp án|câu|ý|trường hợp)\b.{0,15}\b(?:trên|đều|dưới|nêu)\b"
    r"|\btất cả\b.{0,20}\b(?:trên|đều đúng|đều sai)\b"
    r"|\b(?:cả )?[A-H]\s*(?:,|và|hoặc)\s*[A-H]\b"
    r"|\b(?:all|none|both|any) of the above\b|\b[A-H] (?:and|or) [A-H]\b",
    re.IGNORECASE,
)


def refers_to_others(text: str) -> bool:
    """Tell if a choice in Vietnamese or English speaks of its neighbours by their places."""
    return _OTHERS.search(text) is not None
