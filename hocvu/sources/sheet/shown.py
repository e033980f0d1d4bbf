"""Shows the values of cells as a Vietnamese reader sees them: 1.234,5 and 26/05/2026."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from hocvu.tools.workbooks import Cell

_QUOTED: Final = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')
_DECIMALS: Final = re.compile(r"[0#?]\.([0#?]+)")
_MOST_DIGITS: Final = 11
"""Excel's General shows no more."""


def shown(cell: Cell) -> str:
    """Return the text of a cell as it is shown; empty when it holds nothing."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return "ĐÚNG" if value else "SAI"
        case dt.datetime():
            return _moment(value)
        case dt.date():
            return f"{value:%d/%m/%Y}"
        case dt.time():
            return f"{value:%H:%M}"
        case dt.timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case int() | float():
            return _number(value, cell.shape)
        case _:
            return str(value).strip()


def _moment(value: dt.datetime) -> str:
    if (value.hour, value.minute, value.second) == (0, 0, 0):
        return f"{value:%d/%m/%Y}"
    return f"{value:%d/%m/%Y %H:%M}"


def _number(value: float, shape: str) -> str:
    """Return a number by its format: decimals, thousands, percent, and words around it."""
    pattern = shape.split(";", maxsplit=1)[0]
    words = [found[1] or found[2] or "" for found in _QUOTED.finditer(pattern)]
    bare = _QUOTED.sub("", pattern)
    if shape == "General" or "E" in bare.upper().replace("GENERAL", "") or "/" in bare:
        return _general(value)
    if not any(sign in bare for sign in "0#?"):
        return _general(value)
    percent = "%" in bare
    scaled = value * 100 if percent else value
    decimals = _DECIMALS.search(bare)
    least = decimals[1].count("0") if decimals else 0
    most = len(decimals[1]) if decimals else 0
    text = f"{abs(scaled):,.{most}f}" if "," in bare else f"{abs(scaled):.{most}f}"
    whole, _, fraction = text.partition(".")
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    leading = len(re.match(r"[^.]*", bare)[0].replace(",", "").replace("#", "").strip("%- "))  # type: ignore[index]
    if "," not in bare and leading > 1:
        whole = whole.zfill(leading)  # Codes such as 00123.
    made = whole.replace(",", ".") + (f",{fraction}" if fraction else "")
    sign = "-" if scaled < 0 and made.strip("0.,") else ""
    after = " ".join(word.strip() for word in words if word.strip())
    return f"{sign}{made}{'%' if percent else ''}{f' {after}' if after else ''}"


def _general(value: float) -> str:
    """Return a number in as many digits as it needs, with a comma for decimals."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value)) if abs(value) < 1e15 else f"{value:.5E}".replace(".", ",")
    text = f"{value:.{_MOST_DIGITS}g}"
    return text.replace(".", ",")
