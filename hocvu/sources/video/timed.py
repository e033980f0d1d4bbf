"""A cue as a caption file has it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timed:
    """A cue as read: seconds, plain text, and its line in the file (0 when not known)."""

    start: float
    end: float
    text: str
    line: int = 0
