"""Tells how well a text was recognised: Vietnamese syllables are a closed set made by rule.

How many of a page's words can be syllables says more than an engine's own confidence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from hocvu.identifiers import nfc
from hocvu.sources import oldfonts
from hocvu.sources.oldfonts import Run
from hocvu.sources.oldfonts.syllables import is_syllable
from hocvu.sources.text import Decoded

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_ACUTE: Final = "\u0301"
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_FEW: Final = 10
_FONTS: Final = (None, ".VnTime", "VNI-Times")
_SAMPLE: Final = 1000
"""Lines that tell how the others read."""

_BETTER: Final = 0.1
"""Share of a text's words that must become syllables before it is taken for an old font's."""


def share_of_syllables(texts: Iterable[str]) -> float | None:
    """Return which share of the words of `texts` are syllables; None where there are too few.

    Words in capitals with no vowel, such as UBND, numbers and signs are left aside.
    """
    good = bad = 0
    for text in texts:
        for word in text.split():
            letters = _LETTERS.findall(word)
            if len(letters) != 1 or (letters[0].isupper() and len(letters[0]) < 6):
                continue
            if is_syllable(letters[0]):
                good += 1
            else:
                bad += 1
    return good / (good + bad) if good + bad >= _FEW else None


def in_unicode(data: bytes, decoded: Decoded) -> tuple[str, int]:
    """Return the text of a plain file, and how many of its lines were in an old font's encoding.

    Text that was typed for a font of TCVN3 or VNI names no font in such a file: it is taken for
    that where it makes more syllables. `decoded` is what was made of the file's bytes, `data`.
    """
    text = decoded.text
    if decoded.encoding == "cp1258":
        # Saved as bytes, the letters of such a font are those of Windows-1252.
        text = data.decode("cp1252", "replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    sample = lines[:_SAMPLE]
    usual = share_of_syllables(decoded.text.split("\n")[:_SAMPLE]) or 0.0
    shares = {font: share_of_syllables(_decoded(sample, font)[0]) or 0.0 for font in _FONTS}
    best = max(shares, key=lambda font: shares[font])
    if shares[best] <= usual + _BETTER:
        return decoded.text, 0
    made, count = _decoded(lines, best)
    return nfc("\n".join(made)), count


def _decoded(lines: Sequence[str], font: str | None) -> tuple[list[str], int]:
    """Return `lines` as they read when they are set in `font`, and how many that changes."""
    made = [found[0] for found in oldfonts.decode([[Run(line, font)] for line in lines])]
    told = [line if new is None else new for line, new in zip(lines, made, strict=True)]
    return told, sum(new is not None for new in made)


def with_lost_tone(word: str) -> str:
    """Return `word` with the tone that recognition lost over a circumflex: ``quôc``, ``xuât``.

    A syllable that ends in a stop has the tone sắc or nặng, and the sign over the circumflex is
    the one that scans lose; any other word is returned as it is.
    """
    plain, tones = _without_tone(word)
    letters = plain.strip(".,;:()“”\"'!?…")
    if tones or is_syllable(letters):
        return word
    for sign in "âêôÂÊÔ":
        place = plain.rfind(sign)
        if place >= 0:
            mended = unicodedata.normalize("NFC", plain[: place + 1] + _ACUTE + plain[place + 1 :])
            return mended if is_syllable(mended.strip(".,;:()“”\"'!?…")) else word
    return word


def _without_tone(word: str) -> tuple[str, str]:
    apart = unicodedata.normalize("NFD", word)
    tones = "".join(c for c in apart if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TONES)), tones
