"""Questions on a page as they are asked, and apart from it what the player needs to judge answers.

A page holds no right answer and no feedback: those are in the data, and shown when it is time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol

from hocvu.identifiers import digest
from hocvu.lesson import (
    AnyQuestion,
    Block,
    ChoiceQuestion,
    EssayQuestion,
    Image,
    Item,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    TextQuestion,
    TrueFalseQuestion,
)
from hocvu.lesson.text import lines, walk
from hocvu.render.blocks import blocks
from hocvu.render.markup import Markup, join, own, tag
from hocvu.render.scope import Scope

_HOW: Final = {
    "true_false": "how_true_false",
    "text": "how_text",
    "number": "how_number",
    "match": "how_match",
    "order": "how_order",
    "essay": "how_essay",
}


class _Answer(Protocol):
    """A choice, or something to match or to put in order."""

    @property
    def id(self) -> str: ...
    @property
    def content(self) -> tuple[Block, ...]: ...


def question(node: AnyQuestion, place: str, title: str, scope: Scope) -> Markup:
    """Return a question under the heading `title`, its id `place`."""
    scope.level = 2
    parts = [
        own("h2", title),
        asking(node.ask, place, scope),
        own("p", scope.word(_how(node)), attrs={"class": "how", "id": f"{place}-how"}),
        _answers(node, scope),
    ]
    return tag("div", join(parts, "\n"), attrs={"class": "question", "id": place})


def asking(ask: tuple[Block, ...], place: str, scope: Scope) -> Markup:
    """Return what is asked, to be named by the controls under it."""
    return tag("div", blocks(ask, scope), attrs={"class": "ask", "id": f"{place}-ask"})


def choices(answers: Sequence[_Answer], name: str, scope: Scope) -> Markup:
    """Return `answers` as a list of the class `name`."""
    items = (
        tag("li", blocks(answer.content, scope), attrs={"data-id": answer.id}) for answer in answers
    )
    return tag("ul", join(items, "\n"), attrs={"class": name, "role": "list"})


def _how(node: AnyQuestion) -> str:
    if isinstance(node, ChoiceQuestion):
        return "how_many" if node.multiple else "how_one"
    return _HOW[node.kind]


def _answers(node: AnyQuestion, scope: Scope) -> Markup:
    match node:
        case ChoiceQuestion():
            return choices(node.choices, "choices", scope)
        case TrueFalseQuestion():
            items = (
                own("li", scope.word(f"say_{value}"), attrs={"data-id": value})
                for value in ("true", "false")
            )
            return tag("ul", join(items, "\n"), attrs={"class": "choices", "role": "list"})
        case MatchQuestion():
            pool = choices(_mixed(node.answers, node.id), "pool", scope)
            return join([choices(node.items, "pairs", scope), pool], "\n")
        case OrderQuestion():
            return choices(_mixed(node.items, node.id), "order", scope)
        case _:
            return tag("div", attrs={"class": f"blank {node.kind}"})


def _mixed(items: tuple[Item, ...], key: str) -> Sequence[Item]:
    """Return `items` in an order that tells nothing, the same in every package."""
    mixed = sorted(items, key=lambda item: digest(key, item.id))
    return mixed if tuple(mixed) != items else [*mixed[1:], *mixed[:1]]


def question_data(node: AnyQuestion, scope: Scope) -> dict[str, Any]:
    """Return what the player needs of a question: its answers, their worth, all feedback."""
    data: dict[str, Any] = {
        "id": node.id,
        "kind": node.kind,
        "ask": plain(node.ask),
        "points": node.points,
        "feedback": blocks(node.feedback, scope),
        "right": blocks(node.right, scope),
        "wrong": blocks(node.wrong, scope),
    }
    match node:
        case ChoiceQuestion():
            data |= {
                "multiple": node.multiple,
                "partial": node.partial,
                "shuffle": node.shuffle,
                "choices": [
                    [one.id, _name(one), int(one.right), blocks(one.feedback, scope)]
                    for one in node.choices
                ],
            }
        case TrueFalseQuestion():
            data["answer"] = node.answer
        case TextQuestion():
            data["exact"] = node.exact
            data["accepted"] = [
                [one.text, one.share, blocks(one.feedback, scope)] for one in node.accepted
            ]
        case NumberQuestion():
            data["ranges"] = [
                [one.low, one.high, one.share, blocks(one.feedback, scope)] for one in node.accepted
            ]
        case MatchQuestion():
            data["items"] = _names(node.items)
            data["answers"] = _names(node.answers)
            data["pairs"] = node.pairs
        case OrderQuestion():
            data["items"] = _names(node.items)
        case EssayQuestion():
            data["model"] = blocks(node.model, scope)
    return data


def question_shape(node: AnyQuestion) -> str:
    """Return what must be the same for an answer given earlier to be the same answer."""
    tokens = "".join(one.id for one in (*getattr(node, "choices", ()), *getattr(node, "items", ())))
    return f"{node.id} {node.kind} {tokens}"


def plain(content: Iterable[Block]) -> str:
    """Return `content` as one line of text."""
    return " ".join(" ".join(lines(content)).split())


def _names(items: Iterable[Item]) -> list[list[str]]:
    return [[item.id, _name(item)] for item in items]


def _name(answer: _Answer) -> str:
    """Return an answer in plain text: one that is a picture by what stands for it."""
    pictures = (node.alt or "" for node in walk(answer.content) if isinstance(node, Image))
    return plain(answer.content) or " ".join(pictures).strip()
