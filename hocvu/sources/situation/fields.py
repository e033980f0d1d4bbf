"""The fields of a group as their authors wrote them, each understood or told of with its line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, Final

from hocvu.errors import Value
from hocvu.sources.situation.script import Path, Text
from hocvu.written import Tree

_CLOCK: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d+)?)|(\d+(?:[.,]\d+)?)\s*s?")
_NUMBER: Final = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_YES: Final = {"true": True, "có": True, "yes": True, "false": False, "không": False, "no": False}


class Group:
    """A mapping of the file, from which fields are taken by their names."""

    def __init__(self, tree: Tree, path: Path, value: Any, known: Iterable[str]) -> None:
        """Take the mapping at `path`; tell of every field that is not known."""
        self.tree = tree
        self.path = path
        self.known = tuple(known)
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self.wrong("situation.not_group")
        for name in self.value:
            if name not in self.known:
                near = get_close_matches(name, self.known, 1, 0.6)
                code = "situation.field_misspelt" if near else "situation.field_unknown"
                shown = near[0] if near else ", ".join(self.known)
                self.wrong(code, name, at_key=True, name=str(name)[:40], known=shown)

    def wrong(self, code: str, *inside: str | int, at_key: bool = False, **params: Value) -> None:
        """Tell what is wrong with a field."""
        self.tree.report(code, (*self.path, *inside), at_key=at_key, params=params)

    def group(self, name: str, known: Iterable[str]) -> Group | None:
        """Return the group `name`, None when it is not there."""
        if name not in self.value:
            return None
        return Group(self.tree, (*self.path, name), self.value[name], known)

    def groups(self, name: str, known: Iterable[str]) -> list[Group]:
        """Return the groups of the list `name`."""
        value = self.value.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong("situation.not_list", name, name=name)
            return []
        known = tuple(known)
        return [
            Group(self.tree, (*self.path, name, index), item, known)
            for index, item in enumerate(value)
        ]

    def word(self, name: str, *, needed: bool = False) -> str:
        """Return a text on one line; empty when it is not there."""
        value = self.value.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        if value is not None and not isinstance(value, str):
            self.wrong("situation.not_text", name, name=name)
        elif needed:
            self.wrong("situation.missing", name, name=name)
        return ""

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; one alone need not be a list."""
        value = self.value.get(name)
        if isinstance(value, list):
            if all(isinstance(item, str) for item in value):
                return tuple(" ".join(item.split()) for item in value)
            self.wrong("situation.not_text", name, name=name)
            return ()
        word = self.word(name)
        return (word,) if word else ()

    def text(self, name: str, *, needed: bool = False) -> Text | None:
        """Return a text in Markdown."""
        value = self.value.get(name)
        if isinstance(value, str) and value.strip():
            return Text(str(value), (*self.path, name))
        self.word(name, needed=needed)
        return None

    def number(self, name: str, default: float = 0.0) -> float:
        """Return a number."""
        word = self.word(name)
        if not word:
            return default
        if not _NUMBER.fullmatch(word) or not math.isfinite(float(word.replace(",", "."))):
            self.wrong("situation.not_number", name, name=name, value=word[:40])
            return default
        return float(word.replace(",", "."))

    def share(self, name: str) -> float | None:
        """Return a share from 0 to 1, written as such or in percent."""
        word = self.word(name)
        if not word:
            return None
        plain = word.removesuffix("%").strip().replace(",", ".")
        value = float(plain) if _NUMBER.fullmatch(plain) else -1.0
        if word.endswith("%") or value > 1:
            value /= 100
        if not 0 <= value <= 1:
            self.wrong("situation.not_percent", name, name=name, value=word[:40])
            return None
        return value

    def truth(self, name: str, default: bool = False) -> bool:
        """Return yes or no."""
        word = self.word(name)
        if word and word.lower() not in _YES:
            self.wrong("situation.not_truth", name, name=name, value=word[:40])
        return _YES.get(word.lower(), default)

    def seconds(self, name: str) -> float | None:
        """Return a time, written ``1:05``, ``1:02:03`` or in seconds."""
        word = self.word(name, needed=True)
        if not word:
            return None
        found = _CLOCK.fullmatch(word)
        if not found:
            self.wrong("situation.not_time", name, name=name, value=word[:40])
            return None
        hours, minutes, rest, alone = found.groups()
        if alone:
            return float(alone.replace(",", "."))
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(rest.replace(",", "."))
