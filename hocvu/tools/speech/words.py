"""The words of a piece with their times, from what the engine says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from hocvu.identifiers import nfc

_NO_SPEECH: Final = re.compile(r"<[^<>]*>|\[[^\[\]]*\]|♪")
_LONGEST: Final = 0.8
"""Seconds that a word takes at most, for an engine tells only where it begins."""

Spoken = tuple[float, float, str]
"""Begin and end in seconds, and the word."""


def spoken(
    text: str, tokens: Sequence[str], times: Sequence[float], start: float, end: float
) -> list[Spoken]:
    """Return the words of `text`, which was heard between `start` and `end` seconds.

    Args:
        text: What the engine understood.
        tokens: Its parts, of which those that begin a word begin with a space or ``▁``.
        times: When each of them begins, in seconds from `start`; empty if that is not known.
        start: Begin of the piece.
        end: End of the piece.
    """
    words = nfc(_NO_SPEECH.sub(" ", text)).split()
    if not any(word[0].isalnum() for word in words):
        return []
    if "".join(words).isupper():
        words = [word.lower() for word in words]  # Some models know capitals alone.
    begins = _begins(tokens, times)
    if len(begins) == len(words):
        begins = [min(start + begin, end) for begin in begins]
        ends = [min(begin + _LONGEST, after) for begin, after in _followed(begins, end)]
        return [
            (round(begin, 3), round(until, 3), word)
            for begin, until, word in zip(begins, ends, words, strict=True)
        ]
    return _evenly(words, start, end)


def _begins(tokens: Sequence[str], times: Sequence[float]) -> list[float]:
    if len(tokens) != len(times):
        return []
    return [
        time
        for number, (token, time) in enumerate(zip(tokens, times, strict=True))
        if number == 0 or token.startswith((" ", "▁"))
    ]


def _followed(begins: Sequence[float], end: float) -> list[tuple[float, float]]:
    return list(zip(begins, [*begins[1:], end], strict=True))


def _evenly(words: Sequence[str], start: float, end: float) -> list[Spoken]:
    """Share the time out by the words' letters."""
    total = sum(len(word) + 1 for word in words)
    made = []
    before = 0
    for word in words:
        after = before + len(word) + 1
        begin, until = (start + (end - start) * part / total for part in (before, after))
        made.append((round(begin, 3), round(until, 3), word))
        before = after
    return made
