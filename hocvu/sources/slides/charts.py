"""Charts of a slide as the table of their values."""

from __future__ import annotations

from collections.abc import Iterator

from hocvu.lesson import Block, Paragraph, Text
from hocvu.sources.charts import MAX_ROWS, chart_table
from hocvu.sources.slides.deck import Related
from hocvu.sources.slides.text import Context


def read_chart(part: Related | None, context: Context) -> Iterator[Block]:
    """Yield a chart's title and values; tell of a chart that is not read."""
    chart = None if part is None or part.external else part.xml()
    if chart is None:
        context.notices.at(context.origin, "slides.chart_unread")
        return
    title, table, rows = chart_table(chart, context.origin)
    if rows > MAX_ROWS:
        context.notices.at(context.origin, "slides.chart_cut", rows=rows, limit=MAX_ROWS)
    if table is not None:
        yield table
    elif title:
        yield Paragraph(children=(Text(text=title),), origin=context.origin)
