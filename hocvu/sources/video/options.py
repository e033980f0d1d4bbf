"""What an author may say of a recording."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from hocvu.sources.base import Options
from hocvu.sources.video.captions import LANGUAGE

_LOWEST: Final = 144
_HIGHEST: Final = 1080
_CLOCK: Final = re.compile(r"\s*(?:(\d+):)?(\d+):(\d{1,2}(?:[.,]\d+)?)\s*")


def _seconds(value: object) -> object:
    """Return the seconds that ``1:02:03`` or ``0:40`` stands for; anything else as it is."""
    match = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return value
    hours, minutes, seconds = match[1] or "0", match[2], match[3].replace(",", ".")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


class GivenChapter(BaseModel):
    """A chapter that the author gives: ``{at: "0:40", title: Tiếp nhận hồ sơ}``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: Annotated[float, BeforeValidator(_seconds)] = Field(ge=0)
    title: str = Field(min_length=1)


def _choice(value: object) -> object:
    if value != "auto" and not isinstance(value, bool):
        raise ValueError(value)
    return value


def _heights(value: object) -> object:
    if value in ("auto", "none"):
        return value
    heights = value if isinstance(value, list | tuple) else (value,)
    for height in heights:
        if not isinstance(height, int) or not _LOWEST <= height <= _HIGHEST:
            raise ValueError(height)
    return tuple(heights)


def _chapters(value: object) -> object:
    if isinstance(value, list | tuple):
        return tuple(GivenChapter.model_validate(chapter) for chapter in value)
    if value not in ("file", "scenes", "none"):
        raise ValueError(value)
    return value


# Checked as a whole, so that a mistake is told once and not for each kind of value.
Choice = Annotated[Literal["auto"] | bool, BeforeValidator(_choice)]
Rungs = Annotated[Literal["auto", "none"] | tuple[int, ...], BeforeValidator(_heights)]
Chapters = Annotated[
    Literal["file", "scenes", "none"] | tuple[GivenChapter, ...], BeforeValidator(_chapters)
]


class VideoOptions(Options):
    """What an author may say of a recording.

    Attributes:
        watch: Share that counts as watched: 0 to 1, or a percentage such as ``90%``.
        no_skip: The learner may not go further than what was watched.
        max_height: Lines of the picture at most, of a 16:9 frame; larger ones are made smaller.
        captions_language: Language of captions whose file name tells none (BCP 47).
        poster_at: Where to take the picture shown before playing, in seconds.
        rungs: Smaller pictures for weak networks: their lines, ``none``, or ``auto``.
        audio_only: Make the sound alone too; ``auto`` where that saves the learner much.
        previews: Make small pictures of the recording; ``auto`` where it has chapters.
        loudness: ``auto`` evens sound that is made anew anyway and is far too loud or soft,
            ``even`` any sound that is so, ``keep`` none.
        chapters: Those of the ``file``, ``none``, those that change of ``scenes`` suggests, or
            a list of the author's own.
        asr: Make draft captions by speech recognition where there are none and the user has
            named a model.
    """

    watch: float = Field(default=0.9, ge=0, le=1)
    no_skip: bool = False
    max_height: int = Field(default=720, ge=144, le=2160)
    captions_language: str = Field(default="vi", pattern=LANGUAGE)
    poster_at: float | None = Field(default=None, ge=0)
    rungs: Rungs = "auto"
    audio_only: Choice = "auto"
    previews: Choice = "auto"
    loudness: Literal["auto", "even", "keep"] = "auto"
    chapters: Chapters = "file"
    asr: bool = True

    @field_validator("watch", mode="before")
    @classmethod
    def _percentage(cls, value: object) -> object:
        if isinstance(value, str) and value.strip().endswith("%"):
            return float(value.strip()[:-1].replace(",", ".")) / 100
        return value
