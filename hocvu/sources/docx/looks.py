"""What the look of a run says of its text."""

from __future__ import annotations

from typing import Final

from hocvu.lesson import Mark
from hocvu.sources.docx.styles import RunProperties

_OLD_FONTS: Final = (".vn", "vni-", "vni ")
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


def is_old_encoding(font: str | None, text: str) -> bool:
    """Tell if text is in the encoding of a TCVN3 or VNI font.

    The font alone proves nothing: many such runs hold Unicode. Old text is in Latin-1 letters.
    """
    if not font or not font.lower().startswith(_OLD_FONTS):
        return False
    high = [ord(character) for character in text if ord(character) > 0x7F]
    return bool(high) and max(high) < 0x100
