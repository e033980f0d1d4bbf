"""Turns text of old Vietnamese fonts into Unicode, word by word.

The font proposes and the characters decide: many runs in such a font hold Unicode, some hold
another font's encoding, and old text may have lost its font. A word that is a Vietnamese
syllable in one reading only is taken so; for the others its paragraph and then all text in its
font decide.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hocvu.identifiers import nfc
from hocvu.sources.oldfonts.syllables import is_syllable
from hocvu.sources.oldfonts.tables import CHARACTERS, STANDING, Encoding, convert

Verdict = Encoding | Literal["unicode"]
_TCVN3_FONT: Final = re.compile(r"\.?vn(?!i[- ])[a-z]|.*tcvn", re.IGNORECASE)
_VNI_FONT: Final = re.compile(r"vni[- ]", re.IGNORECASE)
# Fonts of Unicode whose names begin as those of TCVN3 do.
_UNICODE_FONT: Final = re.compile(r"vntimes new roman|vnu|vninter", re.IGNORECASE)
_HIGH: Final = CHARACTERS["tcvn3"] | CHARACTERS["vni"]
_VIETNAMESE: Final = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300-\u0323]")
_FOREIGN: Final = re.compile("[^A-Za-zÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúý]")
# Places of 8-bit fonts that are kept as symbols.
_PRIVATE: Final = {0xF000 + code: code for code in range(0xA0, 0x100)}
# PDF files give two letters of TCVN3 by the names of their glyphs: a minus sign, a dot.
_GLYPHS: Final = {"\u2212": "\xad", "\u2219": "\xb7"}
_GLYPH: Final = re.compile(
    "(?<=[A-Za-z\xa1-\xff])[\u2212\u2219]|[\u2212\u2219](?=[A-Za-z\xa1-\xff])"
)
_ENOUGH: Final = 3
_ENOUGH_WITHOUT_FONT: Final = 6
_RARE: Final = 15


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text and the name of the font that it is set in."""

    text: str
    font: str | None


@dataclass(slots=True)
class _Word:
    """Characters that stand together.

    Attributes:
        places: The run of each character and its place there.
        text: The characters.
        fonts: Names of their fonts.
        good: The readings that make it a syllable.
        vote: The only reading that makes sense, if there is one.
    """

    places: list[tuple[int, int]]
    text: str
    fonts: frozenset[str]
    good: tuple[Verdict, ...]
    vote: tuple[Verdict, ...]


def family(font: str | None) -> Encoding | None:
    """Return the encoding that the name of `font` proposes."""
    if not font or _UNICODE_FONT.match(font):
        return None
    if _VNI_FONT.match(font):
        return "vni"
    return "tcvn3" if _TCVN3_FONT.match(font) else None


def shows_capitals(font: str | None) -> bool:
    """Tell if `font` shows small letters as capitals: ``.VnTimeH``."""
    return family(font) == "tcvn3" and (font or "").rstrip().endswith("H")


def decode_run(text: str, font: str | None) -> str | None:
    """Return `text` of the font `font` in Unicode, None where it is so already."""
    return decode([[Run(text, font)]])[0][0]


def decode(paragraphs: Sequence[Sequence[Run]]) -> list[list[str | None]]:
    """Return the text of every run in Unicode NFC, None where it does not change.

    Args:
        paragraphs: All text of a document, so that what is in doubt is decided by the rest.
    """
    words = [list(_words(runs)) for runs in paragraphs]
    # Each word once: an abbreviation that stands everywhere must not outvote the language.
    told = {(font, w.text, v) for found in words for w in found for font in w.fonts for v in w.vote}
    votes: defaultdict[str, Counter[Verdict]] = defaultdict(Counter)
    for font, _, verdict in told:
        votes[font][verdict] += 1
    families: defaultdict[Encoding | None, Counter[Verdict]] = defaultdict(Counter)
    for font, found in votes.items():
        families[family(font)].update(found)
    for word in (word for found in words for word in found):
        font = next(iter(word.fonts))
        proposed = family(font)
        if word.vote and _is_chance(
            word, votes[font] + families[proposed] if proposed else votes[font]
        ):
            word.good = word.vote = ()
    carried: dict[str, Verdict] = {}
    return [
        _decoded(runs, found, votes, carried) for runs, found in zip(paragraphs, words, strict=True)
    ]


def _words(runs: Sequence[Run]) -> Iterator[_Word]:
    """Yield the words of a paragraph that hold more than ASCII."""
    places: list[tuple[int, int]] = []
    letters: list[str] = []

    def finished() -> Iterator[_Word]:
        text = "".join(letters)
        if not _HIGH.isdisjoint(text) or _VIETNAMESE.search(text):
            fonts = frozenset(runs[index].font or "" for index, _ in places)
            good = _readings(text)
            vote = good if len(good) == 1 else ()
            if _VIETNAMESE.search(text):
                vote = ("unicode",)
            yield _Word(places.copy(), text, fonts, good, vote)
        places.clear()
        letters.clear()

    for index, run in enumerate(runs):
        for place, character in enumerate(_plain(run)):
            if character.isalpha() or character in _HIGH or _VIETNAMESE.match(character):
                places.append((index, place))
                letters.append(character)
            else:
                yield from finished()
    yield from finished()


def _plain(run: Run) -> str:
    """Return the characters of `run` as the font's own encoding has them."""
    text = run.text.translate(_PRIVATE)
    if family(run.font) == "tcvn3":
        return _GLYPH.sub(lambda found: _GLYPHS[found[0]], text)
    return text


def _readings(text: str) -> tuple[Verdict, ...]:
    """Return the readings of `text` that make it a syllable."""
    found: list[Verdict] = ["unicode"] if _is_word(text) else []
    found += [encoding for encoding in CHARACTERS if _fits(text, encoding)]
    return tuple(found)


def _fits(text: str, encoding: Encoding) -> bool:
    known = CHARACTERS[encoding]
    if any(character > "\x7f" and character not in known for character in text):
        return False
    made = convert(text, encoding)
    if any(
        old > "\x7f" and old == new and old not in STANDING
        for old, new in zip(text, made, strict=True)
    ):
        return False  # A mark without its letter.
    return _is_word("".join(made))


def _is_word(text: str) -> bool:
    return text.isalpha() and is_syllable(text)


def _decoded(
    runs: Sequence[Run],
    words: Sequence[_Word],
    votes: Mapping[str, Counter[Verdict]],
    carried: dict[str, Verdict],
) -> list[str | None]:
    here: Counter[Verdict] = Counter(verdict for word in words for verdict in word.vote)
    texts = [list(_plain(run)) for run in runs]
    verdicts = {
        font: _prior(font, here, votes.get(font, Counter()), carried)
        for font in {run.font or "" for run in runs}
    }
    changed: set[int] = set()
    for place, word in enumerate(words):
        font = runs[word.places[0][0]].font or ""
        prior = verdicts[font]
        if len(here) > 1 and prior != "unicode":
            prior = _nearest(words, place) or prior
        verdict = _verdict(word, prior, votes[font], family(font))
        if verdict == "unicode":
            continue
        for (index, at), letter in zip(word.places, convert(word.text, verdict), strict=True):
            texts[index][at] = letter
            changed.add(index)
    for index, run in enumerate(runs):
        if shows_capitals(run.font) and (index in changed or verdicts[run.font or ""] != "unicode"):
            texts[index] = [letter.upper() for letter in texts[index]]
            changed.add(index)
    made = ["".join(letters) for letters in texts]
    return [
        nfc(made[i]) if i in changed and made[i] != run.text else None for i, run in enumerate(runs)
    ]


def _prior(
    font: str, here: Counter[Verdict], everywhere: Counter[Verdict], carried: dict[str, Verdict]
) -> Verdict:
    """Return how text of `font` is read in a paragraph where a word alone does not tell."""
    proposed = family(font)
    if proposed is None:
        return _without_font(here, everywhere)
    found = _leading(here)
    if found:
        carried[font] = found
    return found or _leading(everywhere) or carried.get(font, proposed)


def _leading(votes: Counter[Verdict]) -> Verdict | None:
    """Return the reading that most words speak for by far."""
    ranked = votes.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] >= _ENOUGH * ranked[1][1]):
        return ranked[0][0]
    return None


def _without_font(here: Counter[Verdict], everywhere: Counter[Verdict]) -> Verdict:
    """Return how text is read whose font proposes nothing: old only when nearly all of it is."""
    for encoding in CHARACTERS:
        much = here[encoding] >= _ENOUGH_WITHOUT_FONT and here[encoding] > 9 * here["unicode"]
        most = everywhere[encoding] > 20 * max(1, everywhere["unicode"])
        if much or (most and not here["unicode"]):
            return encoding
    return "unicode"


def _nearest(words: Sequence[_Word], place: int) -> Verdict | None:
    """Return what the nearest word that tells speaks for, where two encodings stand together."""
    for distance in range(1, len(words)):
        for near in (place - distance, place + distance):
            if 0 <= near < len(words) and words[near].vote:
                return words[near].vote[0]
    return None


def _is_chance(word: _Word, everywhere: Counter[Verdict]) -> bool:
    """Tell if the one reading that fits is one that nothing else of this font has.

    "NĐ" is no syllable in its own encoding, but by chance it is one in another.
    """
    if _VIETNAMESE.search(word.text):
        return False
    leading, most = everywhere.most_common(1)[0]
    if leading == "unicode" and _FOREIGN.search(word.text):
        return False
    return everywhere[word.vote[0]] * _RARE < most


def _verdict(
    word: _Word, prior: Verdict, everywhere: Counter[Verdict], proposed: Encoding | None
) -> Verdict:
    if _VIETNAMESE.search(word.text) or (prior == "unicode" and not proposed):
        return "unicode"
    if word.vote:
        return word.vote[0]
    if prior == "unicode" or prior in word.good or not word.good:
        return prior
    return max(word.good, key=lambda verdict: everywhere[verdict])
