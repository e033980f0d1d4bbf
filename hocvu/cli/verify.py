"""``hocvu verify``: packages of any known standard, whoever made them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hocvu.cli.bars import bars
from hocvu.cli.console import result, say, tell_all
from hocvu.cli.formats import render
from hocvu.cli.options import Form, Format, Quiet, Verbose
from hocvu.errors import Origin, UsageError, VerifyError
from hocvu.messages import text
from hocvu.packages import Finding, verify


def command(
    packages: Annotated[
        list[Path], typer.Argument(help=text("cli.verify.packages"), metavar="PACKAGE...")
    ],
    play: Annotated[bool, typer.Option("--play", help=text("play.option"))] = False,
    form: Form = Format.TEXT,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Verify packages and return 7 when one does not conform."""
    findings: list[Finding] = []
    for package in packages:
        if package.is_dir():
            raise UsageError("cli.verify.folder", origin=Origin(str(package)), path=str(package))
        with bars() as progress:
            found = verify(package, play=play, progress=progress)
        findings += found
        if form is Format.TEXT:
            tell_all(found)
            if not found:
                say("play.good" if play else "cli.verify.good", path=str(package))
    if form is not Format.TEXT:
        result(render(findings, form.value).rstrip("\n"))
    failed = any(finding.severity == "error" for finding in findings)
    return VerifyError.exit_code if failed else 0
