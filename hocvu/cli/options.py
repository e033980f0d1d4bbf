"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from hocvu.cli.console import Volume
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
