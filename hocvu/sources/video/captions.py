"""Captions of a video from the files that came with it, checked against the video."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from hocvu.errors import Damaged, Origin, Severity
from hocvu.lesson import Captions, Cue
from hocvu.sources.base import Notices, Source, Workspace
from hocvu.sources.text import Decoded
from hocvu.sources.video import subtitles, webvtt, words
from hocvu.sources.video.beside import read_text, tell_encoding
from hocvu.sources.video.timed import Timed

LANGUAGE: Final = r"^[a-z]{2,3}(-[a-zA-Z0-9]{2,8})*$"
"""A language's tag (BCP 47), as far as captions need one."""

_FASTEST: Final = 25
"""Characters a second that can still be read; broadcasters ask for 17 to 20."""

_SLACK: Final = 0.5
"""Seconds that a cue may pass the end of the video unnoticed."""


@dataclass(frozen=True, slots=True)
class Track:
    """Captions in one language, and how many words the file has by a separate count."""

    captions: Captions
    words: int


def name_of(companion: Path, source: Source) -> str:
    """Return a companion's name for messages, in the way that the user named the source."""
    relative = os.path.relpath(companion, source.path.parent)
    return (Path(source.name).parent / relative).as_posix()


def language_of(companion: Path, default: str) -> str:
    """Return the language that a name such as ``bai-1.en.srt`` tells, or `default`."""
    parts = companion.name.split(".")
    told = parts[-2] if len(parts) > 2 else ""
    return told if re.match(LANGUAGE, told) else default


def read_track(
    companion: Path,
    source: Source,
    workspace: Workspace,
    notices: Notices,
    language: str,
    end: float,
) -> Track | None:
    """Read a caption file; None, with its notice, when it holds no cue.

    `end` is the length of the video in seconds; `language` is for a file that tells none.

    Raises:
        SourceError: The file is missing, too large or no caption file.
    """
    name = name_of(companion, source)
    decoded = read_text(companion, name)
    return make_track(
        decoded, name, companion.suffix.lower(), workspace, notices,
        language=language_of(companion, language), end=end,
    )  # fmt: skip


def make_track(
    decoded: Decoded,
    name: str,
    suffix: str,
    workspace: Workspace,
    notices: Notices,
    *,
    language: str,
    end: float,
) -> Track | None:
    """Make a track of a caption file's text; None, with its notice, when it holds no cue.

    Raises:
        Damaged: It is no caption file.
    """
    place = Origin(file=name)
    if not decoded.text.strip():
        notices.at(place, "video.captions_empty")
        return None
    try:
        timed = subtitles.parse(decoded.text, suffix)
    except ValueError as error:
        raise Damaged("video.captions_unreadable", origin=place) from error
    tell_encoding(decoded, place, notices)
    cues = [Cue(start=t.start, end=t.end, text=t.text) for t in _sound(timed, name, notices)]
    if not cues:
        notices.at(place, "video.captions_empty")
        return None
    check(cues, name, notices, end)
    draft = webvtt.is_draft(decoded.text)
    if draft:
        notices.at(place, "asr.still_draft")
    note = webvtt.draft_note() if draft else ""
    asset = workspace.add_bytes(webvtt.write(cues, note), ".vtt", "text/vtt")
    captions = Captions(language=language, cues=tuple(cues), asset=asset.id, draft=draft)
    return Track(captions, words.in_captions(decoded.text))


def _sound(timed: list[Timed], name: str, notices: Notices) -> list[Timed]:
    """Return the cues that can be shown, in order of time; tell of the others."""
    kept = []
    for cue in timed:
        if cue.text and cue.end <= cue.start:
            place = Origin(file=name, line=cue.line or None, seconds=cue.start)
            notices.at(place, "video.cue_inverted", text=_short(cue.text))
        elif cue.text:
            kept.append(cue)
    return sorted(kept, key=lambda cue: cue.start)


def check(cues: list[Cue], name: str, notices: Notices, end: float) -> None:
    """Tell once for each kind of trouble, with the first place and the number of cues."""
    overlapping = [b for a, b in pairwise(cues) if b.start < a.end]
    beyond = [cue for cue in cues if end and cue.end > end + _SLACK]
    fast = [cue for cue in cues if len(cue.text) > _FASTEST * (cue.end - cue.start)]
    kinds: tuple[tuple[str, Severity, list[Cue]], ...] = (
        ("video.cues_overlap", "info", overlapping),
        ("video.cues_beyond_end", "warning", beyond),
        ("video.cues_fast", "info", fast),
    )
    for code, severity, found in kinds:
        if found:
            place = Origin(file=name, seconds=found[0].start)
            notices.at(place, code, severity, count=len(found), text=_short(found[0].text))


def _short(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= 60 else line[:57].rstrip() + "…"
