"""The text of a caption file, whatever its encoding."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocvu.errors import Damaged, Missing, Origin, TooLarge
from hocvu.identifiers import nfc

LARGEST: Final = 8 << 20
"""Bytes of a caption or transcript file; a day of speech has under 2 MiB."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LONE_TONE = re.compile("[\u0300-\u036f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff\ufffe]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text in NFC with plain line ends; `doubtful` when the encoding was guessed ill."""

    text: str
    encoding: str
    doubtful: bool


def read_text(path: Path, name: str) -> Decoded:
    """Read a text file that is UTF-8, UTF-16 or Windows-1258 (tones as combining characters).

    Raises:
        Missing: It is not there.
        TooLarge: It is larger than captions can be.
        Damaged: It is no text.
    """
    place = Origin(file=name)
    try:
        if path.stat().st_size > LARGEST:
            raise TooLarge("video.captions_too_large", origin=place, limit=LARGEST >> 20)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Missing("video.companion_missing", origin=place) from error
    except IsADirectoryError as error:
        raise Damaged("video.captions_not_text", origin=place) from error
    return decode(data, name)


def decode(data: bytes, name: str) -> Decoded:
    """Return `data` as text; `name` is for the error.

    Raises:
        Damaged: It is no text.
    """
    for encoding in _candidates(data):
        try:
            raw = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        lines = raw.replace("\r\n", "\n").replace("\r", "\n")
        text = nfc(_CONTROL.sub("", lines))
        doubtful = encoding == "cp1258" and _LONE_TONE.search(text) is not None
        return Decoded(text, encoding.removesuffix("-sig"), doubtful)
    raise Damaged("video.captions_not_text", origin=Origin(file=name))


def _candidates(data: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (encoding,)
    # Captions begin with ASCII: a number, a time or WEBVTT.
    if data[1:2] == b"\0":
        return ("utf-16-le",)
    return ("utf-16-be",) if data[:1] == b"\0" else ("utf-8", "cp1258")
