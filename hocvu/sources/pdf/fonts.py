"""Turns text in old Vietnamese fonts into Unicode, run by run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hocvu.sources.oldfonts import Run, decode, family
from hocvu.sources.pages.lines import Run as Piece
from hocvu.sources.pages.sheet import Sheet

# What programs that write PDF make of bytes of the old encodings.
_BYTES: Final = str.maketrans({"\u2212": "\u00ad", "\u2219": "·", "\u03bc": "µ", "\u02c9": "¯"})


def to_unicode(sheets: Sequence[Sheet]) -> int:
    """Turn the text of `sheets` into Unicode and return how many runs that changed."""
    lines = [line for sheet in sheets for line in (*sheet.lines, *sheet.turned)]
    if not any(family(run.font) for line in lines for run in line.runs):
        return 0
    texts = decode([[_as_set(run) for run in line.runs] for line in lines])
    changed = 0
    for line, made in zip(lines, texts, strict=True):
        for run, text in zip(line.runs, made, strict=True):
            if text is not None:
                run.text = text
                changed += 1
    return changed


def _as_set(run: Piece) -> Run:
    old = family(run.font) is not None
    return Run(run.text.translate(_BYTES) if old else run.text, run.font or None)
