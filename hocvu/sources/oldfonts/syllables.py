"""Whether a word can be a Vietnamese syllable: what tells one encoding of it from another."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_ONSETS: Final = (
    *("ngh", "ng", "nh", "gh", "gi", "kh", "ph", "qu", "ch", "th", "tr"),
    *"bcdđghklmnprstvx",
    "",
)
_RHYMES: Final = frozenset(
    [
        "a",
        "ac",
        "ach",
        "ai",
        "am",
        "an",
        "ang",
        "anh",
        "ao",
        "ap",
        "at",
        "au",
        "ay",
        "ăc",
        "ăm",
        "ăn",
        "ăng",
        "ăp",
        "ăt",
        "âc",
        "âm",
        "ân",
        "âng",
        "âp",
        "ât",
        "âu",
        "ây",
        "e",
        "ec",
        "em",
        "en",
        "eng",
        "eo",
        "ep",
        "et",
        "ê",
        "êch",
        "êm",
        "ên",
        "ênh",
        "êp",
        "êt",
        "êu",
        "i",
        "ich",
        "im",
        "in",
        "inh",
        "ip",
        "it",
        "iu",
        "ia",
        "iêc",
        "iêm",
        "iên",
        "iêng",
        "iêp",
        "iêt",
        "iêu",
        "o",
        "oc",
        "oi",
        "om",
        "on",
        "ong",
        "op",
        "ot",
        "oa",
        "oac",
        "oach",
        "oai",
        "oam",
        "oan",
        "oang",
        "oanh",
        "oao",
        "oap",
        "oat",
        "oay",
        "oăc",
        "oăm",
        "oăn",
        "oăng",
        "oăt",
        "oe",
        "oen",
        "oeo",
        "oet",
        "oong",
        "ooc",
        "ô",
        "ôc",
        "ôi",
        "ôm",
        "ôn",
        "ông",
        "ôp",
        "ôt",
        "ơ",
        "ơi",
        "ơm",
        "ơn",
        "ơp",
        "ơt",
        "u",
        "uc",
        "ui",
        "um",
        "un",
        "ung",
        "up",
        "ut",
        "ua",
        "uôc",
        "uôi",
        "uôm",
        "uôn",
        "uông",
        "uôt",
        "uây",
        "uân",
        "uâng",
        "uât",
        "uê",
        "uêch",
        "uênh",
        "uơ",
        "uy",
        "uya",
        "uych",
        "uyn",
        "uynh",
        "uyt",
        "uyu",
        "uyên",
        "uyêt",
        "uyp",
        "ư",
        "ưc",
        "ưi",
        "ưng",
        "ưt",
        "ưu",
        "ưa",
        "ươc",
        "ươi",
        "ươm",
        "ươn",
        "ương",
        "ươp",
        "ươt",
        "ươu",
        "y",
        "yêm",
        "yên",
        "yêng",
        "yêt",
        "yêu",
    ]
)
# The u of "qu" and the i of "gi" belong to what goes before; what follows may be rare else.
_AFTER_QU: Final = _RHYMES | {"ơt", "yt", "ynh", "ych", "yn", "yên", "yêt", "yp", "yu"}
_AFTER_GI: Final = _RHYMES | {"", "n", "p", "m", "êng", "êt", "ng"}
_STOPS: Final = ("c", "ch", "p", "t")
_TONES: Final = frozenset("\u0300\u0301\u0309\u0303\u0323")
_SHAPES: Final = "\u0302\u0306\u031b"
_VOWELS: Final = "aeiouy"
_LOUD: Final = frozenset("\u0301\u0323")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Tell if `word`, in any case and form, is built as a Vietnamese syllable is."""
    tones = []
    plain = []
    for character in unicodedata.normalize("NFD", word.lower()):
        if character not in _TONES:
            plain.append(character)
        elif plain and (plain[-1] in _VOWELS or plain[-1] in _SHAPES):
            tones.append(character)
        else:
            return False
    if len(tones) > 1 or not plain or len(plain) > 12:
        return False
    letters = unicodedata.normalize("NFC", "".join(plain))
    for onset in _ONSETS:
        if not letters.startswith(onset):
            continue
        rest = letters[len(onset) :]
        known = _AFTER_QU if onset == "qu" else _AFTER_GI if onset == "gi" else _RHYMES
        if rest in known:
            return not rest.endswith(_STOPS) or bool(tones and tones[0] in _LOUD)
    return False
