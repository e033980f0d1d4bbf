"""Counts what a quiz in Markdown holds by a plain scan, apart from the parser."""

from __future__ import annotations

import re
from typing import Final

from hocvu.sources.quiz import words
from hocvu.sources.quiz.scan import letters

_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_BEGINS: Final = re.compile(
    r"^[#*_\s]*(?:câu(?: hỏi)?|question)\s*\d+", re.IGNORECASE | re.MULTILINE
)
_MARKED: Final = re.compile(
    r"\s*(?:[-*+•]\s+[(\[][ xX✓✔\d]*[)\]]|=\s|đáp án|answer|tự luận|essay)", re.I
)
_ASIDE: Final = re.compile(
    r"<!--(?s:.*?)(?:-->|\Z)|!\[[^\]]*\]\([^)]*\)|<[^<>\n]*>|\{#[^}]*\}|^ {0,3}\[\^?[^\]\n]*\]:"
    r"|^[#*_\s]*(?:câu(?: hỏi)?|question)\s*\d+[ \t]*[.:)–—-]?(?:\*\*|__)?"
    r"|\(\s*[-\d.,]+\s*(?:điểm|đ|points?|pts?)\s*\)|^\W*(?:điểm|points?)\s*:.*"
    r"|^\W*(?:khi (?:đúng|sai)|phản hồi[^:\n]{0,9}|tự luận|essay|giải thích|explanation|feedback"
    r"|if (?:right|wrong)|đúng|sai|right|wrong)\s*:|^\s*(?:tự luận|essay)\.?\s*$"
    r"|\A\s*# .*|^(?:`{3}|~{3}).*|^[|:\s-]*-[|:\s-]*$",
    re.IGNORECASE | re.MULTILINE,
)
_LEADING: Final = re.compile(
    r"^\s*(?:>\s?|#{1,6}\s|[-*+•]\s+(?:[(\[][ xX✓✔\d]*[)\]])?|(?:\*\*)?[A-Z][.)]\s|\d{1,4}[.)]\s)+"
)
_SIGN: Final = re.compile(r"(?:^|\s)(?:=>|->|→|⇒)(?=\s|$)|[*`|]|~~|(?<!\w)_+|_+(?!\w)")
_ANSWER: Final = re.compile(
    r"^\W*(?:(?:đáp án(?: đúng)?|answers?|key)\s*:|=\s)(.*)$", re.IGNORECASE
)
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
    """Count the words that learners are to see, without understanding the questions."""
    plain = _ASIDE.sub(" ", _FRONT.sub("", text))
    return sum(len(_shown(line).split()) for line in plain.split("\n"))


def _shown(line: str) -> str:
    """Return what a line says to learners, without the marks of answers."""
    if answer := _ANSWER.match(line):
        given = [part.strip() for part in answer[1].split("|")]
        return " ".join(part for part in given if not _is_mark(part))
    return _SIGN.sub(" ", _LEADING.sub("", line))


def _is_mark(answer: str) -> bool:
    """Tell if an answer is none of the words that learners see: a letter, a number, a truth."""
    return bool(letters(answer) or words.span(answer)) or words.truth(answer) is not None
