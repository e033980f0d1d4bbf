"""``hocvu new``: a manifest for a folder of materials."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hocvu.cli.bars import bars
from hocvu.cli.console import result, say, tell_all, tell_error
from hocvu.cli.options import Quiet, Verbose
from hocvu.errors import ManifestError, Missing, Origin
from hocvu.messages import text
from hocvu.pipeline.propose import propose
from hocvu.pipeline.reading import ReadingRoom


def command(
    folder: Annotated[Path, typer.Argument(help=text("cli.new.folder"), metavar="FOLDER")],
    out: Annotated[Path | None, typer.Option(help=text("cli.new.out"))] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Write a manifest; return the worst exit code of what could not be read."""
    if not folder.is_dir():
        raise Missing("cli.new.no_folder", origin=Origin(file=str(folder)))
    path = out or folder / "manifest.yaml"
    if path.exists():
        raise ManifestError("cli.new.exists", path=str(path))
    with bars() as progress, ReadingRoom(progress=progress) as room:
        proposal = propose(str(folder), path, room)
    tell_all(n for n in proposal.plan.notices if n.severity != "info")
    for outcome in proposal.outcomes:
        if outcome.error:
            tell_error(outcome.error)
        elif outcome.reading:
            tell_all(outcome.reading.notices)
    say("cli.new.done", path=str(path), lessons=len(proposal.outcomes))
    result(str(path))
    return max((o.error.exit_code for o in proposal.outcomes if o.error), default=0)
