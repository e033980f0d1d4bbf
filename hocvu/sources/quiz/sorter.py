"""Puts the lines of one question in Markdown where they belong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from hocvu.lesson import Accepted
from hocvu.sources.quiz import words
from hocvu.sources.quiz.drafts import Blocks, Desk, Draft, Option, Pair
from hocvu.sources.quiz.ids import LETTERS
from hocvu.sources.quiz.scan import ANSWERS, Line, Sign, letters

_OUTCOME: Final = re.compile(r"^(?:\*\*)?(đúng|right|sai|wrong)(?:\*\*)?\s*:(?:\*\*)?\s*", re.I)
_QUOTED: Final = re.compile(r"[\"“”'](.*)[\"“”']")

Numbered = list[tuple[int, str]]


def set_points(value: str, draft: Draft, desk: Desk) -> None:
    """Give a question the points that are written."""
    points = words.number(value)
    if points is None:
        desk.wrong(draft.origin, "quiz.points", value=value[:40])
    else:
        draft.points = points


def blocks_of(lines: Sequence[tuple[int, str]], desk: Desk) -> Blocks:
    """Return the blocks of numbered lines."""
    kept = list(lines)
    while kept and not kept[0][1].strip():
        kept.pop(0)
    if not kept:
        return ()
    place = desk.source.at(line=kept[0][0])
    return desk.fragments.blocks("\n".join(text for _, text in kept), place)


class Sorter:
    """Puts the lines of one question where they belong."""

    def __init__(self, draft: Draft, active: frozenset[Sign], desk: Desk) -> None:
        self.draft = draft
        self.active = active
        self.desk = desk
        self.ask: Numbered = []
        self.after: Numbered = []
        self.notes: dict[str, Numbered] = {"feedback": [], "right": [], "wrong": []}
        self.model: Numbered = []
        self.choices: list[tuple[Line, Numbered, Numbered]] = []
        self.answers: list[Line] = []
        self.answered = False
        self.apart = True
        self.open: Numbered | None = None

    def take(self, line: Line) -> None:
        """Take one line."""
        sign = line.sign
        if sign in ANSWERS and sign not in self.active:
            sign = "text"
        if sign == "quote" and not self.answered:
            sign = "text"
        if sign == "blank":
            self.apart = True
            (self.open if self.open is not None else self.ask).append((line.number, ""))
        elif sign in {"text", "inside"}:
            self._text(line)
        elif sign == "quote":
            self._quote(line)
        elif sign in {"answer", "essay"}:
            self._answer(line, sign)
        elif sign in {"points", "feedback", "right", "wrong"}:
            self._directive(line, sign)
        else:
            self.answered, self.apart = True, False
            content: Numbered = [(line.number, line.rest)]
            self.choices.append((line, content, []))
            self.open = content

    def _text(self, line: Line) -> None:
        indent = len(line.text) - len(line.text.lstrip())
        if self.open is not None and (not self.apart or indent >= 2):
            self.open.append((line.number, line.text[min(indent, 4) :]))
        else:
            self.open = None
            (self.after if self.answered else self.ask).append((line.number, line.text))

    def _quote(self, line: Line) -> None:
        if self.choices and (not self.apart or line.mark):
            self.choices[-1][2].append((line.number, line.rest))
            return
        outcome = _OUTCOME.match(line.rest)
        name = "feedback"
        rest = line.rest
        if outcome:
            name = "right" if outcome[1].casefold() in {"đúng", "right"} else "wrong"
            rest = rest[outcome.end() :]
        elif self.open is not None and self.open in self.notes.values() and not self.apart:
            self.open.append((line.number, rest))
            return
        self.notes[name].append((line.number, rest))
        self.open, self.apart = self.notes[name], False

    def _answer(self, line: Line, sign: Sign) -> None:
        self.answered, self.apart, self.open = True, True, None
        if sign == "essay":
            self.model.append((line.number, line.rest))
            self.open, self.apart = self.model, False
        self.answers.append(line)

    def _directive(self, line: Line, sign: Sign) -> None:
        if sign == "points":
            set_points(line.rest, self.draft, self.desk)
            self.open = None
        else:
            self.notes[sign].append((line.number, line.rest))
            self.open = self.notes[sign]
        self.apart = False

    def finish(self, lead: Blocks) -> None:
        """Fill the draft."""
        draft, desk = self.draft, self.desk
        draft.ask = (*lead, *blocks_of(self.ask, desk), *blocks_of(self.after, desk))
        for name, lines in self.notes.items():
            setattr(draft, name, blocks_of(lines, desk))
        choices = self.active & {"radio", "check", "ordered", "letter", "pair"}
        if len(choices) > 1:
            desk.wrong(draft.origin, "quiz.mixed_marks")
            draft.doubted = True
        elif choices:
            self._choices(next(iter(choices)))
        elif "essay" in self.active:
            draft.kind = "essay"
            draft.model = blocks_of(self.model, desk)
        else:
            self._plain()

    def _choices(self, sign: Sign) -> None:
        draft, desk = self.draft, self.desk
        for line, content, feedback in self.choices:
            place = desk.source.at(line=line.number)
            made = blocks_of(content, desk)
            if sign == "pair":
                left = desk.fragments.blocks(line.mark, place)
                draft.pairs.append(Pair(left, made, place))
                continue
            option = Option(made, place, feedback=blocks_of(feedback, desk))
            option.right = bool(line.mark) and sign in {"radio", "check"}
            option.key = line.mark.lower() if sign == "letter" else ""
            draft.options.append(option)
        if sign == "pair":
            draft.kind = "match"
        elif sign == "ordered":
            self._ordered()
        elif sign == "letter":
            self._lettered()
        else:
            draft.kind = "single" if sign == "radio" else "multiple"

    def _ordered(self) -> None:
        """Put the items in the right order; their ids tell the order in which they were written."""
        draft = self.draft
        draft.kind = "order"
        marks = [int(line.mark) for line, _, _ in self.choices]
        if sorted(marks) != list(range(1, len(marks) + 1)):
            shown = ", ".join(map(str, marks))
            self.desk.wrong(draft.origin, "quiz.order_numbers", found=shown, count=len(marks))
        for key, option in zip(LETTERS, draft.options, strict=False):
            option.key = key
        pairs = sorted(zip(marks, draft.options, strict=True), key=lambda pair: pair[0])
        draft.options = [option for _, option in pairs]

    def _lettered(self) -> None:
        draft = self.draft
        named = {letter for line in self.answers for letter in letters(line.rest)}
        there = {option.key for option in draft.options}
        for letter in sorted(named - there):
            place = self.desk.source.at(line=self.answers[0].number)
            self.desk.wrong(place, "quiz.letter_unknown", letter=letter.upper())
            draft.doubted = True
        for option in draft.options:
            option.right = option.key in named
        draft.kind = "single" if len(named) == 1 else "multiple"

    def _plain(self) -> None:
        """Understand answers that are no choices: truth, numbers or texts."""
        draft = self.draft
        given = [part.strip() for line in self.answers for part in line.rest.split("|")]
        given = [part for part in given if part]
        if not given:
            draft.kind = "text" if self.answers else "unknown"
        elif len(given) == 1 and (meant := words.truth(given[0])) is not None:
            draft.kind, draft.truth = "true_false", meant
        elif all(words.span(part) for part in given):
            draft.kind = "number"
            draft.ranges = [found for part in given if (found := words.span(part))]
            for line in self.answers:
                if words.grouped(line.rest):
                    place = self.desk.source.at(line=line.number)
                    self.desk.notices.at(place, "quiz.number_grouped", number=line.rest[:40])
        else:
            draft.kind = "text"
            draft.texts = [Accepted(text=_unquoted(part)) for part in given]


def _unquoted(words_: str) -> str:
    found = _QUOTED.fullmatch(words_)
    return found[1] if found else words_
