"""Says in the user's language what the libraries that read packages find wrong.

Their own words stay, in brackets: they hold names and lines, and who looks for help needs them.
"""

from __future__ import annotations

import re
from typing import Final

from hocvu.messages import text

_KNOWN: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), code)
    for pattern, code in (
        ("bad crc|incorrect data check|checksum", "checksum"),
        ("end of file|truncated|premature end|end of data|^end-of-|unterminated", "cut"),
        ("tag mismatch", "tags"),
        (r"\[facet 'enumeration'\]", "choice"),
        ("this element is not expected", "order"),
        ("missing child element", "child"),
        ("is required but missing", "attribute"),
        ("is not allowed", "not_allowed"),
        (r"not a valid value|\[facet '", "value"),
    )
)


def plain_reason(said: str) -> str:
    """Return what a library said, with words of our own before it where they are known."""
    for pattern, code in _KNOWN:
        if pattern.search(said):
            return f"{text(f'verify.reason.{code}')} ({said.rstrip('.')})"
    return said
