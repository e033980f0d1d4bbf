"""Writes the spreadsheet in which officials write questions, with examples and instructions."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from hocvu.sources.quiz.columns import CHOICE, HEADINGS, KINDS, SETTINGS
from hocvu.tools.workbooks import new_workbook

_CHOICES: Final = "ABCDEF"
_ROWS: Final = 500
_BLUE: Final = "#1F4E79"


def write_template(path: Path) -> None:
    """Write the template to `path`; always the same bytes."""
    words = tomllib.loads(files(__package__).joinpath("template.toml").read_text("utf-8"))
    with new_workbook(path) as book:
        looks = _looks(book)
        _questions(book.add_worksheet(words["questions"]["sheet"]), words["questions"], looks)
        _settings(book.add_worksheet(SETTINGS), words["settings"], looks)
        _guide(book.add_worksheet(words["guide"]["sheet"]), words["guide"], looks)


def headings() -> tuple[str, ...]:
    """Return the headings of the questions' sheet in order."""
    before = (HEADINGS["name"], HEADINGS["kind"], HEADINGS["ask"])
    choices = tuple(f"{CHOICE} {letter}" for letter in _CHOICES)
    after = ("answer", "points", "right", "wrong", "feedback")
    return (*before, *choices, *(HEADINGS[name] for name in after))


def _looks(book: Any) -> dict[str, Any]:
    wrap = {"text_wrap": True, "valign": "top", "font_name": "Times New Roman", "font_size": 12}
    return {
        "cell": book.add_format(wrap),
        "text": book.add_format({**wrap, "num_format": "@"}),
        "example": book.add_format({**wrap, "num_format": "@", "font_color": "#444444"}),
        "bold": book.add_format({**wrap, "bold": True}),
        "head": book.add_format(
            {**wrap, "bold": True, "bg_color": _BLUE, "font_color": "#FFFFFF", "border": 1}
        ),
        "title": book.add_format({**wrap, "text_wrap": False, "bold": True, "font_size": 15}),
    }


def _questions(sheet: Any, words: dict[str, Any], looks: dict[str, Any]) -> None:
    names = headings()
    widths = (10, 15, 48, *(22 for _ in _CHOICES), 16, 8, 30, 30, 30)
    for column, (name, width) in enumerate(zip(names, widths, strict=True)):
        sheet.set_column(column, column, width, looks["text"])
        sheet.write_string(0, column, name, looks["head"])
        if note := words["notes"].get(name):
            options = {"x_scale": 2.2, "y_scale": 1.6, "author": "hocvu", "visible": False}
            sheet.write_comment(0, column, note, options)
    sheet.set_row(0, 36)
    sheet.freeze_panes(1, 3)
    for number, row in enumerate(words["examples"], 1):
        for column, value in enumerate(row):
            if value:
                sheet.write_string(number, column, value, looks["example"])
    kind, points = names.index(HEADINGS["kind"]), names.index(HEADINGS["points"])
    sheet.data_validation(
        1, kind, _ROWS, kind,
        {"validate": "list", "source": list(KINDS.values()), **words["kind_error"]},
    )  # fmt: skip
    sheet.data_validation(
        1, points, _ROWS, points,
        {"validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning",
         **words["points_error"]},
    )  # fmt: skip
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _settings(sheet: Any, words: dict[str, Any], looks: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 24, looks["cell"])
    sheet.set_column(1, 1, 34, looks["text"])
    sheet.set_column(2, 2, 70, looks["cell"])
    for column, heading in enumerate(words["headings"]):
        sheet.write_string(0, column, heading, looks["head"])
    for number, (name, value, note, *choices) in enumerate(words["rows"], 1):
        sheet.write_string(number, 0, name, looks["bold"])
        sheet.write_string(number, 1, value, looks["text"])
        sheet.write_string(number, 2, note, looks["cell"])
        if choices:
            sheet.data_validation(number, 1, number, 1, {"validate": "list", "source": choices})


def _guide(sheet: Any, words: dict[str, Any], looks: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 22, looks["cell"])
    sheet.set_column(1, 1, 100, looks["cell"])
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, words["title"], looks["title"])
    for number, (left, right) in enumerate(words["lines"], 2):
        sheet.write_string(number, 0, left, looks["bold"])
        sheet.write_string(number, 1, right, looks["cell"])
