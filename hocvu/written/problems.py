"""What is wrong with a file that people write by hand, each thing with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hocvu.errors import Remark


@dataclass(frozen=True, slots=True)
class Problem(Remark):
    """One thing to mend."""

    @property
    def file(self) -> str | None:
        """Path of the file, as the user named it."""
        return self.origin.file

    @property
    def line(self) -> int | None:
        """Line, from 1."""
        return self.origin.line

    @property
    def column(self) -> int | None:
        """Column in characters, from 1."""
        return self.origin.column

    @property
    def field(self) -> str | None:
        """Dotted path of the field, such as ``parts[0].title``."""
        return self.origin.field


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return `problems` by file, line and column, none twice."""
    unique = {(p.code, p.origin, tuple(sorted(p.params.items()))): p for p in problems}
    return tuple(sorted(unique.values(), key=_place))


def _place(problem: Problem) -> tuple[str, int, int, str, str]:
    where = problem.origin
    return where.file or "", where.line or 0, where.column or 0, problem.code, where.field or ""
