"""Numbers and truth values as authors write them, by YAML 1.2."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from hocvu.manifest.refusal import shown, wrong
from hocvu.written.tree import Plain

_INTEGER: Final = re.compile(r"[-+]?\d+")
_NUMBER: Final = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?")
_COMMA: Final = re.compile(r"[-+]?\d+,\d+")
_TRUTH: Final = {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}
_WORDS: Final = {
    **dict.fromkeys(("true", "yes", "on", "có", "y", "1"), "true"),
    **dict.fromkeys(("false", "no", "off", "không", "n", "0"), "false"),
}


def integer(value: Any) -> int:
    """Return a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, Plain) and _INTEGER.fullmatch(value):
        return int(value)
    if isinstance(value, str):
        words = value.strip()
        if words.endswith("%") and words[:-1].strip().isdecimal():
            instead = words[:-1].strip()
            raise wrong("manifest.percent_sign", value=shown(value), instead=instead)
        if _INTEGER.fullmatch(words):
            raise wrong("manifest.number_quoted", value=shown(value), instead=words)
    raise wrong("manifest.not_integer", value=shown(value))


def number(value: Any) -> float:
    """Return a number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, Plain) and _NUMBER.fullmatch(value):
        return float(value)
    if isinstance(value, str):
        words = value.strip()
        if _COMMA.fullmatch(words):
            instead = words.replace(",", ".")
            raise wrong("manifest.decimal_comma", value=shown(value), instead=instead)
        if _NUMBER.fullmatch(words):
            raise wrong("manifest.number_quoted", value=shown(value), instead=words)
    raise wrong("manifest.not_number", value=shown(value))


def truth(value: Any) -> bool:
    """Return true or false; by YAML 1.2, ``yes`` and ``no`` are words."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Plain) and value in _TRUTH:
        return _TRUTH[value]
    if isinstance(value, str) and (instead := _WORDS.get(value.strip().casefold())):
        raise wrong("manifest.truth_word", value=shown(value), instead=instead)
    raise wrong("manifest.not_truth", value=shown(value))


def free(value: Any) -> Any:
    """Return any value with its scalars understood by YAML 1.2's core schema."""
    if isinstance(value, Mapping):
        return {str(key): free(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [free(item) for item in value]
    if not isinstance(value, Plain):
        return value
    if value in _TRUTH:
        return _TRUTH[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    return float(value) if _NUMBER.fullmatch(value) else str(value)
