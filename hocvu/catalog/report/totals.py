"""What the rows add up to, by issuer, field, programme and year."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hocvu.catalog.report.rows import Row, Stage

DIMENSIONS: Final = ("publisher", "field", "programme", "year")
_MADE: Final[frozenset[Stage]] = frozenset(
    {"drafted", "appraised", "approved", "issued", "published"}
)


@dataclass(frozen=True, slots=True)
class Total:
    """The rows of one group.

    Attributes:
        name: The group; empty for rows that say nothing of it.
        topics: How many rows.
        planned: Those that a programme plans.
        made: Those that have a manifest without errors, or are published.
        published: Those that readers can get.
        withdrawn: Those that readers could get.
        late: Those that are past their deadline without being published, or were published late.
        due_for_review: Those published whose date of review is past.
        hours: Hours of all, and of those that are published.
        accessible: Those published that declare a feature of accessibility.
        formats: How many of those published can be had in each standard.
        size: Bytes that can be downloaded.
    """

    name: str
    topics: int
    planned: int
    made: int
    published: int
    withdrawn: int
    late: int
    due_for_review: int
    hours: float
    hours_published: float
    accessible: int
    formats: dict[str, int]
    size: int


@dataclass(frozen=True, slots=True)
class Report:
    """All rows with their sums, as of a day."""

    today: dt.date
    rows: tuple[Row, ...]
    whole: Total
    groups: dict[str, tuple[Total, ...]]


def report(rows: Sequence[Row], today: dt.date, by: Iterable[str] = DIMENSIONS) -> Report:
    """Return the report of `rows` as of `today`, summed by each dimension of `by`."""
    groups = {dimension: _groups(rows, dimension, today) for dimension in by}
    return Report(today, tuple(rows), _total("", rows, today), groups)


def _groups(rows: Sequence[Row], dimension: str, today: dt.date) -> tuple[Total, ...]:
    names: dict[str, list[Row]] = {}
    for row in rows:
        for name in _names(row, dimension):
            names.setdefault(name, []).append(row)
    # Rows that say nothing come last.
    ordered = sorted(names.items(), key=lambda item: (not item[0], item[0]))
    return tuple(_total(name, inside, today) for name, inside in ordered)


def _names(row: Row, dimension: str) -> tuple[str, ...]:
    if dimension == "programme":
        return row.programme or ("",)
    value = getattr(row, dimension)
    return (str(value) if value else "",)


def _total(name: str, rows: Sequence[Row], today: dt.date) -> Total:
    published = [row for row in rows if row.stage == "published"]
    return Total(
        name=name,
        topics=len(rows),
        planned=sum(bool(row.programme) for row in rows),
        made=sum(row.stage in _MADE for row in rows),
        published=len(published),
        withdrawn=sum(row.stage == "withdrawn" for row in rows),
        late=sum(row.late(today) > 0 for row in rows),
        due_for_review=sum(bool(row.review_by and row.review_by < today) for row in published),
        hours=round(sum(row.hours for row in rows), 2),
        hours_published=round(sum(row.hours for row in published), 2),
        accessible=sum(bool(row.accessibility) for row in published),
        formats=dict(sorted(Counter(one for row in published for one in row.formats).items())),
        size=sum(row.size for row in published),
    )
