"""Finds the table of topics on a sheet, and what each of its columns is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from hocvu.identifiers import slug
from hocvu.tools.workbooks import Cell, Sheet

_SEARCHED: Final = 30
"""Rows in which the headings are looked for: above them stand an issuer and a title."""


def find_table(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the index of the row of headings and the column of each field, both from 0.

    The row is the one that heads the most columns; a table of topics has at least a title and one
    field more.
    """
    best: tuple[int, dict[str, int]] | None = None
    for index, row in enumerate(sheet.rows[:_SEARCHED]):
        columns = _columns(row)
        if "title" in columns and len(columns) > max(1, len(best[1]) if best else 0):
            best = index, columns
    return best


def unknown(row: Sequence[Cell], columns: Mapping[str, int]) -> list[Cell]:
    """Return the cells of a row of headings that head none of `columns`."""
    return [cell for at, cell in enumerate(row) if cell.text and at not in columns.values()]


def _columns(row: Sequence[Cell]) -> dict[str, int]:
    """Return the field of each column, the best heading first, no field and no column twice."""
    fits = sorted(
        (-quality, at, field)
        for at, cell in enumerate(row)
        for field, quality in _fits(cell.text).items()
    )
    columns: dict[str, int] = {}
    for _, at, field in fits:
        if field not in columns and at not in columns.values():
            columns[field] = at
    return columns


@cache
def _fits(heading: str) -> dict[str, float]:
    """Return how well `heading` names each field: 2 when it is one of its words, else their share.

    What stands in brackets, such as a unit, counts when nothing else decides.
    """
    wanted = slug(heading)
    found: dict[str, float] = {}
    if not wanted:
        return found
    for field, words in _headings().items():
        for word in words:
            quality = 2.0 if word == wanted else 0.0
            if not quality and f"-{word}-" in f"-{wanted}-" and len(word) > 2:
                quality = len(word) / len(wanted)
            if quality > max(0.3, found.get(field, 0)):
                found[field] = quality
    return found


@cache
def _headings() -> dict[str, tuple[str, ...]]:
    data = (files("hocvu.programmes") / "data" / "headings.toml").read_text(encoding="utf-8")
    return {field: tuple(map(slug, words)) for field, words in tomllib.loads(data).items()}
