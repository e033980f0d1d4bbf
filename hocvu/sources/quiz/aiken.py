"""Questions in Aiken: a question, its choices by letters, and ``ANSWER:`` with one letter."""

from __future__ import annotations

import re
from typing import Final

from hocvu.errors import Origin
from hocvu.sources.quiz.drafts import Desk, Draft, Option, Paper
from hocvu.sources.quiz.plain import aiken_words

_CHOICE: Final = re.compile(r"^\s*([A-Za-z])[.)]\s+(.*\S)\s*$")
_ANSWER: Final = re.compile(r"^\s*ANSWER\s*:\s*(.*?)\s*$")
_ANSWERS: Final = re.compile(r"^\s*ANSWER\s*:", re.MULTILINE)
_ANSWER_LINE: Final = re.compile(r"^[ \t]*ANSWER[ \t]*:.*$", re.MULTILINE)
# A first choice with another text than a choice above it, in either case of the letters.
_FIRST: Final = tuple(
    re.compile(
        rf"^(?![ \t]*[A-Za-z][.)][ \t])[^\n]*\S[^\n]*\n\s*{letter}[.)][ \t]+\S", re.MULTILINE
    )
    for letter in "Aa"
)


def recognises(text: str) -> bool:
    """Tell if `text` is in Aiken."""
    return _ANSWERS.search(text) is not None and any(
        _CHOICE.match(line) for line in text.split("\n")
    )


def read(text: str, desk: Desk) -> Paper:
    """Return the paper that `text` is."""
    paper = Paper(read=tally(text), words=aiken_words(text))
    asked = _Asked(desk)
    for number, line in enumerate(text.split("\n"), 1):
        place = desk.source.at(line=number)
        if found := _ANSWER.match(line):
            paper.drafts += asked.finished(found[1], place)
        elif not line.strip():
            asked.parted = True
        elif found := _CHOICE.match(line):
            paper.drafts += asked.choice(found[1], found[2], line, place)
        else:
            asked.text(line.strip(), place)
    if asked.begun:
        paper.drafts += asked.finished("", asked.begun)
    return paper


def tally(text: str) -> int:
    """Count questions without understanding them: answers, and first choices under other texts."""
    *answered, rest = _ANSWER_LINE.split(text)
    return sum(max(1, _runs(piece)) for piece in answered) + _runs(rest)


def _runs(piece: str) -> int:
    return max(len(first.findall(piece.strip())) for first in _FIRST)


class _Asked:
    """The question that is being read.

    Attributes:
        begun: Where it begins; None before its first line.
        parted: Whether an empty line stands before the next one.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._clear()

    def _clear(self) -> None:
        self.begun: Origin | None = None
        self.parted = False
        self._ask: list[str] = []
        self._options: list[tuple[str, Option]] = []
        self._after: list[tuple[str, Origin, bool]] = []

    def text(self, words: str, place: Origin) -> None:
        """Take a line of text: what is asked, or more of the last choice."""
        self.begun = self.begun or place
        if self._options:
            self._after.append((words, place, self.parted))
        else:
            self._ask.append(words)
        self.parted = False

    def choice(self, letter: str, words: str, line: str, place: Origin) -> list[Draft]:
        """Take a choice; return the question before it when this is the first of another one."""
        if self.begun is None:
            self.text(line.strip(), place)
            return []
        ended: list[Draft] = []
        # Letters that start again below a text or an empty line: an answer was forgotten.
        again = letter in {known for known, _ in self._options}
        if again and (self._after or self.parted):
            ended = self._parted(place)
        self._go_on()
        option = Option(self.desk.plain(words, place), place, key=letter.lower())
        self._options.append((letter, option))
        self.parted = False
        return ended

    def _parted(self, place: Origin) -> list[Draft]:
        """Return the question so far; what stands after its choices begins the next one."""
        after = self._after
        first = next((n for n, (_, _, parted) in enumerate(after) if parted), 0)
        self._after = after[:first]
        ended = self.finished("", self.begun or place)
        self.begun = place
        for words, where, _ in after[first:]:
            self._ask.append(words)
            self.begun = where if len(self._ask) == 1 else self.begun
        return ended

    def _go_on(self) -> None:
        """Add the lines after the last choice to it; Aiken itself knows no such lines."""
        for words, place, _ in self._after:
            self._options[-1][1].content += self.desk.plain(words, place)
        self._after = []

    def finished(self, answer: str, place: Origin) -> list[Draft]:
        """Return the question, which `answer` ends, and begin anew."""
        self._go_on()
        draft = Draft("single", (), self.begun or place)
        draft.ask = self.desk.plain("\n".join(self._ask), draft.origin)
        draft.options = [option for _, option in self._options]
        letter = answer.lower().rstrip(".")
        for option in draft.options:
            option.right = option.key == letter
        if letter and draft.options and not any(option.right for option in draft.options):
            self.desk.wrong(place, "quiz.letter_unknown", letter=answer[:20])
            draft.doubted = True
        self._clear()
        return [draft]
