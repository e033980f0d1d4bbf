"""Tells which letters can be a Vietnamese syllable.

Syllables are a closed set made by rule: an onset, a rime, a tone. How many of a page's words
are syllables says whether it was recognised well, which an engine's own confidence does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_ONSETS: Final = (
    *("ngh", "ng", "nh", "gh", "gi", "ph", "th", "tr", "ch", "kh", "qu"),
    *"bcdđghklmnprstvx",
)
# Rimes without tone, by how they end; a stop takes only the tones sắc and nặng.
_OPEN: Final = """
    a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iu iêu oa oai oao oay oe oeo oi ôi ơi
    ua uâ uây uê ui uơ uôi uy uya uyu ưa ưi ươi ươu ưu yêu ya oă uă uo"""
_NASAL: Final = """
    am an ang anh ăm ăn ăng âm ân âng em en eng ênh êm ên im in inh iêm iên iêng om on ong ông ôm
    ôn ơm ơn oam oan oang oanh oăm oăn oăng oem oen oong um un ung uâm uân uâng uôm uôn uông
    uêm uên uênh uyn uynh uyên ưm ưn ưng ươm ươn ương yêm yên yêng yn ynh"""
_STOPPED: Final = """
    ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ich ip it iêc iêp iêt oc op ot ôc ôp ôt ơp
    ơt oac oach oap oat oăc oăp oăt oet ooc uc up ut uât uôc uôp uôt uêch uych uyp uyt uyêt ưc
    ưp ưt ươc ươp ươt yêp yêt yêc"""
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_ACUTE, _DOT = "\u0301", "\u0323"
_FREE: Final = frozenset((_OPEN + _NASAL).split())
_CLOSED: Final = frozenset(_STOPPED.split())
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_FEW: Final = 10


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Tell if `word`, letters in NFC of any case, can be a Vietnamese syllable."""
    plain, tones = _without_tone(word.lower())
    if len(tones) > 1:
        return False
    for onset in ("", *_ONSETS):
        if not plain.startswith(onset):
            continue
        # In "gì" and "gìn" the i belongs to onset and rime; after "qu" the u is the onset's.
        rest = plain[len(onset) :]
        for rime in (rest, "i" + rest) if onset == "gi" else (rest,):
            if rime in _FREE or (rime in _CLOSED and tones in (_ACUTE, _DOT)):
                return True
    return False


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
