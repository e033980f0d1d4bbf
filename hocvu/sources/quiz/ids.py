"""Identifiers that learning systems keep with answers, so that they must last over versions.

A question has its author's own identifier; else its author's number, as ``c5`` for "Câu 5"; else
its place. A choice has its author's letter; else its place: ``a`` for the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from hocvu.identifiers import digest, nfc, slug

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_TOKEN: Final = re.compile(r"[A-Za-z0-9]{1,40}")
_LETTER: Final = re.compile(r"[A-Za-z0-9]")


def token(name: str) -> str:
    """Return an author's `name` as ASCII letters and digits; another name gives another token."""
    name = nfc(name.strip())
    if _TOKEN.fullmatch(name):
        return name
    return slug(name, 24).replace("-", "") + digest(name, length=6)


def choice_ids(keys: Sequence[str]) -> list[str]:
    """Return an id for each choice: its key where all have one of their own, else its place."""
    own = [key.lower() for key in keys]
    if all(_LETTER.fullmatch(key) for key in keys) and len(set(own)) == len(own):
        return own
    return list(LETTERS[: len(keys)])


class QuestionIds:
    """Gives out the ids of one quiz, none twice."""

    def __init__(self) -> None:
        """Begin with none."""
        self._taken: set[str] = set()

    def take(self, name: str, number: str, position: int) -> str:
        """Return the id of the question at `position`, from 1."""
        wanted = token(name) if name else f"c{number or position}"
        found, count = wanted, 2
        while found in self._taken:
            found = f"{wanted}x{count}"
            count += 1
        self._taken.add(found)
        return found
