"""Questions as problems of Open edX's CAPA: what it grades, and the feedback it shows.

Element and attribute names are those of the edX Open Learning XML Guide, Problems and Tools.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from hocvu.identifiers import digest
from hocvu.lesson import (
    Accepted,
    AnyQuestion,
    Block,
    ChoiceQuestion,
    Item,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Paragraph,
    QuizBody,
    Range,
    TextQuestion,
    TrueFalseQuestion,
)
from hocvu.packages.imscp import title
from hocvu.render.questions import plain

Html = Callable[[tuple[Block, ...]], str]
"""From content to HTML that is well-formed XML, for a page of Open edX."""
Word = Callable[[str], str]
"""From the name of one of the player's words to the word."""

_SHOWN: Final = {
    "each": "answered",
    "end": "finished",
    "passed": "correct_or_past_due",
    "never": "never",
}
"""When Open edX shows the answer, by when the quiz reveals it."""
_PARAGRAPH: Final = re.compile(r"<p>((?:(?!</?p\b|<img).)*)</p>\s*", re.DOTALL)
_WHOLE: Final = 1.0


@dataclass(frozen=True, slots=True)
class Problems:
    """Makes the problems of one quiz.

    Attributes:
        body: The quiz.
        html: Renders content.
        word: Gives words.
    """

    body: QuizBody
    html: Html
    word: Word

    def problem(self, question: AnyQuestion, name: str) -> etree._Element | None:
        """Return a question as a problem; None for one that nobody grades."""
        root = etree.Element("problem", display_name=title(name), rerandomize="never")
        root.set("weight", f"{question.points:g}")
        root.set("showanswer", _SHOWN[self.body.reveal])
        if self.body.attempts:
            root.set("max_attempts", str(self.body.attempts))
        match question:
            case ChoiceQuestion():
                response = self._choices(root, question)
            case TrueFalseQuestion():
                response = self._true_false(root, question)
            case TextQuestion():
                response = self._text(root, question)
            case NumberQuestion():
                response = self._number(root, question)
            case MatchQuestion():
                rows = [(one, question.pairs.get(one.id, "")) for one in question.items]
                response = self._rows(root, question, rows, question.answers)
            case OrderQuestion():
                response = self._order(root, question)
            case _:
                return None
        if self.body.reveal != "never":
            self._solution(response, question)
        return root

    def _choices(self, root: etree._Element, question: ChoiceQuestion) -> etree._Element:
        several = question.multiple
        response = etree.SubElement(root, "choiceresponse" if several else "multiplechoiceresponse")
        if several and question.partial:
            response.set("partial_credit", "EDC")
        self._ask(response, question)
        group = etree.SubElement(response, "checkboxgroup" if several else "choicegroup")
        if not several:
            group.set("type", "MultipleChoice")
        if not several and question.shuffle:
            group.set("shuffle", "true")
        for one in question.choices:
            choice = etree.SubElement(group, "choice", correct=_truth(one.right))
            _put(choice, self.html(one.content))
            hint = one.feedback or (() if several else _told(question, one.right))
            if hint and self.body.reveal == "each":
                made = etree.SubElement(choice, "choicehint")
                if several:
                    made.set("selected", "true")
                _put(made, self.html(hint))
        return response

    def _true_false(self, root: etree._Element, question: TrueFalseQuestion) -> etree._Element:
        response = etree.SubElement(root, "multiplechoiceresponse")
        self._ask(response, question)
        group = etree.SubElement(response, "choicegroup", type="MultipleChoice")
        for value in (True, False):
            right = value is question.answer
            choice = etree.SubElement(group, "choice", correct=_truth(right))
            choice.text = self.word(f"say_{_truth(value)}")
            hint = _told(question, right)
            if hint and self.body.reveal == "each":
                _put(etree.SubElement(choice, "choicehint"), self.html(hint))
        return response

    def _text(self, root: etree._Element, question: TextQuestion) -> etree._Element:
        first, *others = right_texts(question)
        wild = any("*" in one.text for one in (first, *others))
        write = _pattern if wild else str
        kind = " ".join(["regexp"] * wild + ["ci"] * (not question.exact))
        response = etree.SubElement(root, "stringresponse", answer=write(first.text))
        if kind:
            response.set("type", kind)
        self._ask(response, question)
        self._right_hint(response, first.feedback or question.right)
        for one in others:
            more = etree.SubElement(response, "additional_answer", answer=write(one.text))
            self._right_hint(more, one.feedback or question.right)
        etree.SubElement(response, "textline", size="40")
        return response

    def _number(self, root: etree._Element, question: NumberQuestion) -> etree._Element:
        first, *others = right_ranges(question)
        response = etree.SubElement(root, "numericalresponse", answer=_range(first))
        self._ask(response, question)
        self._right_hint(response, first.feedback or question.right)
        for one in others:
            if one.low == one.high:
                more = etree.SubElement(response, "additional_answer", answer=_range(one))
                self._right_hint(more, one.feedback or question.right)
        etree.SubElement(response, "formulaequationinput")
        return response

    def _order(self, root: etree._Element, question: OrderQuestion) -> etree._Element:
        """Ask for the place of each thing, from 1."""
        numbers = [str(place) for place in range(1, len(question.items) + 1)]
        mixed = sorted(
            zip(question.items, numbers, strict=True), key=lambda x: digest(question.id, x[0].id)
        )
        return self._rows(root, question, mixed, numbers)

    def _rows(
        self,
        root: etree._Element,
        question: AnyQuestion,
        rows: Iterable[tuple[Item, str]],
        options: Sequence[Item | str],
    ) -> etree._Element:
        """Add a list to choose from for each of `rows`: an item and the right option's key."""
        self._ask(root, question)
        response = root
        for item, right in rows:
            response = etree.SubElement(root, "optionresponse")
            _put(response, self.html(item.content))
            choose = etree.SubElement(response, "optioninput")
            for option in options:
                key = option if isinstance(option, str) else option.id
                made = etree.SubElement(choose, "option", correct=_truth(key == right).title())
                made.text = key if isinstance(option, str) else plain(option.content)
        return response

    def _ask(self, parent: etree._Element, question: AnyQuestion) -> None:
        """Put what is asked; a single paragraph names the control that follows it."""
        written = self.html(question.ask)
        alone = _PARAGRAPH.fullmatch(written) if len(question.ask) == 1 else None
        if alone and isinstance(question.ask[0], Paragraph) and parent.tag != "problem":
            _put(etree.SubElement(parent, "label"), alone[1])
        else:
            _put(parent, written)

    def _right_hint(self, parent: etree._Element, content: tuple[Block, ...]) -> None:
        if content and self.body.reveal == "each":
            _put(etree.SubElement(parent, "correcthint"), self.html(content))

    def _solution(self, response: etree._Element, question: AnyQuestion) -> None:
        """Put the feedback that belongs to no answer where Open edX shows the solution."""
        each = isinstance(question, ChoiceQuestion | TrueFalseQuestion)
        several = isinstance(question, ChoiceQuestion) and question.multiple
        apart = () if each and not several else (*question.right, *question.wrong)
        content = (*apart, *question.feedback)
        if content:
            solution = etree.SubElement(response, "solution")
            _put(etree.SubElement(solution, "div", {"class": "detailed-solution"}),
                 self.html(content))  # fmt: skip


def right_texts(question: TextQuestion) -> list[Accepted]:
    """Return the texts that Open edX can take for right: it knows no answer that is half right."""
    whole = [one for one in question.accepted if one.share >= _WHOLE]
    return whole or sorted(question.accepted, key=lambda one: -one.share)[:1]


def right_ranges(question: NumberQuestion) -> list[Range]:
    """Return the numbers that Open edX can take for right, the widest range first."""
    whole = [one for one in question.accepted if one.share >= _WHOLE]
    found = whole or sorted(question.accepted, key=lambda one: -one.share)[:1]
    return sorted(found, key=lambda one: one.low - one.high)


def _told(question: AnyQuestion, right: bool) -> tuple[Block, ...]:
    return question.right if right else question.wrong


def _range(accepted: Range) -> str:
    if accepted.low == accepted.high:
        return f"{accepted.low:.12g}"
    return f"[{accepted.low:.12g},{accepted.high:.12g}]"


def _pattern(text: str) -> str:
    return ".*".join(map(re.escape, text.split("*")))


def _truth(value: bool) -> str:
    return str(value).lower()


def _put(parent: etree._Element, html: str) -> None:
    """Add HTML to the end of an element."""
    inside = etree.fromstring(f"<div>{html.strip()}</div>")
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + (inside.text or "")
    else:
        parent.text = (parent.text or "") + (inside.text or "")
    parent.extend(list(inside))
