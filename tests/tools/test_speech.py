"""Speech recognition with the real engine and a small model of a language of tones."""

import os
import random
import struct
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tones import need_recogniser, speak, write_model

from hocvu.errors import Damaged, Missing, ToolFailed, ToolMissing, Unsupported
from hocvu.tools import speech
from hocvu.tools.speech import engine, recognise
from hocvu.tools.speech.pieces import RATE, divide
from hocvu.tools.speech.words import spoken

WORDS = ["XIN", "CHÀO", "CÁN", "BỘ", "XÃ", "HỒ", "SƠ"]
SAID: list[str | float] = [1.0, "XIN", "CHÀO", "CÁN", "BỘ", 1.5, "HỒ", "SƠ", 0.7, "XÃ", 1.0]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("model"), WORDS)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.raw"
    path.write_bytes(speak(WORDS, SAID))
    return path


def test_words_are_heard_when_they_are_said(
    model: Path, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_recogniser()
    done: list[float] = []
    heard = recognise(sound, speech.examine(model), "vi", done.append)
    assert [word for _, _, word in heard.words] == [
        "xin", "chào", "cán", "bộ", "hồ", "sơ", "xã",
    ]  # fmt: skip
    # A word takes 0.35 seconds with its breath; a frame of the model 0.04, its filter 0.025.
    begins = [1.0, 1.35, 1.7, 2.05, 3.9, 4.25, 5.3]
    assert [begin for begin, _, _ in heard.words] == pytest.approx(begins, abs=0.2)
    assert all(begin < end <= begin + 0.81 for begin, end, _ in heard.words)
    assert sum(done) == pytest.approx(heard.seconds)
    assert heard.seconds < sound.stat().st_size / 2 / RATE
    # The same on any number of cores.
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert recognise(sound, speech.examine(model), "vi") == heard


def test_what_nobody_says_is_not_heard(model: Path, tmp_path: Path) -> None:
    need_recogniser()
    noise = random.Random(7)
    hiss = struct.pack("<32000h", *(round(noise.gauss(0, 1500)) for _ in range(32_000)))
    for name, data in (("nothing", b""), ("silence", bytes(64_000)), ("hiss", hiss)):
        path = tmp_path / name
        path.write_bytes(data)
        heard = recognise(path, speech.examine(model), "vi")
        assert heard.words == ()
        assert heard.seconds == pytest.approx(2.0 if name == "hiss" else 0.0)


def test_a_damaged_model_is_told(model: Path, sound: Path, tmp_path: Path) -> None:
    need_recogniser()
    whole = (model / "model.int8.onnx").read_bytes()
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "tokens.txt").write_bytes((model / "tokens.txt").read_bytes())
    (broken / "model.onnx").write_bytes(whole[:900] + whole[-80:])
    with pytest.raises(ToolFailed) as caught:
        recognise(sound, speech.examine(broken), "vi")
    said = str(caught.value.remark.params["said"])
    assert "model.onnx" in said
    assert "Traceback" not in said


FOLDERS = {
    "zipformer": ("encoder.int8.onnx decoder.onnx joiner.int8.onnx tokens.txt", "transducer"),
    "both": ("encoder.int8.onnx encoder.onnx decoder.onnx joiner.onnx tokens.txt", "transducer"),
    "whisper": ("base-encoder.onnx base-decoder.onnx base-tokens.txt", "whisper"),
    "no tokens": ("encoder.onnx decoder.onnx joiner.onnx", None),
    "half": ("encoder.onnx tokens.txt", None),
    "unknown": ("model.onnx tokens.txt", None),
    "other": ("ggml-base.bin", None),
    "empty": ("", None),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_model_is_known_by_its_files(tmp_path: Path, name: str) -> None:
    files, kind = FOLDERS[name]
    for file in files.split():
        (tmp_path / file).write_text(file)
    if kind is None:
        with pytest.raises(Unsupported) as caught:
            speech.examine(tmp_path)
        assert caught.value.code == "asr.model_unknown"
        assert caught.value.hint
        return
    found = speech.examine(tmp_path)
    assert found.kind == kind
    assert found.files["encoder"].name == files.split()[0]
    (tmp_path / "encoder.int8.onnx").write_text("another")
    assert speech.examine(tmp_path).digest != found.digest


def test_a_model_that_is_not_there_or_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_recogniser()
    monkeypatch.setenv(speech.VARIABLE, "as before")
    with pytest.raises(Missing) as missing:
        speech.choose(tmp_path / "none")
    assert "--asr-model" in missing.value.hint
    assert speech.chosen() == Path("as before")
    for name in ("encoder.onnx", "decoder.onnx", "joiner.onnx", "tokens.txt"):
        (tmp_path / name).write_text("x" if name != "joiner.onnx" else "")
    with pytest.raises(Damaged) as caught:
        speech.examine(tmp_path)
    assert "joiner.onnx" in str(caught.value)


def test_an_engine_that_is_not_installed(
    model: Path, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.util, "find_spec", lambda name: None)
    with pytest.raises(ToolMissing) as caught:
        recognise(sound, speech.Model("zipformer_ctc", {}, ""), "vi")
    assert "hocvu[asr]" in caught.value.hint
    with pytest.raises(ToolMissing):
        speech.choose(model)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from([0, 60, 400, 3000, 30000]), st.integers(1, 40)), max_size=40
    ),
    st.integers(0, 319),
)
def test_pieces_hold_all_that_is_loud(runs: list[tuple[int, int]], rest: int) -> None:
    samples: list[int] = []
    for swing, frames in runs:
        samples += [swing // 2, -swing // 2] * (160 * frames)
    samples += [0] * rest
    pieces = divide(samples)
    assert all(a < b <= len(samples) for a, b in pieces)
    assert all(b <= c for (_, b), (c, _) in pairwise(pieces))
    assert all(b - a <= 15.5 * RATE for a, b in pieces)
    loudest = max((swing for swing, _ in runs), default=0)
    if loudest >= 400:
        covered = {at // 320 for a, b in pieces for at in range(a, b, 320)}
        loud = {n // 320 for n in range(0, len(samples), 320) if samples[n] * 2 >= loudest}
        assert loud <= covered


def test_long_speech_is_cut_where_it_is_soft() -> None:
    loud, soft = [8000, -8000] * 160, [1500, -1500] * 160
    samples = (loud * 50 * 9 + soft * 8) * 4
    pieces = divide(samples)
    assert len(pieces) >= 3
    frames = [a // 320 + 10 for a, _ in pieces[1:]]
    assert all(abs(frame % 458 - 454) <= 12 or frame % 458 <= 12 for frame in frames)


@pytest.mark.parametrize(
    ("text", "tokens", "times", "words"),
    [
        (" TO LỚN", ["▁TO", "▁L", "ỚN"], [0.1, 0.5, 0.6], [(2.1, 2.5, "to"), (2.5, 3.3, "lớn")]),
        (" Ủy ban", [" Ủy", " ban"], [0.0, 1.0], [(2.0, 2.8, "Ủy"), (3.0, 3.8, "ban")]),
        ("a bb", [], [], [(2.0, 3.6, "a"), (3.6, 6.0, "bb")]),
        ("<unk> [Music] ♪", ["<unk>"], [0.0], []),
        (" . ", [], [], []),
        ("U\u031b\u0309 ban", [" x", " y"], [0.0, 9.0], [(2.0, 2.8, "Ử"), (6.0, 6.0, "ban")]),
    ],
)  # fmt: skip
def test_words_and_their_times(
    text: str, tokens: list[str], times: list[float], words: list[tuple[float, float, str]]
) -> None:
    assert spoken(text, tokens, times, 2.0, 6.0) == words


@pytest.mark.long
def test_real_speech(tmp_path: Path) -> None:
    """Recognise a synthetic voice with the model that HOCVU_TEST_ASR_MODEL names, if any."""
    import shutil
    import subprocess

    from rapidfuzz.distance import Levenshtein

    from hocvu.tools.ffmpeg import probe, waveform

    need_recogniser()
    named = os.environ.get("HOCVU_TEST_ASR_MODEL", "")
    if not named:
        pytest.skip("HOCVU_TEST_ASR_MODEL names no model: registries of packages carry none")
    if shutil.which("espeak-ng") is None:
        pytest.skip("no espeak-ng here")
    language = os.environ.get("HOCVU_TEST_ASR_LANGUAGE", "vi")
    said = {"vi": "Xin chào cán bộ xã", "en": "Good morning and welcome to the course"}[language]
    voice = tmp_path / "voice.wav"
    subprocess.run(["espeak-ng", "-v", language, "-w", voice, said], check=True, timeout=60)
    audio = probe(voice).audio
    assert audio is not None
    out = tmp_path / "sound.raw"
    waveform(voice, audio, out, rate=RATE, seconds=60)
    heard = recognise(out, speech.examine(Path(named)), language)
    words = " ".join(word for _, _, word in heard.words).lower().strip(".")
    assert Levenshtein.normalized_similarity(words, said.lower()) > 0.5
