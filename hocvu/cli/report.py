"""``hocvu report``: planned against made against published, as a table or a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hocvu.catalog.reading import Found, is_catalogue, read_catalog, tolerant
from hocvu.catalog.report import DIMENSIONS, Report, gather, report, write_report
from hocvu.catalog.report.plain import as_json
from hocvu.catalog.report.table import shown, sums
from hocvu.cli.console import result, say, tell
from hocvu.cli.options import Json, Quiet, Verbose, day_or_today
from hocvu.cli.stores import Endpoint
from hocvu.errors import HocvuError, ManifestError, UsageError
from hocvu.messages import language, text
from hocvu.programmes import Programme, find_programmes, load_programme
from hocvu.store.settings import Settings

_SHOWN = 7
"""Columns of the sums that a terminal has room for."""


@dataclass(slots=True)
class _Read:
    programmes: list[Programme] = field(default_factory=list)
    manifests: list[Found] = field(default_factory=list)
    catalogue: list[Found] = field(default_factory=list)
    errors: list[HocvuError] = field(default_factory=list)


def command(
    inputs: Annotated[
        list[str], typer.Argument(help=text("cli.report.inputs"), metavar="INPUT...")
    ],
    by: Annotated[str, typer.Option("--by", help=text("cli.report.by"))] = ",".join(DIMENSIONS),
    out: Annotated[Path | None, typer.Option("--out", help=text("cli.report.out"))] = None,
    today: Annotated[str, typer.Option("--today", help=text("cli.report.today"))] = "",
    endpoint: Endpoint = "",
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Write the report; return the worst exit code of what could not be read."""
    dimensions = [name.strip() for name in by.split(",") if name.strip()]
    for name in dimensions:
        if name not in DIMENSIONS:
            raise UsageError("cli.report.no_dimension", name=name, known=", ".join(DIMENSIONS))
    day = day_or_today(today)
    read = _read(inputs, Settings(endpoint=endpoint))
    for error in read.errors:
        tell(error.remark)  # of a manifest, one line: validate tells the rest
    failed = max((error.exit_code for error in read.errors), default=0)
    if not (read.programmes or read.manifests or read.catalogue):
        if failed:
            return failed
        raise ManifestError("report.nothing")
    rows = gather(read.programmes, read.manifests, read.catalogue)
    made = report(rows, day, dimensions)
    if out:
        write_report(made, out, language())
        say("report.done", count=len(rows))
        result(str(out))
    elif json:
        result(as_json(made).decode().rstrip())
    else:
        _show(made)
    return failed


def _read(inputs: Sequence[str], settings: Settings) -> _Read:
    """Read every input; what cannot be read does not hide the rest."""
    read = _Read()
    for given in inputs:
        try:
            if is_catalogue(given):
                read.catalogue += read_catalog(given, settings)
            else:
                _read_written(given, read)
        except HocvuError as error:
            read.errors.append(error)
    return read


def _read_written(given: str, read: _Read) -> None:
    """Add the programmes and manifests in a folder, or the one that a file is."""
    found = find_programmes(given)
    for path in found:
        try:
            read.programmes.append(load_programme(path))
        except HocvuError as error:
            read.errors.append(error)
    if not found or Path(given).is_dir():
        manifests, errors = tolerant(given)
        read.manifests += manifests
        read.errors += errors


def _show(made: Report) -> None:
    console = Console(highlight=False, markup=False)
    for sum_ in sums(made, language()):
        table = Table(title=sum_.name, title_justify="left", box=None, pad_edge=False)
        for at, heading in enumerate(sum_.headings[:_SHOWN]):
            table.add_column(heading, justify="right" if at else "left")
        for row in sum_.rows:
            table.add_row(*(shown(value, language()) for value in row[:_SHOWN]))
        console.print(table)
        console.print()
