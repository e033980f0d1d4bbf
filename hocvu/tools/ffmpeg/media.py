"""What a media file holds, from what ``ffmpeg -i`` tells of it.

ffprobe would tell the same as JSON, but the wheels that bring ffmpeg have none. One way on
every machine is better than two that may disagree. Nothing but the file's index and its first
packets is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from hocvu.errors import ToolFailed
from hocvu.tools.ffmpeg.engine import binary
from hocvu.tools.process import Limits, run

# Playlists and scripts, which may name other files and servers, are not among them.
FORMATS: Final = (
    "aac,ac3,amr,asf,au,avi,caf,dv,flac,flv,h264,hevc,ivf,m4v,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,"
    "mp3,mpeg,mpegts,mpegvideo,mxf,ogg,rm,wav,w64"
)
"""The demuxers that may open a user's file."""

_LIMITS = Limits(seconds=60)


@dataclass(frozen=True, slots=True)
class VideoStream:
    """A moving picture; `sar` is the shape of a pixel, `rotation` degrees anticlockwise.

    `rate` is frames a second, None where not told; `hdr` names the transfer of a high dynamic
    range, and is empty for a standard one.
    """

    index: int
    codec: str
    profile: str
    pixel_format: str
    width: int
    height: int
    sar: Fraction
    rotation: int
    rate: Fraction | None
    interlaced: bool
    hdr: str

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height in square pixels, upright, as a browser shows them."""
        width, height = self.width, self.height
        if self.sar > 1:
            width = round(width * self.sar)
        else:
            height = round(height / self.sar)
        return (height, width) if self.rotation % 180 == 90 else (width, height)


@dataclass(frozen=True, slots=True)
class AudioStream:
    """Sound."""

    index: int
    codec: str
    profile: str
    sample_rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class SubtitleStream:
    """Captions inside the file; `language` is as written there."""

    index: int
    codec: str
    language: str


@dataclass(frozen=True, slots=True)
class MediaChapter:
    """A chapter; `start` in seconds."""

    start: float
    title: str


@dataclass(frozen=True, slots=True)
class Media:
    """A media file.

    Attributes:
        container: ffmpeg's names of the container.
        duration: Seconds; None where the file does not tell.
        title: The title that the file tells, or an empty string.
        located: The file tells where it was recorded.
        video: The moving picture (not a cover picture).
        audio: The first sound track.
        audio_tracks: How many sound tracks there are.
        subtitles: Captions inside the file.
        chapters: Its chapters.
    """

    container: frozenset[str]
    duration: float | None
    title: str
    located: bool
    video: VideoStream | None
    audio: AudioStream | None
    audio_tracks: int
    subtitles: tuple[SubtitleStream, ...]
    chapters: tuple[MediaChapter, ...]


def probe(path: Path) -> Media:
    """Tell what `path` holds.

    Raises:
        ToolFailed: ffmpeg cannot read it.
        ToolMissing: There is no ffmpeg.
    """
    arguments = [str(binary()), "-nostdin", "-hide_banner", *reading_options(), "-i", url(path)]
    said = run(arguments, limits=_LIMITS, check=False).stderr
    if "\nInput #0, " not in f"\n{said}":
        last = " ".join(said.replace(url(path), path.name).split())[-300:]
        raise ToolFailed("tool.failed", tool="ffmpeg", status=1, said=last)
    return parse(said[said.index("Input #0, ") :])


def reading_options() -> list[str]:
    """Return the options that keep ffmpeg to this one file and to known containers."""
    return ["-protocol_whitelist", "file", "-format_whitelist", FORMATS]


def url(path: Path) -> str:
    """Return `path` so that nothing in its name can be an option or a protocol."""
    return f"file:{path.resolve()}"


_STREAM = re.compile(r"  Stream #0:(\d+)(?:\[\w+\])?(?:\((\w+)\))?: (\w+): (.*)")
_CHAPTER = re.compile(r"\s+Chapter #0:\d+: start (-?[\d.]+), end")
_TAG = re.compile(r"\s+(\S[^:]*?)\s*: ?(.*)")
_ROTATION = re.compile(r"\s+(?:displaymatrix|Display Matrix): rotation of (-?[\d.]+) degrees")


def parse(said: str) -> Media:
    """Return what ffmpeg said of its input as data."""
    head, *lines = said.splitlines()
    duration = re.search(r"^  Duration: (\d+):(\d\d):(\d\d\.\d+)", said, re.MULTILINE)
    tags: dict[str, str] = {}
    chapters: list[MediaChapter] = []
    streams: list[tuple[re.Match[str], int]] = []
    for line in lines:
        if match := _STREAM.match(line):
            streams.append((match, 0))
        elif match := _ROTATION.match(line):
            if streams:
                streams[-1] = (streams[-1][0], round(float(match[1])) % 360)
        elif match := _CHAPTER.match(line):
            chapters.append(MediaChapter(max(0.0, float(match[1])), ""))
        elif match := _TAG.match(line):
            name = match[1].lower()
            if chapters and not streams:
                if name == "title":
                    chapters[-1] = MediaChapter(chapters[-1].start, match[2].strip())
            elif not streams:
                tags.setdefault(name, match[2].strip())
    video = [_video(int(m[1]), m[4], turn) for m, turn in streams if m[3] == "Video"]
    audio = [_audio(int(m[1]), m[4]) for m, _ in streams if m[3] == "Audio"]
    sounds = [sound for sound in audio if sound]
    return Media(
        container=frozenset(head.split(", from ")[0].removeprefix("Input #0, ").split(",")),
        duration=_seconds(duration) if duration else None,
        title=tags.get("title", ""),
        located=any("location" in name for name in tags),
        video=next((picture for picture in video if picture), None),
        audio=sounds[0] if sounds else None,
        audio_tracks=len(sounds),
        subtitles=tuple(
            SubtitleStream(int(m[1]), re.split(r"\W", m[4], maxsplit=1)[0], m[2] or "")
            for m, _ in streams
            if m[3] == "Subtitle"
        ),
        chapters=tuple(chapters),
    )


def _video(index: int, told: str, rotation: int) -> VideoStream | None:
    fields = _fields(told)
    size = re.search(r", (\d+)x(\d+)\b", told)
    if size is None or "(attached pic)" in told or int(size[1]) * int(size[2]) == 0:
        return None
    sar = re.search(r"SAR (\d+):(\d+)", told)
    return VideoStream(
        index=index,
        codec=_codec(fields[0])[0],
        profile=_codec(fields[0])[1],
        pixel_format=fields[1].split("(")[0],
        width=int(size[1]),
        height=int(size[2]),
        sar=Fraction(int(sar[1]), int(sar[2])) if sar and int(sar[1]) and int(sar[2]) else _SQUARE,
        rotation=rotation,
        rate=_rate(told),
        interlaced=re.search(r"(top|bottom)( coded)? first", fields[1]) is not None,
        hdr=hdr[0] if (hdr := re.search(r"smpte2084|arib-std-b67", fields[1])) else "",
    )


def _audio(index: int, told: str) -> AudioStream | None:
    fields = _fields(told)
    rate = re.search(r"(\d+) Hz", told)
    if rate is None:
        return None
    layout = fields[2] if len(fields) > 2 else ""
    count = re.match(r"(\d+) channels", layout)
    channels = int(count[1]) if count else {"mono": 1, "stereo": 2, "downmix": 2}.get(layout, 6)
    codec, profile = _codec(fields[0])
    return AudioStream(index, codec, profile, int(rate[1]), channels)


_SQUARE = Fraction(1)
_NTSC = Fraction(1000, 1001)
_RATES = (*(Fraction(n) for n in (5, 10, 12, 15, 20, 24, 25, 30, 48, 50, 60, 100, 120)),)
_RATES += tuple(rate * _NTSC for rate in _RATES if rate in (24, 30, 60, 120))


def _rate(told: str) -> Fraction | None:
    """Return the frame rate, as exact as the standard rate that is near what is told."""
    for unit in ("tbr", "fps"):
        match = re.search(rf", ([\d.]+)(k?) {unit}\b", told)
        if match is None or not float(match[1]):
            continue
        value = float(match[1]) * (1000 if match[2] else 1)
        near = min(_RATES, key=lambda rate: abs(rate - value))
        if value <= 240:
            return near if abs(near - value) < 0.006 else Fraction(match[1])
    return None


def _fields(told: str) -> list[str]:
    """Split at the commas that do not stand in brackets."""
    fields = [""]
    for piece in told.split(", "):
        open_brackets = fields[-1].count("(") > fields[-1].count(")")
        if fields[-1] and open_brackets:
            fields[-1] += f", {piece}"
        else:
            fields.append(piece)
    return fields[1:]


def _codec(field: str) -> tuple[str, str]:
    name, *rest = field.split(" (")
    profiles = [part.rstrip(")") for part in rest if "/ 0x" not in part]
    return name.strip(), profiles[0] if profiles else ""


def _seconds(match: re.Match[str]) -> float:
    return round(int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3]), 3)
