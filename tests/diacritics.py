"""How many letters with marks are right: the metric of the corpus of old documents (METRIC.md).

Both sides are in NFC, white space is one space; they are aligned by their base letters, and of
the letters with marks in the transcript those count that are the same. Case is not looked at
unless it is asked for: the transcripts were made by a table of bytes, which cannot know that a
font shows capitals.
"""

from __future__ import annotations

import unicodedata

from rapidfuzz.distance import LCSseq


def diacritics(transcript: str, ours: str, *, case: bool = False) -> tuple[int, int]:
    """Return how many letters with marks of `transcript` are right in `ours`, and how many are."""
    truth, found = _plain(transcript), _plain(ours)
    if not case:
        truth, found = truth.lower(), found.lower()
    right = 0
    for step in LCSseq.opcodes(_bases(truth.lower()), _bases(found.lower())):
        if step.tag == "equal":
            pairs = zip(
                truth[step.src_start : step.src_end],
                found[step.dest_start : step.dest_end],
                strict=True,
            )
            right += sum(a == b for a, b in pairs if _is_marked(a))
    return right, sum(map(_is_marked, truth))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _bases(text: str) -> str:
    return "".join(_base(character) for character in text)


def _base(character: str) -> str:
    if character == "đ":
        return "d"
    parts = unicodedata.normalize("NFD", character)
    return next((c for c in parts if unicodedata.category(c) != "Mn"), character)


def _is_marked(character: str) -> bool:
    apart = unicodedata.normalize("NFD", character)
    return character in "đĐ" or any(unicodedata.category(c) == "Mn" for c in apart)
