"""Counts the words of a chart by a plain reading of its XML, apart from the conversion."""

from __future__ import annotations

from typing import Any, Final

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def chart_words(root: Any) -> int:
    """Return the number of words of a chart's title, names, categories and values.

    Categories are those of the first series that has any: they are the same for all.
    """
    title = root.find(f"{_C}chart/{_C}title")
    said = () if title is None else title.iter(f"{_A}p")
    words = sum(len("".join(t.text or "" for t in one.iter(f"{_A}t")).split()) for one in said)
    labelled = False
    for series in root.iter(f"{_C}ser"):
        for kind in ("tx", "cat", "xVal", "val", "yVal", "bubbleSize"):
            values = [v.text or "" for v in series.iterfind(f"{_C}{kind}//{_C}v")]
            if kind in {"cat", "xVal"} and labelled:
                continue
            labelled = labelled or (kind in {"cat", "xVal"} and bool(values))
            words += sum(len(value.split()) for value in values)
    return words
