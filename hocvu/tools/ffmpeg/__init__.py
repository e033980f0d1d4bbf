"""ffmpeg: what a media file holds, and how it is made playable everywhere.

``engine`` finds the program, ``media`` asks it what is in a file, ``graph`` runs it, ``convert``
makes files, ``stills`` single pictures, and ``loudness`` measures sound.
"""

from hocvu.tools.ffmpeg.convert import AudioTarget, Copy, Output, VideoTarget, convert, subtitles
from hocvu.tools.ffmpeg.engine import ENGINE
from hocvu.tools.ffmpeg.loudness import loudness
from hocvu.tools.ffmpeg.media import (
    AudioStream,
    Media,
    MediaChapter,
    SubtitleStream,
    VideoStream,
    probe,
)
from hocvu.tools.ffmpeg.stills import Grid, SceneChange, poster, scene_changes, sprites

__all__ = [
    "ENGINE",
    "AudioStream",
    "AudioTarget",
    "Copy",
    "Grid",
    "Media",
    "MediaChapter",
    "Output",
    "SceneChange",
    "SubtitleStream",
    "VideoStream",
    "VideoTarget",
    "convert",
    "loudness",
    "poster",
    "probe",
    "scene_changes",
    "sprites",
    "subtitles",
]
