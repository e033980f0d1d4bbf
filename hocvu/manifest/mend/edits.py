"""Replaces pieces of a text by line and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Put `text` in the place of what stands between two offsets."""

    start: int
    end: int
    text: str


class Lines:
    """The offsets of lines and columns in a text; both count from 1, as places do."""

    def __init__(self, text: str) -> None:
        """Find where each line begins, as libyaml counts lines."""
        self.text = text
        self.lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in self.lines)]

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place."""
        return min(self._starts[min(line, len(self._starts)) - 1] + column - 1, len(self.text))


def line_end(text: str) -> str:
    """Return how new lines of `text` end."""
    return "\r\n" if "\r\n" in text else "\n"


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with `edits` made; of two that overlap, the first alone."""
    made, at = [], 0
    for edit in sorted(set(edits)):
        if edit.start >= at:
            made += [text[at : edit.start], edit.text]
            at = edit.end
    return "".join([*made, text[at:]])
