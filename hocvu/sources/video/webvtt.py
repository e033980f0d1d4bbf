"""Writes captions as WebVTT (W3C WebVTT, section 4.1)."""

from __future__ import annotations

from collections.abc import Iterable

from hocvu.lesson import Cue


def write(cues: Iterable[Cue]) -> bytes:
    """Return `cues` as a WebVTT file in UTF-8.

    Nothing in a cue's text can end it or be taken for a tag.
    """
    blocks = [f"{_time(cue.start)} --> {_time(cue.end)}\n{_escape(cue.text)}\n" for cue in cues]
    return "\n".join(["WEBVTT\n", *blocks]).encode("utf-8")


def _escape(text: str) -> str:
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(character, entity)
    lines = text.replace("\r", "\n").split("\n")
    return "\n".join(line for line in lines if line.strip())


def _time(seconds: float) -> str:
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}.{milliseconds:03}"
