"""Lessons in which the learner acts: quizzes and typical situations (tình huống điển hình)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hocvu.errors import Origin
from hocvu.lesson.bodies import DocumentBody, Slide, SlidesBody, VideoBody
from hocvu.lesson.nodes import Block, Frozen, Note
from hocvu.lesson.questions import AnyQuestion, Choice


class QuizBody(Frozen):
    """Questions with a pass mark.

    Attributes:
        intro: What is read before the first question.
        questions: In the author's order.
        pass_score: Percent of all points that passes.
        attempts: How often the whole may be tried; 0 for any number.
        shuffle: Whether the questions come in another order for each learner.
        pick: How many questions are drawn for a learner; 0 for all.
        reveal: When right answers and feedback are shown: after each answer, at the end, once
            passed or out of attempts, or never.
        notes: Footnotes of the texts.
    """

    kind: Literal["quiz"] = "quiz"
    intro: tuple[Block, ...] = ()
    questions: tuple[AnyQuestion, ...]
    pass_score: int = Field(default=80, ge=0, le=100)
    attempts: int = Field(default=0, ge=0)
    shuffle: bool = False
    pick: int = Field(default=0, ge=0)
    reveal: Literal["each", "end", "passed", "never"] = "each"
    notes: tuple[Note, ...] = ()


class Way(Choice):
    """A choice of a decision: its `score`, and the scene `to` that follows."""

    score: float = 0.0
    to: str


class Decision(Frozen):
    """What the learner decides at the end of a scene."""

    ask: tuple[Block, ...]
    ways: tuple[Way, ...]


class TimedQuestion(Frozen):
    """A question that halts a video at `at` seconds; a required one is answered to go on."""

    at: float = Field(ge=0)
    question: AnyQuestion
    required: bool = True


class Scene(Frozen):
    """One scene: something to watch or read, then a decision, the next scene or the end.

    Exactly one of `decision`, `then` and `end` is set. `id` is ASCII letters, digits and
    underscores. `end` is the outcome whatever the score, or ``score`` to let the score decide.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9_]+$")
    title: str = ""
    video: VideoBody | None = None
    slide: Slide | None = None
    text: tuple[Block, ...] = ()
    questions: tuple[TimedQuestion, ...] = ()
    decision: Decision | None = None
    then: str | None = None
    end: Literal["passed", "failed", "score"] | None = None
    origin: Origin = Origin()


class SituationBody(Frozen):
    """Scenes joined by decisions.

    Attributes:
        situation: Its key, the prefix of what systems record of it.
        start: The first scene.
        scenes: In the author's order.
        best: The score of the best path that visits no scene twice.
        pass_score: Percent of `best` that passes.
        notes: Footnotes of the texts.
    """

    kind: Literal["situation"] = "situation"
    situation: str
    start: str
    scenes: tuple[Scene, ...]
    best: float = Field(ge=0)
    pass_score: int = Field(default=80, ge=0, le=100)
    notes: tuple[Note, ...] = ()


Body = Annotated[
    DocumentBody | SlidesBody | VideoBody | QuizBody | SituationBody, Field(discriminator="kind")
]
