"""All that a lesson says, piece by piece in reading order, whatever its kind."""

from __future__ import annotations

from collections.abc import Iterator

from hocvu.lesson.activities import Body, QuizBody, Scene, SituationBody
from hocvu.lesson.bodies import DocumentBody, Slide, SlidesBody, VideoBody
from hocvu.lesson.nodes import Block
from hocvu.lesson.questions import (
    Accepted,
    AnyQuestion,
    ChoiceQuestion,
    EssayQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    TextQuestion,
)

Part = str | Block
"""A block, or plain text that stands outside of blocks: a title, a caption, an answer."""


def parts(body: Body) -> Iterator[Part]:
    """Yield everything in `body`: remarks after their slide, feedback after its question."""
    match body:
        case DocumentBody():
            yield from body.blocks
        case SlidesBody():
            for slide in body.slides:
                yield from _slide(slide)
        case VideoBody():
            yield from _video(body)
        case QuizBody():
            yield from body.intro
            for question in body.questions:
                yield from question_parts(question)
        case SituationBody():
            for scene in body.scenes:
                yield from _scene(scene)
    for note in getattr(body, "notes", ()):
        yield from note.children


def question_parts(question: AnyQuestion) -> Iterator[Part]:
    """Yield a question, its answers and its feedback."""
    yield from question.ask
    match question:
        case ChoiceQuestion():
            for choice in question.choices:
                yield from (*choice.content, *choice.feedback)
        case MatchQuestion() | OrderQuestion():
            for item in (*question.items, *getattr(question, "answers", ())):
                yield from item.content
        case TextQuestion() | NumberQuestion():
            for accepted in question.accepted:
                yield from ([accepted.text] if isinstance(accepted, Accepted) else [])
                yield from accepted.feedback
        case EssayQuestion():
            yield from question.model
        case _:
            pass
    yield from (*question.right, *question.wrong, *question.feedback)


def _slide(slide: Slide) -> Iterator[Part]:
    yield from (slide.title, *slide.text, *slide.remarks)


def _video(body: VideoBody) -> Iterator[Part]:
    if body.transcript:
        yield from body.transcript
    else:
        for track in body.captions[:1]:
            yield from (cue.text for cue in track.cues)


def _scene(scene: Scene) -> Iterator[Part]:
    yield scene.title
    if scene.video:
        yield from _video(scene.video)
    if scene.slide:
        yield from _slide(scene.slide)
    yield from scene.text
    for timed in scene.questions:
        yield from question_parts(timed.question)
    if scene.decision:
        yield from scene.decision.ask
        for way in scene.decision.ways:
            yield from (*way.content, *way.feedback)
