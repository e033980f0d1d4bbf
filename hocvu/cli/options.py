"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

import typer

from hocvu.cli.console import Volume
from hocvu.errors import UsageError
from hocvu.messages import text


class Format(StrEnum):
    """Forms in which problems and findings can be told."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"


def _quieter(value: bool) -> bool:
    if value:
        Volume.level = -1
    return value


def _louder(value: bool) -> bool:
    if value:
        Volume.level = 1
    return value


Quiet = Annotated[
    bool, typer.Option("-q", "--quiet", callback=_quieter, help=text("cli.opt.quiet"))
]
Verbose = Annotated[
    bool, typer.Option("-v", "--verbose", callback=_louder, help=text("cli.opt.verbose"))
]
Json = Annotated[bool, typer.Option("--json", help=text("cli.opt.json"))]
Form = Annotated[Format, typer.Option("--format", help=text("cli.opt.format"))]


def day_or_today(written: str) -> dt.date:
    """Return the day that is written (ISO 8601); where none is, today.

    Raises:
        UsageError: It is no day.
    """
    if not written:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise UsageError("cli.not_a_day", value=written) from None
