"""Captions inside the recording itself."""

from __future__ import annotations

from typing import Final

from hocvu.errors import ToolFailed
from hocvu.sources.base import Notices, Source, Workspace
from hocvu.sources.video.beside import read_text
from hocvu.sources.video.captions import Track, make_track
from hocvu.tools.ffmpeg import Media, subtitles

_TEXT: Final = {"subrip", "ass", "ssa", "mov_text", "webvtt", "text"}
_MOST: Final = 8
_LANGUAGES: Final = {
    "vie": "vi", "eng": "en", "fra": "fr", "fre": "fr", "zho": "zh", "chi": "zh", "kor": "ko",
    "jpn": "ja", "lao": "lo", "khm": "km", "tha": "th", "rus": "ru", "deu": "de", "ger": "de",
}  # fmt: skip
"""ISO 639-2, which containers use, to BCP 47."""


def read_embedded(
    source: Source,
    workspace: Workspace,
    notices: Notices,
    media: Media,
    default: str,
    *,
    taken: bool,
    end: float,
) -> list[Track]:
    """Return the text captions of the recording, or tell why they are not kept.

    Captions that came as files (`taken`) go first: the author made them for this lesson.
    """
    if taken:
        notices.add("video.embedded_captions_unused", "info", count=len(media.subtitles))
        return []
    tracks = []
    limit = 120 + source.path.stat().st_size / (4 << 20)
    for stream in media.subtitles[:_MOST]:
        out = workspace.scratch("captions") / "captions.srt"
        try:
            if stream.codec not in _TEXT:
                raise ToolFailed("tool.failed", tool="ffmpeg", status=0, said=stream.codec)
            subtitles(source.path, stream.index, stream.codec, out, seconds=limit)
        except ToolFailed:
            notices.add("video.embedded_captions_lost", codec=stream.codec)
            continue
        track = make_track(
            read_text(out, source.name), source.name, ".srt", workspace, notices,
            language=_LANGUAGES.get(stream.language, default), end=end,
        )  # fmt: skip
        tracks += [track] if track else []
    if tracks:
        notices.add("video.embedded_captions_used", "info", count=len(tracks))
    return tracks
