"""Makes inline nodes of the tokens inside a paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Protocol

from markdown_it.token import Token

from hocvu.lesson import Image, Inline, LineBreak, Link, Mark, NoteRef, Text
from hocvu.sources.marked.html import tag_of

_MARKS: Final[dict[str, Mark]] = {"strong": "bold", "em": "italic", "s": "strike"}
_TAGS: Final[dict[str, Mark]] = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strike",
    "del": "strike",
    "sub": "sub",
    "sup": "sup",
    "code": "code",
    "mark": "highlight",
}
_ORDER: Final[tuple[Mark, ...]] = (
    "bold",
    "italic",
    "underline",
    "strike",
    "sub",
    "sup",
    "code",
    "highlight",
)


class World(Protocol):
    """What lies outside a paragraph."""

    def link(self, href: str) -> str | None:
        """Return where a link may lead in a lesson, None when it may not."""
        ...

    def picture(self, src: str, alt: str) -> Image | None:
        """Return the picture at `src`, None when it cannot be kept."""
        ...

    def html(self, markup: str) -> None:
        """Take note of markup that was left out."""
        ...


@dataclass(slots=True)
class _Frame:
    """Nodes of one link, or of the paragraph where `href` is None."""

    href: str | None
    nodes: list[Inline] = field(default_factory=list)


def inline(tokens: Iterable[Token], world: World) -> tuple[Inline, ...]:
    """Return the nodes of a paragraph's tokens."""
    return _Builder(world).build(tokens)


def note_id(number: int) -> str:
    """Return the id of the footnote that is `number` in the text, from 0."""
    return f"footnote-{number + 1}"


class _Builder:
    def __init__(self, world: World) -> None:
        self._world = world
        self._marks: list[Mark] = []
        self._frames = [_Frame(None)]
        self._silent: str | None = None

    def build(self, tokens: Iterable[Token]) -> tuple[Inline, ...]:
        for token in tokens:
            if self._silent is None or token.type == "html_inline":
                self._token(token)
        while len(self._frames) > 1:
            self._close_link()
        return tuple(self._frames[0].nodes)

    def _token(self, token: Token) -> None:
        kind = token.type
        if kind == "text":
            self._text(token.content)
        elif kind == "softbreak":
            self._text(" ")
        elif kind == "hardbreak":
            self._add(LineBreak())
        elif kind == "code_inline":
            self._text(token.content, "code")
        elif kind == "link_open":
            self._frames.append(_Frame(self._world.link(str(token.attrGet("href") or ""))))
        elif kind == "link_close":
            self._close_link()
        elif kind == "image":
            self._image(token)
        elif kind == "footnote_ref":
            self._add(NoteRef(note=note_id(int(token.meta["id"]))))
        elif kind == "html_inline":
            self._html(token.content)
        elif kind.endswith("_open") and kind[:-5] in _MARKS:
            self._marks.append(_MARKS[kind[:-5]])
        elif kind.endswith("_close") and kind[:-6] in _MARKS:
            self._unmark(_MARKS[kind[:-6]])

    def _html(self, markup: str) -> None:
        name, closing = tag_of(markup)
        if self._silent is not None:
            self._silent = None if closing and name == self._silent else self._silent
        elif name == "br":
            self._add(LineBreak())
        elif name in _TAGS:
            if closing:
                self._unmark(_TAGS[name])
            else:
                self._marks.append(_TAGS[name])
        else:
            if name in {"script", "style"} and not closing:
                self._silent = name
            self._world.html(markup)

    def _image(self, token: Token) -> None:
        alt = "".join(child.content for child in token.children or () if child.content)
        found = self._world.picture(str(token.attrGet("src") or ""), " ".join(alt.split()))
        if found is None:
            self._text(alt)
        else:
            self._add(found)

    def _text(self, text: str, *more: Mark) -> None:
        if not text:
            return
        marks = tuple(mark for mark in _ORDER if mark in self._marks or mark in more)
        nodes = self._frames[-1].nodes
        last = nodes[-1] if nodes else None
        if isinstance(last, Text) and last.marks == marks:
            nodes[-1] = Text(text=last.text + text, marks=marks)
        else:
            nodes.append(Text(text=text, marks=marks))

    def _add(self, node: Inline) -> None:
        self._frames[-1].nodes.append(node)

    def _unmark(self, mark: Mark) -> None:
        if mark in self._marks:
            self._marks.reverse()
            self._marks.remove(mark)
            self._marks.reverse()

    def _close_link(self) -> None:
        if len(self._frames) == 1:
            return
        frame = self._frames.pop()
        if frame.href and frame.nodes:
            self._add(Link(href=frame.href, children=tuple(frame.nodes)))
        else:
            self._frames[-1].nodes.extend(frame.nodes)
