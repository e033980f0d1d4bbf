"""ffmpeg: what a media file holds, and how it is made playable everywhere.

``engine`` finds the program, ``media`` asks it what is in a file, ``convert`` runs it.
"""

from hocvu.tools.ffmpeg.convert import AudioTarget, Copy, VideoTarget, convert, poster, subtitles
from hocvu.tools.ffmpeg.engine import ENGINE
from hocvu.tools.ffmpeg.media import (
    AudioStream,
    Media,
    MediaChapter,
    SubtitleStream,
    VideoStream,
    probe,
)

__all__ = [
    "ENGINE",
    "AudioStream",
    "AudioTarget",
    "Copy",
    "Media",
    "MediaChapter",
    "SubtitleStream",
    "VideoStream",
    "VideoTarget",
    "convert",
    "poster",
    "probe",
    "subtitles",
]
