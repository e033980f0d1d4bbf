"""Charts as the table of their values, so that they can be searched and heard."""

from __future__ import annotations

from typing import Any, Final

from hocvu.errors import Origin
from hocvu.identifiers import nfc
from hocvu.lesson import Cell, Paragraph, Row, Table, Text

MAX_ROWS: Final = 200
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_LABELS: Final = ("cat", "xVal")
_VALUES: Final = ("val", "yVal")
_SIZES: Final = ("bubbleSize",)


def chart_table(chart: Any, origin: Origin) -> tuple[str, Table | None, int]:
    """Return the title of a chart, its values, and how many rows it has (ECMA-376-1, 21.2).

    Args:
        chart: Root of the chart's part.
        origin: Where it stands.

    Returns:
        The title, or an empty string; the table of at most `MAX_ROWS`, None where the chart
        holds no values; the number of rows.
    """
    title = _title(chart)
    series = list(chart.iter(f"{_C}ser"))
    columns = [column for one in series for column in _columns(one) if column[1]]
    labels = next((found for one in series if (found := _points(one, _LABELS))), {})
    count = max((max(values) + 1 for _, values in columns), default=0)
    if not columns:
        return title, None, 0
    head = Row(
        cells=tuple(_cell(name, header=True) for name in ("", *(name for name, _ in columns))),
        header=True,
    )
    body = tuple(
        Row(
            cells=(
                _cell(labels.get(index, ""), header=True),
                *(_cell(values.get(index, "")) for _, values in columns),
            )
        )
        for index in range(min(count, MAX_ROWS))
    )
    caption = (Text(text=title),) if title else ()
    return title, Table(rows=(head, *body), caption=caption, origin=origin), count


def _title(chart: Any) -> str:
    title = chart.find(f"{_C}chart/{_C}title")
    if title is None:
        return ""
    return " ".join(nfc("".join(node.text or "" for node in title.iter(f"{_A}t"))).split())


def _columns(series: Any) -> tuple[tuple[str, dict[int, str]], ...]:
    """Return the name and values of a series, and the sizes of its bubbles, which have no name."""
    name = series.find(f"{_C}tx")
    shown = "" if name is None else " ".join(node.text or "" for node in name.iter(f"{_C}v"))
    return (nfc(shown), _points(series, _VALUES)), ("", _points(series, _SIZES))


def _points(series: Any, kinds: tuple[str, ...]) -> dict[int, str]:
    for kind in kinds:
        holder = series.find(f"{_C}{kind}")
        if holder is None:
            continue
        # Categories in several levels: the innermost, which comes first, names the point.
        level = holder.find(f".//{_C}lvl")
        points = (holder if level is None else level).iter(f"{_C}pt")
        found = {_index(point): _value(point) for point in points}
        if found:
            return found
    return {}


def _index(point: Any) -> int:
    text = point.get("idx", "0")
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _value(point: Any) -> str:
    """Return a value as people write it: 4.3000000000000007 is what a computer keeps of 4.3."""
    text = nfc(point.findtext(f"{_C}v") or "").strip()
    try:
        return f"{float(text):.10g}" if len(text) > 12 else text
    except ValueError:
        return text


def _cell(text: str, header: bool = False) -> Cell:
    children = (Paragraph(children=(Text(text=text),)),) if text else ()
    return Cell(children=children, header=header)
