"""Charts of a slide as the table of their values, so that they can be searched and heard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hocvu.identifiers import nfc
from hocvu.lesson import Block, Cell, Paragraph, Row, Table, Text
from hocvu.sources.slides.deck import Related
from hocvu.sources.slides.names import A, C, Element
from hocvu.sources.slides.text import Context

MAX_ROWS: Final = 200
_LABELS: Final = ("cat", "xVal")
_VALUES: Final = ("val", "yVal", "bubbleSize")


def read_chart(part: Related | None, context: Context) -> Iterator[Block]:
    """Yield a chart's title and values (ECMA-376-1, 21.2); tell of a chart that is not read."""
    chart = None if part is None or part.external else part.xml()
    if chart is None:
        context.notices.at(context.origin, "slides.chart_unread")
        return
    title = _title(chart)
    series = list(chart.iter(f"{C}ser"))
    columns = [values for one in series if (values := _column(one))[1]]
    labels = next((found for one in series if (found := _points(one, _LABELS))), {})
    count = max((max(values) + 1 for _, values in columns), default=0)
    if count > MAX_ROWS:
        context.notices.at(context.origin, "slides.chart_cut", rows=count, limit=MAX_ROWS)
    caption = (Text(text=title),) if title else ()
    if not columns:
        if title:
            yield Paragraph(children=caption, origin=context.origin)
        return
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
    yield Table(rows=(head, *body), caption=caption, origin=context.origin)


def _title(chart: Element) -> str:
    title = chart.find(f"{C}chart/{C}title")
    if title is None:
        return ""
    return " ".join(nfc("".join(node.text or "" for node in title.iter(f"{A}t"))).split())


def _column(series: Element) -> tuple[str, dict[int, str]]:
    name = series.find(f"{C}tx")
    shown = "" if name is None else " ".join(node.text or "" for node in name.iter(f"{C}v"))
    return nfc(shown), _points(series, _VALUES)


def _points(series: Element, kinds: tuple[str, ...]) -> dict[int, str]:
    for kind in kinds:
        holder = series.find(f"{C}{kind}")
        if holder is None:
            continue
        # Categories in several levels: the innermost, which comes first, names the point.
        level = holder.find(f".//{C}lvl")
        points = (holder if level is None else level).iter(f"{C}pt")
        found = {int(point.get("idx", "0")): _value(point) for point in points}
        if found:
            return found
    return {}


def _value(point: Element) -> str:
    """Return a value as people write it: 4.3000000000000007 is what a computer keeps of 4.3."""
    text = nfc(point.findtext(f"{C}v") or "").strip()
    try:
        return f"{float(text):.10g}" if len(text) > 12 else text
    except ValueError:
        return text


def _cell(text: str, header: bool = False) -> Cell:
    children = (Paragraph(children=(Text(text=text),)),) if text else ()
    return Cell(children=children, header=header)
