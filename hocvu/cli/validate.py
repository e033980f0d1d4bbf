"""``hocvu validate``: manifests, in one run and with every problem."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from hocvu.cli.console import result, say, tell_all
from hocvu.cli.formats import render
from hocvu.cli.options import Form, Format, Quiet, Verbose, day_or_today
from hocvu.errors import ManifestError, Origin
from hocvu.manifest.find import SUFFIXES
from hocvu.messages import text
from hocvu.pipeline.validating.api import Run
from hocvu.pipeline.validating.examining import Question

_Today = Annotated[str, typer.Option(help=text("cli.validate.today"), metavar="YYYY-MM-DD")]


def command(
    paths: Annotated[list[str], typer.Argument(help=text("cli.validate.paths"), metavar="PATH...")],
    form: Form = Format.TEXT,
    for_publish: Annotated[
        bool, typer.Option("--for-publish", help=text("cli.validate.publish"))
    ] = False,
    fix: Annotated[bool, typer.Option("--fix", help=text("cli.validate.fix"))] = False,
    diff: Annotated[bool, typer.Option("--diff", help=text("cli.validate.diff"))] = False,
    since: Annotated[
        str | None, typer.Option(help=text("cli.validate.since"), metavar="REV")
    ] = None,
    superseded: Annotated[
        Path | None, typer.Option(metavar="FILE", help=text("cli.validate.superseded"))
    ] = None,
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help=text("cli.validate.config"))
    ] = None,
    today: _Today = "",
    cache: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help=text("cli.pack.cache"))
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help=text("cli.validate.fresh"))] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Check manifests and return 3 when one has errors."""
    for path in map(Path, paths):
        if path.is_file() and path.suffix.lower() not in SUFFIXES:
            raise ManifestError("cli.validate.not_manifest", origin=Origin(file=str(path)))
    question = Question(for_publish, day_or_today(today), config, superseded)
    if fix or diff:
        from hocvu.cli.mending import mend_all

        waiting = mend_all(paths, question, write=fix and not diff)
        if diff:
            return ManifestError.exit_code if waiting else 0
    run = Run(question, None if no_cache else cache or _folder(), os.cpu_count() or 1)
    problems = run.problems(paths, since)
    if not run.known:
        tell_all(problems, most=len(problems))
        raise ManifestError("cli.validate.none")
    files = len(run.files)
    errors = sum(problem.severity == "error" for problem in problems)
    if form is not Format.TEXT:
        result(render(problems, form.value).rstrip("\n"))
    else:
        tell_all(problems, most=len(problems))
        warnings = sum(problem.severity == "warning" for problem in problems)
        if errors:
            say("cli.validate.bad", errors=errors, warnings=warnings, files=files)
        else:
            say("cli.validate.good", files=files, warnings=warnings)
    return ManifestError.exit_code if errors else 0


def _folder() -> Path | None:
    """Return the user's cache folder, if anything can be kept there."""
    from hocvu.pipeline.cache import default_folder, writable

    folder = default_folder()
    return folder if writable(folder) else None
