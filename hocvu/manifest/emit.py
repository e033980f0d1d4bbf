"""Writes plain values as YAML, a line at a time, for people to read and to go on with."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any, Final

_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w .,;()/+–-]|:(?=[^\s:])){0,400}(?<![ :])")
_WORDS: Final = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n"])
_WIDTH: Final = 96


def comment(words: str) -> Iterator[str]:
    """Yield a comment, broken into lines."""
    line = "#"
    for word in words.split():
        if len(line) + len(word) >= _WIDTH:
            yield line
            line = "#"
        line += f" {word}"
    yield line


def entry(name: str, value: Any, depth: int = 0) -> Iterator[str]:
    """Yield a key with its value."""
    before = f"{'  ' * depth}{_scalar(name)}:"
    if isinstance(value, dict) and value:
        yield before
        for key, inside in value.items():
            yield from entry(key, inside, depth + 1)
    elif isinstance(value, list | tuple) and value:
        yield before
        for inside in value:
            yield from item(inside, depth + 1)
    else:
        yield f"{before} {_scalar(value)}"


def item(value: Any, depth: int) -> Iterator[str]:
    """Yield an item of a list."""
    before = "  " * depth
    if not isinstance(value, dict) or not value:
        yield f"{before}- {_scalar(value)}"
        return
    lines = [line for key, inside in value.items() for line in entry(key, inside, depth + 1)]
    yield f"{before}- {lines[0].lstrip()}"
    yield from lines[1:]


def _scalar(value: Any) -> str:
    """Return a scalar in YAML; texts that could be taken for something else are quoted."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        safe = _PLAIN.fullmatch(value) and value.casefold() not in _WORDS
        version = re.fullmatch(r"\d+\.\d+\.\d+", value)
        return value if safe or version else json.dumps(value, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False)
