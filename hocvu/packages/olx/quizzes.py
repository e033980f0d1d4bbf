"""Quizzes as units of problems, and what of them Open edX cannot keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from hocvu.lesson import (
    AnyQuestion,
    Block,
    Course,
    EssayQuestion,
    Lesson,
    Notice,
    NumberQuestion,
    QuizBody,
    SituationBody,
    TextQuestion,
)
from hocvu.lesson.text import count
from hocvu.packages.olx.fragments import fragment
from hocvu.packages.olx.problems import Problems, right_ranges, right_texts
from hocvu.render.blocks import blocks, notes
from hocvu.render.markup import join
from hocvu.render.scope import Scope
from hocvu.render.shell import download

QUESTIONS_PER_UNIT: Final = 10
# Open edX makes the elements of a problem anew by their names: MathML gets prefixes that no browser
# knows, and without its name space ``math`` would be taken for LaTeX.
_FORMULA: Final = re.compile(
    r'<math\b(?:(?!</math>).)*<annotation encoding="text/plain">((?:(?!</math>).)*)</annotation>'
    r"</semantics></math>",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Component:
    """A problem or, for what nobody grades, HTML: its key, its name and its content."""

    kind: str
    key: str
    name: str
    content: str


def quiz_units(lesson: Lesson, body: QuizBody, scope: Scope) -> list[list[Component]]:
    """Return the components of each unit: the introduction, problems, and what ends the lesson."""
    asked = [block for question in body.questions for block in question.ask]
    noted = [block for note in body.notes for block in note.children]
    scope.learn([*body.intro, *asked, *noted], body.notes)

    def html(content: tuple[Block, ...]) -> str:
        return fragment(blocks(content, scope))

    def graded(content: tuple[Block, ...]) -> str:
        return _FORMULA.sub(r'<span class="math">\1</span>', html(content))

    made = Problems(body, graded, scope.word)
    components = [Component("html", "gioi-thieu", lesson.title, html(body.intro))]
    for number, question in enumerate(body.questions, start=1):
        name = scope.word("question", number=number)
        problem = made.problem(question, name)
        if problem is None:
            content = html((*question.ask, *getattr(question, "model", ())))
            components.append(Component("html", question.id, name, content))
        else:
            text = etree.tostring(problem, encoding="unicode", pretty_print=False)
            components.append(Component("problem", question.id, name, text))
    end = fragment(join([notes(body.notes, scope), download(lesson, scope)], "\n"))
    components.append(Component("html", "cuoi-bai", lesson.title, end))
    filled = [one for one in components if one.content.strip()]
    return [
        filled[first : first + QUESTIONS_PER_UNIT]
        for first in range(0, len(filled), QUESTIONS_PER_UNIT)
    ]


def unsaid_of_quizzes(course: Course) -> tuple[Notice, ...]:
    """Return what Open edX cannot keep of the course's quizzes and situations, lesson by lesson."""
    return tuple(
        Notice(f"olx.{code}", "info", lesson.source, {"title": lesson.title})
        for lesson in course.lessons
        for code in dict.fromkeys(_unsaid(lesson))
    )


def _unsaid(lesson: Lesson) -> Iterator[str]:
    body = lesson.body
    if isinstance(body, SituationBody):
        yield "situation_as_text"
    if not isinstance(body, QuizBody):
        return
    if body.pick or body.shuffle:
        yield "questions_in_order"
    if body.attempts:
        yield "attempts_each"
    if count(body.model_copy(update={"intro": ()})).equations:
        yield "formula_as_text"
    for question in body.questions:
        yield from _lost(question)


def _lost(question: AnyQuestion) -> Iterator[str]:
    match question:
        case EssayQuestion():
            yield "essay_not_graded"
        case TextQuestion():
            if len(right_texts(question)) < len(question.accepted):
                yield "half_right"
        case NumberQuestion():
            kept = right_ranges(question)
            ranges = sum(one.low != one.high for one in kept[1:])
            if ranges or len(kept) < len(question.accepted):
                yield "half_right"
        case _:
            pass
