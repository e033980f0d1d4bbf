"""Captions as SubRip, the form of transcripts that Open edX imports."""

from __future__ import annotations

from hocvu.identifiers import nfc
from hocvu.lesson import Captions


def srt(track: Captions) -> bytes:
    """Return `track` as a SubRip file in UTF-8."""
    cues = (
        f"{number}\n{_clock(cue.start)} --> {_clock(cue.end)}\n{_lines(cue.text)}\n"
        for number, cue in enumerate(track.cues, start=1)
    )
    return nfc("\n".join(cues)).encode()


def _clock(seconds: float) -> str:
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{second:02},{milliseconds:03}"


def _lines(text: str) -> str:
    """Return the text without empty lines, which would end the cue."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
