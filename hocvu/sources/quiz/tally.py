"""Counts what a quiz in Markdown holds by a plain scan, apart from the parser."""

from __future__ import annotations

import re
from typing import Final

_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_BEGINS: Final = re.compile(
    r"^[#*_\s]*(?:câu(?: hỏi)?|question)\s*\d+", re.IGNORECASE | re.MULTILINE
)
_MARKED: Final = re.compile(
    r"\s*(?:[-*+•]\s+[(\[][ xX✓✔\d]*[)\]]|=\s|đáp án|answer|tự luận|essay)", re.I
)
_ASIDE: Final = re.compile(
    r"<!--(?s:.*?)(?:-->|\Z)|!\[[^\]]*\]\([^)]*\)|<[^<>\n]*>|\{#[^}]*\}|\[\^?[^\]\n]*\]:.*"
    r"|^[#*_\s]*(?:câu(?: hỏi)?|question)\s*\d+|\(\s*[-\d.,]+\s*(?:điểm|đ|points?|pts?)\s*\)"
    r"|^\W*(?:đáp án(?: đúng)?|answers?|key|điểm|points?|khi (?:đúng|sai)|phản hồi[^:\n]{0,9}"
    r"|tự luận|essay|giải thích|explanation|feedback|if (?:right|wrong)|đúng|sai|right|wrong)\s*:"
    r"|^# .*|^=.*|^(?:`{3}|~{3}).*",
    re.IGNORECASE | re.MULTILINE,
)
_LONG: Final = re.compile(r"\w\w")
_GOES_ON: Final = re.compile(r"\s*$|\s*>|\s{2,}|\s*[-*+•]\s")


def tally(text: str) -> int:
    """Count questions without understanding them: by their numbers, else by runs of answers."""
    if named := len(_BEGINS.findall(text)):
        return named
    count, inside = 0, False
    for line in text.split("\n"):
        marked = _MARKED.match(line) is not None
        count += marked and not inside
        inside = marked or (inside and _GOES_ON.match(line) is not None)
    return count


def tally_words(text: str) -> int:
    """Count words that are surely for learners, by leaving out what marks answers and settings."""
    plain = _ASIDE.sub(" ", _FRONT.sub("", text))
    return sum(len(_LONG.findall(word)) > 0 for word in plain.split())
