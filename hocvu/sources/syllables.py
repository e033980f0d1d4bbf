"""Tells how well a text was recognised: Vietnamese syllables are a closed set made by rule.

How many of a page's words can be syllables says more than an engine's own confidence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from hocvu.sources.oldfonts.syllables import is_syllable

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_ACUTE: Final = "\u0301"
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_FEW: Final = 10


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
