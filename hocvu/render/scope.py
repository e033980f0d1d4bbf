"""What is known while one lesson is rendered: its files, its anchors and its running numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from hocvu import messages
from hocvu.errors import PackageError
from hocvu.identifiers import key_for
from hocvu.lesson import Asset, Block, Heading, Lesson, Note, Paragraph
from hocvu.lesson.text import walk
from hocvu.messages import Language

_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(slots=True)
class Scope:
    """The lesson under way.

    Attributes:
        language: Language of the words that the packager adds.
        notes: Number of each note, from 1, by its id.
        used: Files that the page needs, by their paths in the package.
        level: Rank of the last heading, 1 for the title of the page.
    """

    language: Language
    assets: dict[str, Asset]
    notes: dict[str, int] = field(default_factory=dict)
    used: dict[str, Asset] = field(default_factory=dict)
    level: int = 1
    _anchors: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _numbers: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, lesson: Lesson, language: Language) -> Scope:
        """Return the scope of `lesson`, before anything is rendered."""
        return cls(language, {asset.id: asset for asset in lesson.assets})

    def learn(self, blocks: Iterable[Block], notes: Iterable[Note] = ()) -> None:
        """Learn the anchors and notes that links of the lesson may point to."""
        for node in walk(blocks):
            if isinstance(node, Heading | Paragraph) and node.anchor:
                self._anchors.setdefault(node.anchor, f"m-{_plain(node.anchor)}")
        for note in notes:
            self.notes.setdefault(note.id, len(self.notes) + 1)

    def word(self, name: str, /, **params: object) -> str:
        """Return the player's text `name`, filled."""
        return messages.text(f"player.ui.{name}", params, self.language)

    def target(self, anchor: str) -> str | None:
        """Return the id that stands for `anchor`, None when the lesson has no such place."""
        return self._anchors.get(anchor)

    def place(self, anchor: str | None, otherwise: str | None = None) -> str | None:
        """Return the id to give to a block, each id once; `otherwise` where it has no anchor."""
        name = self._anchors.get(anchor) if anchor else None
        name = otherwise if name is None or name in self._taken else name
        if name is not None:
            self._taken.add(name)
        return name

    def number(self, kind: str) -> int:
        """Return the next number of `kind`, from 1."""
        self._numbers[kind] += 1
        return self._numbers[kind]

    def count(self, kind: str) -> int:
        """Return how many numbers of `kind` were given out."""
        return self._numbers[kind]

    def outline(self, level: int) -> int:
        """Return the rank for a heading of `level`, from 2, skipping none on the way down."""
        self.level = min(level + 1, self.level + 1, 6)
        return self.level

    def media(self, asset: str, folder: str = "media") -> str:
        """Return the path of `asset` in the package and remember that the page needs it.

        Raises:
            PackageError: The lesson does not bring the file.
        """
        if asset not in self.assets:
            raise PackageError("player.asset_missing", asset=asset)
        path = f"{folder}/{asset}"
        self.used[path] = self.assets[asset]
        return path


def _plain(anchor: str) -> str:
    return anchor if _PLAIN.fullmatch(anchor) else key_for(anchor)
