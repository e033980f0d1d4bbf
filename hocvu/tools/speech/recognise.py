"""Recognises the speech of a recording, piece by piece, each process with limits of its own."""

from __future__ import annotations

import json
import mmap
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hocvu.errors import ToolFailed, ToolMissing
from hocvu.tools import process
from hocvu.tools.process import MIB, Limits
from hocvu.tools.speech.engine import ENGINE
from hocvu.tools.speech.model import Model
from hocvu.tools.speech.pieces import RATE, Piece, divide
from hocvu.tools.speech.words import Spoken, spoken

_MEMORY: Final = 5120 * MIB
_LOADING: Final = 120
_SLOWEST: Final = 20
"""Seconds of work for a second of sound, on an old office computer."""

_MOST_AT_ONCE: Final = 4
"""Each process holds the whole model."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard: the words with their times, and how many seconds held sound at all."""

    words: tuple[Spoken, ...]
    seconds: float


def recognise(
    sound: Path,
    model: Model,
    language: str,
    told: Callable[[float], None] = lambda seconds: None,
) -> Heard:
    """Recognise the speech in `sound`: samples of 16 bits, 16 000 a second, one channel.

    The pieces do not depend on each other and each is worked on by one thread, so that the
    result is the same on any number of cores.

    Args:
        sound: The samples; files of this work are put beside it.
        model: What understands the language.
        language: The language spoken, for models of several.
        told: Called with the seconds of sound that were done since it was last called; from
            several threads, one at a time.

    Raises:
        ToolMissing: sherpa-onnx is not installed.
        ToolFailed: It does not take the model, or stopped.
        ToolTimedOut: It took longer than a slow machine needs.
    """
    if ENGINE.find() is None:
        raise ToolMissing("asr.missing", tool=ENGINE.name)
    pieces = _pieces(sound)
    shares = min(len(pieces), os.cpu_count() or 1, _MOST_AT_ONCE)
    if not shares:
        return Heard((), 0.0)
    numbered = list(enumerate(pieces))
    job = {
        "kind": model.kind,
        "files": {part: str(path.resolve()) for part, path in model.files.items()},
        "language": language.partition("-")[0],
        "sound": str(sound),
        "rate": RATE,
    }
    turn = threading.Lock()

    def done(seconds: float) -> None:
        with turn:
            told(seconds)

    with ThreadPoolExecutor(shares) as pool:
        work = [
            pool.submit(_child, job | {"pieces": numbered[n::shares]}, sound, n, done)
            for n in range(shares)
        ]
        said = {number: result for part in work for number, result in part.result().items()}
    words: list[Spoken] = []
    for number, (start, end) in numbered:
        answer = said.get(number)
        if answer is None:
            raise ToolFailed("tool.failed", tool=ENGINE.name, status=0, said=f"{number}")
        words += spoken(answer["text"], answer["tokens"], answer["times"], start / RATE, end / RATE)
    return Heard(tuple(words), sum(end - start for start, end in pieces) / RATE)


def _pieces(sound: Path) -> list[Piece]:
    if not sound.stat().st_size:
        return []
    with (
        sound.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
        memoryview(mapped) as view,
        view[: len(view) // 2 * 2] as whole,
        whole.cast("h") as samples,
    ):
        return divide(samples)


def _child(
    job: dict[str, Any], sound: Path, share: int, told: Callable[[float], None]
) -> dict[int, dict[str, Any]]:
    """Return what one process says of its share of the pieces."""
    path = sound.with_name(f"{sound.name}.{share}.json")
    path.write_text(json.dumps(job), "utf-8")
    pieces: Sequence[tuple[int, Piece]] = job["pieces"]
    lengths = {number: (end - start) / RATE for number, (start, end) in pieces}
    said: dict[int, dict[str, Any]] = {}

    def on_line(line: str) -> None:
        if line.startswith('{"number"'):
            answer = json.loads(line)
            said[answer["number"]] = answer
            told(lengths[answer["number"]])

    limits = Limits(seconds=_LOADING + _SLOWEST * sum(lengths.values()), memory=_MEMORY)
    env = {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "OMP_NUM_THREADS": "1"}
    child = Path(__file__).with_name("child.py")
    process.run([sys.executable, "-P", child, path], limits=limits, env=env, on_line=on_line)
    return said
