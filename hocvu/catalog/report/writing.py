"""Writes a report in the form that its file's name asks for."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from hocvu.catalog.report.page import as_page
from hocvu.catalog.report.plain import as_csv, as_json
from hocvu.catalog.report.totals import Report
from hocvu.catalog.report.workbook import write_workbook
from hocvu.errors import UsageError
from hocvu.messages import Language
from hocvu.tools import chromium

Write = Callable[[Report, Path, Language], None]


def write_report(report: Report, path: Path, lang: Language) -> None:
    """Write `report` to `path`, whole or not at all.

    Args:
        report: The report.
        path: Where to; its suffix is one of `FORMS`.
        lang: The language of its words.

    Raises:
        UsageError: There is no form of that suffix.
        ToolError: A PDF was asked for and Chromium is missing or failed.
    """
    write = FORMS.get(path.suffix.lower())
    if write is None:
        raise UsageError("report.form", suffix=path.suffix or path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".hocvu-", dir=path.parent.resolve()) as folder:
        made = Path(folder) / f"report{path.suffix.lower()}"
        write(report, made, lang)
        made.replace(path)


def _pdf(report: Report, path: Path, lang: Language) -> None:
    page = path.with_suffix(".html")
    page.write_bytes(as_page(report, lang))
    chromium.print_page(page, path)


FORMS: Final[Mapping[str, Write]] = {
    ".xlsx": write_workbook,
    ".csv": lambda report, path, lang: _bytes(path, as_csv(report, lang)),
    ".html": lambda report, path, lang: _bytes(path, as_page(report, lang)),
    ".json": lambda report, path, _: _bytes(path, as_json(report)),
    ".pdf": _pdf,
}


def _bytes(path: Path, data: bytes) -> None:
    path.write_bytes(data)
