"""Quizzes in Markdown: hocvu's own way of writing questions, described in ``docs/cau-hoi.md``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from hocvu.lesson import Accepted
from hocvu.sources.quiz import settings, words
from hocvu.sources.quiz.drafts import Blocks, Desk, Draft, Option, Pair, Paper
from hocvu.sources.quiz.ids import LETTERS
from hocvu.sources.quiz.scan import (
    ANSWERS,
    Line,
    Segment,
    Sign,
    is_question,
    letters,
    segments,
    surely,
)

_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_SETTING: Final = re.compile(r"^([^\s:#\-][^:]*?)\s*:\s*(.*?)\s*$")
_DEFINITION: Final = re.compile(r"^ {0,3}\[[^\]]+\]:\s+\S.*$", re.MULTILINE)
_TITLE: Final = re.compile(r"^ {0,3}#\s+(.+?)\s*#*\s*$")
_NAME: Final = re.compile(r"\s*\{#([^}\s]{1,80})\}\s*$")
_POINTS: Final = re.compile(
    r"\s*[(\[]\s*([-−]?\d+(?:[.,]\d+)?)\s*(?:điểm|đ|points?|pts?)\s*[)\]]\s*$", re.IGNORECASE
)
_OUTCOME: Final = re.compile(r"^(?:\*\*)?(đúng|right|sai|wrong)(?:\*\*)?\s*:(?:\*\*)?\s*", re.I)
_QUOTED: Final = re.compile(r"[\"“”'](.*)[\"“”']")

_BEGINS: Final = re.compile(
    r"^[#*_\s]*(?:câu(?: hỏi)?|question)\s*\d+", re.IGNORECASE | re.MULTILINE
)
_MARKED: Final = re.compile(
    r"\s*(?:[-*+•]\s+[(\[][ xX✓✔\d]*[)\]]|=\s|đáp án|answer|tự luận|essay)", re.I
)
_GOES_ON: Final = re.compile(r"\s*$|\s*>|\s{2,}|\s*[-*+•]\s")

Numbered = list[tuple[int, str]]


def recognises(text: str) -> bool:
    """Tell if a document in Markdown is a quiz: by its front matter, or by a sure question."""
    front = _FRONT.match(text)
    if front and any(
        settings.says_quiz(found[1], _bare(found[2]))
        for line in front[1].split("\n")
        if (found := _SETTING.match(line))
    ):
        return True
    return any(surely(segment) for segment in segments(text[front.end() :] if front else text))


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


def read(text: str, desk: Desk) -> Paper:
    """Return the paper that `text` is."""
    paper = Paper(read=tally(text))
    first = 1
    if front := _FRONT.match(text):
        _front_matter(front[1], paper, desk)
        first += front[0].count("\n")
        text = text[front.end() :]
    desk.fragments.definitions = "\n".join(_DEFINITION.findall(text))
    text = _DEFINITION.sub("", text)
    waiting: Numbered = []
    for segment in segments(text, first):
        lines = [(line.number, line.text) for line in segment.lines]
        if not paper.drafts and not paper.title and (named := _heading(lines)):
            paper.title = named
        elif is_question(segment) or segment.start == "named":
            lead = _blocks(waiting, desk)
            if not paper.drafts:
                paper.intro, lead = lead, ()
            waiting = []
            paper.drafts.append(_draft(segment, lead, desk))
            continue
        waiting += lines
    if any(text.strip() for _, text in waiting):
        if paper.drafts:
            place = desk.source.at(line=next(n for n, text in waiting if text.strip()))
            desk.notices.at(place, "quiz.text_moved", "info")
        paper.intro += _blocks(waiting, desk)
    return paper


def _front_matter(front: str, paper: Paper, desk: Desk) -> None:
    for number, line in enumerate(front.split("\n"), 2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        place = desk.source.at(line=number)
        if found := _SETTING.match(line):
            settings.apply(paper, desk, found[1], _bare(found[2]), place)
        else:
            desk.notices.at(place, "quiz.setting_unknown", "info", name=line.strip()[:60])


def _bare(value: str) -> str:
    """Return a value of front matter without its quotes or the comment after it."""
    quoted = re.match(r"([\"'])(.*)\1\s*(?:#.*)?$", value)
    return quoted[2] if quoted else re.sub(r"\s+#.*$", "", value)


def _heading(lines: Numbered) -> str:
    """Take the first heading out of `lines` when it is the title, and return its text."""
    for index, (number, text) in enumerate(lines):
        if text.strip():
            found = _TITLE.match(text)
            if found:
                lines[index] = (number, "")
            return re.sub(r"[*_`]", "", found[1]) if found else ""
    return ""


def _draft(segment: Segment, lead: Blocks, desk: Desk) -> Draft:
    place = desk.source.at(line=segment.line)
    draft = Draft("unknown", (), place, number=segment.number)
    active = segment.answers()
    if "letter" in active and sum(line.sign == "letter" for line in segment.lines) < 2:
        active -= {"letter"}
    sorter = _Sorter(draft, active, desk)
    for index, line in enumerate(segment.lines):
        shown = line
        if index == 0 and segment.start != "none":
            shown = Line(line.number, "text", _tags(segment.first, draft, desk))
        sorter.take(shown)
    sorter.finish(lead)
    return draft


def _tags(first: str, draft: Draft, desk: Desk) -> str:
    """Return a question's first line without its identifier and its points, which it keeps."""
    while True:
        if found := _NAME.search(first):
            draft.name = found[1]
        elif found := _POINTS.search(first):
            _points(found[1], draft, desk)
        else:
            return first
        first = first[: found.start()]


def _points(value: str, draft: Draft, desk: Desk) -> None:
    points = words.number(value)
    if points is None:
        desk.wrong(draft.origin, "quiz.points", value=value[:40])
    else:
        draft.points = points


def _blocks(lines: Sequence[tuple[int, str]], desk: Desk) -> Blocks:
    kept = list(lines)
    while kept and not kept[0][1].strip():
        kept.pop(0)
    if not kept:
        return ()
    place = desk.source.at(line=kept[0][0])
    return desk.fragments.blocks("\n".join(text for _, text in kept), place)


class _Sorter:
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
            _points(line.rest, self.draft, self.desk)
            self.open = None
        else:
            self.notes[sign].append((line.number, line.rest))
            self.open = self.notes[sign]
        self.apart = False

    def finish(self, lead: Blocks) -> None:
        """Fill the draft."""
        draft, desk = self.draft, self.desk
        draft.ask = (*lead, *_blocks(self.ask, desk), *_blocks(self.after, desk))
        for name, lines in self.notes.items():
            setattr(draft, name, _blocks(lines, desk))
        choices = self.active & {"radio", "check", "ordered", "letter", "pair"}
        if len(choices) > 1:
            desk.wrong(draft.origin, "quiz.mixed_marks")
        elif choices:
            self._choices(next(iter(choices)))
        elif "essay" in self.active:
            draft.kind = "essay"
            draft.model = _blocks(self.model, desk)
        else:
            self._plain()

    def _choices(self, sign: Sign) -> None:
        draft, desk = self.draft, self.desk
        for line, content, feedback in self.choices:
            place = desk.source.at(line=line.number)
            made = _blocks(content, desk)
            if sign == "pair":
                left = desk.fragments.blocks(line.mark, place)
                draft.pairs.append(Pair(left, made, place))
                continue
            option = Option(made, place, feedback=_blocks(feedback, desk))
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
