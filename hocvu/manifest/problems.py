"""What is wrong with a manifest, each thing with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hocvu.errors import ManifestError, Origin, Remark


@dataclass(frozen=True, slots=True)
class Problem(Remark):
    """One thing to mend in a manifest."""

    @property
    def file(self) -> str | None:
        """Path of the manifest, as the user named it."""
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


class InvalidManifest(ManifestError):
    """A manifest that cannot be used.

    Attributes:
        problems: All that was found, warnings too, in order of place.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Speak of the first error; keep all of them."""
        self.problems = tuple(problems)
        errors = [problem for problem in self.problems if problem.severity == "error"]
        first = errors[0]
        super().__init__(
            "manifest.invalid",
            origin=Origin(first.file, first.line, first.column, first.field),
            count=len(errors),
            first=first.message,
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error travel between processes with every problem."""
        return type(self), (self.problems,)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return `problems` by file, line and column, none twice."""
    unique = {(p.code, p.origin, tuple(sorted(p.params.items()))): p for p in problems}
    return tuple(sorted(unique.values(), key=_place))


def _place(problem: Problem) -> tuple[str, int, int, str, str]:
    where = problem.origin
    return where.file or "", where.line or 0, where.column or 0, problem.code, where.field or ""
