"""Lessons to read and to watch: a document, slides, a video."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from hocvu.errors import Origin
from hocvu.lesson.nodes import Block, Frozen, Note


class DocumentBody(Frozen):
    """A text to read."""

    kind: Literal["document"] = "document"
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()


class SlideMedia(Frozen):
    """A video or sound that plays on a slide; `asset` is an asset's id."""

    asset: str
    media: Literal["video", "audio"]
    title: str = ""


class Slide(Frozen):
    """One slide: its picture, and all its text so that it can be searched and read aloud.

    `image` is an asset's id; `width` and `height` are the picture's size in pixels.
    `text` leaves out the title. `remarks` are the speaker's notes. `steps` are ids of pictures of
    the same size, in the order in which the slide is built up; `image` follows the last of them.
    """

    image: str
    width: int
    height: int
    title: str
    text: tuple[Block, ...] = ()
    remarks: tuple[Block, ...] = ()
    media: tuple[SlideMedia, ...] = ()
    steps: tuple[str, ...] = ()
    hidden: bool = False
    origin: Origin = Origin()


class SlidesBody(Frozen):
    """A deck of slides."""

    kind: Literal["slides"] = "slides"
    slides: tuple[Slide, ...]


class Cue(Frozen):
    """One caption: from `start` to `end` in seconds, plain text with line ends."""

    start: float = Field(ge=0)
    end: float = Field(ge=0)
    text: str


class Captions(Frozen):
    """Captions in one language (BCP 47); `asset` is the same as a WebVTT file."""

    language: str
    cues: tuple[Cue, ...]
    asset: str
    draft: bool = False


class Chapter(Frozen):
    """A chapter of a video, beginning at `start` seconds."""

    start: float = Field(ge=0)
    title: str


class Rendition(Frozen):
    """The same video at another size: its file, its pixels, its bits per second."""

    asset: str
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    bitrate: int = Field(gt=0)


class Sprites(Frozen):
    """Small pictures of a video on one sheet, one every `interval` seconds.

    They stand row by row, `columns` in a row, each of `width` by `height` pixels.
    """

    asset: str
    columns: int = Field(gt=0)
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    interval: float = Field(gt=0)


class VideoBody(Frozen):
    """A video or, with no picture (`width` 0), a sound recording.

    `media` and `poster` are assets' ids; `duration` is in seconds; `watch` is the share of the
    video, from 0 to 1, that counts as watched; `transcript` is made from the captions unless
    the author gives one. `renditions` are the same video at other sizes than that of `media`,
    `audio` its sound alone, for those who pay for every megabyte.
    """

    kind: Literal["video"] = "video"
    media: str
    duration: float = Field(ge=0)
    width: int = 0
    height: int = 0
    poster: str | None = None
    captions: tuple[Captions, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    transcript: tuple[Block, ...] = ()
    watch: float = Field(default=0.9, ge=0, le=1)
    no_skip: bool = False
    renditions: tuple[Rendition, ...] = ()
    audio: str | None = None
    sprites: Sprites | None = None
