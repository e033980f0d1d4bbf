"""What the look of a run says of its text."""

from __future__ import annotations

from typing import Final

from hocvu.lesson import Mark
from hocvu.sources.docx.styles import RunProperties

_POSITIONS: Final[dict[str | None, Mark]] = {"subscript": "sub", "superscript": "sup"}


def marks_of(look: RunProperties, code: bool) -> tuple[Mark, ...]:
    """Return the marks of a run; `code` when its style is one for code."""
    position = _POSITIONS.get(look.position)
    marks: tuple[tuple[Mark | None, bool | None], ...] = (
        ("bold", look.bold),
        ("italic", look.italic),
        ("underline", look.underline),
        ("strike", look.strike),
        (position, True),
        ("code", code),
        ("highlight", look.highlight),
    )
    return tuple(mark for mark, on in marks if mark and on)
