"""A report as one page to read and to print, with bars drawn as plain elements."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from hocvu.catalog.report.table import Table, Value, shown, sums, topics, word
from hocvu.catalog.report.totals import Report, Total
from hocvu.messages import Language

_BARS = ("planned", "made", "published", "late")


def as_page(report: Report, lang: Language) -> bytes:
    """Return `report` as HTML that needs no other file."""
    style = (files("hocvu.catalog.report") / "page.css").read_text(encoding="utf-8")
    title = escape(f"{word('heading', lang)} – {report.today:%d/%m/%Y}")
    parts = [_figures(report.whole, lang)]
    for totals, table in zip(report.groups.values(), sums(report, lang), strict=True):
        parts.append(f"<section><h2>{escape(table.name)}</h2>")
        parts += [_bars(totals, lang), _table(table, lang), "</section>"]
    everything = topics(report, lang)
    parts += [
        f"<section><h2>{escape(everything.name)}</h2>",
        _table(everything, lang),
        "</section>",
    ]
    page = f"""<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{"".join(parts)}
</main>
</body>
</html>
"""
    return page.encode()


def _figures(total: Total, lang: Language) -> str:
    figures = (
        ("topics", total.topics), ("planned", total.planned), ("made", total.made),
        ("published", total.published), ("late", total.late), ("due", total.due_for_review),
        ("hours_published", shown(total.hours_published, lang)),
    )  # fmt: skip
    items = (
        f"<div><dt>{escape(word(f'sum.{name}', lang))}</dt><dd>{value}</dd></div>"
        for name, value in figures
    )
    return f'<dl class="figures">{"".join(items)}</dl>\n'


def _bars(totals: tuple[Total, ...], lang: Language) -> str:
    """Return the groups as bars; a reader aloud has the table, so it is spared these."""
    most = max((total.topics for total in totals), default=0) or 1
    rows = []
    for total in totals:
        bars = "".join(
            f'<i class="{name}" style="width:{100 * getattr(total, name) / most:.1f}%"></i>'
            for name in _BARS
        )
        name = escape(total.name or word("none", lang))
        rows.append(f"<li><span>{name}</span><b>{bars}</b></li>")
    key = "".join(f'<li class="{n}">{escape(word(f"sum.{n}", lang))}</li>' for n in _BARS)
    return (
        f'<div class="chart" aria-hidden="true"><ul class="key">{key}</ul>'
        f'<ul class="bars">{"".join(rows)}</ul></div>\n'
    )


def _table(table: Table, lang: Language) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.headings)
    rows = "".join(
        "<tr>" + "".join(_cell(value, at, lang) for at, value in enumerate(row)) + "</tr>\n"
        for row in table.rows
    )
    label = escape(table.name)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table></div>\n"
    )


def _cell(value: Value, at: int, lang: Language) -> str:
    words = escape(shown(value, lang))
    if at == 0:
        return f'<th scope="row">{words}</th>'
    number = ' class="number"' if isinstance(value, int | float) else ""
    return f"<td{number}>{words}</td>"
