"""The words of a lesson in reading order, and what it holds in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from hocvu.lesson.bodies import Body, DocumentBody, SlidesBody, VideoBody
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
    match body:
        case DocumentBody():
            yield from lines(body.blocks)
            for note in body.notes:
                yield from lines(note.children)
        case SlidesBody():
            for slide in body.slides:
                yield slide.title
                yield from lines(slide.text)
                yield from lines(slide.remarks)
        case VideoBody():
            if body.transcript:
                yield from lines(body.transcript)
            else:
                for track in body.captions[:1]:
                    yield from (cue.text for cue in track.cues)


def words(texts: Iterable[str]) -> list[str]:
    """Return the words of `texts`: what stands between white space."""
    return [word for text in texts for word in text.split()]


def undescribed(body: Body) -> int:
    """Return how many pictures of a document have no alternative text in their source."""
    if not isinstance(body, DocumentBody):
        return 0
    blocks = (*body.blocks, *(block for note in body.notes for block in note.children))
    return sum(isinstance(node, Image) and node.alt is None for node in walk(blocks))


def count(body: Body) -> Counts:
    """Return what `body` holds."""
    blocks: list[Block] = []
    notes = 0
    match body:
        case DocumentBody():
            blocks = [*body.blocks, *(block for note in body.notes for block in note.children)]
            notes = len(body.notes)
        case SlidesBody():
            blocks = [b for slide in body.slides for b in (*slide.text, *slide.remarks)]
            notes = sum(bool(slide.remarks) for slide in body.slides)
        case VideoBody():
            blocks = list(body.transcript)
    kinds = Counter(node.kind for node in walk(blocks))
    return Counts(
        words=len(words(body_lines(body))),
        headings=kinds["heading"],
        tables=kinds["table"],
        images=kinds["image"],
        notes=notes,
        equations=kinds["math"],
        slides=len(body.slides) if isinstance(body, SlidesBody) else 0,
        seconds=body.duration if isinstance(body, VideoBody) else 0.0,
    )
