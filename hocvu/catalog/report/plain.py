"""A report as comma-separated values and as JSON."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
from typing import Any

from hocvu.catalog.report.table import Value, topics
from hocvu.catalog.report.totals import Report
from hocvu.messages import Language


def as_csv(report: Report, lang: Language) -> bytes:
    """Return the table of topics as CSV by RFC 4180, in UTF-8 with the mark that Excel needs."""
    table = topics(report, lang)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(table.headings)
    writer.writerows([_shown(value) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def as_json(report: Report) -> bytes:
    """Return rows and sums as JSON; names are English and do not change."""
    value = _plain(dataclasses.asdict(report))
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _shown(value: Value) -> Value:
    """Return a cell; text that a spreadsheet would take for a formula is made harmless."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value.isoformat() if isinstance(value, dt.date) else value


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(inside) for key, inside in value.items()}
        case list() | tuple():
            return [_plain(inside) for inside in value]
        case dt.date():
            return value.isoformat()
        case _:
            return value
