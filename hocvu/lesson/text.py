"""The words of a lesson in reading order, and what it holds in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from hocvu.lesson.activities import Body, QuizBody, SituationBody
from hocvu.lesson.bodies import SlidesBody, VideoBody
from hocvu.lesson.course import Counts
from hocvu.lesson.nodes import (
    Block,
    Code,
    Figure,
    Group,
    Heading,
    Image,
    Inline,
    Link,
    ListBlock,
    Math,
    NoteRef,
    Paragraph,
    Table,
    Text,
)
from hocvu.lesson.parts import parts

Node = Block | Inline


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield every node in reading order, a parent before its children."""
    for node in nodes:
        yield node
        match node:
            case Heading() | Paragraph() | Link() | Group():
                yield from walk(node.children)
            case ListBlock():
                for item in node.items:
                    yield from walk(item.children)
            case Table():
                yield from walk(node.caption)
                for row in node.rows:
                    for cell in row.cells:
                        yield from walk(cell.children)
            case Figure():
                yield node.image
                yield from walk(node.caption)
            case _:
                pass


def inline_text(nodes: Iterable[Inline]) -> str:
    """Return the text of inline nodes; a line break is a space."""
    return "".join(_pieces(nodes))


def _pieces(nodes: Iterable[Inline]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Text() | Math():
                yield node.text
            case Link():
                yield from _pieces(node.children)
            case Image() | NoteRef():
                pass
            case _:
                yield " "


def lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the text of `blocks`, a line for each paragraph, with labels."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield f"{block.label} {inline_text(block.children)}".strip()
            case ListBlock():
                for item in block.items:
                    inner = list(lines(item.children))
                    first = f"{item.label} {inner[0] if inner else ''}".strip()
                    yield from [first, *inner[1:]]
            case Table():
                yield inline_text(block.caption)
                for row in block.rows:
                    for cell in row.cells:
                        yield from lines(cell.children)
            case Figure():
                yield inline_text(block.caption)
            case Group():
                yield from lines(block.children)
            case Code():
                yield block.text
            case _:
                pass


def body_lines(body: Body) -> Iterator[str]:
    """Yield all text of a lesson in reading order: notes last, remarks after their slide."""
    for part in parts(body):
        if isinstance(part, str):
            yield part
        else:
            yield from lines((part,))


def words(texts: Iterable[str]) -> list[str]:
    """Return the words of `texts`: what stands between white space."""
    return [word for text in texts for word in text.split()]


def undescribed(body: Body) -> int:
    """Return how many pictures in the text of a lesson have no alternative text."""
    if isinstance(body, SlidesBody):  # a slide's own text stands for its pictures
        return 0
    return sum(isinstance(node, Image) and node.alt is None for node in walk(_blocks(body)))


def count(body: Body) -> Counts:
    """Return what `body` holds."""
    kinds = Counter(node.kind for node in walk(_blocks(body)))
    notes = len(getattr(body, "notes", ()))
    if isinstance(body, SlidesBody):
        notes = sum(bool(slide.remarks) for slide in body.slides)
    return Counts(
        words=len(words(body_lines(body))),
        headings=kinds["heading"],
        tables=kinds["table"],
        images=kinds["image"],
        notes=notes,
        equations=kinds["math"],
        slides=len(body.slides) if isinstance(body, SlidesBody) else 0,
        questions=_questions(body),
        seconds=_seconds(body),
    )


def _blocks(body: Body) -> Iterator[Block]:
    return (part for part in parts(body) if not isinstance(part, str))


def _questions(body: Body) -> int:
    match body:
        case QuizBody():
            return len(body.questions)
        case SituationBody():
            return sum(len(scene.questions) + bool(scene.decision) for scene in body.scenes)
        case _:
            return 0


def _seconds(body: Body) -> float:
    match body:
        case VideoBody():
            return body.duration
        case SituationBody():
            return sum(scene.video.duration for scene in body.scenes if scene.video)
        case _:
            return 0.0
