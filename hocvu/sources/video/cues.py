"""Cues from words with their times: two short lines at most, long enough to be read.

The figures are those of the checks of captions that people write, and of broadcasters' guides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from hocvu.lesson import Cue
from hocvu.tools.speech import Spoken

LINE: Final = 42
"""Characters of a line."""

LONGEST: Final = 6.0
"""Seconds that the words of a cue take at most; with the time to read them it is `_SHOWN`."""

_SHOWN: Final = 7.0
_SHORTEST: Final = 1.0
_FAST: Final = 17.0
"""Characters a second that are read with ease."""

_PAUSE: Final = 0.8
"""Seconds without a word that end a cue."""

_APART: Final = 0.04
_STOPS: Final = {".": 30, "!": 30, "?": 30, "…": 30, ",": 15, ";": 15, ":": 15}
"""Marks after which a cue is better divided, in characters that the halves may differ for it."""


def make_cues(words: Iterable[Spoken], end: float) -> list[Cue]:
    """Return the cues of `words` in a recording that ends at `end` seconds (0: not known)."""
    groups = [part for group in _utterances(words) for part in _divided(group)]
    begins = [group[0][0] for group in groups]
    nexts = [*begins[1:], end or float("inf")][: len(groups)]
    cues: list[Cue] = []
    for group, following in zip(groups, nexts, strict=True):
        text = " ".join(word for _, _, word in group)
        last = min(group[-1][1], end or group[-1][1])
        begin = min(group[0][0], last)
        wanted = max(last, begin + _SHORTEST, begin + len(text) / _FAST)
        limit = following if following == end else following - _APART
        until = max(last, min(wanted, begin + _SHOWN, limit))
        if until - begin < _SHORTEST:  # The recording ends: it is shown a little early.
            before = cues[-1].end + _APART if cues else 0.0
            begin = min(begin, max(before, until - _SHORTEST))
        if until > begin:
            lines = _lines(text) or text
            cues.append(Cue(start=round(begin, 3), end=round(until, 3), text=lines))
    return cues


def _utterances(words: Iterable[Spoken]) -> list[list[Spoken]]:
    groups: list[list[Spoken]] = []
    for word in words:
        if not groups or word[0] - groups[-1][-1][1] >= _PAUSE:
            groups.append([])
        groups[-1].append(word)
    return groups


def _divided(words: Sequence[Spoken]) -> list[Sequence[Spoken]]:
    """Halve `words` until each part fits, so that no single word is left behind."""
    text = " ".join(word for _, _, word in words)
    short = words[-1][1] - words[0][0] <= LONGEST
    if len(words) == 1 or (short and _lines(text)):
        return [words]
    cut = min(range(1, len(words)), key=lambda at: _cost(words, at, len(text)))
    return [*_divided(words[:cut]), *_divided(words[cut:])]


def _cost(words: Sequence[Spoken], at: int, length: int) -> float:
    before = sum(len(word) + 1 for _, _, word in words[:at])
    pause = words[at][0] - words[at - 1][1]
    return abs(2 * before - length) - _STOPS.get(words[at - 1][2][-1], 0) - 50 * pause


def _lines(text: str) -> str:
    """Return `text` in at most two lines of much the same length; empty when it does not fit."""
    if len(text) <= LINE:
        return text
    places = [at for at, character in enumerate(text) if character == " "]
    fitting = [at for at in places if at <= LINE and len(text) - at - 1 <= LINE]
    if not fitting:
        return ""
    at = min(fitting, key=lambda at: abs(2 * at - len(text)))
    return f"{text[:at]}\n{text[at + 1 :]}"
