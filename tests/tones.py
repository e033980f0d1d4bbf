"""Makes a model for sherpa-onnx that understands a language of pure tones.

A model of this size cannot know speech; the engine's whole way from sound to words with their
times is the same. It is a Zipformer CTC model as the engine sees it: mel features in, the
logarithms of probabilities of tokens out, one for four frames.
"""

import math
import os
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from hocvu.tools.speech import ENGINE

MELS = 80
RATE = 16_000
_FLOAT, _INT64 = 1, 7


def _varint(value: int) -> bytes:
    out = bytearray()
    while True:
        value, low = value >> 7, value & 0x7F
        out.append(low | (0x80 if value else 0))
        if not value:
            return bytes(out)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _tensor(name: str, kind: int, shape: Sequence[int], data: bytes) -> bytes:
    dims = b"".join(_number(1, size) for size in shape)
    return dims + _number(2, kind) + _bytes(8, name) + _bytes(9, data)


def _floats(name: str, shape: Sequence[int], values: Iterable[float]) -> bytes:
    values = list(values)
    return _tensor(name, _FLOAT, shape, struct.pack(f"<{len(values)}f", *values))


def _value(name: str, kind: int, shape: Sequence[int | str]) -> bytes:
    dims = b"".join(
        _bytes(1, _bytes(2, size) if isinstance(size, str) else _number(1, size)) for size in shape
    )
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, dims)))


def _ints(name: str, values: Sequence[int]) -> bytes:
    told = b"".join(_number(8, value) for value in values)
    return _bytes(1, name) + told + _number(20, 7)


def _int(name: str, value: int) -> bytes:
    return _bytes(1, name) + _number(3, value) + _number(20, 2)


def _node(kind: str, inputs: Sequence[str], output: str, *attributes: bytes) -> bytes:
    told = b"".join(_bytes(1, name) for name in inputs) + _bytes(2, output)
    return told + _bytes(4, kind) + b"".join(_bytes(5, one) for one in attributes)


def mel(frequency: float) -> float:
    """Return the mel that Kaldi's filters take for `frequency` in hertz."""
    return 1127 * math.log(1 + frequency / 700)


def pitch(bin_: int) -> float:
    """Return the frequency in the middle of a mel bin of Kaldi's 80 from 20 Hz to 7 600 Hz."""
    low, high = mel(20), mel(RATE / 2 - 400)
    middle = low + (high - low) * (bin_ + 1) / (MELS + 1)
    return 700 * (math.exp(middle / 1127) - 1)


def bins(words: Sequence[str]) -> list[int]:
    """Return the mel bin that is the tone of each of `words`."""
    return [12 + 6 * number for number in range(len(words))]


def write_model(folder: Path, words: Sequence[str]) -> Path:
    """Write the model of a language of at most ten `words` and return its folder."""
    size = len(words) + 1
    weights = [0.0] * (MELS * size)
    for token, own in enumerate(bins(words), start=1):
        for bin_ in range(MELS):
            weights[bin_ * size + token] = (1.0 if bin_ == own else 0.0) - 1 / MELS
    nodes = [
        _node("Transpose", ["x"], "t", _ints("perm", [0, 2, 1])),
        _node("AveragePool", ["t"], "p", _ints("kernel_shape", [4]), _ints("strides", [4])),
        _node("Transpose", ["p"], "f", _ints("perm", [0, 2, 1])),
        _node("MatMul", ["f", "w"], "m"),
        _node("Add", ["m", "b"], "a"),
        _node("LogSoftmax", ["a"], "log_probs", _int("axis", 2)),
        _node("Div", ["x_lens", "four"], "log_probs_len"),
    ]
    tensors = [
        _floats("w", [MELS, size], weights),
        _floats("b", [size], [4.5, *[0.0] * len(words)]),
        _tensor("four", _INT64, [1], struct.pack("<q", 4)),
    ]
    graph = b"".join(_bytes(1, node) for node in nodes) + _bytes(2, "tones")
    graph += b"".join(_bytes(5, tensor) for tensor in tensors)
    graph += _bytes(11, _value("x", _FLOAT, ["N", "T", MELS]))
    graph += _bytes(11, _value("x_lens", _INT64, ["N"]))
    graph += _bytes(12, _value("log_probs", _FLOAT, ["N", "S", size]))
    graph += _bytes(12, _value("log_probs_len", _INT64, ["N"]))
    told = {"model_type": "zipformer2_ctc", "version": "1", "comment": "tones"}
    model = _number(1, 8) + _bytes(7, graph) + _bytes(8, _bytes(1, "") + _number(2, 13))
    model += b"".join(_bytes(14, _bytes(1, k) + _bytes(2, v)) for k, v in told.items())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.int8.onnx").write_bytes(model)
    lines = ["<blk> 0", *(f"▁{word} {number}" for number, word in enumerate(words, start=1))]
    (folder / "tokens.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def need_recogniser() -> None:
    """Skip where sherpa-onnx is not installed; CI has it."""
    if ENGINE.find() is None:
        if os.environ.get("CI"):
            pytest.fail("sherpa-onnx is missing")
        pytest.skip("no sherpa-onnx here")


def speak(words: Sequence[str], said: Iterable[str | float], seconds: float = 0.3) -> bytes:
    """Return samples that say words, each followed by a breath; numbers are seconds of silence."""
    made = {}
    for word, own in zip(words, bins(words), strict=True):
        turn = 2 * math.pi * pitch(own) / RATE
        count = round(RATE * seconds)
        tone = (round(9000 * math.sin(turn * n)) for n in range(count))
        made[word] = struct.pack(f"<{count}h", *tone) + bytes(2 * RATE // 20)
    return b"".join(
        made[one] if isinstance(one, str) else bytes(2 * round(RATE * one)) for one in said
    )
