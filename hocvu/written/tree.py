"""A file as it was written: plain values, and the place of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hocvu.errors import Origin, Severity
from hocvu.written.problems import Problem

Step = str | int


class Plain(str):
    """A scalar written without quotes: text, number or truth value, as its field wants."""

    __slots__ = ()


@dataclass(slots=True)
class Place:
    """Where a value stands; lines and columns from 1.

    Attributes:
        line: Line of the value.
        column: Column of the value.
        key: Line and column of its key; of the value itself in a list.
        end: Line and column after a scalar; of a list or group, where it begins.
        children: Places of the values inside, by key or index.
    """

    line: int
    column: int
    key: tuple[int, int]
    end: tuple[int, int] = (1, 1)
    children: dict[Step, Place] = field(default_factory=dict)


@dataclass(slots=True)
class Tree:
    """A file's value, the places in it, and what is to be told of it.

    Attributes:
        file: Path of the file, as the user named it.
        names: Names of fields that it may have, by which mistakes of syntax are understood.
        value: The top-level mapping. Keys without a value are left out of it, not of the places.
        place: The place of the mapping.
        problems: Everything that was found so far.
    """

    file: str
    names: frozenset[str] = frozenset()
    value: dict[str, Any] = field(default_factory=dict)
    place: Place = field(default_factory=lambda: Place(1, 1, (1, 1)))
    problems: list[Problem] = field(default_factory=list)

    def report(
        self,
        code: str,
        path: Iterable[Step] = (),
        severity: Severity = "error",
        *,
        at_key: bool = False,
        params: Mapping[str, Any] | None = None,
    ) -> None:
        """Remember a problem with the value at `path`.

        Steps that the author did not write (a field that is missing, the inside of a short
        form) point at the nearest value around them; the problem still names the whole field.
        """
        steps = tuple(path)
        place = self.at(steps)
        line, column = place.key if at_key else (place.line, place.column)
        where = Origin(self.file, line, column, dotted(steps) or None)
        self.problems.append(Problem(code, severity, where, params or {}))

    def at(self, path: Iterable[Step]) -> Place:
        """Return the place of the value at `path`, or of the nearest that was written around it."""
        place = self.place
        for step in path:
            place = place.children.get(step, place)
        return place

    def trim(self, path: Iterable[Step]) -> tuple[Step, ...]:
        """Return `path` without the steps that name no place."""
        place, kept = self.place, []
        for step in path:
            if step in place.children:
                place = place.children[step]
                kept.append(step)
        return tuple(kept)


def dotted(path: Iterable[Step]) -> str:
    """Return a field's path as people write it: ``parts[0].title``."""
    words = ""
    for step in path:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else step
    return words
