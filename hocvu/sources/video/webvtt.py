"""Writes captions as WebVTT (W3C WebVTT, section 4.1)."""

from __future__ import annotations

from collections.abc import Iterable

from hocvu.lesson import Cue
from hocvu.messages import text


def draft_note() -> str:
    """Return the remark that marks captions as a machine's draft, for people of any language."""
    return " / ".join(text("asr.note", lang=lang) for lang in ("vi", "en"))


def is_draft(file: str) -> bool:
    """Tell if a WebVTT file still has the remark of `draft_note`."""
    marks = [text("asr.note", lang=lang) for lang in ("vi", "en")]
    notes = (line for line in file.split("\n") if line.startswith("NOTE"))
    return any(mark in line for line in notes for mark in marks)


def write(cues: Iterable[Cue], note: str = "") -> bytes:
    """Return `cues` as a WebVTT file in UTF-8.

    Nothing in a cue's text can end it or be taken for a tag. `note` is a remark for people who
    open the file, of one line.
    """
    blocks = [f"{_time(cue.start)} --> {_time(cue.end)}\n{_escape(cue.text)}\n" for cue in cues]
    remark = [f"NOTE {note}\n"] if note else []
    return "\n".join(["WEBVTT\n", *remark, *blocks]).encode("utf-8")


def _escape(words: str) -> str:
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        words = words.replace(character, entity)
    lines = words.replace("\r", "\n").split("\n")
    return "\n".join(line for line in lines if line.strip())


def _time(seconds: float) -> str:
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}.{milliseconds:03}"
