"""From a recording to a `Reading`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from hocvu.errors import Damaged, Missing, Origin, TooLarge, ToolFailed, Unsupported
from hocvu.identifiers import nfc
from hocvu.lesson import Counts, Reading, VideoBody
from hocvu.lesson.text import count
from hocvu.sources.base import Notices, Source, Workspace
from hocvu.sources.video import transcript, words
from hocvu.sources.video.beside import read_text, tell_encoding
from hocvu.sources.video.boxes import Layout, layout, riff_missing
from hocvu.sources.video.captions import Track, name_of, read_track
from hocvu.sources.video.chapters import make_chapters
from hocvu.sources.video.embedded import read_embedded
from hocvu.sources.video.listening import ListeningOptions, listen, settled
from hocvu.sources.video.options import VideoOptions
from hocvu.sources.video.playable import make_playable, unreadable
from hocvu.sources.video.poster import make_poster
from hocvu.sources.video.previews import make_previews
from hocvu.sources.video.sniff import is_media
from hocvu.sources.video.subtitles import SUFFIXES as CAPTIONS
from hocvu.tools.ffmpeg import Media, probe

_TRANSCRIPTS: Final = (".md", ".txt")
_LONGEST: Final = 12 * 3600


class VideoReader:
    """Reads video and sound."""

    name = "video"
    version = 3
    suffixes = (
        ".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".wmv", ".mpg", ".mpeg", ".ts", ".mts",
        ".m2ts", ".flv", ".3gp", ".ogv", ".mp3", ".m4a", ".aac", ".wav", ".ogg", ".flac", ".wma",
    )  # fmt: skip
    options = VideoOptions
    engines = ("ffmpeg",)
    patience = 24 * 3600.0

    def accepts(self, head: bytes, path: Path) -> bool:
        """Tell by the first bytes."""
        return is_media(head)

    def settle(self, source: Source, options: Any) -> VideoOptions:
        """Return `options` with the recogniser of speech, where there is something for it to do."""
        return settled(source, options)

    def read(self, source: Source, workspace: Workspace, options: Any) -> Reading:
        """Read a recording: what plays everywhere is kept bit by bit, all else is made anew.

        Raises:
            Missing: The recording or a file that belongs to it is not there.
            Damaged: It is empty, truncated or no recording.
            Unsupported: It has neither picture nor sound.
            TooLarge: It is longer than half a day.
            ToolError: ffmpeg is missing or took too long.
        """
        notices = Notices(source)
        media, order = _examine(source)
        playable = make_playable(source, workspace, notices, media, order, options)
        tracks, written = _companions(source, workspace, notices, options, playable.duration)
        if media.subtitles:
            tracks += read_embedded(
                source, workspace, notices, media, options.captions_language,
                taken=bool(tracks), end=playable.duration,
            )  # fmt: skip
        # A transcript is enough for sound alone (WCAG 2.2, success criterion 1.2.1).
        if not tracks and (media.video or written is None):
            if isinstance(options, ListeningOptions):
                tracks += listen(source, workspace, notices, media, options, playable.duration)
            if not tracks and not any(notice.code == "asr.no_speech" for notice in notices.all):
                notices.add("video.no_captions")
        width, height = playable.size
        chapters = make_chapters(source, notices, media, playable.duration, options.chapters)
        poster = make_poster(source.path, workspace, media, options.poster_at)
        if poster is None and media.video:  # Key frames of some old forms do not come alone.
            made = workspace.folder / playable.asset.path
            poster = make_poster(made, workspace, probe(made), options.poster_at)
        body = VideoBody(
            media=playable.asset.id,
            duration=playable.duration,
            width=width,
            height=height,
            poster=poster,
            captions=tuple(track.captions for track in tracks),
            chapters=chapters,
            transcript=transcript.blocks(written) if written is not None else (),
            watch=options.watch,
            no_skip=options.no_skip,
            renditions=playable.versions.renditions,
            audio=playable.versions.audio,
            sprites=make_previews(source, workspace, media, options.previews, chapters),
        )
        read_words = tracks[0].words if tracks else 0
        if written is not None:
            read_words = words.in_transcript(written)
        return Reading(
            reader=self.name,
            title=nfc(" ".join(media.title.split())),
            body=body,
            assets=workspace.assets,
            notices=tuple(notices.all),
            read=Counts(words=read_words, seconds=media.duration or playable.duration),
            kept=count(body),
            dependencies=source.companions,
        )


READER: Final = VideoReader()


def _examine(source: Source) -> tuple[Media, Layout | None]:
    """Return what the file holds and how it is laid out, or refuse it."""
    try:
        with source.path.open("rb") as stream:
            head = stream.read(4096)
    except FileNotFoundError as error:
        raise Missing("video.missing", origin=source.at()) from error
    if not head.strip(b"\0"):
        raise Damaged("video.empty", origin=source.at())
    if not is_media(head):
        raise Damaged("video.not_media", origin=source.at())
    order = layout(source.path)
    cut = order is not None and (order.missing > 0 or not order.indexed)
    if cut or riff_missing(head, source.path.stat().st_size):
        raise Damaged("video.truncated", origin=source.at())
    try:
        media = probe(source.path)
    except ToolFailed as error:
        raise unreadable(source, error) from error
    if media.video is None and media.audio is None:
        raise Unsupported("video.no_streams", origin=source.at())
    if media.duration and media.duration > _LONGEST:
        raise TooLarge("video.too_long", origin=source.at(), hours=_LONGEST // 3600)
    return media, order


def _companions(
    source: Source,
    workspace: Workspace,
    notices: Notices,
    options: VideoOptions,
    end: float,
) -> tuple[list[Track], str | None]:
    """Return the captions, and the text of the transcript that the author gives."""
    tracks: list[Track] = []
    written: str | None = None
    for path in source.companions:
        suffix = path.suffix.lower()
        if suffix in CAPTIONS:
            language = options.captions_language
            track = read_track(path, source, workspace, notices, language, end)
            tracks += [track] if track else []
        elif suffix in _TRANSCRIPTS:
            name = name_of(path, source)
            decoded = read_text(path, name)
            tell_encoding(decoded, Origin(file=name), notices)
            written = decoded.text
        else:
            raise Unsupported("video.companion_unknown", origin=source.at(), name=path.name)
    return tracks, written
