"""Questions in Moodle's XML."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from hocvu.errors import Origin, Value
from hocvu.lesson import Accepted
from hocvu.sources.quiz.drafts import Blocks, Desk, Draft, Kind, Option, Pair, Paper
from hocvu.sources.quiz.gift_answers import numbers
from hocvu.sources.quiz.pictures import decoded
from hocvu.sources.quiz.plain import moodle_words
from hocvu.sources.quiz.xml import Element, children, parse, text

_ASKED: Final = re.compile(rb"<question\s[^>]*type\s*=\s*[\"'](?!category|description)")
_FOLDER: Final = "@@PLUGINFILE@@/"
_KINDS: Final[dict[str, Kind]] = {
    "multichoice": "single",
    "multichoiceset": "multiple",
    "truefalse": "true_false",
    "shortanswer": "text",
    "numerical": "number",
    "matching": "match",
    "ordering": "order",
    "essay": "essay",
}
_LEFT: Final = ("hint", "partiallycorrectfeedback", "graderinfo", "responsetemplate", "units")


def read(desk: Desk) -> Paper:
    """Return the paper of the file at the desk."""
    data = desk.source.path.read_bytes()
    root = parse(data, desk.source.at())
    paper = Paper(read=len(_ASKED.findall(data)), words=moodle_words(root))
    waiting: Blocks = ()
    for element in children(root, "question"):
        kind = element.get("type", "")
        question = _Question(element, desk)
        if kind == "category":
            named = text(element.find("category"))[:80]
            desk.notices.at(question.place, "quiz.category", "info", name=named)
        elif kind == "description":
            waiting += question.rich(element.find("questiontext"))
        elif kind not in _KINDS:
            desk.left_out(question.place, kind, question.name, moodle_words(element))
        else:
            if not paper.drafts:
                paper.intro, waiting = waiting, ()
            draft = question.draft(_KINDS[kind])
            draft.ask, waiting = (*waiting, *draft.ask), ()
            paper.drafts.append(draft)
    if waiting:
        desk.notices.add("quiz.text_moved", "info")
        paper.intro += waiting
    return paper


class _Question:
    """One ``question`` element."""

    def __init__(self, element: Element, desk: Desk) -> None:
        self.element = element
        self.desk = desk
        self.place = _at(element, desk)
        self.name = " ".join(text(element.find("name")).split())

    def rich(self, element: Element | None) -> Blocks:
        """Return a text with its pictures, by the format that it says it has."""
        if element is None:
            return ()
        inner = element.find("text")
        words = text(inner if inner is not None else element)
        place = _at(element, self.desk)
        form = element.get("format") or self.element_format
        if form in {"markdown"}:
            return self.desk.fragments.blocks(words, place)
        if form == "plain_text":
            return self.desk.plain(words, place)
        files = {f.get("name", ""): f for f in element.findall("file")}

        def load(src: str) -> bytes | None:
            found = files.get(src.removeprefix(_FOLDER).partition("?")[0])
            return None if found is None else decoded(found.text or "")

        return self.desk.html(words, place, load)

    @property
    def element_format(self) -> str:
        """The format of the question's text, which its parts have where they tell none."""
        asked = self.element.find("questiontext")
        return (asked.get("format") if asked is not None else None) or "html"

    def draft(self, kind: Kind) -> Draft:
        """Return the question."""
        element = self.element
        own = text(element.find("idnumber")) or self.name
        draft = Draft(kind, self.rich(element.find("questiontext")), self.place, name=own)
        draft.points = self._number("defaultgrade", 1.0)
        draft.feedback = self.rich(element.find("generalfeedback"))
        draft.right = self.rich(element.find("correctfeedback"))
        draft.wrong = self.rich(element.find("incorrectfeedback"))
        left = [name for name in _LEFT if any(text(found) for found in element.findall(name))]
        if left:
            said = sum(moodle_words(one) for name in left for one in element.findall(name))
            params: dict[str, Value] = {"parts": ", ".join(left), "words": said}
            self.desk.notices.at(self.place, "quiz.part_left_out", "info", **params)
        _FILL[kind](self, draft)
        return draft

    def choices(self, draft: Draft) -> None:
        """Fill in choices with their weights."""
        single = text(self.element.find("single")).lower() not in {"false", "0"}
        draft.kind = "single" if single and draft.kind == "single" else "multiple"
        draft.partial = draft.kind == "multiple"
        draft.shuffle = text(self.element.find("shuffleanswers")).lower() not in {"false", "0"}
        for answer in self.element.findall("answer"):
            share = _fraction(answer)
            right = share >= 1 if draft.kind == "single" else share > 0
            option = Option(self.rich(answer), _at(answer, self.desk), right, share)
            option.feedback = self.rich(answer.find("feedback"))
            draft.options.append(option)

    def truth(self, draft: Draft) -> None:
        """Fill in whether the statement is true."""
        for answer in self.element.findall("answer"):
            feedback = self.rich(answer.find("feedback"))
            if _fraction(answer) > 0:
                draft.truth = text(answer.find("text")).lower() == "true"
                draft.right = draft.right or feedback
            else:
                draft.wrong = draft.wrong or feedback

    def texts(self, draft: Draft) -> None:
        """Fill in the texts that are taken."""
        draft.exact = text(self.element.find("usecase")) in {"1", "true"}
        for answer in self.element.findall("answer"):
            share = max(0.0, min(1.0, _fraction(answer)))
            feedback = self.rich(answer.find("feedback"))
            words = text(answer.find("text"))
            draft.texts.append(Accepted(text=words, share=share, feedback=feedback))

    def numbers(self, draft: Draft) -> None:
        """Fill in the numbers that are taken."""
        for answer in self.element.findall("answer"):
            feedback = self.rich(answer.find("feedback"))
            written = text(answer.find("text"))
            share = max(0.0, min(1.0, _fraction(answer)))
            off = text(answer.find("tolerance")) or "0"
            if written == "*":
                draft.wrong = draft.wrong or feedback
                continue
            found = numbers(f"{written}:{off}", share, feedback)
            if found is None:
                shown = f"{written} ± {off}"[:40]
                self.desk.wrong(_at(answer, self.desk), "quiz.not_number", value=shown)
                draft.doubted = True
            else:
                draft.ranges.append(found)

    def pairs(self, draft: Draft) -> None:
        """Fill in what belongs together."""
        for question in self.element.findall("subquestion"):
            answer = question.find("answer")
            place = _at(question, self.desk)
            right = self.desk.plain(text(answer), place)
            draft.pairs.append(Pair(self.rich(question), right, place))

    def items(self, draft: Draft) -> None:
        """Fill in items, which stand in their order."""
        for answer in self.element.findall("answer"):
            draft.options.append(Option(self.rich(answer), _at(answer, self.desk)))

    def _number(self, name: str, default: float) -> float:
        try:
            return float(text(self.element.find(name)) or default)
        except ValueError:
            self.desk.wrong(self.place, "quiz.points", value=text(self.element.find(name))[:40])
            return default


def _fraction(answer: Element) -> float:
    try:
        share = float(answer.get("fraction") or 0) / 100
    except ValueError:
        return 0.0
    return share if -1 <= share <= 1 else 0.0


def _at(element: Element, desk: Desk) -> Origin:
    return desk.source.at(line=element.sourceline)


_FILL: Final[dict[Kind, Callable[[_Question, Draft], None]]] = {
    "single": _Question.choices,
    "multiple": _Question.choices,
    "true_false": _Question.truth,
    "text": _Question.texts,
    "number": _Question.numbers,
    "match": _Question.pairs,
    "order": _Question.items,
    "essay": lambda question, draft: None,
}
