"""Tells what each line of a quiz in Markdown is, and where questions begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from hocvu.sources.quiz import words

Sign = Literal[
    "text", "blank", "radio", "check", "ordered", "letter", "pair", "quote",
    "answer", "essay", "points", "feedback", "right", "wrong", "inside",
]  # fmt: skip

_FENCE: Final = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_HEADING: Final = re.compile(r"^ {0,3}#{1,6}(?:\s+|$)")
_NAMED: Final = re.compile(
    r"^ {0,3}(?:#{1,6}\s+)?(?P<bold>\*\*|__)?\s*(?:câu(?: hỏi)?|question)\s*"
    r"(?P<number>\d{1,4})\s*(?:[.:)–—-]|(?=\*\*|__|\s|$))",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"^ {0,3}(?P<bold>\*\*|__)?(?P<number>\d{1,4})[.)](?=\s|\*\*)")
_STYLE: Final = re.compile(r"\s*(#*)\s*((?:\*\*|__)?)\d+(.?)")
_BULLET: Final = r"^ {0,3}[-*+•]\s+"
_RADIO: Final = re.compile(_BULLET + r"\(\s*(?P<mark>[xX✓✔]?)\s*\)\s*(?P<rest>.*)$")
_CHECK: Final = re.compile(_BULLET + r"\[\s*(?P<mark>[xX✓✔]?)\s*\](?!\()\s*(?P<rest>.*)$")
_ORDERED: Final = re.compile(_BULLET + r"\[\s*(?P<mark>\d{1,2})\s*\](?!\()\s*(?P<rest>.*)$")
_LETTER: Final = re.compile(
    r"^ {0,3}(?:[-*+•]\s+)?(?P<bold>\*\*)?(?P<mark>[A-Za-z])[.)](?:\*\*)?(?:\s+|$)(?P<rest>.*)$"
)
_PAIR: Final = re.compile(_BULLET + r"(?P<mark>.*?)\s*(?:=>|->|→|⇒)\s*(?P<rest>.*)$")
_QUOTE: Final = re.compile(r"^(?P<mark>\s*)>\s?(?P<rest>.*)$")
_WORDED: Final[tuple[tuple[Sign, str], ...]] = (
    ("answer", r"đáp án(?: đúng)?|answers?|key"),
    ("points", r"điểm|points?"),
    ("feedback", r"giải thích|phản hồi|explanation|feedback"),
    ("right", r"(?:phản hồi )?khi đúng|if right"),
    ("wrong", r"(?:phản hồi )?khi sai|if wrong"),
    ("essay", r"tự luận|essay"),
)
_BOLD: Final = r"(?:\*\*|__)?"
_DIRECTIVES: Final = tuple(
    (sign, re.compile(rf"^ {{0,3}}{_BOLD}(?:{word})\s*{_BOLD}\s*:{_BOLD}\s*(?P<rest>.*)$", re.I))
    for sign, word in _WORDED
)  # fmt: skip
_ESSAY: Final = re.compile(
    r"^ {0,3}(?:\*\*|__)?(?:tự luận|essay)(?:\*\*|__)?\.?\s*$", re.IGNORECASE
)
_EQUALS: Final = re.compile(r"^ {0,3}=\s+(?P<rest>\S.*)$")
_LETTERS: Final = re.compile(r"[A-Za-z](?:\s*(?:[,;&+]|và|and|\s)\s*[A-Za-z])*\.?", re.IGNORECASE)

ANSWERS: Final = frozenset({"radio", "check", "ordered", "letter", "pair", "answer", "essay"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in the file, what it is, its mark and what follows the mark."""

    number: int
    sign: Sign
    text: str
    mark: str = ""
    rest: str = ""


@dataclass(slots=True)
class Segment:
    """Lines from where a question may begin to the next such place.

    `start` tells by what it begins: a number with the word for question, a bare number,
    a heading, or nothing.
    """

    start: Literal["named", "numbered", "heading", "none"]
    number: str = ""
    first: str = ""
    lines: list[Line] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line of the file on which it begins."""
        return self.lines[0].number

    @property
    def signs(self) -> frozenset[Sign]:
        """What stands in it."""
        return frozenset(line.sign for line in self.lines)

    @property
    def lettered(self) -> bool:
        """Tell if its lettered lines are choices: an answer names them by their letters."""
        return any(line.sign == "answer" and letters(line.rest) for line in self.lines)

    @property
    def paired(self) -> bool:
        """Tell if its lines with arrows are pairs to match."""
        return sum(line.sign == "pair" for line in self.lines) >= 2 and not (
            self.signs & {"radio", "check", "ordered", "answer"}
        )

    def answers(self) -> frozenset[Sign]:
        """Return the kinds of answers that it holds."""
        found = set(self.signs & ANSWERS)
        if not self.lettered:
            found.discard("letter")
        if not self.paired:
            found.discard("pair")
        return frozenset(found)


def letters(rest: str) -> list[str]:
    """Return the letters of choices that an answer names, in lower case; none of a word."""
    plain = rest.strip().strip("*_").strip()
    if not _LETTERS.fullmatch(plain):
        return []
    without = re.sub(r"\b(?:và|and)\b", " ", plain, flags=re.IGNORECASE)
    return [letter.lower() for letter in re.findall(r"[A-Za-z]", without)]


def segments(text: str, first: int = 1) -> list[Segment]:
    """Return the segments of `text`, whose first line is line `first` of its file."""
    numbered = list(_signed(text.split("\n"), first))
    named = any(line.sign == "text" and _NAMED.match(line.text) for line in numbered)
    found: list[Segment] = []
    for line in numbered:
        begun = _begin(line, named, found[-1] if found else None)
        if begun is not None:
            found.append(begun)
        elif not found:
            found.append(Segment("none"))
        found[-1].lines.append(line)
    return [segment for segment in found if segment.lines]


def is_question(segment: Segment) -> bool:
    """Tell if a segment asks something."""
    return bool(segment.answers())


def unanswered(found: Sequence[Segment]) -> frozenset[int]:
    """Return which of `found` are questions that lack answers, though only a number tells.

    A bare number begins an item of a list as well: it is a question where it stands in a row of
    numbers with questions that have answers, and where no list begins inside it.
    """
    rows: dict[str, list[list[int]]] = {}
    for index, segment in enumerate(found):
        if segment.start == "numbered":
            alike = rows.setdefault(_style(segment), [])
            if alike and int(found[alike[-1][-1]].number) < int(segment.number):
                alike[-1].append(index)
            else:
                alike.append([index])
    return frozenset(
        index for alike in rows.values() for row in alike for index in _lacking(row, found)
    )


def _lacking(row: Sequence[int], found: Sequence[Segment]) -> Iterator[int]:
    answered = [index for index in row if is_question(found[index])]
    for index in row if answered else ():
        after = found[index + 1] if index + 1 < len(found) else None
        listed = (
            after is not None
            and after.start == "numbered"
            and index + 1 not in row
            and not is_question(after)
        )
        if index in answered or listed:
            continue
        if index > answered[0] or _leads(row[0], index, found):
            yield index


def _leads(first: int, index: int, found: Sequence[Segment]) -> bool:
    """Tell if a row whose first has no answer begins the questions, and is no list before them."""
    before = found[first - 1] if first else None
    fresh = before is None or before.start == "heading" or not any(map(is_question, found[:first]))
    if not fresh or _style(found[first]).startswith("#"):
        return False
    listed = before is not None and (before.start == "numbered" or _last(before).endswith(":"))
    return not listed and found[index].lines[-1].sign == "blank"


def _last(segment: Segment) -> str:
    return next((n.text.strip() for n in reversed(segment.lines) if n.sign != "blank"), "")


def _style(segment: Segment) -> str:
    """Return how a number is written, without it: ``## .`` or ``)``; a list differs by this."""
    shown = _STYLE.match(segment.lines[0].text)
    return "".join(shown.groups()) if shown else ""


def surely(segment: Segment) -> bool:
    """Tell if a segment is a question beyond doubt, so that its document is a quiz.

    Lists of things done, ``- [x]``, stand in documents too, and so do lines with arrows.
    """
    answers = segment.answers()
    return (
        "radio" in answers
        or ("letter" in answers)
        or (bool(answers) and segment.start == "named")
        or ("answer" in answers and any(_is_worded(line) for line in segment.lines))
    )


def _is_worded(line: Line) -> bool:
    return line.sign == "answer" and not line.text.lstrip().startswith("=")


def _begin(line: Line, named: bool, before: Segment | None) -> Segment | None:
    """Return the segment that begins with `line`, or None when it goes on."""
    if line.sign == "text":
        if found := _NAMED.match(line.text):
            return Segment("named", found["number"], _unbold(line.text, found))
        if not named and (found := _NUMBERED.match(line.text)):
            return Segment("numbered", found["number"], _unbold(line.text, found))
        if found := _HEADING.match(line.text):
            rest = re.sub(r"\s+#+\s*$", "", line.text[found.end() :])
            inner = None if named else _NUMBERED.match(rest)
            if inner:
                return Segment("numbered", inner["number"], _unbold(rest, inner))
            return Segment("heading", "", rest)
        if not named and before is not None and _over(before):
            return Segment("none", "", line.text)
    return None


def _over(segment: Segment) -> bool:
    """Tell if a text would begin the next question: the answers ended with an empty line."""
    return segment.lines[-1].sign == "blank" and is_question(segment)


def _unbold(text: str, found: re.Match[str]) -> str:
    """Return what follows a question's number, without what is left of bold type around it."""
    rest = text[found.end() :].strip()
    if bold := found["bold"]:
        if rest.startswith(bold):
            return rest.removeprefix(bold).lstrip(" .:")
        if rest.count(bold) % 2:
            rest = f"{bold}{rest}"
    return rest


def _signed(raw: Sequence[str], first: int) -> Iterator[Line]:
    fence = ""
    comment = False
    for number, text in enumerate(raw, first):
        mark = _FENCE.match(text)
        if fence or comment:
            if mark and fence and mark[1].startswith(fence):
                fence = ""
            comment = comment and "-->" not in text
            yield Line(number, "inside", text)
        elif mark:
            fence = mark[1]
            yield Line(number, "inside", text)
        elif text.lstrip().startswith("<!--"):
            comment = "-->" not in text
            yield Line(number, "inside", text)
        else:
            yield _line(number, text)


def _line(number: int, text: str) -> Line:
    if not text.strip():
        return Line(number, "blank", text)
    patterns: tuple[tuple[Sign, re.Pattern[str]], ...] = (
        ("radio", _RADIO), ("check", _CHECK), ("ordered", _ORDERED), ("quote", _QUOTE),
    )  # fmt: skip
    for sign, pattern in patterns:
        if found := pattern.match(text):
            return Line(number, sign, text, found["mark"], found["rest"].strip())
    for sign, pattern in _DIRECTIVES:
        if found := pattern.match(text):
            return Line(number, sign, text, "", found["rest"].strip())
    if found := _EQUALS.match(text):
        return Line(number, "answer", text, "=", found["rest"].strip())
    if _ESSAY.match(text):
        return Line(number, "essay", text)
    for sign, pattern in (("pair", _PAIR), ("letter", _LETTER)):
        if found := pattern.match(text):
            return Line(number, sign, text, found["mark"].strip(), found["rest"].strip())
    return Line(number, "text", text)


def numeric(rest: str) -> bool:
    """Tell if an answer is a number or a span of numbers."""
    return words.span(rest) is not None
