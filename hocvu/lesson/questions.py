"""Questions, whatever format their authors wrote them in.

Tokens that a learning system may keep (`id`) are ASCII letters and digits, unique where they
stand, and last over versions. Points are shares: a question's score is its share times `points`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hocvu.errors import Origin
from hocvu.lesson.nodes import Block, Frozen


class Question(Frozen):
    """What every question has.

    `feedback` is shown after any answer, `right` and `wrong` after such a one.
    """

    id: str
    ask: tuple[Block, ...]
    points: float = Field(default=1.0, ge=0)
    feedback: tuple[Block, ...] = ()
    right: tuple[Block, ...] = ()
    wrong: tuple[Block, ...] = ()
    origin: Origin = Origin()


class Choice(Frozen):
    """One answer to choose; `id` is one character of 0-9 and a-z (SCORM 1.2, CMIIdentifier)."""

    id: str = Field(pattern=r"^[0-9a-z]$")
    content: tuple[Block, ...]
    right: bool = False
    feedback: tuple[Block, ...] = ()


class ChoiceQuestion(Question):
    """Choose one or, when `multiple`, every right answer; `partial` gives a share for some."""

    kind: Literal["choice"] = "choice"
    choices: tuple[Choice, ...]
    multiple: bool = False
    partial: bool = False
    shuffle: bool = True


class TrueFalseQuestion(Question):
    """Say whether a statement is true."""

    kind: Literal["true_false"] = "true_false"
    answer: bool


class Accepted(Frozen):
    """A text that is taken as an answer, with its share of the points, 0 to 1."""

    text: str
    share: float = Field(default=1.0, ge=0, le=1)
    feedback: tuple[Block, ...] = ()


class TextQuestion(Question):
    """Write a short text; compared in NFC, without regard to spaces and, unless `exact`, capitals.

    A `*` in an accepted text stands for any characters.
    """

    kind: Literal["text"] = "text"
    accepted: tuple[Accepted, ...]
    exact: bool = False


class Range(Frozen):
    """Numbers from `low` to `high`, both included, with their share of the points, 0 to 1."""

    low: float
    high: float
    share: float = Field(default=1.0, ge=0, le=1)
    feedback: tuple[Block, ...] = ()


class NumberQuestion(Question):
    """Write a number; a comma or a point may stand before its decimals."""

    kind: Literal["number"] = "number"
    accepted: tuple[Range, ...]


class Item(Frozen):
    """Something to match or to put in order; `id` is one character as that of a `Choice`."""

    id: str = Field(pattern=r"^[0-9a-z]$")
    content: tuple[Block, ...]


class MatchQuestion(Question):
    """Find for each item the answer that belongs to it; each right pair counts alike.

    `pairs` maps items to answers, by id; several items may share one answer, and an answer that
    no pair names is there to mislead.
    """

    kind: Literal["match"] = "match"
    items: tuple[Item, ...]
    answers: tuple[Item, ...]
    pairs: dict[str, str]


class OrderQuestion(Question):
    """Put things in order; `items` stand in the right one."""

    kind: Literal["order"] = "order"
    items: tuple[Item, ...]


class EssayQuestion(Question):
    """Write freely; nobody scores it here. `model` is shown after the answer."""

    kind: Literal["essay"] = "essay"
    model: tuple[Block, ...] = ()


AnyQuestion = Annotated[
    ChoiceQuestion
    | TrueFalseQuestion
    | TextQuestion
    | NumberQuestion
    | MatchQuestion
    | OrderQuestion
    | EssayQuestion,
    Field(discriminator="kind"),
]
