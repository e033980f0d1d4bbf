"""A manifest that cannot be used, and all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable

from hocvu.errors import ManifestError, Origin
from hocvu.written.problems import Problem


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

    @property
    def unmade(self) -> bool:
        """Whether nothing is wrong but that there are no materials yet."""
        errors = [(p.code, p.field) for p in self.problems if p.severity == "error"]
        return errors == [("manifest.missing", "parts")]

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error travel between processes with every problem."""
        return type(self), (self.problems,)
