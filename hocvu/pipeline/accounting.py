"""Holds what a material was counted to hold against what its lesson holds, and tells differences.

A difference that a reader's own notices explain is told already; any other is told here, so that
nothing is lost in silence whatever the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from hocvu.errors import Origin, Value
from hocvu.lesson import Notice, Reading

ENOUGH: Final = 99.5
"""Percent of the words from which a text counts as kept."""

# What the codes of notices say where they tell of such a thing; `places` or `count` tells how many.
_STEMS: Final[dict[str, tuple[str, ...]]] = {
    "tables": ("table", "layout"),
    "images": (
        *("picture", "image", "chart", "diagram", "drawing", "object", "shape", "media", "markup"),
        *("scan", "smartart", "ole"),
    ),
    "notes": ("note", "comment"),
    "equations": ("equation", "math"),
    "slides": ("slide",),
}
_CODES: Final = {
    "tables": "source.tables_lost",
    "images": "source.images_lost",
    "notes": "source.notes_lost",
    "equations": "source.equations_lost",
    "slides": "source.slides_lost",
}


def differences(reading: Reading, notices: Sequence[Notice], place: Origin) -> Iterator[Notice]:
    """Yield a notice for each kind of thing of which less was kept than read and told.

    Args:
        reading: The reading.
        notices: All that is told of it already.
        place: The material.
    """
    told = sum(int(n.params.get("words", 0)) for n in notices)
    read, kept = reading.read.words, reading.kept.words + told
    percent = 100.0 * kept / read if read else 100.0
    if percent < ENOUGH:
        params: dict[str, Value] = {"read": read, "kept": kept, "percent": f"{percent:.1f}"}
        yield Notice("source.words_lost", "warning", place, params)
    for name, stems in _STEMS.items():
        read, kept = getattr(reading.read, name), getattr(reading.kept, name)
        if read > kept + _told(notices, stems):
            yield Notice(_CODES[name], "warning", place, {"read": read, "kept": kept})


def _told(notices: Sequence[Notice], stems: Sequence[str]) -> int:
    return sum(
        int(notice.params.get("places", notice.params.get("count", 1)))
        for notice in notices
        if any(stem in notice.code for stem in stems)
    )
