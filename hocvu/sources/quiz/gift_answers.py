"""What stands between the braces of a question in GIFT."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from hocvu.errors import Origin
from hocvu.lesson import Range
from hocvu.sources.quiz.drafts import Blocks, Desk, Draft, Kind, Option, Pair

_PART: Final = re.compile(r"([=~])([^=~]*)")
_WEIGHT: Final = re.compile(r"\s*%(-?\d+(?:[.,]\d+)?)%")
_TRUTHS: Final = frozenset({"T", "TRUE", "F", "FALSE"})
_NUMBER: Final = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?"
_NEAR: Final = re.compile(rf"({_NUMBER})(?:\s*:\s*({_NUMBER}))?")
_SPAN: Final = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})")
_COLON: Final = chr(0xE006)


@dataclass(frozen=True, slots=True)
class Written:
    """One answer: its sign, its text, its weight from -1 to 1 and its feedback."""

    sign: str
    text: str
    weight: float | None
    feedback: str


def split(text: str) -> list[Written]:
    """Return the answers of `text`."""
    found: list[Written] = []
    for sign, rest in _PART.findall(text):
        weight = None
        if given := _WEIGHT.match(rest):
            weight = float(given[1].replace(",", ".")) / 100
        words, _, feedback = rest[given.end() if given else 0 :].partition("#")
        found.append(Written(sign, words, weight, feedback))
    return found


def kind_of(text: str, written: Sequence[Written]) -> Kind:
    """Return the kind of question that has these answers, as Moodle decides it."""
    if not text:
        return "essay"
    if text.startswith("#"):
        return "number"
    if text.partition("#")[0].strip().upper() in _TRUTHS:
        return "true_false"
    signs = {answer.sign for answer in written}
    if "~" in signs:
        return "single" if "=" in signs else "multiple"
    if not signs:
        return "unknown"
    return "match" if any("->" in answer.text for answer in written) else "text"


def choices(
    draft: Draft,
    written: Sequence[Written],
    blocks: Callable[[str], Blocks],
    place: Origin,
    desk: Desk,
) -> None:
    """Fill `draft` with choices; without a right one each has a weight and several are right."""
    for answer in written:
        share = answer.weight
        right = answer.sign == "=" if draft.kind == "single" else (share or 0) > 0
        option = Option(blocks(answer.text), place, right, share, blocks(answer.feedback))
        draft.options.append(option)
    draft.partial = draft.kind == "multiple"
    # One choice of full weight among many is a question with one right answer.
    full = [option for option in draft.options if (option.share or 0) >= 1]
    if draft.kind == "multiple" and len(full) == 1 == sum(o.right for o in draft.options):
        draft.kind, draft.partial = "single", False


def pairs(
    draft: Draft,
    written: Sequence[Written],
    blocks: Callable[[str], Blocks],
    place: Origin,
    desk: Desk,
) -> None:
    """Fill `draft` with pairs to match."""
    for answer in written:
        left, arrow, right = answer.text.partition("->")
        if not arrow:
            desk.wrong(place, "quiz.pair_open", text=" ".join(left.split())[:60])
            draft.doubted = True
            continue
        draft.pairs.append(Pair(blocks(left), blocks(right), place))


def numbers(text: str, share: float, feedback: Blocks) -> Range | None:
    """Return the numbers that ``3``, ``3:0.5`` or ``1..5`` mean."""
    text = text.replace(_COLON, ":")
    if found := _SPAN.fullmatch(text):
        low, high = float(found[1]), float(found[2])
    elif found := _NEAR.fullmatch(text.replace(",", ".")):
        middle, off = float(found[1]), abs(float(found[2] or 0))
        low, high = round(middle - off, 12), round(middle + off, 12)
    else:
        return None
    if not (math.isfinite(low) and math.isfinite(high)):
        return None
    return Range(low=low, high=high, share=share, feedback=feedback)
