"""The columns of a report, the same in every form of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hocvu.catalog.report.rows import Row
from hocvu.catalog.report.totals import Report, Total
from hocvu.messages import Language, text

Value = str | int | float | dt.date | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, the headings and the values of each row."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def word(name: str, lang: Language) -> str:
    """Return a word of the reports in `lang`."""
    return text(f"report.{name}", lang=lang)


def topics(report: Report, lang: Language) -> Table:
    """Return the table of all topics."""
    names = (
        "code", "title", "stage", "programme", "year", "publisher", "field", "requirement", "hours",
        "deadline", "published", "late", "age", "version", "formats", "accessibility", "review_by",
        "megabytes",
    )  # fmt: skip
    rows = tuple(_topic(row, report.today, lang) for row in report.rows)
    return Table(word("topics", lang), tuple(word(name, lang) for name in names), rows)


def sums(report: Report, lang: Language) -> tuple[Table, ...]:
    """Return a table for each dimension, with the sum of all in its last row."""
    return tuple(
        Table(
            word(f"by.{dimension}", lang),
            (word(dimension, lang), *_sum_headings(lang)),
            (
                *(_sum(total, lang) for total in totals),
                (word("whole", lang), *_sum(report.whole, lang)[1:]),
            ),
        )
        for dimension, totals in report.groups.items()
    )


def _sum_headings(lang: Language) -> Sequence[str]:
    names = (
        "topics", "planned", "made", "published", "withdrawn", "late", "due", "hours",
        "hours_published", "accessible", "formats", "megabytes",
    )  # fmt: skip
    return [word(f"sum.{name}", lang) for name in names]


def _topic(row: Row, today: dt.date, lang: Language) -> tuple[Value, ...]:
    required = "" if row.required is None else "compulsory" if row.required else "elective"
    return (
        row.code,
        row.title,
        word(f"stage.{row.stage}", lang),
        ", ".join(row.programme),
        row.year or None,
        row.publisher,
        row.field,
        word(required, lang) if required else "",
        row.hours or None,
        row.deadline,
        row.published,
        row.late(today) or None,
        row.age(today),
        row.version,
        ", ".join(row.formats),
        ", ".join(row.accessibility),
        row.review_by,
        _megabytes(row.size),
    )


def _sum(total: Total, lang: Language) -> tuple[Value, ...]:
    formats = ", ".join(f"{name} {count}" for name, count in total.formats.items())
    return (
        total.name or word("none", lang),
        total.topics,
        total.planned,
        total.made,
        total.published,
        total.withdrawn,
        total.late,
        total.due_for_review,
        total.hours,
        total.hours_published,
        total.accessible,
        formats,
        _megabytes(total.size),
    )


def _megabytes(size: int) -> float | None:
    return round(size / 1e6, 1) if size else None


def shown(value: Value, lang: Language) -> str:
    """Return a value as people write it in `lang`: dates day first, a comma in Vietnamese."""
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        number = f"{value:.10g}"
        return number.replace(".", ",") if lang == "vi" else number
    return "" if value is None else str(value)
