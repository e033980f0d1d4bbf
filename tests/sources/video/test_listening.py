"""Draft captions by speech recognition, with the real engine and a language of tones."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tones import need_recogniser, speak, write_model

from hocvu.lesson import Reading, VideoBody
from hocvu.sources.base import Options, Source, Workspace
from hocvu.sources.video import READER, VideoOptions
from hocvu.tools.ffmpeg.engine import binary
from hocvu.tools.speech import VARIABLE, engine

WORDS = ["XIN", "CHÀO", "CÁN", "BỘ", "XÃ"]
Listen = Callable[..., Reading]


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    need_recogniser()
    folder = write_model(tmp_path / "model", WORDS)
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder


@pytest.fixture
def spoken(tmp_path: Path) -> Path:
    """Return a recording in which five words are said, the last up to the end."""
    return recording(tmp_path, [0.5, "XIN", "CHÀO", 1.2, "CÁN", "BỘ", "XÃ"])


def recording(folder: Path, said: list[str | float]) -> Path:
    (folder / "said.raw").write_bytes(speak(WORDS, said))
    out = folder / "bai-1.m4a"
    command: list[str | Path] = [binary(), "-v", "error", "-y", "-f", "s16le", "-ar", "16000"]
    command += ["-ac", "1", "-i", folder / "said.raw", "-c:a", "aac", out]
    subprocess.run(command, check=True, timeout=60)
    return out


def source_of(path: Path, *companions: Path) -> Source:
    return Source(path, path.name, path.parent, companions)


@pytest.fixture
def listen(tmp_path: Path) -> Listen:
    def listen(path: Path, *companions: Path, **told: object) -> Reading:
        source = source_of(path, *companions)
        options = READER.settle(source, VideoOptions.model_validate(told))
        return READER.read(source, Workspace(tmp_path / "made"), options)

    return listen


def body(reading: Reading) -> VideoBody:
    assert isinstance(reading.body, VideoBody)
    return reading.body


def codes(reading: Reading) -> list[str]:
    return [notice.code for notice in reading.notices]


def test_draft_captions_are_made_and_marked(
    model: Path, spoken: Path, listen: Listen, tmp_path: Path
) -> None:
    reading = listen(spoken)
    track = body(reading).captions[0]
    assert (track.draft, track.language) == (True, "vi")
    assert [cue.text for cue in track.cues] == ["xin chào", "cán bộ xã"]
    assert track.cues[-1].end <= body(reading).duration
    assert reading.read.words == reading.kept.words == 5
    assert "asr.draft" in codes(reading)
    assert "video.no_captions" not in codes(reading)
    written = (tmp_path / "made" / track.asset).read_text("utf-8")
    assert written.startswith(
        "WEBVTT\n\nNOTE Phụ đề tự động, chưa kiểm tra / Automatic captions, not checked\n\n"
    )
    assert listen(spoken) == reading
    # Put beside the recording as it is, it is a draft still; without its remark it is not.
    beside = tmp_path / "bai-1.vi.vtt"
    beside.write_text(written, "utf-8")
    again = listen(spoken, beside)
    assert body(again).captions[0] == track
    assert "asr.still_draft" in codes(again)
    beside.write_text("WEBVTT\n\n" + written.split("\n\n", 2)[2], "utf-8")
    checked = listen(spoken, beside)
    assert not body(checked).captions[0].draft
    assert body(checked).captions[0].cues == track.cues
    assert "asr.still_draft" not in codes(checked)


def test_the_key_knows_the_model_by_its_content(
    model: Path, spoken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def key(*companions: Path, **told: object) -> dict[str, object]:
        options: Options = VideoOptions.model_validate(told)
        options = READER.settle(source_of(spoken, *companions), options)
        return options.model_dump(mode="json")

    with_model = key()
    assert str(model) not in str(with_model)
    moved = model.rename(tmp_path / "elsewhere")
    monkeypatch.setenv(VARIABLE, str(moved))
    assert key() == with_model
    write_model(moved, WORDS[:-1])
    assert key() != with_model
    monkeypatch.delenv(VARIABLE)
    without = key()
    assert without != with_model
    # What needs no recognition is not read again because of a model.
    monkeypatch.setenv(VARIABLE, str(moved))
    assert key(tmp_path / "bai-1.srt") == without
    assert key(asr=False) == without | {"asr": False}


def test_without_a_model_nothing_is_recognised(
    spoken: Path, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    reading = listen(spoken)
    assert body(reading).captions == ()
    told = next(notice for notice in reading.notices if notice.code == "video.no_captions")
    assert "hocvu[asr]" in told.hint


def test_what_goes_wrong_costs_the_captions_alone(
    model: Path, spoken: Path, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (model / "model.int8.onnx").read_bytes()
    (model / "model.int8.onnx").write_bytes(whole[:900] + whole[-80:])
    reading = listen(spoken)
    told = next(notice for notice in reading.notices if notice.code == "asr.failed")
    assert "model.int8.onnx" in str(told.params["said"])
    assert str(model) not in str(told.params["said"])
    assert "video.no_captions" in codes(reading)
    monkeypatch.setenv(VARIABLE, str(model.parent / "none"))
    assert "asr.model_missing" in codes(listen(spoken))
    write_model(model, WORDS)
    monkeypatch.setenv(VARIABLE, str(model))
    monkeypatch.setattr(engine.util, "find_spec", lambda name: None)
    told = next(notice for notice in listen(spoken).notices if notice.code == "asr.missing")
    assert "hocvu[asr]" in told.hint


def test_a_recording_in_which_nobody_speaks(model: Path, tmp_path: Path, listen: Listen) -> None:
    reading = listen(recording(tmp_path, [2.0]))
    assert body(reading).captions == ()
    assert "asr.no_speech" in codes(reading)
    assert "video.no_captions" not in codes(reading)
