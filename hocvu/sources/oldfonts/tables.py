"""The encodings of old Vietnamese fonts, which hide Vietnamese letters behind Western ones.

TCVN3 (TCVN 5712:1993, the fonts ``.Vn…``) has a character for each letter, and for accented
letters only small ones: its fonts whose names end in H show them as capitals. VNI writes a base
letter and then a character for its marks.
"""

from __future__ import annotations

import unicodedata
from typing import Final, Literal

Encoding = Literal["tcvn3", "vni"]

_TCVN3_FROM: Final = 0xA1
# A dot is a place without a letter.
_TCVN3: Final = (
    "ĂÂÊÔƠƯĐăâêôơưđ.",
    ".....àảãáạ.ằẳẵắ.",
    "......ặầẩẫấậè.ẻẽ",
    "éẹềểễếệìỉ...ĩíịò",
    ".ỏõóọồổỗốộờởỡớợù",
    ".ủũúụừửữứựỳỷỹýỵ.",
)
TCVN3: Final = {
    chr(_TCVN3_FROM + place): letter
    for place, letter in enumerate("".join(_TCVN3))
    if letter != "."
}

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_MARKS: Final = {
    "ø": _GRAVE,
    "ù": _ACUTE,
    "û": _HOOK,
    "õ": _TILDE,
    "ï": _DOT,
    "â": _CIRCUMFLEX,
    "ê": _BREVE,
    "à": _CIRCUMFLEX + _GRAVE,
    "á": _CIRCUMFLEX + _ACUTE,
    "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE,
    "ä": _CIRCUMFLEX + _DOT,
    "è": _BREVE + _GRAVE,
    "é": _BREVE + _ACUTE,
    "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}
_TONES: Final = "øùûõï"
_BASES: Final = {"a": "".join(_MARKS), "e": f"{_TONES}âàáåãä", "o": f"{_TONES}âàáåãä"} | {
    "u": _TONES,
    "y": _TONES,
    "i": _TONES,
    "ô": _TONES,
    "ö": _TONES,
}
_ALONE: Final = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"} | {
    "í": "í",
    "ì": "ì",
}


def _vni() -> dict[str, str]:
    """Return what each one or two characters stand for; marks of a capital may be small."""
    found: dict[str, str] = {}
    for old, letter in _ALONE.items():
        found[old], found[old.upper()] = letter, letter.upper()
    for base, marks in _BASES.items():
        for mark in marks:
            letter = unicodedata.normalize("NFC", _ALONE.get(base, base) + _MARKS[mark])
            found[base + mark] = letter
            found[base.upper() + mark] = found[base.upper() + mark.upper()] = letter.upper()
    return found


VNI: Final = _vni()
STANDING: Final = frozenset("íìÍÌýÝ")
"""Letters that stand for themselves in one of the encodings."""
CHARACTERS: Final[dict[Encoding, frozenset[str]]] = {
    "tcvn3": frozenset(TCVN3),
    "vni": frozenset("".join(VNI)) - frozenset("aeiouyAEIOUY"),
}


def convert(text: str, encoding: Encoding) -> list[str]:
    """Return what stands for each character of `text`; nothing for one that went with another."""
    if encoding == "tcvn3":
        return [TCVN3.get(character, character) for character in text]
    found: list[str] = []
    place = 0
    while place < len(text):
        pair = VNI.get(text[place : place + 2]) if place + 1 < len(text) else None
        if pair:
            found += [pair, ""]
            place += 2
        else:
            found.append(VNI.get(text[place], text[place]))
            place += 1
    return found
