"""How a value is refused: by a code of the message catalogue, with what the message shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from pydantic_core import PydanticCustomError

from hocvu.identifiers import nfc

_LONGEST_SHOWN: Final = 60


def wrong(code: str, **params: object) -> PydanticCustomError:
    """Return the error that carries the catalogue's `code`."""
    return PydanticCustomError(code, "{code}", {"code": code, **params})


def shown(value: object) -> str:
    """Return `value` as a message may show it: on one line and not long."""
    words = " ".join(str(value).split())
    return words if len(words) <= _LONGEST_SHOWN else words[: _LONGEST_SHOWN - 1] + "…"


def text(value: Any) -> str:
    """Return a text, without the white space around it."""
    if value is None:
        raise wrong("manifest.empty")
    if not isinstance(value, str):
        raise wrong("manifest.not_text")
    if not (stripped := value.strip()):
        raise wrong("manifest.empty")
    return nfc(stripped)


def matching(pattern: re.Pattern[str], code: str) -> Callable[[Any], str]:
    """Return a function that takes texts of `pattern` alone and refuses others with `code`."""

    def read(value: Any) -> str:
        words = text(value)
        if not pattern.fullmatch(words):
            raise wrong(code, value=shown(words))
        return words

    return read
