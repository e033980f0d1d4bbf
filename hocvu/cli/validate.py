"""``hocvu validate``: manifests, in one run and with every problem."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hocvu.cli.console import result, say, tell_all
from hocvu.cli.formats import render
from hocvu.cli.options import Form, Format, Quiet, Verbose
from hocvu.errors import ManifestError, Origin
from hocvu.manifest import SUFFIXES, find_manifests, validate
from hocvu.messages import text


def command(
    paths: Annotated[list[str], typer.Argument(help=text("cli.validate.paths"), metavar="PATH...")],
    form: Form = Format.TEXT,
    for_publish: Annotated[
        bool, typer.Option("--for-publish", help=text("cli.validate.publish"))
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Check manifests and return 3 when one has errors."""
    for path in map(Path, paths):
        if path.is_file() and path.suffix.lower() not in SUFFIXES:
            raise ManifestError("cli.validate.not_manifest", origin=Origin(file=str(path)))
    files = find_manifests(paths)
    if not files:
        raise ManifestError("cli.validate.none")
    problems = validate(paths, for_publish=for_publish)
    errors = sum(problem.severity == "error" for problem in problems)
    if form is not Format.TEXT:
        result(render(problems, form.value).rstrip("\n"))
    else:
        tell_all(problems, most=len(problems))
        if errors:
            warnings = sum(problem.severity == "warning" for problem in problems)
            say("cli.validate.bad", errors=errors, warnings=warnings, files=len(files))
        else:
            say("cli.validate.good", files=len(files), warnings=len(problems))
    return ManifestError.exit_code if errors else 0
