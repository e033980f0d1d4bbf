"""Divides a recording at its pauses into pieces that a model takes at once.

The sound is 16 000 samples a second of 16 bits, one channel. What is quiet is judged against the
recording itself, so that a hum or soft music under the speech does not hide the pauses.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

RATE: Final = 16_000
_FRAME: Final = RATE // 50
_FRAMES: Final = 50
"""Frames a second."""

_LONGEST: Final = 15 * _FRAMES
_ENOUGH: Final = 5 * _FRAMES
"""From here on the longest pause ends a piece."""

_PAUSE: Final = 15
"""Frames without speech between two utterances."""

_SILENT: Final = 130
"""Swing of 16 bits under which there is nothing to be heard (-54 dB)."""

_EDGE: Final = 10
"""Frames of silence that a piece keeps at each end."""

Piece = tuple[int, int]


def divide(samples: Sequence[int]) -> list[Piece]:
    """Return the pieces of `samples` with something to hear: first sample and the one behind."""
    swings = [
        max(frame) - min(frame)
        for start in range(0, len(samples), _FRAME)
        if (frame := samples[start : start + _FRAME])
    ]
    quiet = _threshold(swings)
    pieces = []
    for first, last in _utterances(swings, quiet):
        for start, end in _shortened(swings, first, last):
            begin = max(0, start - _EDGE) * _FRAME
            pieces.append((begin, min(len(samples), (end + _EDGE) * _FRAME)))
    return [(a, min(b, c)) for (a, b), (c, _) in pairwise([*pieces, (len(samples), 0)])]


def _threshold(swings: Sequence[int]) -> float:
    """Return the swing up to which a frame is a pause: well above the hum, far below speech."""
    ranked = sorted(swings)
    if not ranked:
        return _SILENT
    hum, loud = ranked[len(ranked) // 10], ranked[len(ranked) * 19 // 20]
    return max(_SILENT, min(3 * hum, loud // 8))


def _utterances(swings: Sequence[int], quiet: float) -> list[Piece]:
    """Return the runs of frames between pauses, joined while they are short."""
    runs: list[Piece] = []
    start = None
    silent = 0
    for number, swing in enumerate([*swings, *([0] * _PAUSE)]):
        if swing > quiet:
            start = number if start is None else start
            silent = 0
        elif start is not None:
            silent += 1
            if silent >= _PAUSE:
                runs.append((start, number - silent + 1))
                start, silent = None, 0
    joined: list[Piece] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and run[1] - last[0] <= _ENOUGH and run[0] - last[1] <= 2 * _PAUSE:
            joined[-1] = (last[0], run[1])
        else:
            joined.append(run)
    return joined


def _shortened(swings: Sequence[int], first: int, last: int) -> list[Piece]:
    """Cut a run that is too long at its softest places."""
    pieces = []
    while last - first > _LONGEST:
        places = range(first + _ENOUGH, first + _LONGEST)
        cut = min(places, key=lambda at: sum(swings[at - 3 : at + 4]))
        pieces.append((first, cut))
        first = cut
    return [*pieces, (first, last)]
