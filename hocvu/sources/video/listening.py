"""Draft captions by speech recognition, for a recording that has none."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from hocvu.errors import HocvuError, ToolFailed, ToolMissing, ToolTimedOut
from hocvu.lesson import Captions
from hocvu.messages import text
from hocvu.progress import Step
from hocvu.sources.base import Notices, Source, Workspace
from hocvu.sources.video import webvtt
from hocvu.sources.video.captions import Track, check
from hocvu.sources.video.cues import make_cues
from hocvu.sources.video.options import VideoOptions
from hocvu.sources.video.subtitles import SUFFIXES as CAPTIONS
from hocvu.tools import speech
from hocvu.tools.ffmpeg import Media, waveform
from hocvu.tools.speech import Heard

_SLOWEST: Final = 1.0
"""Seconds that a second of sound takes to be decoded."""


class Recogniser(BaseModel):
    """What recognises speech: its model is known by its content, wherever it lies.

    Attributes:
        model: The folder of the model.
        digest: SHA-256 of the model; empty when it cannot be used.
        engine: Version of sherpa-onnx; empty when it is not installed.
    """

    model_config = ConfigDict(frozen=True)

    model: Path = Field(exclude=True)
    digest: str
    engine: str


class ListeningOptions(VideoOptions):
    """What an author says of a recording, and what this machine has to recognise its speech."""

    recogniser: Recogniser


def settled(source: Source, options: VideoOptions) -> VideoOptions:
    """Return `options` with the recogniser where one is to be used.

    Captions that came with the recording need none.
    """
    folder = speech.chosen()
    captioned = any(path.suffix.lower() in CAPTIONS for path in source.companions)
    if folder is None or captioned or not options.asr:
        return options
    found = speech.ENGINE.find()
    try:
        digest = speech.examine(folder).digest
    except HocvuError:
        digest = ""  # Told when the recording is read.
    recogniser = Recogniser(
        model=folder.absolute(), digest=digest, engine=found.version if found else ""
    )
    told = {name: getattr(options, name) for name in VideoOptions.model_fields}
    return ListeningOptions.model_construct(**told, recogniser=recogniser)


def listen(
    source: Source,
    workspace: Workspace,
    notices: Notices,
    media: Media,
    options: ListeningOptions,
    end: float,
) -> list[Track]:
    """Return draft captions of what is said; none, with a notice, where they cannot be made.

    Whatever goes wrong with the engine, the recording is kept without captions.
    """
    try:
        heard = _heard(source, workspace, media, options, end)
    except (ToolFailed, ToolTimedOut) as error:
        said = str(error.remark.params.get("said", "")) or text(error.code, error.remark.params)
        said = said.replace(str(options.recogniser.model), options.recogniser.model.name)
        notices.add("asr.failed", said=said[-300:])
        return []
    except HocvuError as error:
        notices.at(source.at(), error.code, "warning", **error.remark.params)
        return []
    cues = make_cues(heard.words, end)
    if not cues:
        notices.add("asr.no_speech")
        return []
    check(cues, source.name, notices, end)
    asset = workspace.add_bytes(webvtt.write(cues, webvtt.draft_note()), ".vtt", "text/vtt")
    notices.add("asr.draft", count=len(cues), name=Path(source.name).stem, file=asset.id)
    captions = Captions(
        language=options.captions_language, cues=tuple(cues), asset=asset.id, draft=True
    )
    return [Track(captions, len(heard.words))]


def _heard(
    source: Source, workspace: Workspace, media: Media, options: ListeningOptions, end: float
) -> Heard:
    if media.audio is None:
        return Heard((), 0.0)
    model = speech.examine(options.recogniser.model)
    if not options.recogniser.engine:
        raise ToolMissing("asr.missing", tool=speech.ENGINE.name)
    out = workspace.scratch("speech") / "sound.raw"
    waveform(source.path, media.audio, out, rate=speech.RATE, seconds=120 + _SLOWEST * end)
    total = math.ceil(end)
    done = 0.0

    def told(seconds: float) -> None:
        nonlocal done
        done += seconds
        workspace.progress(Step("read", source.name, min(int(done), total), total))

    return speech.recognise(out, model, options.captions_language, told)
