"""Looks into problems: whether somebody can answer them, and Open edX can grade the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from hocvu.errors import Severity, Value
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.xml import attribute, line, local
from hocvu.packages.olx.verify.course import Block

_CLAUSE: Final = "/, Problem Components"
_INPUTS: Final = {
    "multiplechoiceresponse": ("choicegroup",),
    "choiceresponse": ("checkboxgroup",),
    "optionresponse": ("optioninput",),
    "stringresponse": ("textline",),
    "numericalresponse": ("formulaequationinput", "textline"),
}
"""The kinds of response whose answers are looked at, each with what takes the answer."""
_TERMS: Final = {
    "showanswer": frozenset(
        {
            "always",
            "answered",
            "attempted",
            "attempted_no_past_due",
            "closed",
            "finished",
            "correct_or_past_due",
            "past_due",
            "never",
            "after_attempts",
            "after_all_attempts",
            "after_all_attempts_or_correct",
        }
    ),
    "rerandomize": frozenset({"always", "onreset", "never", "per_student", "true", "false"}),
}
_NUMBER: Final = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_RANGE: Final = re.compile(rf"[\[(]\s*({_NUMBER})\s*,\s*({_NUMBER})\s*[\])]")


def check_problem(block: Block, own: Report) -> None:
    """Tell what is wrong with a problem."""
    check = _ProblemCheck(block, own)
    check.settings()
    responses = [one for one in block.element.iter() if local(one).endswith("response")]
    if not responses:
        check.tell("no_response", block.element, "warning")
    for response in responses:
        check.response(response)


class _ProblemCheck:
    """The check of one problem."""

    def __init__(self, block: Block, own: Report) -> None:
        self._block, self._own = block, own

    def tell(
        self, code: str, element: etree._Element, severity: Severity = "error", **params: Value
    ) -> None:
        clause = f"{_CLAUSE}: <{local(element)}>"
        member, at = self._block.member, line(element)
        self._own.add(code, clause, severity=severity, member=member, line=at, **params)

    def settings(self) -> None:
        """Check the attributes of the problem itself."""
        root = self._block.element
        for name, terms in _TERMS.items():
            value = attribute(root, name)
            if value and value not in terms:
                self.tell("bad_setting", root, name=name, value=value)
        attempts = attribute(root, "max_attempts")
        if attempts and attempts != "null" and not re.fullmatch(r"[1-9]\d*", attempts):
            self.tell("bad_setting", root, name="max_attempts", value=attempts)
        weight = attribute(root, "weight")
        if weight and weight != "null" and not re.fullmatch(r"\d+(\.\d*)?|\.\d+", weight):
            self.tell("bad_setting", root, name="weight", value=weight)

    def response(self, response: etree._Element) -> None:
        """Check one response: its input, and an answer that can be right."""
        kind = local(response)
        wanted = _INPUTS.get(kind)
        if wanted is None:
            return
        inputs = [one for one in response.iter() if local(one) in wanted]
        if not inputs:
            self.tell("no_input", response, expected=wanted[0])
            return
        match kind:
            case "multiplechoiceresponse" | "choiceresponse":
                self._choices(response, kind)
            case "optionresponse":
                for one in inputs:
                    self._options(one)
            case _:
                self._written(response, kind)

    def _choices(self, response: etree._Element, kind: str) -> None:
        right = 0
        choices = [one for one in response.iter() if local(one) == "choice"]
        for choice in choices:
            value = attribute(choice, "correct")
            if value not in ("true", "false", "partial"):
                self.tell("bad_setting", choice, name="correct", value=value or "")
            right += value == "true"
        if not choices or (kind == "multiplechoiceresponse" and not right):
            self.tell("no_right_answer", response)

    def _options(self, choose: etree._Element) -> None:
        options = [one for one in choose if local(one) == "option"]
        listed = attribute(choose, "options")
        if listed is not None:
            right = attribute(choose, "correct") or ""
            if right not in re.findall(r"['\"]([^'\"]*)['\"]", listed):
                self.tell("no_right_answer", choose)
        elif sum((attribute(one, "correct") or "").lower() == "true" for one in options) != 1:
            self.tell("no_right_answer", choose)

    def _written(self, response: etree._Element, kind: str) -> None:
        pattern = kind == "stringresponse" and "regexp" in (attribute(response, "type") or "")
        readable = _is_number if kind == "numericalresponse" else _is_pattern if pattern else bool
        for holder, answer in _answers(response):
            if not answer:
                self.tell("no_right_answer", holder)
            elif not readable(answer):
                self.tell("bad_answer", holder, value=answer[:80])


def _answers(response: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    yield response, attribute(response, "answer") or ""
    for more in response:
        if local(more) == "additional_answer":
            yield more, attribute(more, "answer") or ""


def _is_number(answer: str) -> bool:
    """Tell if an answer is a number, a range that is not empty, or made by a script."""
    found = _RANGE.fullmatch(answer)
    if found:
        return float(found[1]) <= float(found[2])
    return "$" in answer or bool(re.fullmatch(rf"{_NUMBER}|[\w.+*/^()\s-]+", answer))


def _is_pattern(answer: str) -> bool:
    try:
        re.compile(answer)
    except re.error:
        return False
    return True
