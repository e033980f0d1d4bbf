"""What kind of model lies in a folder, told by its files as sherpa-onnx's models are laid out."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from hocvu.errors import Damaged, Missing, Origin, Unsupported

_PARTS: Final = ("encoder", "decoder", "joiner")
_TAIL: Final = 256 << 10
"""Bytes at a model's end in which its properties stand (ONNX writes them last)."""

_CTC: Final = {b"zipformer2_ctc": "zipformer_ctc", b"EncDec": "nemo_ctc"}
"""Property of a model in one file to the engine's name for its kind."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model: its kind as the engine calls it, and its files by what they are.

    `digest` is the SHA-256 of all of them.
    """

    kind: str
    files: dict[str, Path]
    digest: str


def examine(folder: Path) -> Model:
    """Return the model in `folder`.

    Raises:
        Missing: The folder is not there.
        Damaged: A file of the model is empty or cannot be read.
        Unsupported: It holds no model of a known kind.
    """
    place = Origin(file=folder.name or str(folder))
    try:
        names = sorted(entry.name for entry in folder.iterdir() if entry.is_file())
    except OSError as error:
        raise Missing("asr.model_missing", origin=place, path=str(folder)) from error
    files = _files(names)
    try:
        kind = _kind(folder, files)
        if kind is None:
            raise Unsupported("asr.model_unknown", origin=place, path=str(folder))
        paths = {part: folder / name for part, name in files.items()}
        for path in paths.values():
            if path.stat().st_size == 0:
                raise Damaged("asr.model_empty", origin=place, name=path.name)
        return Model(kind, paths, _digest(tuple(map(_state, paths.values()))))
    except OSError as error:
        raise Damaged("asr.model_empty", origin=place, name=Path(error.filename).name) from error


def _files(names: list[str]) -> dict[str, str]:
    """Return the best file for each part; the smaller whole numbers (int8) are the faster."""
    models = [name for name in names if name.endswith(".onnx")]
    models.sort(key=lambda name: ("int8" not in name, name))
    files = {part: n for part in _PARTS for n in reversed(models) if part in n.lower()}
    if not files and models:
        files["model"] = next((n for n in models if n.startswith("model")), models[0])
    tokens = [name for name in names if name.endswith("tokens.txt")]
    return files | ({"tokens": tokens[0]} if tokens else {})


def _kind(folder: Path, files: dict[str, str]) -> str | None:
    if "tokens" not in files:
        return None
    if {"encoder", "decoder"} <= files.keys():
        return "transducer" if "joiner" in files else "whisper"
    if "model" not in files:
        return None
    with (folder / files["model"]).open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - _TAIL))
        tail = stream.read()
    return next((kind for told, kind in _CTC.items() if told in tail), None) if tail else "empty"


def _state(path: Path) -> tuple[Path, int, int]:
    stat = path.stat()
    return path, stat.st_size, stat.st_mtime_ns


@lru_cache(maxsize=4)
def _digest(states: tuple[tuple[Path, int, int], ...]) -> str:
    """Return the digest of files that are as `states` tells; hundreds of MiB are read once."""
    digest = hashlib.sha256()
    for path, _, _ in states:
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()
