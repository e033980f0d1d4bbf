"""ffmpeg: what a media file holds, and how it is made playable everywhere.

``engine`` finds the program, ``media`` asks it what is in a file, ``graph`` runs it, ``convert``
makes files, ``stills`` single pictures, ``loudness`` measures sound and ``waveform`` takes it
out.
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
from hocvu.tools.ffmpeg.waveform import waveform

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
    "waveform",
]
