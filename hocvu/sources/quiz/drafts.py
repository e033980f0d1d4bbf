"""What a format's parser hands over: questions as they were written, not yet checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from hocvu import messages
from hocvu.errors import Origin, Remark, Value
from hocvu.identifiers import nfc
from hocvu.lesson import Accepted, Block, Inline, LineBreak, Paragraph, Range, Text
from hocvu.messages import Language
from hocvu.sources import hypertext
from hocvu.sources.base import Notices, Source, Workspace
from hocvu.sources.marked import Fragments
from hocvu.sources.quiz.pictures import Inside, Load

Kind = Literal[
    "single", "multiple", "true_false", "text", "number", "match", "order", "essay", "unknown"
]
Blocks = tuple[Block, ...]
_EXPORTED: Final = frozenset({"moodle", "qti", "qti-package"})
"""Formats that nobody writes by hand: mistakes are mended where the file came from."""


@dataclass(frozen=True, slots=True)
class Advised(Remark):
    """A mistake whose hint suits the format that it was made in.

    Attributes:
        advice: The hint's own code in the catalogue; empty where the usual hint suits.
    """

    advice: str = ""

    def hint_in(self, lang: Language | None = None) -> str:
        """Return what to do about it, in `lang`."""
        if self.advice:
            return messages.text(self.advice, self.params, lang)
        return messages.hint(self.code, self.params, lang)


@dataclass(slots=True)
class Option:
    """A choice, or an item to put in order; `key` is its author's own letter or identifier.

    `share` is the weight that its author gives it, from -1 to 1; None where there are no weights.
    """

    content: Blocks
    origin: Origin
    right: bool = False
    share: float | None = None
    feedback: Blocks = ()
    key: str = ""


@dataclass(slots=True)
class Pair:
    """A pair to match; a pair without `left` only misleads. Keys are authors' identifiers."""

    left: Blocks
    right: Blocks
    origin: Origin
    left_key: str = ""
    right_key: str = ""


@dataclass(slots=True)
class Draft:
    """A question as it was written.

    Attributes:
        kind: What it asks for; ``unknown`` where no answer tells.
        ask: Its text.
        origin: Where it begins.
        name: Its author's own identifier or name.
        number: The number that its author gave it, such as ``5`` of "Câu 5".
        doubted: Whether it was told already that its answers are wrong, so that what follows
            from it is not told again.
    """

    kind: Kind
    ask: Blocks
    origin: Origin
    name: str = ""
    number: str = ""
    points: float = 1.0
    options: list[Option] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    texts: list[Accepted] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    truth: bool | None = None
    exact: bool = False
    partial: bool = False
    doubted: bool = False
    shuffle: bool | None = None
    feedback: Blocks = ()
    right: Blocks = ()
    wrong: Blocks = ()
    model: Blocks = ()


@dataclass(slots=True)
class Paper:
    """All that one file gave.

    Attributes:
        title: The title that it tells.
        intro: What stands before the first question.
        drafts: Its questions in order.
        settings: How the quiz is held, by the names of `QuizBody`, and ``shuffle_choices``.
        read: How many questions it holds, by a count apart from the parser.
        words: How many words it holds, by such a count; 0 where there is none.
    """

    title: str = ""
    intro: Blocks = ()
    drafts: list[Draft] = field(default_factory=list)
    settings: dict[str, int | bool | str] = field(default_factory=dict)
    read: int = 0
    words: int = 0


@dataclass(slots=True)
class Desk:
    """What a parser works with: the file, where pictures go, what is told, what must be mended.

    Attributes:
        form: The format that the file is in, which decides what authors are advised.
    """

    source: Source
    workspace: Workspace
    notices: Notices
    fragments: Fragments
    mistakes: list[Remark] = field(default_factory=list)
    form: str = ""

    def wrong(self, place: Origin, code: str, **params: Value) -> None:
        """Remember a mistake that only the author can mend."""
        form = "xml" if self.form in _EXPORTED else self.form
        advice = f"quiz.advice.{form}.{code.removeprefix('quiz.')}"
        known = advice if advice in messages.catalogue() else ""
        self.mistakes.append(Advised(code, "error", place, params, known))

    def left_out(self, place: Origin, kind: str, name: str, words: int = 0) -> None:
        """Tell of a question of a `kind` that cannot be kept, and of how many words it has."""
        params: dict[str, Value] = {
            "kind": kind[:60] or "?",
            "name": name[:60] or "?",
            "words": words,
        }
        self.notices.at(place, "quiz.left_out", "warning", **params)

    def plain(self, text: str, place: Origin) -> Blocks:
        """Return a plain text as paragraphs; a single line end is a break of the line."""
        return paragraphs(text, place)

    def html(self, markup: str, place: Origin, load: Load | None = None) -> Blocks:
        """Return a piece of HTML as blocks; `load` gives pictures that the file itself holds."""
        around = self.fragments.world_at(place)
        world = Inside(around, load or _nothing, self.workspace, self.notices, place)
        return hypertext.blocks(markup, world, place)


def _nothing(src: str) -> bytes | None:
    return None


def paragraphs(text: str, place: Origin) -> Blocks:
    """Return the paragraphs of `text`, which empty lines part."""
    found: list[Block] = []
    for piece in re.split(r"\n\s*\n", nfc(text).strip()):
        children: list[Inline] = []
        for line in piece.split("\n"):
            if words := " ".join(line.split()):
                children += [LineBreak()] if children else []
                children.append(Text(text=words))
        if children:
            found.append(Paragraph(children=tuple(children), origin=place))
    return tuple(found)
