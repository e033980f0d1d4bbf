"""The text of a plain file, whatever its encoding: UTF-8, UTF-16 or Windows-1258."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from hocvu.identifiers import nfc

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = {
    "windows-1258": "cp1258",
    "cp1258": "cp1258",
    "windows-1252": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
}
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff\ufffe]")
_LONE_TONE: Final = re.compile("[\u0300-\u036f]")
_SAMPLE: Final = 4096
_MOST_CONTROLS: Final = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text in NFC with plain line ends; `doubtful` when the encoding was guessed ill."""

    text: str
    encoding: str
    doubtful: bool


def decode(data: bytes, declared: str = "") -> Decoded | None:
    """Return `data` as text, or None when it is no text.

    Args:
        data: The file.
        declared: The encoding that the file names; it is believed where its bytes agree.
    """
    for encoding in _candidates(data, _DECLARED.get(declared.strip().lower(), "")):
        try:
            raw = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Any bytes are good Windows-1258, so there a single control character tells no text.
        most = 0 if encoding.startswith("cp125") else _MOST_CONTROLS * len(raw) + 1
        if len(_CONTROL.findall(raw)) > most:
            return None
        text = nfc(_CONTROL.sub("", raw.replace("\r\n", "\n").replace("\r", "\n")))
        doubtful = encoding == "cp1258" and _LONE_TONE.search(text) is not None
        return Decoded(text, encoding.removesuffix("-sig"), doubtful)
    return None


def is_text(head: bytes) -> bool:
    """Tell if the beginning of a file looks like text in one of these encodings."""
    if head.startswith(tuple(mark for mark, _ in _MARKS)):
        return True
    return b"\0" not in head or _wide(head) is not None


def _candidates(data: bytes, declared: str) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (encoding,)
    wide = _wide(data[:_SAMPLE])
    # Windows-1258 writes tones as letters of their own, which NFC joins again.
    if wide:
        return (wide,)
    # Bytes beyond ASCII that are good UTF-8 are UTF-8, whatever the file says.
    return ("utf-8", declared, "cp1258") if declared else ("utf-8", "cp1258")


def _wide(head: bytes) -> str | None:
    """Return the kind of UTF-16 without a mark, by where most of its zero bytes are."""
    zeros = head.count(b"\0")
    if zeros * 5 < len(head) or not zeros:
        return None
    even = sum(1 for byte in head[::2] if byte == 0)
    return "utf-16-be" if even * 2 > zeros else "utf-16-le"
